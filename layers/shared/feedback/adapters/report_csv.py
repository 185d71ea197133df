"""results.csv: a table that spreadsheet programs open correctly and programs read without loss."""

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO

from feedback.domain.cell_text import cell_text, neutral, whole
from feedback.domain.models import Cell


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, guarded: bool = True) -> bytes:
    """The table as RFC 4180 text: UTF-8 with a byte order mark, commas, CRLF, quotes where needed.

    Cells are as cell_text() writes them. guarded: texts and names that a spreadsheet program would run as formulas have
    an apostrophe before them (neutral() says which); numbers and dates never have. Control characters, line breaks and
    long texts are written as they are. False is for tables that only programs read.
    """
    buffer = io.BytesIO()
    write_csv(buffer, columns, rows, guarded=guarded)
    return buffer.getvalue()


def write_csv(
    target: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]], *, guarded: bool = True
) -> None:
    """The same into an open file, row by row; the file stays open."""
    text = io.TextIOWrapper(target, "utf-8-sig", newline="", write_through=False)
    writer = csv.writer(text)
    written = _guarded if guarded else whole
    writer.writerow([written(name) for name in columns])
    writer.writerows(_cells(row, written) for row in rows)
    text.detach()


def _cells(row: Sequence[Cell], written: Callable[[str], str]) -> list[Cell]:
    return [
        written(cell) if isinstance(cell, str) else cell if type(cell) in _AS_THEY_ARE else cell_text(cell)
        for cell in row
    ]


_AS_THEY_ARE = frozenset({int, float, type(None)})
"""What the csv module itself writes as cell_text() would, and faster."""


def _guarded(text: str) -> str:
    return neutral(whole(text))
