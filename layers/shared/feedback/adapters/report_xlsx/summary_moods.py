"""Of the sheet Summary: sentiment, emotions and churn risk by NPS group, and how they spread."""

from collections.abc import Mapping, Sequence
from typing import Any

from feedback.adapters.report_xlsx import charts, scales
from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.page import Column, Page
from feedback.adapters.report_xlsx.styles import GROUP_FILLS

_GROUPS = ("promoter", "passive", "detractor", "unrated")
_CHART = (9, 560, 300)


def write_moods(page: Page, book: Book) -> None:
    moods = book.report["moods"]
    page.heading(book.text("moods"))
    if not moods["sentiment"]["all"]["n"]:
        page.paragraph(book.text("no_analysis"), "note")
        return
    _means(page, book, moods)
    _spread(page, book, moods["sentiment"], "sentiment", [at / 4 - 1 for at in range(9)])
    _spread(page, book, moods["churn"], "churn", [round(at / 9, 3) for at in range(10)])


def _means(page: Page, book: Book, moods: Mapping[str, Any]) -> None:
    entries = [
        (book.text("sentiment"), moods["sentiment"], "signed_mean"),
        (book.text("churn"), moods["churn"], "mean"),
    ]
    entries += [(book.words.named("emotion", name), mood, "mean") for name, mood in moods["emotions"].items()]

    def mean_of(group: str, field: str = "mean") -> Any:
        return lambda entry: entry[1][group][field]

    def style(entry: Any) -> str:
        return str(entry[2])

    columns = [
        Column(book.text("mean_of"), lambda entry: entry[0]),
        Column(book.text("all"), mean_of("all"), style),
        Column(book.text("low"), mean_of("all", "low"), style),
        Column(book.text("high"), mean_of("all", "high"), style),
        *(Column(book.words.named("group", group), mean_of(group), style) for group in _GROUPS),
    ]
    block = page.table(columns, entries)
    page.put(0, book.text("analysed_rows"), "muted")
    for at, group in ((1, "all"), *enumerate(_GROUPS, start=4)):
        page.put(at, moods["sentiment"][group]["n"], "count", font_color="#5F6E78")
    page.end_row()
    for column in (1, 4, 5, 6, 7):
        first, left, last, _ = block.area(column)
        page.sheet.conditional_format(first, left, first, left, scales.sentiment())
        page.sheet.conditional_format(first + 1, left, first + 1, left, scales.three_colours(0, 0.5, 1, reverse=True))
        page.sheet.conditional_format(first + 2, left, last, left, scales.shade())
    page.paragraph(book.text("moods_note"), "note")


def _spread(page: Page, book: Book, mood: Mapping[str, Any], name: str, places: Sequence[float]) -> None:
    """How many rows have each value."""
    page.skip()
    top = page.row
    entries = [(place, *(mood[group]["bins"][at] for group in ("all", *_GROUPS))) for at, place in enumerate(places)]
    style = "signed_mean" if name == "sentiment" else "mean"
    columns = [
        Column(book.text(f"{name}_value"), lambda entry: entry[0], style),
        Column(book.text("all"), lambda entry: entry[1], "count"),
        *(
            Column(book.words.named("group", group), lambda entry, at=at: entry[at], "count")  # type: ignore[misc]
            for at, group in enumerate(_GROUPS, start=2)
        ),
    ]
    block = page.table(columns, entries)
    page.sheet.conditional_format(*block.area(1), scales.share_bar(max(1, *mood["all"]["bins"])))
    series = [
        charts.block_series(block, book.words.named("group", group), 0, at, colour=GROUP_FILLS[group])
        for at, group in enumerate(_GROUPS, start=2)
    ]
    column, width, height = _CHART
    chart = charts.stacked_counts(book.workbook, book.text(f"{name}_chart"), series, (width, height))
    charts.insert(page.sheet, chart, top, column, book.text(f"{name}_image"))
    page.row = max(page.row, top + height // 20 + 1)
