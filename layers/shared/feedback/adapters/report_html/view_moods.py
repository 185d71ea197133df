"""Sentiment, churn risk and emotions by NPS group; detractors at risk; the scale check."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from feedback.adapters.report_html.charts import histogram
from feedback.adapters.report_html.figures import UNKNOWN, Figures
from feedback.adapters.report_html.parts import Cell, Chart, Table, nps_axis, nps_row, said_cell, words_cell

type Report = Mapping[str, Any]

GROUPS = ("all", "promoter", "passive", "detractor", "unrated")
MOST_AT_RISK = 50
MOST_DOUBTFUL = 25


@dataclass(frozen=True, slots=True)
class Mood:
    """One histogram with its mean in words."""

    group: str
    image: Markup
    mean: str
    interval: str
    rows: str


def mood(spreads: Mapping[str, Any], name: str, low: float, figures: Figures) -> list[Mood]:
    """The histograms of one scale, from low to 1, for all rows and for each group that has any."""
    return [
        _mood(spreads[group], name, figures.words.named("group", group), low, figures) for group in _groups(spreads)
    ]


def _groups(spreads: Mapping[str, Any]) -> list[str]:
    return [group for group in GROUPS if group == "all" or spreads[group]["n"]]


def _mood(spread: Mapping[str, Any], name: str, group: str, low: float, figures: Figures) -> Mood:
    words, bins = figures.words, spread["bins"]
    width = (1 - low) / (len(bins) - 1)
    counts = "; ".join(f"{figures.decimal(low + width * at)}: {figures.integer(n)}" for at, n in enumerate(bins))
    mean = spread["mean"]
    image = histogram(
        bins,
        None if mean is None else (mean - low) / (1 - low),
        words.text("moods.image", mood=name, group=group),
        words.text("moods.bins", bins=counts),
    )
    written = figures.signed(mean, 2) if low < 0 else figures.decimal(mean)
    told = words.text("moods.mean", mean=written) if spread["n"] else words.text("moods.no_rows")
    between = figures.decimal_interval(spread["low"], spread["high"])
    return Mood(group, image, told, between, words.count("rows", spread["n"]))


def emotion_table(report: Report, figures: Figures) -> Table:
    """Emotions by group, each with its histogram, its mean and the mean's interval."""
    words = figures.words
    rows: list[list[Cell]] = []
    groups = _groups(next(iter(report["moods"]["emotions"].values())))
    for emotion, spreads in report["moods"]["emotions"].items():
        name = words.named("emotion", emotion)
        cells = [
            Cell(figures.decimal(spreads[group]["mean"]), one.interval, one.image, kind="bar")
            for group, one in zip(groups, mood(spreads, name, 0.0, figures), strict=True)
        ]
        rows.append([words_cell(name), *cells])
    columns = [words.text("moods.emotion"), *(words.named("group", group) for group in groups)]
    return Table(words.text("moods.emotions"), columns, rows)


def at_risk_table(report: Report, figures: Figures) -> Table:
    """The first MOST_AT_RISK detractors at high churn risk."""
    words = figures.words
    names = ("row", "id", "rating", "churn_risk", "sentiment", "themes", "comment")
    rows = []
    for entry in report["at_risk"]["rows"][:MOST_AT_RISK]:
        head, *middle, comment = _person(entry, figures)
        churn = Cell(figures.decimal(entry["churn_risk"]))
        themes = words_cell(", ".join(figures.theme(report, key) for key in entry["themes"]) or UNKNOWN)
        rows.append([head, *middle[:2], churn, middle[2], themes, comment])
    columns = [words.text(f"cell.{name}") for name in names]
    return Table(words.text("at_risk.heading"), columns, rows, cards=True)


def _person(entry: Mapping[str, Any], figures: Figures) -> list[Cell]:
    """Row, id, rating, sentiment, comment."""
    known = UNKNOWN if entry["id"] is None else str(entry["id"])
    return [
        Cell(str(entry["row"])),
        words_cell(known),
        Cell(figures.integer(entry["rating"])),
        Cell(figures.signed(entry["sentiment"], 2)),
        said_cell(entry["comment"], figures),
    ]


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Rows whose rating and comment contradict each other in one way. note: how many of them are shown."""

    title: str
    table: Table
    note: str


def doubtful(report: Report, figures: Figures) -> list[Doubtful]:
    words, found = figures.words, report["scale_check"]
    kinds = (("low", "low_but_praise"), ("high", "high_but_anger"))
    return [
        _doubtful(words.text(f"scale_check.{side}"), found[rows], found[f"{side}_total"], figures)
        for side, rows in kinds
    ]


def _doubtful(title: str, rows: Sequence[Mapping[str, Any]], total: int, figures: Figures) -> Doubtful:
    words = figures.words
    columns = [words.text(f"cell.{name}") for name in ("row", "id", "rating", "sentiment", "comment")]
    shown = rows[:MOST_DOUBTFUL]
    note = ""
    if total > len(shown):
        numbers = figures.integer(len(shown)), figures.integer(total)
        note = words.text("scale_check.shown", shown=numbers[0], total=numbers[1])
    return Doubtful(title, Table(title, columns, [_person(row, figures) for row in shown], cards=True), note)


def scale_chart(report: Report, figures: Figures) -> Chart:
    """The NPS with and without the rows in doubt."""
    words, found = figures.words, report["scale_check"]
    without = words.text("scale_check.without", rows=words.count("rows", found["total"]))
    rows = [
        nps_row(report["nps"], words.text("scale_check.with"), figures),
        nps_row(found["nps_without"], without, figures),
    ]
    return Chart(words.text("scale_check.heading"), nps_axis(figures), rows)
