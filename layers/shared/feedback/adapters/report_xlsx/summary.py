"""The sheet Summary: the score, the ratings, what became of the rows, what moves the score."""

from collections.abc import Callable, Mapping
from typing import Any

from feedback.adapters.report_xlsx import charts
from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.page import Block, Column, Page
from feedback.adapters.report_xlsx.scales import share_bar
from feedback.adapters.report_xlsx.styles import GROUP_FILLS, GROUPS, INK, WHITE
from feedback.adapters.report_xlsx.summary_moods import write_moods
from feedback.adapters.report_xlsx.summary_notes import write_notes
from feedback.adapters.report_xlsx.themes import impact_chart

CHART_COLUMN, CHART_WIDTH = 9, 560
_THEMES_SHOWN = 10
LABELS = {"promoter": WHITE, "passive": INK, "detractor": WHITE}
_WIDTHS = (34, *[13] * 7, 3)
_RANGES = {"shifted": (0, 100), "standard": (-100, 100), "absolute": (0, 100), "weighted": (-100, 100)}


def write_summary(book: Book) -> Callable[[Block | None], None]:
    """Write the sheet; what comes back places its chart of the themes, once their table has been written."""
    page = book.page("summary")
    page.widths(_WIDTHS)
    page.sheet.hide_gridlines(2)
    _head(page, book)
    _score(page, book)
    _groups(page, book)
    beside = page.row + 1
    _ledger(page, book)
    _drivers(page, book)
    write_moods(page, book)
    write_notes(page, book)
    page.sheet.activate()

    def place(themes: Block | None) -> None:
        if themes and any(entry["impact"]["points"] is not None for entry in book.report["themes"]):
            chart = impact_chart(book, themes, _THEMES_SHOWN, CHART_WIDTH)
            charts.insert(page.sheet, chart, beside, CHART_COLUMN, book.text("impact_image"))

    return place


def _head(page: Page, book: Book) -> None:
    report, numbers = book.report, book.words.numbers
    page.put(0, book.text("title"), "title")
    page.end_row(34)
    page.put(0, report["file"], "strong")
    page.end_row()
    about = book.text("about", moment=numbers.moment_of(report["created_at"]), job=report["job"])
    page.put(0, about, "muted")
    page.end_row()
    failed, rows = report["ledger"]["failed"], report["rows"]
    if report["stand_in"]:
        page.paragraph(book.text("stand_in"), "banner")
    if failed:
        page.paragraph(book.text("failed", failed=numbers.integer(failed), rows=numbers.integer(rows)), "banner")


def _score(page: Page, book: Book) -> None:
    nps = book.report["nps"]
    method = nps["method"]
    page.heading(book.text("nps"))
    titles = ("score", "low", "high", "ratings", "range")
    for at, title in enumerate(titles, start=1):
        page.put(at, book.text(title), "header", align="right")
    page.blank(0, 0, "header")
    page.end_row(20)
    lines = [(method, nps["score"], nps["low"], nps["high"])]
    if method != "standard":
        lines.append(("standard", nps["standard"], nps["standard_low"], nps["standard_high"]))
    if method != "shifted":
        lines.append(("shifted", nps["shifted"], None, None))
    for name, score, low, high in lines:
        _score_line(page, book, name, (score, low, high), first=name == method)
    if not nps["n"]:
        page.paragraph(book.text("no_ratings"), "banner")
    elif nps["small"]:
        page.paragraph(book.text("small", ratings=book.words.count("ratings", nps["n"])), "banner")


def _score_line(page: Page, book: Book, method: str, scores: tuple[Any, ...], *, first: bool) -> None:
    number = "score" if method in ("shifted", "absolute") else "points"
    more: dict[str, Any] = {"valign": "vcenter"}
    page.put(0, book.text(f"method.{method}"), "strong" if first else "text", **more)
    big = {"bold": True, "font_size": 22} if first else {}
    page.put(1, scores[0], number, **more, **big)
    if scores[1] is not None or method != "shifted" or first:
        page.put(2, scores[1], number, **more)
        page.put(3, scores[2], number, **more)
    page.put(4, book.report["nps"]["n"], "count", **more)
    low, high = _RANGES[method]
    page.put(5, book.text("from_to", low=book.words.numbers.integer(low), high=high), "muted", align="right", **more)
    page.end_row(34 if first else 18)


