"""What moves the score, the theme table, and the quotes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from feedback.adapters.report_html.axes import around_zero
from feedback.adapters.report_html.charts import Dot, axis_row, dot_row, stacked_bar
from feedback.adapters.report_html.figures import UNKNOWN, Figures
from feedback.adapters.report_html.parts import (
    Cell,
    Chart,
    ChartRow,
    Table,
    score_cells,
    score_columns,
    shortened,
    words_cell,
)

type Report = Mapping[str, Any]

POLARITIES = (("negative", "down", "▼"), ("neutral", "plain", "●"), ("positive", "up", "▲"))
"""Polarity, its tone and its sign, from left to right."""


def analysed_rows(report: Report) -> int:
    """Rows with an analysis."""
    return sum(int(report["ledger"][state]) for state in ("analyzed", "cached", "duplicate"))


@dataclass(frozen=True, slots=True)
class Driver:
    """A theme that stands out: what it is called, and how much it moves the score."""

    title: str
    theme: str
    points: str
    tone: str


def drivers(report: Report, figures: Figures) -> list[Driver]:
    """The top drivers, up before down; none where no interval stands apart."""
    found = []
    for side, tone in (("lift", "up"), ("drag", "down")):
        for entry in report["themes"]:
            if entry["theme"] == report["drivers"][side]:
                points = figures.signed(entry["impact"]["points"])
                found.append(Driver(figures.words.text(f"drivers.{side}"), str(entry["label"]), points, tone))
    return found


def group_bar(nps: Mapping[str, Any], figures: Figures) -> Markup:
    """Promoters, passives and detractors as one bar."""
    groups = (("promoter", "up"), ("passive", "plain"), ("detractor", "down"))
    counts = [(group, tone, int(nps[f"{group}s"])) for group, tone in groups]
    told = ", ".join(f"{figures.words.named('group', group)} {figures.integer(n)}" for group, _, n in counts)
    parts = [(tone, n / nps["n"]) for _, tone, n in counts]
    return stacked_bar(parts, figures.words.text("nps.bar"), told, height=28)


def impact_chart(report: Report, figures: Figures) -> Chart:
    """All themes by the strength of their impact."""
    words = figures.words
    themes = sorted(report["themes"], key=lambda entry: entry["rank"])
    ends = ("points", "low", "high", "worst", "best")
    axis = around_zero(entry["impact"][end] for entry in themes for end in ends if entry["impact"][end] is not None)
    title = words.text("drivers.axis")
    rows = []
    for entry in themes:
        impact = entry["impact"]
        tone, mark = _tone(impact)
        dot = Dot(
            **{"value" if end == "points" else end: impact[end] for end in ends}, tone=tone, hollow=tone == "plain"
        )
        value, between = figures.signed(impact["points"]), figures.signed_interval(impact["low"], impact["high"])
        bounds = ""
        if impact["worst"] is not None and impact["worst"] != impact["best"]:
            worst, best = figures.signed(impact["worst"]), figures.signed(impact["best"])
            bounds = words.text("drivers.bounds", worst=worst, best=best)
        told = ", ".join(text for text in (value, between, bounds, words.text(mark)) if text)
        image = dot_row(axis, dot, words.text("drivers.image", theme=entry["label"]), told)
        note = f"{words.count('rows', entry['rows'])} · {words.text(mark)}"
        rows.append(ChartRow(str(entry["label"]), image, value, note, between, bounds))
    return Chart(title, axis_row(axis, words.numbers, title), rows, shown=15)


def _tone(impact: Mapping[str, Any]) -> tuple[str, str]:
    """A theme's tone, and the key of its words."""
    if impact["points"] is None:
        return "plain", "drivers.undefined"
    if impact["low"] is None or impact["high"] is None:
        return "plain", "drivers.few"
    if impact["low"] > 0:
        return "up", "drivers.up"
    return ("down", "drivers.down") if impact["high"] < 0 else ("plain", "drivers.open")


