"""The columns of the sheet Themes."""

from collections.abc import Iterator, Mapping
from typing import Any

from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.charts import short
from feedback.adapters.report_xlsx.page import Column
from feedback.adapters.report_xlsx.styles import GROUPS
from feedback.domain.models import Polarity

IMPACT, SHARE, POLARITY, SENTIMENT, NPS, CHURN, EMOTIONS = 2, 6, 9, 12, 15, 19, 22
"""Places of columns, counted from 0."""
HIDDEN = 5
"""So many columns at the end are for charts: a short name, impact above 0 and below 0, and the lengths to its ends."""


def theme_columns(book: Book) -> list[Column]:
    return [*_main(book), *_details(book), *_hidden(book)]


def _of(*path: str) -> Any:
    def value(entry: Mapping[str, Any]) -> Any:
        found: Any = entry
        for key in path:
            found = found[key]
        return found

    return value


def _interval(book: Book, low: Any, high: Any, style: str, group: str, width: float = 8) -> Iterator[Column]:
    yield Column(book.text("low"), low, style, group, width)
    yield Column(book.text("high"), high, style, group, width)


def _main(book: Book) -> Iterator[Column]:
    """What is printed."""
    text = book.text
    impact, comments, polarity = text("impact_group"), text("comments_group"), text("polarity_group")
    sentiment, nps, churn = text("sentiment"), text("nps_group"), text("churn")
    yield Column(text("rank"), _of("rank"), "count", width=6)
    yield Column(text("theme"), _of("label"), "strong", width=32)
    yield Column(text("impact"), _of("impact", "points"), "points", impact, 11)
    yield from _interval(book, _of("impact", "low"), _of("impact", "high"), "points", impact)
    yield Column(text("rows"), _of("rows"), "count", comments, 8)
    yield Column(text("share"), _of("share"), "share", comments, 11)
    yield from _interval(book, _of("share_low"), _of("share_high"), "share", comments)
    for kind in Polarity:
        yield Column(book.words.named("polarity", kind.value), _of(kind.value), "count", polarity, 9.5)
    yield Column(text("mean"), _of("sentiment", "mean"), "signed_mean", sentiment, 8)
    yield from _interval(book, _of("sentiment", "low"), _of("sentiment", "high"), "signed_mean", sentiment)
    yield Column(text("standard_nps"), _of("nps", "standard"), "points", nps, 9)
    yield from _interval(book, _of("nps", "standard_low"), _of("nps", "standard_high"), "points", nps)
    yield Column(text("ratings"), _of("nps", "n"), "count", nps, 8)
    yield Column(text("mean"), _of("churn", "mean"), "mean", churn, 8)
    yield from _interval(book, _of("churn", "low"), _of("churn", "high"), "mean", churn)
    yield Column(text("emotions"), lambda entry: _emotions(book, entry), "text", width=48)


def _details(book: Book) -> Iterator[Column]:
    counts, bounds, method = book.text("counts_group"), book.text("bounds_group"), book.report["nps"]["method"]
    for name, key in (*GROUPS, ("unrated", "unrated")):
        yield Column(book.words.named("group", name), _of("nps", key), "count", counts, 11)
    if method != "standard":
        chosen = book.text(f"method.{method}")
        yield Column(book.text("score"), _of("nps", "score"), "score", chosen, 11)
        yield from _interval(book, _of("nps", "low"), _of("nps", "high"), "score", chosen, 9)
    yield Column(book.text("worst"), _of("impact", "worst"), "points", bounds, 14)
    yield Column(book.text("best"), _of("impact", "best"), "points", bounds, 14)
    yield Column(book.text("key"), _of("theme"), "muted", width=20)


def _hidden(book: Book) -> Iterator[Column]:
    yield Column(book.text("theme"), lambda entry: short(entry["label"]))
    yield Column(book.text("raises"), lambda entry: _side(entry, 1), "hidden")
    yield Column(book.text("lowers"), lambda entry: _side(entry, -1), "hidden")
    yield Column(book.text("to_low"), lambda entry: _reach(entry, "low"), "hidden")
    yield Column(book.text("to_high"), lambda entry: _reach(entry, "high"), "hidden")


def _side(entry: Mapping[str, Any], sign: int) -> Any:
    """The impact where it has that sign, else an empty cell, of which a chart shows nothing."""
    points = entry["impact"]["points"]
    return points if points is not None and points * sign > 0 else ""


def _reach(entry: Mapping[str, Any], end: str) -> Any:
    """How far an end of the interval is from the impact: the length of the chart's error bar."""
    points, at = entry["impact"]["points"], entry["impact"][end]
    return "" if points is None or at is None else abs(round(at - points, 2))


def _emotions(book: Book, entry: Mapping[str, Any]) -> str:
    return ", ".join(
        f"{book.words.named('emotion', one['emotion'])} {book.words.numbers.fixed(one['mean'], 2)}"
        for one in entry["emotions"]
        if one["mean"] is not None
    )
