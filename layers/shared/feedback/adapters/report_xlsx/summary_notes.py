"""Of the sheet Summary: scale check, warnings, how the report was made, the method in short, the columns' meaning."""

from collections.abc import Iterator
from typing import Any

from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.page import Page
from feedback.domain.models import EMOTIONS

_METHOD = ("nps", "interval", "difference", "themes", "impact", "quotes", "at_risk", "scale", "files")


def write_notes(page: Page, book: Book) -> None:
    _scale_check(page, book)
    page.heading(book.text("warnings"))
    for warning in book.report["warnings"] or [book.text("no_warnings")]:
        page.paragraph(warning)
    page.heading(book.text("made"))
    for label, value, style in _making(book):
        page.put(0, label, "muted")
        page.put(1, value, style, align="left")
        page.end_row()
    page.heading(book.text("method"))
    for key in _METHOD:
        page.paragraph(book.text(f"note.{key}"))
    page.heading(book.text("columns"))
    for name in _columns(book):
        key = "emotion" if name.startswith("emotion_") else name
        page.put(0, name, "strong")
        text = book.text(f"column.{key}", emotion=book.words.named("emotion", name.removeprefix("emotion_")))
        page.span(text, "wrapped", 1, 7)
        page.end_row(page.height(text, 1, 7))


def _scale_check(page: Page, book: Book) -> None:
    found = book.report["scale_check"]
    page.heading(book.text("scale_check"))
    if not found["total"]:
        page.paragraph(book.text("scale_none" if book.any_analysis else "no_analysis"), "note")
        return
    page.paragraph(book.text("scale_lead", total=book.words.numbers.integer(found["total"])))
    lines = (("low_but_praise", found["low_total"]), ("high_but_anger", found["high_total"]))
    for key, total in lines:
        page.put(0, book.text(key))
        page.put(1, total, "count")
        page.end_row()
    for key, nps in (("standard_with", book.report["nps"]), ("standard_without", found["nps_without"])):
        page.put(0, book.text(key))
        page.put(1, nps["standard"], "points")
        page.put(2, nps["standard_low"], "points", font_color="#5F6E78")
        page.put(3, nps["standard_high"], "points", font_color="#5F6E78")
        page.end_row()


def _making(book: Book) -> Iterator[tuple[str, Any, str]]:
    """What, its value and the style of the value."""
    report, numbers = book.report, book.words.numbers
    usage, check = report["usage"], report["spot_check"]
    model = str(report["model"])
    yield book.text("model"), book.text("stand_in_model", model=model) if report["stand_in"] else model, "text"
    yield book.text("prompt"), str(report["prompt_version"]), "text"
    yield book.text("codebook"), f"{report['codebook_name']} ({report['codebook_version']})", "text"
    yield book.text("calls"), usage["calls"], "count"
    tokens = [numbers.integer(usage[key]) for key in ("tokens_in", "tokens_out")]
    yield book.text("tokens"), " + ".join(tokens), "text"
    yield book.text("cost"), usage["cost_usd"], "money"
    yield book.text("cache"), usage["cache_hits"], "count"
    yield book.text("seconds"), report["timings"].get("total"), "score"
    yield book.text("spot_check"), check.get("agreement"), "share"
    scale = report["reading"].get("rating_scale")
    yield book.text("rating_scale"), None if scale is None else str(scale).replace("-", "–"), "text"


def _columns(book: Book) -> Iterator[str]:
    yield from ("row", "ledger_state", "failure_reason", "nps_group", "sentiment")
    yield from (f"emotion_{name}" for name in EMOTIONS)
    yield from ("churn_risk", "themes", "language")
    if book.report["detail"] == "full":
        yield "pain_point"
