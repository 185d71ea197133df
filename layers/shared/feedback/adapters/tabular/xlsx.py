"""Workbooks of Excel: values through calamine, and what calamine leaves out put back.

calamine is given a copy that holds nothing but the parts that were checked here.
"""

import datetime
import html
import io
import re
from collections.abc import Iterator
from types import TracebackType
from typing import Any
from xml.parsers import expat

import python_calamine

from feedback.adapters.tabular.grid import Grid, duration
from feedback.adapters.tabular.marks import Marks, quick_marks
from feedback.adapters.tabular.marks_exact import exact_marks
from feedback.adapters.tabular.package import xml_part
from feedback.adapters.tabular.parts import BookParts, SheetPart, book_parts, percent_styles
from feedback.adapters.tabular.refusals import damaged, unreadable, unsafe
from feedback.adapters.tabular.zip import Archive
from feedback.domain.models import Cell, CellError, Contents, Percent, Sheet

_KNOWN_ERRORS = frozenset({"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"})
"""The errors that calamine reads; at any other it gives the sheet up."""
_ERROR_VALUE = re.compile(
    rb"(<(?:\w+:)?c\s[^<>]{0,200}t=[\"']e[\"'][^<>]{0,200}>\s*"
    rb"(?:<(?:\w+:)?f(?:\s[^<>]{0,500})?(?:/>|>[^<]{0,9000}</(?:\w+:)?f>)\s*)?<(?:\w+:)?v>)[^<]*"
)


def read_xlsx(archive: Archive) -> Contents:
    """All worksheets with a cell, and a note on each that has formulas without a stored value.

    Raises InputError: damaged_file, far_cell, too_many_cells, too_many_columns, too_many_sheets, unreadable_workbook,
    unsafe_package, unsafe_xml.
    """
    name = archive.name
    book, grid = book_parts(archive), Grid(name)
    grid.check_sheets(len(book.titles))
    if len({sheet.part.lower() for sheet in book.sheets}) < len(book.sheets):
        raise unsafe(name, "two of its sheets have the same cells")
    for part in book.others:
        xml_part(archive, part)
    styles = percent_styles(archive, book.styles)
    replaced: dict[str, bytes] = {}
    marks = [_marks(archive, sheet, styles, grid, replaced) for sheet in book.sheets]
    copy = archive.copy([*book.others, *(sheet.part for sheet in book.sheets)], replaced)
    sheets = list(_sheets(copy, book, marks, grid))
    notes = [
        f"{mark.unstored:,} {'formula' if mark.unstored == 1 else 'formulas'} of the sheet “{sheet.name}” without a "
        "stored value; open the file in a spreadsheet program and save it."
        for sheet, mark in zip(book.sheets, marks, strict=True)
        if mark.unstored
    ]
    return Contents("xlsx", sheets, notes=tuple(notes))


def _marks(archive: Archive, sheet: SheetPart, styles: frozenset[int], grid: Grid, replaced: dict[str, bytes]) -> Marks:
    part = xml_part(archive, sheet.part)
    if not part:
        raise damaged(archive.name, f"the cells of the sheet “{sheet.name}” are missing")
    if b"!" in part and b"<!" in part:  # the first is faster by far, and seldom found
        part = replaced[sheet.part.lower()] = _plain(part, archive.name)
    try:
        marks = quick_marks(part, styles) or exact_marks(part, styles)
    except (expat.ExpatError, ValueError) as error:
        raise unreadable(archive.name, f"the sheet “{sheet.name}” is not written correctly") from error
    grid.check(sheet.name, marks.rows, marks.columns, marks.filled)
    if any(text not in _KNOWN_ERRORS for _, _, text in marks.errors):
        replaced[sheet.part.lower()] = _ERROR_VALUE.sub(rb"\1#N/A", part)
    return marks


def _plain(part: bytes, name: str) -> bytes:
    """The XML without comments and with CDATA as ordinary text: calamine drops parts of cells that have them."""
    pieces, position = [], 0
    while (start := part.find(b"<!", position)) >= 0:
        pieces.append(part[position:start])
        is_text = part.startswith(b"<![CDATA[", start)
        end = part.find(b"]]>" if is_text else b"-->", start + 4)
        if end < 0:
            raise unreadable(name, "a sheet is not written correctly")
        if is_text:
            pieces.append(html.escape(part[start + 9 : end].decode("utf-8", "replace"), quote=False).encode())
        position = end + 3
    return b"".join([*pieces, part[position:]])


def _sheets(copy: bytes, book: BookParts, marks: list[Marks], grid: Grid) -> Iterator[Sheet]:
    with _Refusals(grid.name):
        workbook = python_calamine.load_workbook(io.BytesIO(copy))
    if workbook.sheet_names != book.titles:
        raise unreadable(grid.name, "the list of its sheets is not written correctly")
    for sheet, mark in zip(book.sheets, marks, strict=True):
        with _Refusals(f"The sheet “{sheet.name}” of {grid.name}"):
            cells = workbook.get_sheet_by_index(sheet.index)
            if cells.start is None:
                continue
            values = cells.to_python(skip_empty_area=False)
            merged = cells.merged_cell_ranges or []
        grid.take(sheet.name, sum(map(len, values)))
        rows = [_row(row) for row in values]
        _put_back(rows, mark)
        areas = tuple((*first, *last) for first, last in merged)
        yield Sheet(rows, range(1, len(rows) + 1), sheet.name, sheet.hidden, merged=areas)


class _Refusals:
    """Turns calamine's errors into ours; a panic of the Rust code is a BaseException that can't be imported."""

    def __init__(self, what: str) -> None:
        self._what = what

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if kind is not None and (issubclass(kind, python_calamine.CalamineError) or kind.__name__ == "PanicException"):
            raise unreadable(self._what, "it is not written correctly") from error


def _row(values: list[Any]) -> list[Cell]:
    # number() written out: this runs for every cell of a sheet.
    return [
        (value or None)
        if (kind := value.__class__) is str
        else (int(value) if value.is_integer() and -1e15 < value < 1e15 else value)
        if kind is float
        else duration(value)
        if kind is datetime.timedelta
        else value
        for value in values
    ]


def _put_back(rows: list[list[Cell]], marks: Marks) -> None:
    for row, column, text in marks.errors:
        if row <= len(rows) and column <= len(rows[row - 1]):
            rows[row - 1][column - 1] = CellError(text)
    for row, column in marks.percents:
        if row <= len(rows) and column <= len(rows[row - 1]):
            value = rows[row - 1][column - 1]
            if value.__class__ is int or value.__class__ is float:
                rows[row - 1][column - 1] = Percent(value)
