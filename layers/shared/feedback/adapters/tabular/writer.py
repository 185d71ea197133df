"""Tables as files: CSV that spreadsheet programs open correctly, and Excel workbooks that keep texts as texts."""

import csv
import datetime
import io
from collections.abc import Iterable, Sequence
from itertools import chain, islice

import xlsxwriter

from feedback.adapters.tabular.sheet import Sheet, iso
from feedback.domain.models import Cell, Percent

MAX_SHEET_COLUMNS = 16_384
_WIDTH_SAMPLE = 200
_HELD_ROWS = 5000
"""Tables up to here are held whole: faster, repeated texts are stored once. Longer ones pass through row by row."""
_TEXTS_STAY_TEXTS = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}


def csv_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as RFC 4180 text: UTF-8 with a byte order mark, commas, CRLF, quotes where needed.

    Dates are ISO 8601 with a space before the time, without the time at midnight; None is empty; bool is TRUE or FALSE;
    percentages have their sign.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer)
    writer.writerow(columns)
    writer.writerows([_csv_cell(cell) for cell in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig", "replace")


def _csv_cell(cell: Cell) -> str | int | float | None:
    if cell is None or isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.date | datetime.time):
        return iso(cell)
    if isinstance(cell, Percent):
        return f"{cell * 100:.12g}%"
    return cell


def xlsx_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as a workbook of one sheet: bold header, frozen and with a filter; dates as dates, texts as texts.

    Texts are never formulas, links or numbers; above 32,767 characters they are cut, with "… [cut]" at their end.
    Floats keep 16 digits. NaN, infinities, integers above 15 digits and dates before March 1900 or with a time zone
    are written as text.
    Raises ValueError for more rows or columns than a sheet has (1,048,576 with the header, and 16,384).
    """
    if len(columns) > MAX_SHEET_COLUMNS:
        raise ValueError(f"{len(columns)} columns; a sheet has {MAX_SHEET_COLUMNS}")
    remaining = iter(rows)
    first = list(islice(remaining, _HELD_ROWS))
    memory = {"in_memory": True} if len(first) < _HELD_ROWS else {"constant_memory": True}
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, _TEXTS_STAY_TEXTS | memory) as workbook:
        Sheet(workbook).fill(columns, first[:_WIDTH_SAMPLE], chain(first, remaining))
    return buffer.getvalue()
