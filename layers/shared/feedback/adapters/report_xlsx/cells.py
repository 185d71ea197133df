"""Cells of any kind, written so that a sheet shows them as they are."""

import datetime
import math
from collections.abc import Callable
from typing import Any

from feedback.adapters.report_xlsx.styles import Style, Styles
from feedback.adapters.report_xlsx.texts import CUT_MARK, is_too_long, parts_of_markup, storable
from feedback.domain.cell_text import at_midnight, iso, reads_as_formula
from feedback.domain.models import Cell, Percent

_EXACT_INTEGERS = 10**15
"""Excel keeps 15 digits of a number."""
_FIRST_DATE = datetime.date(1900, 3, 1)
"""Excel has a 29 February 1900, so dates before it are ambiguous."""


class CellWriter:
    """Writes the cells of one sheet, whose rows must be written downwards."""

    def __init__(
        self,
        sheet: Any,
        styles: Styles,
        mark: str = CUT_MARK,
        on_cut: Callable[[int, int, str], None] | None = None,
    ) -> None:
        """mark ends a text that is cut; on_cut is told of it, with its row and column counted from 0."""
        self._sheet, self._mark, self._on_cut = sheet, mark, on_cut
        self._styles = styles
        self._plain, self._percents = styles(), [styles(name) for name in ("percent", "percent_1", "percent_2")]

    def write(self, row: int, column: int, cell: Cell, style: Style | None = None) -> None:
        """Write a cell; None and an empty text are an empty cell.

        Texts are never formulas, links or numbers. NaN, infinities, integers above 15 digits and dates before
        March 1900 or with a time zone are written as texts. Other numbers keep 16 digits.
        """
        if isinstance(cell, str):
            if cell:
                self.text(row, column, cell, style)
        elif isinstance(cell, bool):
            self._sheet.write_boolean(row, column, cell, style and style.plain)
        elif isinstance(cell, int | float):
            if math.isfinite(cell) if isinstance(cell, float) else abs(cell) < _EXACT_INTEGERS:
                self._number(row, column, cell, style)
            else:
                self.text(row, column, str(cell), style)
        elif cell is not None:
            self._date(row, column, cell)

    def text(self, row: int, column: int, text: str, style: Style | None = None) -> None:
        if self._on_cut and is_too_long(text):
            self._on_cut(row, column, text)
        text = storable(text, self._mark)
        style = style or self._plain
        form = style.quoted if reads_as_formula(text) else style.plain
        parts = parts_of_markup(text)
        if parts:
            self._sheet.write_rich_string(row, column, *parts, *([form] if form else []))
        else:
            self._sheet.write_string(row, column, text, form)

    def _number(self, row: int, column: int, number: float, style: Style | None) -> None:
        if style is None and isinstance(number, Percent):
            digits = next((digits for digits in (0, 1) if round(number, digits + 2) == round(number, 10)), 2)
            style = self._percents[digits]
        self._sheet.write_number(row, column, number, style and style.plain)

    def _date(self, row: int, column: int, cell: datetime.date | datetime.time) -> None:
        name, writable = _form_of(cell)
        if writable:
            self._sheet.write_datetime(row, column, cell, self._styles(name).plain)
        else:
            self.text(row, column, iso(cell))


def _form_of(cell: datetime.date | datetime.time) -> tuple[str, bool]:
    """The name of a date's style, and whether a sheet can hold it as a date."""
    if isinstance(cell, datetime.time):
        return "time", cell.tzinfo is None
    if isinstance(cell, datetime.datetime):
        name = "day" if at_midnight(cell) else "instant" if cell.microsecond else "moment"
        return name, cell.tzinfo is None and cell.date() >= _FIRST_DATE
    return "day", cell >= _FIRST_DATE
