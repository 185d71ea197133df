"""Workbooks of Excel 97–2003, and what else comes in an OLE file."""

import datetime
import io
import re
import struct
from collections.abc import Sequence
from typing import Any

import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT, XLRDError
from xlrd.compdoc import CompDocError

from feedback.adapters.table_grid import Grid, duration, is_percent, number
from feedback.adapters.table_refusals import damaged, encrypted, unsupported
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
    OverflowError,
    AttributeError,
    NotImplementedError,
)


def read_xls(data: bytes, name: str) -> Contents:
    """All sheets of an .xls file that have a cell.

    Raises InputError: damaged_file, encrypted_file, far_cell, too_many_cells, too_many_columns, too_many_sheets,
    unsupported_format.
    """
    if _utf16("EncryptedPackage") in data:
        raise encrypted(name)
    if not _has_directory(data):
        raise damaged(name, "it ends too early")
    if _utf16("Workbook") not in data and _utf16("Book") not in data:
        kind = next((kind for mark, kind in _OTHERS.items() if _utf16(mark) in data), "a file of another program")
        raise unsupported(name, kind)
    try:
        return _read(data, name)
    except _BROKEN as error:
        if "encrypted" in str(error):
            raise encrypted(name) from error
        raise damaged(name, "its sheets can't be read to their end") from error


def _has_directory(data: bytes) -> bool:
    """Whether the sector that names the streams is in the file: many programs put it at the end."""
    if len(data) < 512:
        return False
    shift, sector = struct.unpack_from("<H", data, 30)[0], struct.unpack_from("<I", data, 48)[0]
    return bool(shift < 32 and (sector + 1 << shift) + 128 <= len(data))


def _utf16(text: str) -> bytes:
    """The name of a stream as it stands in the directory of an OLE file."""
    return text.encode("utf-16-le")


def _read(data: bytes, name: str) -> Contents:
    # xlrd writes what it wonders about to its log, and reads formats only when asked.
    book = xlrd.open_workbook(file_contents=data, formatting_info=True, ragged_rows=True, logfile=io.StringIO())
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
