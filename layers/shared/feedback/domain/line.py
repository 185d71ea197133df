"""A straight line learned from few measurements: Bayesian least squares over sums that a table can keep.

Every measurement is a point (x, y), such as a call's output tokens and its milliseconds. Only sums are kept, so that
many workers can add to them and old points can fade.
"""

from dataclasses import Field, astuple, dataclass
from typing import Any, ClassVar, Protocol, Self

_FEW_POINTS_NOISE = 25.0
"""Variance of y around the line, in seconds squared, as long as there are one or two points. Their noise can't be seen
yet, and a single odd one must not change the picture."""

_LEAST_SCATTER = 0.5
"""Seconds squared, added to the squared distances from the line: some points in a row may lie on a line by chance."""


class _Fields(Protocol):
    """A dataclass; here one of whole numbers."""

    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]


@dataclass(frozen=True, slots=True)
class LineSums:
    """Sums over points. Whole numbers, so that a table can add them; y in milliseconds."""

    points: int = 0
    x: int = 0
    y: int = 0
    xx: int = 0
    xy: int = 0
    yy: int = 0

    @classmethod
    def of(cls, x: int, seconds: float) -> Self:
        """The sums of one point."""
        y = round(seconds * 1000)
        return cls(1, x, y, x * x, x * y, y * y)

    def __add__(self, other: "LineSums") -> "LineSums":
        return added(self, other)

    def merged(self, new: "LineSums", most_points: int) -> "LineSums":
        """Both in one, worth at most so many points: the old ones fade for the new, so that recent ones weigh more."""
        kept = faded(new, new.points, most_points)
        return kept + faded(self, self.points, most_points - kept.points)


def added[Sums: _Fields](one: Sums, other: Sums) -> Sums:
    """Field by field."""
    return type(one)(*(mine + theirs for mine, theirs in zip(astuple(one), astuple(other), strict=True)))


def faded[Sums: _Fields](sums: Sums, points: int, most_points: int) -> Sums:
    """Sums over so many points as if they were at most so many."""
    if points <= most_points:
        return sums
    return type(sums)(*(round(value * most_points / points) for value in astuple(sums)))


@dataclass(frozen=True, slots=True)
class Line:
    """y in seconds is intercept + slope · x."""

    intercept: float
    slope: float

    def at(self, x: float) -> float:
        return self.intercept + self.slope * x


@dataclass(frozen=True, slots=True)
class Belief:
    """What is believed of a line before any point: a line, and the standard deviations of its two figures."""

    line: Line
    intercept_deviation: float
    slope_deviation: float


@dataclass(frozen=True, slots=True)
class Range:
    """The least and the greatest value that a figure can have."""

    least: float
    most: float

    def hold(self, value: float) -> float:
        return min(max(value, self.least), self.most)


def fitted(sums: LineSums, belief: Belief, intercepts: Range, slopes: Range) -> Line:
    """The line after the points: the mean of the posterior, each figure kept within its range.

    Normal prior, normal noise of equal variance, estimated from the points' distances from their own line of least
    squares (Gelman and others, Bayesian Data Analysis, chapter 14). So points that lie on one line are believed soon,
    and points that scatter are believed slowly. Where the slope is at the end of its range, the intercept is the one
    that goes best with it.
    """
    n, x, y = sums.points, float(sums.x), sums.y / 1000
    xx, xy = float(sums.xx), sums.xy / 1000
    noise = _noise(sums)
    weight_a, weight_b = belief.intercept_deviation**-2, belief.slope_deviation**-2
    # The normal equations of points and prior together: [aa ab; ab bb] · (intercept, slope) = (ra, rb).
    aa, ab, bb = weight_a + n / noise, x / noise, weight_b + xx / noise
    ra, rb = weight_a * belief.line.intercept + y / noise, weight_b * belief.line.slope + xy / noise
    slope = slopes.hold((aa * rb - ab * ra) / (aa * bb - ab * ab))
    return Line(intercepts.hold((ra - ab * slope) / aa), slope)


def _noise(sums: LineSums) -> float:
    """Variance of y around the points' own line, in seconds squared."""
    n = sums.points
    if n <= 2:
        return _FEW_POINTS_NOISE
    around_x = sums.xx - sums.x * sums.x / n
    around_xy = sums.xy - sums.x * sums.y / n
    around_y = sums.yy - sums.y * sums.y / n
    explained = around_xy * around_xy / around_x if around_x > 0 else 0.0
    # Faded sums are rounded, which can leave a little less than nothing.
    return (_LEAST_SCATTER + max(0.0, around_y - explained) / 1_000_000) / (n - 2)
