"""Of the sheet Themes: rows quoted word for word, by theme and polarity."""

from collections.abc import Mapping, Sequence
from typing import Any

from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.page import Page
from feedback.adapters.report_xlsx.styles import HAIRLINE
from feedback.domain.models import Polarity

_END = 18
_LOOK = HAIRLINE | {"valign": "top"}
_ASIDE = {"align": "left", "indent": 1}


def write_quotes(page: Page, book: Book, entries: Sequence[Mapping[str, Any]], quoted: dict[int, int]) -> None:
    """The quotes of the themes in their order. quoted is given the number of the quoted row by the sheet's row."""
    page.heading(book.text("quotes"), _END)
    page.paragraph(book.text("quotes_lead"), "note", 0, _END)
    page.put(0, book.text("row"), "header", align="right")
    for place, title in ((1, "theme"), (2, "polarity")):
        page.put(place, book.text(title), "header", **_ASIDE)
    page.span(book.text("rule"), "header", 3, 4, **_ASIDE)
    page.put(5, book.text("rating"), "header", align="right")
    page.span(book.text("quote"), "header", 6, _END, **_ASIDE)
    page.end_row(20)
    for entry in entries:
        found = book.report["quotes"].get(entry["theme"], {})
        for polarity in Polarity:
            for quote in found.get(polarity.value, ()):
                quoted[page.row] = quote["row"]
                _quote(page, book, entry["label"], polarity, quote)


def _quote(page: Page, book: Book, label: str, polarity: Polarity, quote: Mapping[str, Any]) -> None:
    page.put(0, quote["row"], "row", **_LOOK)
    told = (label, book.words.named("polarity", polarity.value), book.words.named("rule", quote["rule"]), "")
    for place, text in enumerate(told, start=1):
        page.put(place, text, "text", **_LOOK, **_ASIDE)
    page.put(5, quote["rating"], "row", **_LOOK)
    page.paragraph(quote["text"], "wrapped", 6, _END, **_LOOK, **_ASIDE)
