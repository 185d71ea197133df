"""The sheet Rows: the input's columns as they were, then the analysis's, with filters."""

from collections.abc import Iterator, Sequence
from typing import Any

from feedback.adapters.report_xlsx import scales
from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.cells import CellWriter
from feedback.adapters.report_xlsx.styles import AMBER, Style
from feedback.adapters.report_xlsx.table import numbered, set_widths
from feedback.domain.models import Cell
from feedback.domain.result_columns import input_width


def write_rows(
    book: Book, columns: Sequence[str], first: Sequence[Sequence[Cell]], every: Iterator[Sequence[Cell]]
) -> None:
    """first are the first rows, for the columns' widths; every is all of them, taken once."""
    sheet = book.row_sheet("rows")

    def keep(row: int, column: int, text: str) -> None:
        book.keep(row or None, columns[column], text)

    cells = CellWriter(sheet, book.styles, book.cut_mark, keep)
    inputs = input_width(columns)
    set_widths(sheet, columns, first)
    sheet.set_row(0, 20)
    for at, name in enumerate(columns):
        cells.text(0, at, name, book.styles("header_input" if at < inputs else "header_analysis"))
    looks = [_look(book, name) if at >= inputs else None for at, name in enumerate(columns)]
    number = 0
    for number, row in numbered(every):
        for at, cell in enumerate(row):
            if cell is not None:
                cells.write(number, at, cell, looks[at])
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    if columns:
        sheet.autofilter(0, 0, number, len(columns) - 1)
        sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{number + 1}"})
    for at in range(inputs, len(columns)):
        _colour(book, sheet, columns[at], (1, at, max(1, number), at))


def _look(book: Book, name: str) -> Style | None:
    """The style of an analysis column, None for texts."""
    if name == "row":
        return book.styles("integer")
    if name in ("sentiment", "churn_risk") or name.startswith("emotion_"):
        return book.styles("decimal")
    return None


def _colour(book: Book, sheet: Any, name: str, area: tuple[int, int, int, int]) -> None:
    if name == "sentiment":
        sheet.conditional_format(*area, scales.sentiment())
    elif name == "churn_risk":
        sheet.conditional_format(*area, scales.risk_bar())
    elif name.startswith("emotion_"):
        sheet.conditional_format(*area, scales.shade())
    elif name == "nps_group":
        for group in ("promoter", "detractor"):
            form = book.workbook.add_format({"font_color": scales.GROUP_COLOURS[group], "bold": True})
            sheet.conditional_format(*area, scales.text_is(group, form))
    elif name == "ledger_state":
        form = book.workbook.add_format({"bg_color": AMBER, "bold": True})
        sheet.conditional_format(*area, scales.text_is("failed", form))
