"""A parsed survey: the input's rows with their ratings and comments told apart, and its stored form."""

import gzip
import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time
from typing import Any

from feedback.domain.columns import Columns
from feedback.domain.models import Cell, CellError, Percent, Table
from feedback.domain.normalization import is_blank, normalized
from feedback.domain.nps import NpsGroup, nps_group
from feedback.domain.reading import Reading

MAX_LEAD = 80
"""Longest beginning of a column's title that leads a text, in characters."""


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

    @property
    def _unique(self) -> int:
        """How many different comments there are."""
        return max((comment for comment in self.comments if comment is not None), default=-1) + 1

    def groups_by_comment(self) -> list[NpsGroup | None]:
        """The NPS group of each unique comment: that of its first row with a rating; None where none has one."""
        groups: list[NpsGroup | None] = [None] * self._unique
        for comment, rating in zip(self.comments, self.ratings, strict=True):
            if comment is not None and rating is not None and groups[comment] is None:
                groups[comment] = nps_group(rating)
        return groups

    def rows_by_comment(self) -> list[int]:
        """How many rows each unique comment has."""
        counts = [0] * self._unique
        for comment in self.comments:
            if comment is not None:
                counts[comment] += 1
        return counts


@dataclass(frozen=True, slots=True)
class UniqueComment:
    """One comment of the survey as first written, and its normalised form."""

    text: str
    normalized: str


def read_survey(reading: Reading) -> tuple[Survey, list[UniqueComment]]:
    """The survey that was read, and its unique comments: rows that differ only in case or white space share one."""
    table, columns = reading.table, reading.columns
    leads = [f"{table.columns[at][:MAX_LEAD]}: " for at in columns.comments]
    numbers: dict[str, int] = {}
    unique: list[UniqueComment] = []
    comments: list[int | None] = []
    for row in table.rows:
        text = comment_text([row[at] for at in columns.comments], leads)
        if is_blank(text):
            comments.append(None)
            continue
        form = normalized(text)
        if form not in numbers:
            numbers[form] = len(unique)
            unique.append(UniqueComment(text, form))
        comments.append(numbers[form])
    ratings: list[int | None] = reading.ratings.values if reading.ratings else [None] * len(table.rows)
    return Survey(table, columns, ratings, comments), unique


def comment_text(cells: Sequence[Cell], leads: Sequence[str]) -> str:
    """What a row's respondent wrote in its comment columns, "" for nothing.

    Where there are several, each text is led by its column's title, which the model needs to tell "What did you like?"
    from "What should we improve?". Error values are not what anybody wrote.
    """
    if len(cells) == 1:
        return _text(cells[0])
    texts = zip(leads, map(_text, cells), strict=True)
    return "\n".join(f"{lead}{text}" for lead, text in texts if not is_blank(text))


def dump_survey(survey: Survey) -> bytes:
    """Gzipped JSON lines: what is known of the table, then its rows."""
    table = survey.table
    head = {
        "columns": table.columns,
        "header_row": table.header_row,
        "sheet": table.sheet,
        "chosen": asdict(survey.columns),
        "ratings": survey.ratings,
        "comments": survey.comments,
    }
    rows: Iterable[list[Cell]] = table.rows
    if not _MARKED.isdisjoint(type(cell) for row in table.rows for cell in row):
        rows = ([_marked(cell) for cell in row] for row in table.rows)
    text = "\n".join(json.dumps(line, ensure_ascii=False, default=_dated) for line in (head, *rows))
    return gzip.compress(text.encode("utf-8", "surrogatepass"), compresslevel=1)


def load_survey(data: bytes) -> Survey:
    head, *rows = gzip.decompress(data).decode("utf-8", "surrogatepass").split("\n")
    known = json.loads(head)
    table = Table(
        columns=tuple(known["columns"]),
        rows=[json.loads(row, object_hook=_unmarked) for row in rows],
        header_row=known["header_row"],
        sheet=known["sheet"],
    )
    at = known["chosen"]
    chosen = Columns(at["rating"], tuple(at["comments"]), at["id"], at["date"], tuple(at["segments"]))
    return Survey(table, chosen, known["ratings"], known["comments"])


_MARKED = {Percent, CellError}
_KINDS: dict[str, Callable[[Any], Cell]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
    "percent": Percent,
    "error": CellError,
}


def _marked(cell: Cell) -> Any:
    """Cells that JSON would take for plain numbers and texts, told apart."""
    if isinstance(cell, Percent):
        return {"percent": float(cell)}
    return {"error": str(cell)} if isinstance(cell, CellError) else cell


def _dated(cell: object) -> dict[str, str]:
    if not isinstance(cell, datetime | date | time):
        raise TypeError(f"a cell of type {type(cell).__name__} can't be stored")
    return {type(cell).__name__: cell.isoformat()}


def _unmarked(stored: dict[str, Any]) -> Cell:
    ((kind, value),) = stored.items()
    return _KINDS[kind](value)


def _text(cell: Cell) -> str:
    return "" if cell is None or isinstance(cell, CellError) else str(cell)
