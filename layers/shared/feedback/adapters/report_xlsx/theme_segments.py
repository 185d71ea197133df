"""Of the sheet Segments: themes in rows, the values of a column beside each other."""

from collections.abc import Mapping
from typing import Any

from feedback.adapters.report_xlsx import scales
from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.page import Column, Page


def write_theme_segment(page: Page, book: Book, table: Mapping[str, Any], last: int, most: int) -> None:
    """The share of each value's rows that mention a theme; so many values at most, the most frequent ones."""
    if not table["themes"]:
        return
    labels = {entry["theme"]: entry["label"] for entry in book.report["themes"]}
    values = table["themes"][0]["values"]
    shown = values[:most]
    page.heading(book.text("theme_segments", column=table["column"]), last)
    page.paragraph(book.text("theme_segments_lead"), "note", 0, last)
    if len(shown) < len(values):
        page.paragraph(book.text("first_values", shown=len(shown), total=len(values)), "note", 0, last)
    columns = [Column(book.text("theme"), lambda entry: labels.get(entry["theme"], entry["theme"]), "strong")]
    columns += [_column(value["value"], at) for at, value in enumerate(shown)]
    block = page.table(columns, table["themes"])
    page.sheet.conditional_format(*block.area(1, len(shown)), scales.shade(_most(table)))


def _column(value: str, at: int) -> Column:
    def cell(entry: Mapping[str, Any]) -> Mapping[str, Any]:
        found: Mapping[str, Any] = entry["values"][at]
        return found

    return Column(value, lambda entry: cell(entry)["share"], lambda entry: _style(cell(entry)))


def _style(cell: Mapping[str, Any]) -> str:
    gap = cell["difference"]
    return ("share_above" if gap["points"] > 0 else "share_below") if gap and gap["differs"] else "share"


def _most(table: Mapping[str, Any]) -> float:
    """The greatest share of the table, for the deepest colour."""
    return max([0.01, *(cell["share"] or 0.0 for theme in table["themes"] for cell in theme["values"])])
