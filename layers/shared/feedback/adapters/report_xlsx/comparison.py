"""The sheet Comparison: the change of the standard NPS since an earlier job, and the themes then and now."""

from collections.abc import Mapping
from typing import Any

from feedback.adapters.report_xlsx import scales
from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.page import Column, Page


def write_comparison(book: Book) -> None:
    """No sheet where nothing is compared."""
    found = book.report["comparison"]
    if not found:
        return
    page = book.page("comparison")
    page.widths((38, *[13] * 7))
    page.sheet.hide_gridlines(2)
    page.put(0, book.text("sheet.comparison"), "title")
    page.end_row(34)
    moment = book.words.numbers.moment_of(found["created_at"])
    page.put(0, book.text("compared_with", file=found["file"], moment=moment, job=found["job"]), "muted")
    page.end_row()
    for note in found["notes"]:
        page.paragraph(note, "note")
    _change(page, book, found)
    _themes(page, book, found["themes"])
    _within(page, book, found["within_themes"])


def _change(page: Page, book: Book, found: Mapping[str, Any]) -> None:
    now, before, change = book.report["nps"], found["nps_before"], found["change"] or {}
    page.heading(book.text("change"))
    entries = [
        (book.text("before"), before["standard"], before["standard_low"], before["standard_high"], before["n"]),
        (book.text("now"), now["standard"], now["standard_low"], now["standard_high"], now["n"]),
        (book.text("difference"), change.get("points"), change.get("low"), change.get("high"), ""),
        (book.text("of_it_mix"), found["mix"], "", "", ""),
        (book.text("of_it_within"), found["within"], "", "", ""),
    ]

    def part(at: int) -> Any:
        return lambda entry: entry[at]

    titles = ("standard_nps", "low", "high", "ratings")
    columns = [Column("", part(0), "strong")]
    columns += [Column(book.text(key), part(at), "points") for at, key in enumerate(titles[:3], start=1)]
    page.table([*columns, Column(book.text("ratings"), part(4), "count")], entries)
    key = (
        "change_unknown" if not change or change.get("points") is None else "clear" if change["differs"] else "unclear"
    )
    page.paragraph(book.text(key), "note")
    page.paragraph(book.text("mix_note"), "note")


def _themes(page: Page, book: Book, themes: Any) -> None:
    page.heading(book.text("themes_then_now"))

    def of(key: str) -> Any:
        return lambda entry: entry[key]

    columns = [
        Column(book.text("theme"), of("label"), "strong"),
        Column(book.text("share_before"), of("before"), "share"),
        Column(book.text("share_now"), of("now"), "share"),
        Column(book.text("change_points"), of("points"), "signed_share"),
        Column(book.text("low"), of("low"), "signed_share"),
        Column(book.text("high"), of("high"), "signed_share"),
        Column(book.text("p"), of("p_holm"), "p"),
        Column(book.text("state_of_theme"), lambda entry: book.words.named("state_of_theme", entry["state"]), width=20),
    ]
    block = page.table(columns, themes)
    if block.last >= block.first:
        for column in (1, 2):
            page.sheet.conditional_format(*block.area(column), scales.share_bar())


def _within(page: Page, book: Book, themes: Any) -> None:
    page.heading(book.text("split"))
    labels = {
        entry["theme"]: entry["label"] for entry in [*book.report["comparison"]["themes"], *book.report["themes"]]
    }
    labels[""] = book.text("other_or_none")
    columns = [
        Column(book.text("first_theme"), lambda entry: labels.get(entry["theme"], entry["theme"]), "strong"),
        Column(book.text("mix"), lambda entry: entry["mix"], "points"),
        Column(book.text("within"), lambda entry: entry["within"], "points"),
    ]
    page.table(columns, themes)
