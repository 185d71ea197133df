"""The chart of periods: a line with the band of its intervals, broken where a period has no ratings."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from markupsafe import Markup

from feedback.adapters.report_html.axes import span
from feedback.adapters.report_html.svg import element, line, percent, picture
from feedback.domain.wording.numbers import NumberForms

HEIGHT, _TOP, _BOTTOM = 260, 16, 30
_LEFT, _RIGHT = 9.0, 92.0
"""Where the first and the last period lie, in percent of the width."""
_MOST_CHARS = 40
"""Labels of so many characters together find room on a phone."""
_MOST_DOTS = 40

type _Height = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Point:
    """A period. value, low and high are None without ratings; mark: it differs clearly from the one before."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    mark: bool = False


def line_chart(points: Sequence[Point], numbers: NumberForms, title: str, text: str) -> Markup:
    """From left to right at even distances; a period alone is a dot with its whisker."""
    known = [end for point in points for end in (point.value, point.low, point.high) if end is not None]
    axis = span(known)

    def y(value: float) -> float:
        return HEIGHT - _BOTTOM - (value - axis.low) / (axis.high - axis.low) * (HEIGHT - _TOP - _BOTTOM)

    runs = [[(_x(at, points), points[at]) for at in run] for run in _runs(points) if len(run) > 1]
    bands = _plane([_band(run, y) for run in runs])
    curves = _plane([_curve(run, y) for run in runs])
    grid = [line(0, y(tick), 100, y(tick), "grid origin" if tick == 0 else "grid") for tick in axis.ticks]
    ticks = [element("text", numbers.points(tick), x=0, y=y(tick) - 4, class_="tick") for tick in axis.ticks]
    drawn = [bands, *grid, curves, *_dots(points, y), *ticks, *_labels(points)]
    return picture(title, text, drawn, height=HEIGHT, class_="line")


def _runs(points: Sequence[Point]) -> Iterator[list[int]]:
    """Positions of periods with ratings, in stretches without a gap."""
    for known, run in groupby(range(len(points)), key=lambda at: points[at].value is not None):
        if known:
            yield list(run)


def _plane(shapes: Sequence[Markup]) -> Markup:
    """Shapes on a plane of their own, 100 wide, that is stretched; lines keep their width by CSS."""
    box = f"0 0 100 {HEIGHT}"
    return element("svg", *shapes, viewBox=box, preserveAspectRatio="none", width="100%", height=HEIGHT)


def _band(run: Sequence[tuple[float, Point]], y: _Height) -> Markup:
    high = [(x, y(_first(point.high, point.value))) for x, point in run]
    low = [(x, y(_first(point.low, point.value))) for x, point in run]
    return element("polygon", points=_path(high + low[::-1]), class_="band")


def _curve(run: Sequence[tuple[float, Point]], y: _Height) -> Markup:
    return element("polyline", points=_path([(x, y(_first(point.value))) for x, point in run]), class_="curve")


def _dots(points: Sequence[Point], y: _Height) -> Iterator[Markup]:
    lone = {run[0] for run in _runs(points) if len(run) == 1}
    for at, point in enumerate(points):
        if point.value is None:
            continue
        if at in lone and point.low is not None and point.high is not None:
            yield line(_x(at, points), y(point.low), _x(at, points), y(point.high), "whisker plain")
        if point.mark or at in lone or len(points) <= _MOST_DOTS:
            kind, size = ("dot marked", 7) if point.mark else ("dot plain", 4)
            yield element("circle", cx=percent(_x(at, points)), cy=y(point.value), r=size, class_=kind)


def _labels(points: Sequence[Point]) -> Iterator[Markup]:
    """As many as find room, the first and the last among them."""
    last = len(points) - 1
    room = max(2, _MOST_CHARS // max(len(point.label) for point in points))
    shown = range(len(points)) if last < room else {round(last * part / (room - 1)) for part in range(room)}
    for at in sorted(shown):
        x = percent(_x(at, points))
        yield element("text", points[at].label, x=x, y=HEIGHT - 8, text_anchor="middle", class_="tick")


def _x(at: int, points: Sequence[Point]) -> float:
    return _LEFT + (_RIGHT - _LEFT) * (at / (len(points) - 1) if len(points) > 1 else 0.5)


def _first(*values: float | None) -> float:
    return next((value for value in values if value is not None), 0.0)


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
