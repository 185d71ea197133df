"""How a survey file is read: which sheet, which table, which columns, which scale; and what to tell its owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedback.domain.cells import is_filled
from feedback.domain.column_errors import listed, quoted
from feedback.domain.column_names import known_titles
from feedback.domain.columns import Choice, ChosenColumn, Columns, ParserMode, choose_columns
from feedback.domain.errors import InputError
from feedback.domain.layout import find_table
from feedback.domain.models import Contents, Sheet, Table
from feedback.domain.options import Options
from feedback.domain.rating_scale import RatingScale, decide_scale
from feedback.domain.ratings import Ratings, count_numbers, read_ratings
from feedback.domain.totals import without_totals

MAX_NAME, MAX_CHOSEN = 200, 60
"""Longest name in a summary, and most columns: all of a job has to fit into one item of its table."""
_MUCH_LARGER = 2
"""Of two sheets that fit alike, the one with so many times the rows of the other is taken."""
_ALIKE = 0.05
_NO_SURVEY = frozenset({"no_rows", "no_columns", "no_such_row", "column_not_found"})
"""What is refused with these codes is no survey; with others it may be one."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A survey table with all that was decided about it. scale and ratings are None without a rating column."""

    table: Table
    columns: Columns
    kind: str
    encoding: str | None
    scale: RatingScale | None
    ratings: Ratings | None
    chosen: tuple[ChosenColumn, ...]
    notes: tuple[str, ...]

    def summary(self) -> dict[str, Any]:
        """What an owner may want to check, for JSON. Cells of unrated rows are cut; no comment is in it."""
        table, ratings = self.table, self.ratings
        return {
            "format": self.kind,
            "encoding": self.encoding,
            "sheet": table.sheet and table.sheet[:MAX_NAME],
            "header_row": table.header_row,
            "rows": len(table.rows),
            "columns": [
                {
                    "role": chosen.role,
                    "column": chosen.column[:MAX_NAME],
                    "score": round(chosen.score, 3),
                    "reason": chosen.reason[:MAX_NAME],
                }
                for chosen in self.chosen[:MAX_CHOSEN]
            ],
            "rating_scale": self.scale,
            "unrated": dict(ratings.unrated) if ratings else {},
            "unrated_examples": [
                {"row": table.numbers[example.position], "text": example.text, "reason": example.reason}
                for example in (ratings.examples if ratings else ())
            ],
        }


@dataclass(frozen=True, slots=True)
class _Found:
    sheet: Sheet
    table: Table
    choice: Choice


def read_contents(contents: Contents, file: str, options: Options, mode: ParserMode, max_rows: int) -> Reading:
    """The survey in a file's contents. file is its name, for messages.

    Raises InputError with the codes of find_table, choose_columns and decide_scale, and: empty_file, sheet_not_found,
    ambiguous_sheet.
    """
    found, notes = _choose_sheet(contents, file, options, mode, max_rows)
    table, more = without_totals(found.table, found.choice.columns)
    columns = found.choice.columns
    scale = ratings = None
    if columns.rating is not None:
        cells = table.column(columns.rating)
        scale, note = decide_scale(table.columns[columns.rating], count_numbers(cells), options.rating_scale)
        ratings = read_ratings(cells, scale)
        more += [note] if note else []
        if any(map(is_filled, cells)) and not any(value is not None for value in ratings.values):
            name = quoted(table.columns[columns.rating])
            more.append(f"No cell of the rating column {name} is a rating on the scale {scale}, so there is no NPS.")
    notes = [*contents.notes, *notes, *found.table.notes, *found.choice.doubts, *more]
    return Reading(
        table=table,
        columns=columns,
        kind=contents.kind,
        encoding=contents.encoding,
        scale=scale,
        ratings=ratings,
        chosen=found.choice.chosen,
        notes=tuple(notes),
    )


def _choose_sheet(
    contents: Contents, file: str, options: Options, mode: ParserMode, max_rows: int
) -> tuple[_Found, list[str]]:
    sheets = _asked_sheets(contents.sheets, options.sheet, file)
    shown = [sheet for sheet in sheets if not sheet.hidden or options.sheet is not None]
    hidden = [sheet for sheet in sheets if sheet not in shown]
    failures: list[tuple[int, InputError]] = []
    for group in (shown, hidden):
        found = []
        for sheet in group:
            try:
                table = find_table(sheet, file, known_titles, max_rows=max_rows, header_row=options.header_row)
                if table is not None:
                    found.append(_Found(sheet, table, choose_columns(table, options.columns, mode)))
            except InputError as error:
                failures.append((len(sheet.rows), error))
        if found:
            best, notes = _best(found, contents, file)
            doubtful = [failure for failure in failures if failure[1].code not in _NO_SURVEY]
            rows, question = max(doubtful, key=_rows, default=(0, None))
            # A larger sheet that only raises a question is the survey, and not the list beside it.
            if question and rows > len(best.table.rows):
                raise question
            return best, notes
    if not failures:
        raise InputError("empty_file", f"{file} is empty. Send a file with a header and one row for each answer.")
    raise max(failures, key=_rows)[1]


def _rows(failure: tuple[int, InputError]) -> int:
    return failure[0]


def _asked_sheets(sheets: Sequence[Sheet], asked: str | None, file: str) -> Sequence[Sheet]:
    if asked is None:
        return sheets
    fits = [sheet for sheet in sheets if sheet.name == asked] or [
        sheet for sheet in sheets if sheet.name and sheet.name.strip().casefold() == asked.strip().casefold()
    ]
    if len(fits) != 1:
        names = listed([sheet.name for sheet in sheets if sheet.name])
        there = f"Its sheets are {names}." if names else "It is a text file without sheets."
        raise InputError("sheet_not_found", f"{file} has no sheet {quoted(asked)}. {there} Correct the option sheet.")
    return fits


def _best(found: list[_Found], contents: Contents, file: str) -> tuple[_Found, list[str]]:
    """The sheet that fits best; of those that fit alike, with other columns, the much larger one. Raises InputError."""
    top = max(one.choice.score for one in found)
    alike = [one for one in found if one.choice.score >= top - _ALIKE]
    alike.sort(key=lambda one: -len(one.table.rows))
    best = alike[0]
    rivals = [one for one in alike[1:] if _is_rival(one.table, best.table)]
    if rivals:
        names = " and ".join(f"{quoted(str(one.sheet.name))} ({len(one.table.rows):,} rows)" for one in [best, *rivals])
        raise InputError(
            "ambiguous_sheet",
            f"The sheets {names} of {file} could each be the survey. Say which one with the option sheet.",
        )
    return best, _sheet_notes(best.sheet, contents)


def _is_rival(table: Table, best: Table) -> bool:
    """Sheets of one form, a month each perhaps, are rivals whatever their sizes."""
    return table.columns == best.columns or len(best.rows) < _MUCH_LARGER * len(table.rows)


def _sheet_notes(chosen: Sheet, contents: Contents) -> list[str]:
    if chosen.name is None:
        return []
    others = [f"{sheet.name}{' (hidden)' if sheet.hidden else ''}" for sheet in contents.sheets if sheet is not chosen]
    note = f"Read from the sheet {quoted(chosen.name)}{', which is hidden' if chosen.hidden else ''}"
    return [f"{note}; not from {listed(others)}." if others else f"{note}."]
