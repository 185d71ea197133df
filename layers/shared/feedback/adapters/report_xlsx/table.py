"""Any table as a workbook of one sheet."""

import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Any

import xlsxwriter

from feedback.adapters.report_xlsx.cells import CellWriter
from feedback.adapters.report_xlsx.styles import Styles
from feedback.domain.models import Cell

MAX_SHEET_ROWS, MAX_SHEET_COLUMNS = 1_048_576, 16_384
HELD_ROWS, HELD_CELLS = 5000, 250_000
"""Tables below these are held whole: faster, repeated texts are stored once. Larger ones pass through row by row."""
_TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_WIDTH_SAMPLE = 200
_MIN_WIDTH, _MAX_WIDTH = 8, 60


def xlsx_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as a workbook of one sheet: bold header, frozen and with a filter; dates as dates, texts as texts.

    Cells are as CellWriter writes them; texts above 32,767 characters are cut, with "… [cut]" at their end.
    Raises ValueError for more rows or columns than a sheet has (1,048,576 with the header, and 16,384).
    """
    check_width(columns)
    first, every, held = peeked(columns, rows)
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, options(held=held)) as workbook:
        sheet, styles = workbook.add_worksheet(), Styles(workbook)
        cells, bold = CellWriter(sheet, styles), styles("", bold=True)
        set_widths(sheet, columns, first)
        for position, name in enumerate(columns):
            cells.text(0, position, name, bold)
        last = 0
        for last, row in numbered(every):
            for position, cell in enumerate(row):
                cells.write(last, position, cell)
        sheet.freeze_panes(1, 0)
        if columns:
            sheet.autofilter(0, 0, last, len(columns) - 1)
    return buffer.getvalue()


def check_width(columns: Sequence[str]) -> None:
    if len(columns) > MAX_SHEET_COLUMNS:
        raise ValueError(f"{len(columns)} columns; a sheet has {MAX_SHEET_COLUMNS}")


def peeked(
    columns: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> tuple[list[Sequence[Cell]], Iterator[Sequence[Cell]], bool]:
    """The first rows, an iterator over all of them, and whether the table is small enough to be held."""
    most = min(HELD_ROWS, HELD_CELLS // max(1, len(columns)))
    remaining = iter(rows)
    first = list(islice(remaining, most))
    return first, chain(first, remaining), len(first) < most


def options(*, held: bool) -> dict[str, bool]:
    """xlsxwriter's, for a table that is held or passes through."""
    return _TEXTS_STAY_TEXTS | ({"in_memory": True} if held else {"constant_memory": True})


def numbered(rows: Iterator[Sequence[Cell]]) -> Iterator[tuple[int, Sequence[Cell]]]:
    """The rows with their places below a header in the first row. Raises ValueError where the sheet is full."""
    for number, row in enumerate(rows, start=1):
        if number >= MAX_SHEET_ROWS:
            raise ValueError(f"more than {MAX_SHEET_ROWS} rows, the most a sheet has")
        yield number, row


def set_widths(sheet: Any, columns: Sequence[str], sample: Sequence[Sequence[Cell]]) -> None:
    """Columns as wide as their names and the longest cell of the first rows, within limits."""
    for position, name in enumerate(columns):
        cells = (row[position] for row in sample[:_WIDTH_SAMPLE])
        longest = max((_length(cell) for cell in cells if cell is not None), default=0)
        sheet.set_column(position, position, min(_MAX_WIDTH, max(_MIN_WIDTH, len(name) + 4, longest + 1)))


def _length(cell: Cell) -> int:
    return 6 if isinstance(cell, float) else len(str(cell))
