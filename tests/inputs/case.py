"""What a case of the table says."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback.domain.models import Cell


@dataclass(frozen=True)
class Reads:
    """The file is read: rating and comments are names of columns; ratings 0…10 a row; texts the first comment column.

    What is None is not checked, except that rows, columns and cells come out as they went in.
    """

    ratings: Sequence[int | None] | None = None
    texts: Sequence[str | None] | None = None
    rating: str | None = "NPS"
    comments: Sequence[str] = ("Comment",)
    rows: int | None = None
    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    scale: str | None = None
    unrated: dict[str, int] | None = None
    note: str | None = None
    columns: Sequence[str] | None = None


@dataclass(frozen=True)
class Refused:
    """The job ends with this code, and a sentence with these words."""

    code: str
    words: str = ""


@dataclass(frozen=True)
class Case:
    """A file's name, how its bytes are made, the options dropped with it, and what is to come of it."""

    file: str
    data: Callable[[], bytes]
    expected: Reads | Refused
    options: dict[str, Any] = field(default_factory=dict)


HEADER = ("NPS", "Comment")
ANSWERS: tuple[tuple[int, str], ...] = (
    (9, "Great service, fast and friendly"),
    (3, "Too slow, and nobody answered"),
    (7, "It is fine as it is"),
    (10, "Muy amable el señor de la tienda, ¡gracias!"),
)
RATED = [rating for rating, _ in ANSWERS]
WRITTEN = [text for _, text in ANSWERS]
ROWS: list[list[Cell]] = [list(HEADER)]
ROWS += [[rating, text] for rating, text in ANSWERS]


def text_of(rows: Iterable[Iterable[object]], separator: str = ",", line_end: str = "\r\n") -> str:
    """Rows as RFC 4180 has them."""
    buffer = io.StringIO(newline="")
    csv.writer(buffer, delimiter=separator, lineterminator=line_end).writerows(rows)
    return buffer.getvalue()


def csv_of(rows: Iterable[Iterable[object]] = ROWS, separator: str = ",", encoding: str = "utf-8") -> bytes:
    return text_of(rows, separator).encode(encoding)


def survey_csv(
    rows: Iterable[Iterable[object]], expected: Reads | Refused, *, separator: str = ",", **options: Any
) -> Case:
    return Case("survey.csv", lambda: csv_of(rows, separator), expected, options)
