"""Axes: from values to places in percent of a chart's width."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

_EDGE = 2.5
"""Room at both ends, in percent, so that a dot at an end is whole."""


@dataclass(frozen=True, slots=True)
class Axis:
    """From low to high, with marked values in ascending order; a stronger line is drawn at origin."""

    low: float
    high: float
    ticks: tuple[float, ...]
    origin: float = 0.0

    def place(self, value: float) -> float:
        """Percent of the width; values beyond the ends are put at the ends."""
        share = (value - self.low) / (self.high - self.low)
        return _EDGE + min(1.0, max(0.0, share)) * (100 - 2 * _EDGE)


NPS_AXIS = Axis(-100, 100, (-100, -50, 0, 50, 100))


def around_zero(values: Iterable[float]) -> Axis:
    """The shortest even axis that holds all values and has 0 in its middle."""
    furthest = max((abs(value) for value in values), default=0.0)
    step = _nice(furthest / 2)
    end = step * max(1, math.ceil(furthest / step - 1e-9))
    return Axis(-end, end, tuple(step * at for at in range(-round(end / step), round(end / step) + 1)))


def span(values: Iterable[float]) -> Axis:
    """An even axis that holds all values, at least ten long, and inside −100…100 where they are."""
    known = list(values) or [0.0]
    low, high = min(known), max(known)
    step = _nice(max(high - low, 10.0) / 5)
    first, last = math.floor(low / step), math.ceil(high / step)
    if first == last:
        first, last = first - 1, last + 1
    ticks = tuple(step * at for at in range(first, last + 1))
    return Axis(ticks[0], ticks[-1], ticks)


def _nice(step: float) -> float:
    """The least of 1, 2, 2.5, 5 times a power of ten that is not below step; 1 at least."""
    if step <= 1:
        return 1.0
    power = 10.0 ** math.floor(math.log10(step))
    return next(many * power for many in (1, 2, 2.5, 5, 10) if many * power >= step - 1e-9)
