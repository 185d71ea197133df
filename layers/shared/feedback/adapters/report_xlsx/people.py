"""Sheets of rows to act on or to look at: detractors at high churn risk, and ratings that contradict their comments."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import Any

from feedback.adapters.report_xlsx import scales
from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.cells import CellWriter
from feedback.adapters.report_xlsx.page import LINE_POINTS, UNKNOWN, text_height
from feedback.adapters.report_xlsx.styles import HAIRLINE

_HEADER_ROW = 2
_WIDTHS = {
    "row": 8,
    "id": 18,
    "rating": 8,
    "churn_risk": 12,
    "sentiment": 11,
    "themes": 40,
    "comment": 110,
    "found": 24,
}
_STYLES = {"row": "row", "rating": "row", "churn_risk": "mean", "sentiment": "signed_mean"}


def write_detractors(book: Book, at_risk: Iterable[Mapping[str, Any]] | None) -> None:
    """at_risk: all of them in their order; None for the report's own, and the sheet says where these are not all."""
    found, numbers = book.report["at_risk"], book.words.numbers
    labels = {entry["theme"]: entry["label"] for entry in book.report["themes"]}
    threshold = numbers.fixed(found["threshold"], 2)
    entries = found["rows"] if at_risk is None else at_risk
    lead = "at_risk_lead" if found["total"] else "at_risk_none" if book.any_analysis else "no_analysis"
    told = {"total": numbers.integer(found["total"]), "threshold": threshold}
    if at_risk is None and len(found["rows"]) < found["total"]:
        lead, told["shown"] = "at_risk_first", numbers.integer(len(found["rows"]))
    fields = ("row", "id", "rating", "churn_risk", "sentiment", "themes", "comment")

    def lines() -> Iterator[dict[str, Any]]:
        for entry in entries:
            yield {**entry, "themes": ", ".join(labels.get(key, key) for key in entry["themes"])}

    sheet, last = _listed(book, "detractors", book.text(lead, **told), fields, lines())
    if last > _HEADER_ROW:
        sheet.conditional_format(_HEADER_ROW + 1, 3, last, 3, scales.risk_bar())
        sheet.conditional_format(_HEADER_ROW + 1, 4, last, 4, scales.sentiment())


def write_scale_check(book: Book) -> None:
    """Rows whose rating and comment contradict each other; no sheet where there are none."""
    check, numbers = book.report["scale_check"], book.words.numbers
    if not check["total"]:
        return
    kinds = ("low_but_praise", "high_but_anger")
    lines = chain.from_iterable(({**entry, "found": book.text(kind)} for entry in check[kind]) for kind in kinds)
    shown = sum(len(check[kind]) for kind in kinds)
    key = "scale_all" if shown == check["total"] else "scale_first"
    lead = book.text(key, total=numbers.integer(check["total"]), shown=numbers.integer(shown))
    fields = ("found", "row", "id", "rating", "sentiment", "comment")
    sheet, last = _listed(book, "scale_check", lead, fields, lines)
    sheet.conditional_format(_HEADER_ROW + 1, 4, max(last, _HEADER_ROW + 1), 4, scales.sentiment())


def _listed(
    book: Book, key: str, lead: str, fields: tuple[str, ...], lines: Iterator[dict[str, Any]]
) -> tuple[Any, int]:
    """A sheet with a title, a sentence and a filtered table; the sheet, and the last row of the table."""
    sheet = book.row_sheet(key)
    numbers: dict[int, int] = {}

    def keep(row: int, _: int, text: str) -> None:
        book.keep(numbers.get(row), book.text("comment"), text, repeated=True)

    cells = CellWriter(sheet, book.styles, book.cut_mark, keep)
    for at, field in enumerate(fields):
        sheet.set_column(at, at, _WIDTHS[field])
    sheet.set_row(0, 34)
    cells.text(0, 0, book.text(f"sheet.{key}"), book.styles("title"))
    cells.text(1, 0, lead, book.styles("muted"))
    titles = {field: book.text(field) for field in fields}
    sheet.set_row(_HEADER_ROW, _height(titles) + 6)
    for at, field in enumerate(fields):
        cells.text(_HEADER_ROW, at, titles[field], book.styles("header", **_side(field)))
    looks = [book.styles(_STYLES.get(field, "wrapped"), valign="top", **_side(field), **HAIRLINE) for field in fields]
    unknown = book.styles("unknown", valign="top", **HAIRLINE)
    row = _HEADER_ROW
    for row, line in enumerate(lines, start=_HEADER_ROW + 1):
        numbers.clear()
        numbers[row] = line["row"]
        if (height := _height(line)) > LINE_POINTS:
            sheet.set_row(row, height)
        for at, field in enumerate(fields):
            if line[field] is None:
                cells.text(row, at, UNKNOWN, unknown)
            elif line[field] == "":
                sheet.write_blank(row, at, None, looks[at].plain)
            else:
                cells.write(row, at, line[field], looks[at])
    sheet.freeze_panes(_HEADER_ROW + 1, 0)
    sheet.repeat_rows(_HEADER_ROW)
    sheet.autofilter(_HEADER_ROW, 0, row, len(fields) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:XFD{row + 1}"})
    return sheet, row


def _height(line: Mapping[str, Any]) -> float:
    return max(text_height(text, _WIDTHS[field]) for field, text in line.items() if isinstance(text, str))


def _side(field: str) -> dict[str, Any]:
    return {"align": "right"} if field in _STYLES else {"align": "left", "indent": 1}
