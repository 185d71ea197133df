"""A parsed survey: the input's rows with their ratings and comments told apart, and its stored form."""

import gzip
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from feedback.domain.columns import Columns
from feedback.domain.models import Cell, Table
from feedback.domain.normalization import is_blank, normalized
from feedback.domain.ratings import read_rating


@dataclass(frozen=True, slots=True)
class Survey:
    """Every list has one entry a row, in input order.

    ratings: 0…10, None where unrated. comments: the number of the row's unique comment, counted from 0 in order of
    first appearance, None where blank.
    """

    table: Table
    columns: Columns
    ratings: list[int | None]
    comments: list[int | None]

    @property
    def rows(self) -> int:
        return len(self.table.rows)

    def rows_by_comment(self) -> list[int]:
        """How many rows each unique comment has."""
        counts = [0] * (max((c for c in self.comments if c is not None), default=-1) + 1)
        for comment in self.comments:
            if comment is not None:
                counts[comment] += 1
        return counts


@dataclass(frozen=True, slots=True)
class UniqueComment:
    """One comment of the survey as first written, and its normalised form."""

    text: str
    normalized: str


def read_survey(table: Table, columns: Columns) -> tuple[Survey, list[UniqueComment]]:
    """The survey of a table, and its unique comments: rows that differ only in case or white space share one."""
    numbers: dict[str, int] = {}
    unique: list[UniqueComment] = []
    comments: list[int | None] = []
    for row in table.rows:
        text = _text(row[columns.comment])
        if is_blank(text):
            comments.append(None)
            continue
        form = normalized(text)
        if form not in numbers:
            numbers[form] = len(unique)
            unique.append(UniqueComment(text, form))
        comments.append(numbers[form])
    ratings = [read_rating(row[columns.rating]) for row in table.rows]
    return Survey(table, columns, ratings, comments), unique


def dump_survey(survey: Survey) -> bytes:
    """Gzipped JSON lines: what is known of the table, then its rows."""
    table = survey.table
    head = {
        "columns": table.columns,
        "header_row": table.header_row,
        "sheet": table.sheet,
        "notes": table.notes,
        "rating": survey.columns.rating,
        "comment": survey.columns.comment,
        "ratings": survey.ratings,
        "comments": survey.comments,
    }
    lines: Iterable[object] = (head, *table.rows)
    text = "\n".join(json.dumps(line, ensure_ascii=False, default=_dated) for line in lines)
    return gzip.compress(text.encode("utf-8", "surrogatepass"), compresslevel=1)


def load_survey(data: bytes) -> Survey:
    head, *rows = gzip.decompress(data).decode("utf-8", "surrogatepass").split("\n")
    known = json.loads(head)
    table = Table(
        columns=tuple(known["columns"]),
        rows=[json.loads(row, object_hook=_undated) for row in rows],
        header_row=known["header_row"],
        sheet=known["sheet"],
        notes=tuple(known["notes"]),
    )
    return Survey(table, Columns(known["rating"], known["comment"]), known["ratings"], known["comments"])


_DATED: dict[str, Callable[[str], datetime | date | time]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}


def _dated(cell: object) -> dict[str, str]:
    if not isinstance(cell, datetime | date | time):
        raise TypeError(f"a cell of type {type(cell).__name__} can't be stored")
    return {type(cell).__name__: cell.isoformat()}


def _undated(stored: dict[str, str]) -> datetime | date | time:
    ((kind, text),) = stored.items()
    return _DATED[kind](text)


def _text(cell: Cell) -> str:
    return "" if cell is None else str(cell)
