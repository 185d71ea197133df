"""What templates show: charts of rows, and tables, with all texts written. Nothing in them is escaped yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from feedback.adapters.report_html.axes import NPS_AXIS
from feedback.adapters.report_html.charts import Dot, axis_row, dot_row
from feedback.adapters.report_html.figures import UNKNOWN, Figures

MOST_CHARS = 600
"""Longest comment on the page; the result files have them whole."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """One line of a chart: what it is of, the picture, and the same in figures. tone is up, down, total or plain."""

    label: str
    image: Markup
    value: str
    note: str = ""
    detail: str = ""
    mark: str = ""
    tone: str = "plain"


@dataclass(frozen=True, slots=True)
class Chart:
    """Rows on one axis. The first `shown` are seen at once, the others on demand."""

    title: str
    axis: Markup
    rows: Sequence[ChartRow]
    shown: int = 31


@dataclass(frozen=True, slots=True)
class Cell:
    """A table's cell: its text, a smaller second line, a picture, and classes for its looks."""

    text: str = ""
    small: str = ""
    image: Markup | None = None
    kind: str = "number"


@dataclass(frozen=True, slots=True)
class Table:
    """columns: titles; each row has a cell for each. cards: on a phone each row is a card of its own."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    cards: bool = False

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError("each row of a table has a cell for each column")


def words_cell(text: str, small: str = "") -> Cell:
    return Cell(text, small, kind="words")


def said_cell(comment: str, figures: Figures) -> Cell:
    return Cell(shortened(comment, figures), kind="said")


def shortened(comment: str, figures: Figures) -> str:
    """The comment's first MOST_CHARS characters, and how many there are; all of a shorter one."""
    if len(comment) <= MOST_CHARS:
        return comment
    words = figures.words
    return comment[:MOST_CHARS] + words.text("page.cut", n=words.count("characters", len(comment)))


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is said of a value that differs clearly, and its tone."""

    text: str = ""
    tone: str = "plain"


NO_VERDICT = Verdict()


def nps_row(nps: Mapping[str, Any], label: str, figures: Figures, mark: Verdict = NO_VERDICT) -> ChartRow:
    """The standard NPS with its interval on NPS_AXIS."""
    words = figures.words
    value, ratings = figures.points(nps["standard"]), words.count("ratings", nps["n"])
    between = figures.interval(nps["standard_low"], nps["standard_high"])
    few = bool(nps["small"]) and nps["n"] > 0
    dot = Dot(nps["standard"], nps["standard_low"], nps["standard_high"], tone=mark.tone, hollow=few)
    told = ", ".join(text for text in (value, between, ratings) if text)
    return ChartRow(
        label=label,
        image=dot_row(NPS_AXIS, dot, words.text("segments.image", value=label), told),
        value=value,
        note=f"{ratings} · {words.text('segments.few')}" if few else ratings,
        detail=between,
        mark=mark.text,
        tone=mark.tone,
    )


def nps_axis(figures: Figures) -> Markup:
    return axis_row(NPS_AXIS, figures.words.numbers, figures.words.text("segments.axis"))


def score_cells(nps: Mapping[str, Any], figures: Figures) -> list[Cell]:
    """The chosen score with its interval, and the standard one with its own where another was chosen."""
    cells = [Cell(figures.points(nps["score"]), figures.interval(nps["low"], nps["high"]))]
    if nps["method"] != "standard":
        between = figures.interval(nps["standard_low"], nps["standard_high"])
        cells.append(Cell(figures.points(nps["standard"]), between))
    return cells


def score_columns(nps: Mapping[str, Any], figures: Figures) -> list[str]:
    """The titles above score_cells."""
    words = figures.words
    if nps["method"] == "standard":
        return [words.text("nps.standard_short")]
    method = words.named("method", str(nps["method"]))
    return [words.text("nps.score", method=method), words.text("nps.standard_short")]


def difference_cells(difference: Mapping[str, Any] | None, figures: Figures) -> list[Cell]:
    """Points with their interval, and the corrected p."""
    if difference is None:
        return [Cell(UNKNOWN), Cell(UNKNOWN)]
    between = figures.signed_interval(difference["low"], difference["high"])
    return [Cell(figures.signed(difference["points"]), between), Cell(figures.p(difference["p_holm"]))]


def verdict(difference: Mapping[str, Any] | None, above: str, below: str) -> Verdict:
    """Above or below, where the difference is a clear one."""
    if difference is None or not difference["differs"]:
        return NO_VERDICT
    return Verdict(f"▲ {above}", "up") if difference["points"] > 0 else Verdict(f"▼ {below}", "down")
