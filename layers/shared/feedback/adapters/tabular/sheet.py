"""One sheet of a workbook being written, and dates as texts."""

import datetime
import math
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from feedback.domain.models import Cell, Percent

MAX_CELL_CHARS = 32_767
"""Most characters of a cell in Excel, counted in UTF-16 units."""
MAX_SHEET_ROWS = 1_048_576
CUT_MARK = "… [cut]"

_EXACT_INTEGERS = 10**15
"""Excel keeps 15 digits of a number."""
_FIRST_DATE = datetime.date(1900, 3, 1)
"""Excel has a 29 February 1900, so dates before it are ambiguous."""
_MIN_WIDTH, _MAX_WIDTH = 8, 60


def iso(moment: datetime.date | datetime.time) -> str:
    """ISO 8601 with a space before the time, and without the time at midnight."""
    if not isinstance(moment, datetime.datetime):
        return moment.isoformat()
    return moment.date().isoformat() if _at_midnight(moment) else moment.isoformat(sep=" ")


def _at_midnight(moment: datetime.datetime) -> bool:
    return moment.timetz() == datetime.time()


class Sheet:
    """A sheet of a workbook being written, row by row."""

    def __init__(self, workbook: Any) -> None:
        self._sheet = workbook.add_worksheet()
        self._bold = workbook.add_format({"bold": True})
        self._day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        self._moment = workbook.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        self._percent = workbook.add_format({"num_format": "0.##%"})
        self._time = workbook.add_format({"num_format": "hh:mm:ss"})

    def fill(self, columns: Sequence[str], sample: list[Sequence[Cell]], rows: Iterator[Sequence[Cell]]) -> None:
        """Write the header and the rows, each as wide as the header; sample decides the widths of the columns."""
        for position, name in enumerate(columns):
            self._sheet.set_column(position, position, _width(name, (row[position] for row in sample)))
            self._text(0, position, name, self._bold)
        number = 0
        for number, row in enumerate(rows, start=1):
            if number >= MAX_SHEET_ROWS:
                raise ValueError(f"more than {MAX_SHEET_ROWS} rows, the most a sheet has")
            for position, cell in enumerate(row):
                self._cell(number, position, cell)
        self._sheet.freeze_panes(1, 0)
        if columns:
            self._sheet.autofilter(0, 0, number, len(columns) - 1)

    def _cell(self, row: int, column: int, cell: Cell) -> None:
        if isinstance(cell, str):
            if cell:
                self._text(row, column, cell)
        elif isinstance(cell, bool):
            self._sheet.write_boolean(row, column, cell)
        elif isinstance(cell, int | float):
            if math.isfinite(cell) if isinstance(cell, float) else abs(cell) < _EXACT_INTEGERS:
                self._sheet.write_number(row, column, cell, self._percent if isinstance(cell, Percent) else None)
            else:
                self._text(row, column, str(cell))
        elif cell is not None:
            self._date(row, column, cell)

    def _date(self, row: int, column: int, cell: datetime.date | datetime.time) -> None:
        if isinstance(cell, datetime.time):
            form, writable = self._time, cell.tzinfo is None
        elif isinstance(cell, datetime.datetime):
            form = self._day if _at_midnight(cell) else self._moment
            writable = cell.tzinfo is None and cell.date() >= _FIRST_DATE
        else:
            form, writable = self._day, cell >= _FIRST_DATE
        if writable:
            self._sheet.write_datetime(row, column, cell, form)
        else:
            self._text(row, column, iso(cell))

    def _text(self, row: int, column: int, text: str, form: Any = None) -> None:
        text = _storable(text)
        if text.startswith("<r>") and text.endswith("</r>"):
            # xlsxwriter takes such a text for ready-made XML; in pieces it is a text like any other.
            self._sheet.write_rich_string(row, column, "<", "r", text[2:], *([form] if form else []))
        else:
            self._sheet.write_string(row, column, text, form)


def _storable(text: str) -> str:
    """The text without lone surrogates, which no file may hold, and at most as long as a cell."""
    if len(text) * 2 > MAX_CELL_CHARS:
        units = text.encode("utf-16-le", "replace")
        if len(units) > MAX_CELL_CHARS * 2:
            kept = units[: (MAX_CELL_CHARS - len(CUT_MARK)) * 2]
            return kept.decode("utf-16-le", "ignore") + CUT_MARK
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def _width(name: str, cells: Iterable[Cell]) -> int:
    longest = max((len(str(cell)) for cell in cells if cell is not None), default=0)
    return min(_MAX_WIDTH, max(_MIN_WIDTH, len(name) + 4, longest + 1))
