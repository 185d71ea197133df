"""Charts of one line each: dot and whisker, stacked bar, histogram, steps of a waterfall, and the axis above them."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from feedback.adapters.report_html.axes import Axis
from feedback.adapters.report_html.svg import bar, element, line, percent, picture
from feedback.domain.wording.numbers import NumberForms

_BAR = 16
"""Height of a waterfall's bars, in pixels."""
_THINNEST = 0.4
"""A bar of nothing is still seen; in percent of the width."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A value with its interval, and with the bounds that failed rows leave. tone is up, down or plain.

    A value of None draws the axis alone. hollow: the value stands on few ratings.
    """

    value: float | None
    low: float | None = None
    high: float | None = None
    worst: float | None = None
    best: float | None = None
    tone: str = "plain"
    hollow: bool = False


def dot_row(axis: Axis, dot: Dot, title: str, text: str) -> Markup:
    """A dot with its whisker, as high as its place; the grid lines of rows below each other join."""
    marks = []
    if dot.worst is not None and dot.best is not None and dot.worst != dot.best:
        marks.append(line(axis.place(dot.worst), 0, axis.place(dot.best), 0, "bounds"))
    if dot.low is not None and dot.high is not None:
        marks.append(line(axis.place(dot.low), 0, axis.place(dot.high), 0, f"whisker {dot.tone}"))
    if dot.value is not None:
        kind = f"dot {'hollow ' if dot.hollow else ''}{dot.tone}"
        marks.append(element("circle", cx=percent(axis.place(dot.value)), cy=0, r=5, class_=kind))
    return _row(axis, marks, title, text)


def axis_row(axis: Axis, numbers: NumberForms, title: str) -> Markup:
    """The axis with its marked values in figures, above or below rows of the same axis."""
    figures = [
        element("text", numbers.points(tick), x=percent(axis.place(tick)), y=14, class_="tick", text_anchor="middle")
        for tick in axis.ticks
    ]
    marks = [line(axis.place(tick), 19, axis.place(tick), 24, "grid") for tick in axis.ticks]
    ends = f"{numbers.points(axis.low)} … {numbers.points(axis.high)}"
    return picture(title, ends, figures + marks, height=24, class_="axis")


def stacked_bar(parts: Sequence[tuple[str, float]], title: str, text: str, height: int = 14) -> Markup:
    """Shares of a whole beside each other, (class, share of the whole in 0…1) each; down is hatched, for paper."""
    drawn: list[Markup] = []
    at = 0.0
    for kind, share in parts:
        if share > 0:
            drawn.append(bar(at, at + 100 * share, 0, height, f"part {kind}"))
            if kind == "down":
                drawn.append(bar(at, at + 100 * share, 0, height, "hatched"))
        at += 100 * share
    return picture(title, text, drawn, height=height, class_="stack")


def histogram(bins: Sequence[int], mean: float | None, title: str, text: str, height: int = 44) -> Markup:
    """Bars for the counts of evenly spaced values, the tallest as high as the chart; mean: its place in 0…1."""
    most, width = max([*bins, 1]), 100 / len(bins)
    drawn = [line(0, height - 0.5, 100, height - 0.5, "base")]
    for at, count in enumerate(bins):
        tall = max(1.5, (height - 4) * count / most) if count else 0.0
        drawn.append(bar(at * width + width * 0.08, (at + 1) * width - width * 0.08, height - tall, tall, "count"))
    if mean is not None:
        middle = width / 2 + mean * (100 - width)
        drawn.append(line(middle, 0, middle, height, "mean"))
    return picture(title, text, drawn, height=height, class_="histogram")


def step_row(axis: Axis, start: float, end: float, tone: str, title: str, text: str) -> Markup:
    """A bar of a waterfall from start to end; tone is total, up, down or plain."""
    left, right = axis.place(start), axis.place(end)
    if abs(right - left) < _THINNEST:
        right = left + _THINNEST
    marks = [bar(left, right, -_BAR / 2, _BAR, f"step {tone}")]
    if tone == "down":
        marks.append(bar(left, right, -_BAR / 2, _BAR, "hatched"))
    return _row(axis, marks, title, text)


def hatching() -> Markup:
    """The pattern that hatched parts are filled with; once in a page."""
    stroke = element("line", x1=0, y1=0, x2=0, y2=6, class_="hatch")
    pattern = element(
        "pattern", stroke, id="hatch", width=6, height=6, patternUnits="userSpaceOnUse", patternTransform="rotate(45)"
    )
    return element("svg", element("defs", pattern), width=0, height=0, class_="defs", aria_hidden="true")


def _row(axis: Axis, marks: Sequence[Markup], title: str, text: str) -> Markup:
    """Grid lines as high as the row, and marks whose y is counted from its middle."""
    grid = [_grid_line(axis, tick) for tick in axis.ticks]
    middle = element("svg", *marks, y="50%", width="100%", height=1, overflow="visible")
    return picture(title, text, [*grid, middle], height="100%", class_="row")


def _grid_line(axis: Axis, tick: float) -> Markup:
    x, kind = percent(axis.place(tick)), "grid origin" if tick == axis.origin else "grid"
    return element("line", x1=x, y1=0, x2=x, y2="100%", class_=kind)
