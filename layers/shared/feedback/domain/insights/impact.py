"""A theme's impact: the NPS of all less the NPS without the rows that mention it. Association, not cause."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback.domain.codebook import Codebook
from feedback.domain.insights.frame import Bools, Frame
from feedback.domain.insights.impact_bounds import bounds

RESAMPLES = 1000
SEED = 20030612
LEAST_ROWS = 5
"""Fewest rated rows with a theme, and without it, for an interval."""

type Floats = NDArray[np.float64]

_VALUES = np.array([1, 0, -1])


@dataclass(frozen=True, slots=True, eq=False)
class Impacts:
    """One entry a theme of the codebook in every array, in points of the standard NPS, rounded to 2 digits.

    rated: the rows that count: rated, and analysed or blank. mentioned: how many of them mention the theme.
    points is nan where all of them do or none does. low, high: the 95 % interval, nan where fewer than LEAST_ROWS
    mention the theme or fewer than LEAST_ROWS do not. worst, best: the least and greatest impact that any assignment
    of the theme to the failed rated rows could give; nan where no assignment gives one. lift, drag: the position of
    the theme whose interval lies above 0 and above those of all others, and of the one below; None where there is
    none.
    """

    rated: int
    mentioned: NDArray[np.intp]
    points: Floats
    low: Floats
    high: Floats
    worst: Floats
    best: Floats
    lift: int | None
    drag: int | None

    def entry(self, theme: int) -> dict[str, float | None]:
        """points, low, high, worst and best of a theme; None where undefined."""
        every = {"points": self.points, "low": self.low, "high": self.high, "worst": self.worst, "best": self.best}
        return {name: None if np.isnan(values[theme]) else float(values[theme]) for name, values in every.items()}

    def drivers(self, codebook: Codebook) -> dict[str, Any]:
        """The keys of lift and drag, and how they were found."""
        lift, drag = (None if at is None else codebook.themes[at].key for at in (self.lift, self.drag))
        return {"lift": lift, "drag": drag, "resamples": RESAMPLES, "seed": SEED, "rated": self.rated}


def impacts(frame: Frame) -> Impacts:
    """The impact of every theme, with its bootstrap interval and its bounds."""
    known = frame.rated & ~frame.failed
    every = _by_value(frame, known)
    with_theme = _with_theme(frame, known)
    points = _impact(every, with_theme)
    low, high = _intervals(every, with_theme)
    worst, best = bounds(every, with_theme, _by_value(frame, frame.rated & frame.failed))
    points, low, high, worst, best = (np.round(each, 2) + 0.0 for each in (points, low, high, worst, best))
    return Impacts(
        rated=int(every.sum()),
        mentioned=with_theme.sum(axis=1),
        points=points,
        low=low,
        high=high,
        worst=worst,
        best=best,
        lift=separate(low, high),
        drag=separate(-high, -low),
    )


def _by_value(frame: Frame, among: Bools) -> NDArray[np.intp]:
    """How many of these rows are promoters, passives and detractors."""
    counts = frame.counts(among)
    return np.array([counts.promoters, counts.passives, counts.detractors], np.intp)


def _with_theme(frame: Frame, known: Bools) -> NDArray[np.intp]:
    """themes × 3: the same of the known rows that mention each theme."""
    groups = [np.flatnonzero(known & (frame.values == value)) for value in _VALUES]
    counts = [np.count_nonzero(frame.mentions[rows], axis=0) for rows in groups]
    return np.stack(counts, axis=1)


def _impact(every: NDArray[Any], with_theme: NDArray[Any]) -> Floats:
    """100·(S/N − (S − s)/(N − n)) over the last axis, which has the three groups; nan where n is 0 or N."""
    without = every - with_theme
    left, here = without.sum(axis=-1), with_theme.sum(axis=-1)
    defined = (left > 0) & (here > 0)
    of_all = (every @ _VALUES) / np.maximum(every.sum(axis=-1), 1)
    of_rest = (without @ _VALUES) / np.maximum(left, 1)
    impact: Floats = np.where(defined, 100 * (of_all - of_rest), np.nan)
    return impact


def _intervals(every: NDArray[np.intp], with_theme: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """Low and high ends: percentile bootstrap, 95 % (Efron and Tibshirani, An Introduction to the Bootstrap, 1993).

    Rows that are resampled one by one and then counted by group and mention are a multinomial draw of these six
    counts: an impact needs no more of a resample. Each theme begins with the same seed, so that no theme's interval
    depends on what other themes there are, nor on the order of rows.
    """
    low, high = np.full((2, len(with_theme)), np.nan)
    n = int(every.sum())
    for theme, here in enumerate(with_theme):
        if min(here.sum(), n - here.sum()) < LEAST_ROWS:
            continue
        cells = np.concatenate([here, every - here])
        drawn = np.random.default_rng(SEED).multinomial(n, cells / n, size=RESAMPLES)
        resampled = _impact(drawn[:, :3] + drawn[:, 3:], drawn[:, :3])
        low[theme], high[theme] = np.nanpercentile(resampled, [2.5, 97.5])
    return low, high


def separate(low: Floats, high: Floats) -> int | None:
    """The theme whose low end is above 0 and above every other's high end; themes without interval take no part."""
    themes = np.flatnonzero(~np.isnan(low))
    if not len(themes):
        return None
    top = int(themes[np.argmax(low[themes])])
    others = high[themes[themes != top]]
    return top if low[top] > others.max(initial=0.0) else None
