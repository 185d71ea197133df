"""The sheet Segments: NPS by the values of each column and by period, and the themes of each value."""

from collections.abc import Mapping, Sequence
from typing import Any

from feedback.adapters.report_xlsx import charts, scales
from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.page import ROW_PIXELS, Block, Column, Page
from feedback.adapters.report_xlsx.styles import BAR, GROUPS
from feedback.adapters.report_xlsx.theme_segments import write_theme_segment

CHARTED = 30
"""Most values in a chart, and most columns of a table of themes by value."""
_NPS, _LAST = 3, 14
_NAME, _VALUE, _TO_LOW, _TO_HIGH = range(_LAST + 1, _LAST + 5)
"""Hidden columns: what the charts show, empty where it is unknown."""
_CHART_COLUMN, _CHART_WIDTH, _LINE_HEIGHT = _LAST + 6, 560, 300


def write_segments(book: Book) -> None:
    page = book.page("segments")
    page.sheet.hide_gridlines(2)
    page.widths((30, *[9.5] * _LAST, 9, 9, 9, 9, 3))
    page.sheet.set_column(_NAME, _TO_HIGH, None, None, {"hidden": True})
    page.put(0, book.text("sheet.segments"), "title")
    page.end_row(34)
    page.sheet.freeze_panes(1, 1)
    page.sheet.repeat_rows(0)
    segments, periods = book.report["segments"], book.report["periods"]
    if not segments and not periods:
        page.paragraph(book.text("no_segments"), "note")
        return
    page.paragraph(book.text("segments_lead"), "note", 0, _LAST)
    for segment in segments:
        _segment(page, book, segment)
    if periods:
        _periods(page, book, periods)
    for table in book.report["theme_segments"]:
        write_theme_segment(page, book, table, _LAST, CHARTED)


def _segment(page: Page, book: Book, segment: Mapping[str, Any]) -> None:
    page.heading(segment["column"], _LAST)
    if segment["left_out"]:
        left_out = book.words.numbers.integer(segment["left_out"])
        page.paragraph(book.text("left_out", rows=left_out), "note", 0, _LAST)
    top = page.row
    block = _table(page, book, book.text("value"), lambda entry: entry["value"], "rest", segment["values"])
    shown = block.top(CHARTED)
    if any(entry["nps"]["n"] for entry in segment["values"]):
        size = _CHART_WIDTH, charts.bars_height(shown.last - shown.first + 1)
        series = [charts.block_series(shown, book.text("standard_nps"), _NAME, _VALUE, colour=BAR)]
        errors = shown.reference(_TO_LOW), shown.reference(_TO_HIGH)
        title = book.text("segment_chart")
        chart = charts.bars_with_intervals(book.workbook, title, series, errors, size, (-100, 100))
        _place(page, chart, top, size[1], book.text("segment_image"))


def _periods(page: Page, book: Book, periods: Mapping[str, Any]) -> None:
    numbers, unit = book.words.numbers, periods["unit"]
    page.heading(book.text(f"periods_{unit}", column=periods["column"]), _LAST)
    if periods["unread"]:
        page.paragraph(book.text("unread", rows=numbers.integer(periods["unread"])), "note", 0, _LAST)
    top = page.row
    values = periods["values"]
    block = _table(
        page, book, book.text("period"), lambda entry: numbers.period_of(entry["period"], unit), "before", values
    )
    if any(entry["nps"]["n"] for entry in values):
        series = charts.block_series(block, book.text("standard_nps"), _NAME, _VALUE)
        errors = block.reference(_TO_LOW), block.reference(_TO_HIGH)
        size = _CHART_WIDTH, _LINE_HEIGHT
        ends = charts.axis_ends(entry["nps"][end] for entry in values for end in ("standard_low", "standard_high"))
        chart = charts.line_with_intervals(book.workbook, book.text("period_chart"), series, errors, size, ends)
        _place(page, chart, top, _LINE_HEIGHT, book.text("period_image"))


def _place(page: Page, chart: Any, top: int, height: int, description: str) -> None:
    """Beside the table whose header is at top; the page goes on below both."""
    charts.insert(page.sheet, chart, top, _CHART_COLUMN, description)
    page.row = max(page.row, top + height // ROW_PIXELS)


def _table(page: Page, book: Book, title: str, name: Any, other: str, values: Sequence[Mapping[str, Any]]) -> Block:
    block = page.table(_columns(book, title, name, other), values)
    if block.last >= block.first:
        page.sheet.conditional_format(*block.area(_NPS), scales.standard_nps())
    return block


def _columns(book: Book, title: str, name: Any, other: str) -> list[Column]:
    """other: what a value is compared with, "rest" or "before"."""
    text, nps, gap = book.text, book.text("standard_nps"), book.text(f"difference_{other}")

    def of(key: str) -> Any:
        return lambda entry: entry["nps"][key]

    def difference(key: str) -> Any:
        return lambda entry: entry["difference"] and entry["difference"][key]

    return [
        Column(title, name, "strong"),
        Column(text("rows"), lambda entry: entry["rows"], "count"),
        Column(text("ratings"), of("n"), "count"),
        Column(text("standard_nps"), of("standard"), "points", nps),
        Column(text("low"), of("standard_low"), "points", nps),
        Column(text("high"), of("standard_high"), "points", nps),
        Column(text("points"), difference("points"), "points", gap),
        Column(text("low"), difference("low"), "points", gap),
        Column(text("high"), difference("high"), "points", gap),
        Column(text("p"), difference("p_holm"), "p", gap),
        Column(text("mark"), lambda entry: _mark(book, entry), _mark_style, gap, 14, mark=True),
        *(Column(book.words.named("group", name), of(key), "count", text("counts_group"), 11) for name, key in GROUPS),
        Column(text(f"method.{book.report['nps']['method']}"), of("score"), "score", width=13),
        Column("", lambda entry: charts.short(name(entry))),
        Column("", lambda entry: _shown(entry["nps"], "standard"), "hidden"),
        Column("", lambda entry: _reach(entry["nps"], "standard_low"), "hidden"),
        Column("", lambda entry: _reach(entry["nps"], "standard_high"), "hidden"),
    ]


def _shown(nps: Mapping[str, Any], key: str) -> Any:
    return "" if nps[key] is None else nps[key]


def _reach(nps: Mapping[str, Any], end: str) -> Any:
    """How far an end of the interval is from the score, on its own side."""
    if nps["standard"] is None or nps[end] is None:
        return ""
    gap = nps[end] - nps["standard"]
    return round(max(0.0, gap if end.endswith("high") else -gap), 2)


def _mark(book: Book, entry: Mapping[str, Any]) -> str:
    gap = entry["difference"]
    if gap and gap["differs"]:
        return book.text("above" if gap["points"] > 0 else "below")
    return book.text("few") if entry["nps"]["small"] else ""


def _mark_style(entry: Mapping[str, Any]) -> str:
    gap = entry["difference"]
    return ("above" if gap["points"] > 0 else "below") if gap and gap["differs"] else "muted"