def theme_table(report: Report, figures: Figures) -> Table:
    """All themes, most mentioned first. Impacts have bounds where rows failed."""
    words = figures.words
    failed = report["ledger"]["failed"] > 0
    heads = ("theme", "share", "polarity", "sentiment", "churn")
    columns = [words.text(f"themes.{head}") for head in heads]
    columns += [*score_columns(report["nps"], figures), words.text("themes.impact")]
    columns += [words.text("themes.bounds")] if failed else []
    rows = [_theme_cells(entry, figures, failed) for entry in report["themes"]]
    return Table(words.text("themes.heading"), columns, rows)


def _theme_cells(entry: Mapping[str, Any], figures: Figures, failed: bool) -> list[Cell]:
    words, impact = figures.words, entry["impact"]
    sentiment, churn = entry["sentiment"], entry["churn"]
    share = figures.share_interval(entry["share_low"], entry["share_high"])
    told = figures.signed(sentiment["mean"], 2), figures.decimal_interval(sentiment["low"], sentiment["high"])
    cells = [
        words_cell(str(entry["label"]), words.count("rows", entry["rows"])),
        Cell(figures.share(entry["share"]), share),
        _polarity(entry, figures),
        Cell(*told),
        Cell(figures.decimal(churn["mean"]), figures.decimal_interval(churn["low"], churn["high"])),
        *score_cells(entry["nps"], figures),
        Cell(figures.signed(impact["points"]), figures.signed_interval(impact["low"], impact["high"])),
    ]
    if failed:
        cells.append(Cell(figures.signed_interval(impact["worst"], impact["best"]) or UNKNOWN))
    return cells


def _polarity(entry: Mapping[str, Any], figures: Figures) -> Cell:
    counts = [(name, tone, sign, int(entry[name])) for name, tone, sign in POLARITIES]
    told = ", ".join(f"{figures.words.named('polarity', name)} {figures.integer(n)}" for name, _, _, n in counts)
    every = sum(n for *_, n in counts) or 1
    title = figures.words.text("themes.polarity_image", theme=entry["label"])
    image = stacked_bar([(tone, n / every) for _, tone, _, n in counts], title, told, height=10)
    return Cell(small="  ".join(f"{sign} {figures.integer(n)}" for _, _, sign, n in counts), image=image, kind="bar")


@dataclass(frozen=True, slots=True)
class Quote:
    """A row's comment, perhaps shortened, and where it comes from."""

    text: str
    source: str


@dataclass(frozen=True, slots=True)
class Quotes:
    """A theme's quotes by polarity: (its name, sign, tone, quotes)."""

    theme: str
    note: str
    groups: Sequence[tuple[str, str, str, Sequence[Quote]]]


def quotes(report: Report, figures: Figures) -> list[Quotes]:
    """Of every theme that has any, most mentioned first."""
    found = []
    for entry in report["themes"]:
        chosen = report["quotes"].get(entry["theme"], {})
        groups = [
            (figures.words.named("polarity", name), sign, tone, [_quote(one, figures) for one in chosen.get(name, ())])
            for name, tone, sign in reversed(POLARITIES)
        ]
        if any(group[3] for group in groups):
            found.append(Quotes(str(entry["label"]), _strongest(entry, figures), groups))
    return found


def _strongest(entry: Mapping[str, Any], figures: Figures) -> str:
    """How many rows a theme has, and their strongest emotions."""
    words = figures.words
    rows = words.count("rows", entry["rows"])
    means = [f"{words.named('emotion', one['emotion'])} {figures.decimal(one['mean'])}" for one in entry["emotions"]]
    return f"{rows} · {words.text('themes.emotions', emotions=', '.join(means))}" if means else rows


def _quote(one: Mapping[str, Any], figures: Figures) -> Quote:
    words = figures.words
    rated = one["rating"] is not None
    rating = words.text("quotes.rating", rating=one["rating"]) if rated else words.text("quotes.unrated")
    row = words.text("quotes.row", row=one["row"])
    return Quote(shortened(one["text"], figures), f"{row} · {rating} · {words.named('rule', one['rule'])}")
