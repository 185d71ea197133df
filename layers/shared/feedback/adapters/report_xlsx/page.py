"""A sheet for people, written from top to bottom: headings, texts, tables."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from xlsxwriter.utility import xl_range_abs

from feedback.adapters.report_xlsx.cells import CellWriter
from feedback.adapters.report_xlsx.styles import HAIRLINE, Styles, is_number, is_wrapped, near_zero
from feedback.domain.models import Cell

UNKNOWN = "–"
ROW_PIXELS = 20
LINE_POINTS, _TALLEST_ROW = 15, 409
_TALLEST_HEADER = 90
_TEXT_WIDTH = 1.15
"""How many characters of a text go into the width of one digit, on average."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table of entries: its title, what it shows of an entry, and the name of its style.

    group: a title above that of the column, shared with its neighbours. width in characters, None leaves it. mark: a
    text whose style depends on the entry.
    """

    title: str
    value: Callable[[Any], Cell]
    style: str | Callable[[Any], str] = "text"
    group: str = ""
    width: float | None = None
    mark: bool = False

    @property
    def is_number(self) -> bool:
        """Styles that depend on the entry are of numbers, but for marks."""
        return is_number(self.style) if isinstance(self.style, str) else not self.mark


@dataclass(frozen=True, slots=True)
class Block:
    """Where a table's entries are: rows and the first column, counted from 0; last < first where there are none."""

    sheet: str
    first: int
    last: int
    left: int

    def cells(self, column: int) -> list[Any]:
        """One of its columns as xlsxwriter names ranges of cells."""
        return [self.sheet, self.first, self.left + column, self.last, self.left + column]

    def reference(self, column: int) -> str:
        """One of its columns as a formula names it."""
        cells = xl_range_abs(self.first, self.left + column, self.last, self.left + column)
        return f"='{self.sheet}'!{cells}"

    def top(self, rows: int) -> "Block":
        """Its first rows, so many at most."""
        return replace(self, last=min(self.last, self.first + rows - 1))

    def area(self, first: int, last: int | None = None) -> tuple[int, int, int, int]:
        """Its columns first…last as corners."""
        return self.first, self.left + first, self.last, self.left + (first if last is None else last)


class Page:
    """row is where the next thing goes. No method reads what it was given as a formula, a link or a number."""

    def __init__(
        self, sheet: Any, styles: Styles, mark: str, on_cut: Callable[[int, int, str], None] | None = None
    ) -> None:
        """mark and on_cut as CellWriter has them."""
        self.sheet, self.styles = sheet, styles
        self.row = 0
        self._cells = CellWriter(sheet, styles, mark, on_cut)
        self._widths: dict[int, float] = {}

    def widths(self, widths: Sequence[float]) -> None:
        for at, width in enumerate(widths):
            self._width(at, width)

    def put(self, column: int, value: Cell, style: str = "text", **more: Any) -> None:
        """Write a value in the row; None is shown as unknown, an empty text is a cell of its style, or hidden none."""
        if value is None:
            self._cells.text(self.row, column, UNKNOWN, self.styles("unknown", **more))
        elif value == "":
            if style != "hidden":
                self.sheet.write_blank(self.row, column, None, self.styles(style, **more).plain)
        else:
            look = self.styles(style, **more, **near_zero(style, value))
            self._cells.write(self.row, column, value, look)

    def end_row(self, points: float | None = None) -> None:
        """Go to the next row; points is the height of the one that ends."""
        if points is not None:
            self.sheet.set_row(self.row, points)
        self.row += 1

    def skip(self, rows: int = 1) -> None:
        self.row += rows

    def heading(self, text: str, last: int = 7) -> None:
        """A heading over the columns up to last, with a row before it."""
        self.skip()
        self.put(0, text, "heading")
        self.blank(1, last, "heading")
        self.end_row(24)

    def blank(self, first: int, last: int, style: str) -> None:
        """Empty cells of a style over the columns first…last."""
        for column in range(first, last + 1):
            self.sheet.write_blank(self.row, column, None, self.styles(style).plain)

    def paragraph(self, text: str, style: str = "wrapped", first: int = 0, last: int = 7, **more: Any) -> None:
        """A text over the columns first…last, as high as it needs."""
        self.span(text, style, first, last, **more)
        self.end_row(self.height(text, first, last))

    def span(self, text: str, style: str, first: int, last: int, **more: Any) -> None:
        """A text over several columns of this row."""
        if last > first:
            self.sheet.merge_range(self.row, first, self.row, last, "", self.styles(style, **more).plain)
        self.put(first, text, style, **more)

    def height(self, text: str, first: int, last: int) -> float:
        """Points that a wrapped text needs over the columns first…last."""
        return text_height(text, sum(self._widths.get(at, 8.43) for at in range(first, last + 1)))

    def table(self, columns: Sequence[Column], entries: Iterable[Any], *, left: int = 0) -> Block:
        """A header, with the groups' titles above where there are any, and a row for each entry."""
        if any(column.group for column in columns):
            self._groups(columns, left)
        for at, column in enumerate(columns, start=left):
            if column.width is not None:
                self._width(at, column.width)
            self.put(at, column.title, "header", **_side(column, at > left))
        tallest = max((self.height(column.title, at, at) for at, column in enumerate(columns, start=left)), default=0)
        self.end_row(min(_TALLEST_HEADER, tallest + 6))
        first = self.row
        looks = [HAIRLINE | ({} if column.is_number else _side(column, at > 0)) for at, column in enumerate(columns)]
        for entry in entries:
            tall = 0.0
            for at, column in enumerate(columns):
                style = column.style if isinstance(column.style, str) else column.style(entry)
                value = column.value(entry)
                self.put(left + at, value, style, **looks[at])
                if isinstance(value, str) and is_wrapped(style):
                    tall = max(tall, self.height(value, left + at, left + at))
            self.end_row(tall if tall > LINE_POINTS else None)
        return Block(self.sheet.get_name(), first, self.row - 1, left)

    def _groups(self, columns: Sequence[Column], left: int) -> None:
        first = 0
        for at in range(1, len(columns) + 1):
            if at == len(columns) or columns[at].group != columns[first].group:
                if columns[first].group:
                    self.span(columns[first].group, "group", left + first, left + at - 1)
                else:
                    self.blank(left + first, left + at - 1, "group")
                first = at
        self.end_row(18)

    def _width(self, column: int, width: float) -> None:
        self._widths[column] = width
        self.sheet.set_column(column, column, width)


def text_height(text: str, width: float) -> float:
    """Points that a text needs in cells of that width in characters, wrapped; at most what a row can have.

    Said in the file: Excel finds it itself for a single cell, but neither for merged ones nor in other programs.
    """
    lines = sum(max(1, math.ceil(len(part) / (width * _TEXT_WIDTH))) for part in text.split("\n"))
    return min(_TALLEST_ROW, LINE_POINTS * lines + (3 if lines > 1 else 0))


def _side(column: Column, inside: bool) -> dict[str, Any]:
    """Numbers keep to the right; texts keep clear of the numbers to their left."""
    return {"align": "right"} if column.is_number else {"align": "left", "indent": 1} if inside else {}