def _groups(page: Page, book: Book) -> None:
    nps = book.report["nps"]
    page.heading(book.text("ratings_by_group"))
    entries = [(name, nps[key], nps[key] / nps["n"] if nps["n"] else None) for name, key in GROUPS]
    columns = [
        Column(book.text("group"), lambda entry: book.words.named("group", entry[0])),
        Column(book.text("count"), lambda entry: entry[1], "count"),
        Column(book.text("share"), lambda entry: entry[2], "share"),
    ]
    block = page.table(columns, entries)
    page.sheet.conditional_format(*block.area(2), share_bar())
    for key, value in (("all_ratings", nps["n"]), ("unrated", nps["unrated"])):
        page.put(0, book.text(key), "muted")
        page.put(1, value, "count")
        page.end_row()
    series = [
        {
            "name": book.words.named("group", name),
            "colour": GROUP_FILLS[name],
            "categories": [block.sheet, block.first - 1, 0, block.first - 1, 0],
            "values": [block.sheet, block.first + at, 2, block.first + at, 2],
            "data_labels": {"value": True, "num_format": '[<0.03]"";0%', "font": {"bold": True, "color": LABELS[name]}},
        }
        for at, (name, _) in enumerate(GROUPS)
    ]
    if nps["n"]:
        chart = charts.stacked(book.workbook, book.text("ratings_by_group"), series, (CHART_WIDTH, 160))
        chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
        chart.set_y_axis({"visible": False, "reverse": True, "crossing": "max"})
        told = {key: book.words.numbers.integer(nps[key]) for _, key in GROUPS}
        charts.insert(page.sheet, chart, 4, CHART_COLUMN, book.text("ratings_image", **told))


def _ledger(page: Page, book: Book) -> None:
    rows = book.report["rows"]
    page.heading(book.text("ledger"))
    page.span(book.text("meaning"), "header", 3, 7, align="left", indent=1)
    first = page.row
    columns = [
        Column(book.text("state"), lambda entry: book.words.named("state", entry[0])),
        Column(book.text("rows"), lambda entry: entry[1], "count"),
        Column(book.text("share"), lambda entry: entry[1] / rows if rows else None, "share"),
    ]
    block = page.table(columns, book.report["ledger"].items())
    page.sheet.conditional_format(*block.area(2), share_bar())
    end, page.row = page.row, first + 1
    for state in book.report["ledger"]:
        page.put(3, book.text(f"state.{state}"), "muted", align="left", indent=1)
        page.row += 1
    page.row = end
    page.put(0, book.text("all_rows"), "muted")
    page.put(1, rows, "count")
    page.end_row()


def _drivers(page: Page, book: Book) -> None:
    page.heading(book.text("drivers"))
    themes: dict[str, Mapping[str, Any]] = {entry["theme"]: entry for entry in book.report["themes"]}
    found = [(side, themes[key]) for side in ("lift", "drag") if (key := book.report["drivers"][side]) in themes]
    columns = [
        Column(book.text("driver"), lambda entry: f"{book.text(entry[0])}: {entry[1]['label']}", "strong"),
        Column(book.text("impact"), lambda entry: entry[1]["impact"]["points"], "points"),
        Column(book.text("low"), lambda entry: entry[1]["impact"]["low"], "points"),
        Column(book.text("high"), lambda entry: entry[1]["impact"]["high"], "points"),
        Column(book.text("rows"), lambda entry: entry[1]["rows"], "count"),
        Column(book.text("share"), lambda entry: entry[1]["share"], "share"),
    ]
    if found:
        page.table(columns, found)
    if key := _no_driver(book, {side for side, _ in found}):
        page.paragraph(book.text(key), "note")
    page.paragraph(book.text("association"), "note")


def _no_driver(book: Book, named: set[str]) -> str | None:
    """The words for a driver that is not named, None where both are."""
    if not book.any_analysis:
        return "no_analysis"
    if not book.report["themes"]:
        return "no_themes"
    if not book.report["drivers"]["rated"]:
        return "no_impact"
    missing = tuple(side for side in ("lift", "drag") if side not in named)
    return {("lift", "drag"): "no_driver", ("lift",): "no_lift", ("drag",): "no_drag"}.get(missing)
