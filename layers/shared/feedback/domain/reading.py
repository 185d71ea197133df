"""How a survey file is read: which sheet, which table, which columns, which scale; and what to tell its owner."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedback.domain.column_names import known_titles
from feedback.domain.columns import Choice, ChosenColumn, Columns, ParserMode, choose_columns
from feedback.domain.errors import InputError
from feedback.domain.layout import find_table
from feedback.domain.models import Contents, Sheet, Table
from feedback.domain.options import Options
from feedback.domain.rating_scale import RatingScale, decide_scale
from feedback.domain.ratings import Ratings, count_numbers, read_ratings
from feedback.domain.totals import without_totals

_MUCH_LARGER = 2
"""Of two sheets that fit alike, the one with so many times the rows of the other is taken."""
_ALIKE = 0.05


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
            "sheet": table.sheet,
            "header_row": table.header_row,
            "rows": len(table.rows),
            "columns": [
                {"role": chosen.role, "column": chosen.column, "score": round(chosen.score, 3), "reason": chosen.reason}
                for chosen in self.chosen
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
            return _best(found, contents, file)
    if not failures:
        raise InputError("empty_file", f"{file} is empty. Send a file with a header and one row for each answer.")
    raise max(failures, key=lambda failure: failure[0])[1]


def _asked_sheets(sheets: Sequence[Sheet], asked: str | None, file: str) -> Sequence[Sheet]:
    if asked is None:
        return sheets
    fits = [sheet for sheet in sheets if sheet.name == asked] or [
        sheet for sheet in sheets if sheet.name and sheet.name.strip().casefold() == asked.strip().casefold()
    ]
    if len(fits) != 1:
        names = ", ".join(f"“{sheet.name}”" for sheet in sheets if sheet.name)
        there = f"Its sheets are {names}." if names else "It is a text file without sheets."
        raise InputError("sheet_not_found", f"{file} has no sheet “{asked}”. {there} Correct the option sheet.")
    return fits


def _best(found: list[_Found], contents: Contents, file: str) -> tuple[_Found, list[str]]:
    """The sheet that fits best; of those that fit alike the one that is much larger. Raises InputError."""
    top = max(one.choice.score for one in found)
    alike = [one for one in found if one.choice.score >= top - _ALIKE]
    alike.sort(key=lambda one: -len(one.table.rows))
    best = alike[0]
    if len(alike) > 1 and len(best.table.rows) < _MUCH_LARGER * len(alike[1].table.rows):
        names = " and ".join(f"“{one.sheet.name}” ({len(one.table.rows):,} rows)" for one in alike)
        raise InputError(
            "ambiguous_sheet",
            f"The sheets {names} of {file} could each be the survey. Say which one with the option sheet.",
        )
    return best, _sheet_notes(best.sheet, contents)


def _sheet_notes(chosen: Sheet, contents: Contents) -> list[str]:
    if chosen.name is None:
        return []
    others = [f"“{sheet.name}”" + (" (hidden)" if sheet.hidden else "") for sheet in contents.sheets]
    others = [name for name, sheet in zip(others, contents.sheets, strict=True) if sheet is not chosen]
    listed = ", ".join(others[:5]) + (f" and {len(others) - 5} more" if len(others) > 5 else "")
    note = f"Read from the sheet “{chosen.name}”{', which is hidden' if chosen.hidden else ''}"
    return [f"{note}; not from {listed}." if others else f"{note}."]
