"""Workbooks of Excel 97–2003, and what else comes in an OLE file."""

import datetime
import io
import re
import struct
from collections.abc import Sequence
from typing import Any

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, XLRDError
from xlrd.compdoc import CompDoc, CompDocError

from feedback.adapters.tabular.grid import Grid, duration, is_percent, number
from feedback.adapters.tabular.refusals import damaged, encrypted, unsupported
from feedback.domain.models import Cell, CellError, Contents, Percent, Sheet

_DURATION = re.compile(r"\[h+\]|\[m+\]|\[s+\]", re.IGNORECASE)
_MAX_DAYS = 1_000_000
_OTHERS = {
    "WordDocument": "a Word document (.doc)",
    "PowerPoint Document": "a PowerPoint presentation (.ppt)",
    "__substg1.0_": "an Outlook message (.msg)",
}

# What xlrd raises on cut and altered files, found with such files.
_BROKEN = (
    XLRDError,
    CompDocError,
    struct.error,
    LookupError,
    AssertionError,
    ValueError,
    TypeError,
    ArithmeticError,
    AttributeError,
    NotImplementedError,
    RecursionError,
)


def read_xls(data: bytes, name: str) -> Contents:
    """All sheets of an .xls file that have a cell.

    Raises InputError: damaged_file, encrypted_file, far_cell, too_many_cells, too_many_columns, too_many_sheets,
    unsupported_format.
    """
    try:
        return _read(_workbook_stream(data, name), name)
    except _BROKEN as error:
        if "encrypted" in str(error):
            raise encrypted(name) from error
        raise damaged(name, "it can't be read to its end") from error


def _workbook_stream(data: bytes, name: str) -> bytes:
    """The bytes of the workbook within the OLE file, which is a small file system of its own."""
    files: Any = CompDoc(data, logfile=io.StringIO())
    streams = {node.name: node for node in files.dirlist}
    if "EncryptedPackage" in streams:
        raise encrypted(name)
    found = streams.get("Workbook", streams.get("Book"))
    if found is None:
        kinds = (kind for mark, kind in _OTHERS.items() if any(stream.startswith(mark) for stream in streams))
        raise unsupported(name, next(kinds, "a file of another program"))
    if found.tot_size < files.min_size_std_stream:
        _check_chain(files.SSAT, found.first_SID)
    memory, start, length = files.locate_named_stream(found.name)
    return bytes(memory[start : start + length])


def _check_chain(table: Sequence[int], sector: int) -> None:
    """xlrd would follow a chain of small sectors that bites its own tail until the memory is full."""
    for _ in range(len(table) + 1):
        if sector < 0:
            return
        sector = table[sector]
    raise CompDocError("a chain of sectors without an end")


def _read(stream: bytes, name: str) -> Contents:
    # xlrd writes what it wonders about to its log, and reads formats only when asked.
    book = xlrd.open_workbook(file_contents=stream, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
    grid = Grid(name)
    grid.check_sheets(book.nsheets)
    convert = _Converter(book)
    sheets = []
    for sheet in book.sheets():
        filled = sum(map(sheet.row_len, range(sheet.nrows)))
        width = max(map(sheet.row_len, range(sheet.nrows)), default=0)
        grid.check(sheet.name, sheet.nrows, width, filled)
        grid.take(sheet.name, sheet.nrows * width)
        rows = [convert.row(sheet, row, width) for row in range(sheet.nrows)]
        merged = tuple((top, left, bottom - 1, right - 1) for top, bottom, left, right in sheet.merged_cells)
        if any(cell is not None for row in rows for cell in row):
            sheets.append(Sheet(rows, range(1, len(rows) + 1), sheet.name, sheet.visibility != 0, merged=merged))
    return Contents("xls", sheets)


class _Converter:
    """Cells of one book, by their types and formats."""

    def __init__(self, book: xlrd.Book) -> None:
        self._datemode = book.datemode
        formats = [book.format_map[style.format_key].format_str for style in book.xf_list]
        self._percents = {number for number, text in enumerate(formats) if is_percent(text)}
        self._durations = {number for number, text in enumerate(formats) if _DURATION.search(text)}

    def row(self, sheet: xlrd.sheet.Sheet, row: int, width: int) -> list[Cell]:
        """The cells of a row, width of them."""
        cells: list[Cell] = []
        values: Sequence[Any] = sheet.row_values(row)
        for column, (kind, value) in enumerate(zip(sheet.row_types(row), values, strict=True)):
            if kind == XL_CELL_TEXT:
                cells.append(value or None)
            elif kind == XL_CELL_NUMBER:
                percent = self._percents and sheet.cell_xf_index(row, column) in self._percents
                cells.append(Percent(value) if percent else number(value))
            elif kind == XL_CELL_DATE:
                cells.append(self._moment(value, sheet.cell_xf_index(row, column)))
            elif kind == XL_CELL_BOOLEAN:
                cells.append(bool(value))
            elif kind == XL_CELL_ERROR:
                cells.append(CellError(xlrd.error_text_from_code.get(int(value), "#N/A")))
            else:
                cells.append(None)
        cells += [None] * (width - len(cells))
        return cells

    def _moment(self, days: float, style: int) -> Cell:
        """A date where it is midnight, a time below one day, else a moment; numbers that are no dates stay numbers."""
        if style in self._durations:
            return duration(datetime.timedelta(days=days)) if abs(days) < _MAX_DAYS else number(days)
        if days < 0:
            return number(days)
        try:
            moment = xlrd.xldate_as_datetime(days, self._datemode)
        except (ValueError, OverflowError):
            return number(days)
        if 0 <= days < 1:
            return moment.time()
        return moment.date() if moment.time() == datetime.time() else moment
