"""Shares and rank correlations with 95 % intervals."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import StatisticsError, correlation

from feedback.domain.intervals import Z_95, wilson


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure from n cases with its 95 % interval; value, or low and high, are None where they are undefined."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def share(successes: int, n: int) -> Estimate:
    """successes/n with the score interval of Wilson (1927), undefined for n = 0."""
    if not n:
        return Estimate(None, None, None, 0)
    return Estimate(successes / n, *wilson(successes, n), n)


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> Estimate:
    """Spearman's rank correlation, equal values sharing their mean rank, in −1…1.

    The interval is Fisher's z with the standard error sqrt((1 + r²/2)/(n − 3)) of Bonett and Wright, "Sample size
    requirements for estimating Pearson, Kendall and Spearman correlations", Psychometrika 65, 2000. Undefined where
    one side does not vary; without an interval for n < 4 and for |r| = 1.
    """
    n = len(pairs)
    try:
        r = correlation([left for left, _ in pairs], [right for _, right in pairs], method="ranked")
    except StatisticsError:
        return Estimate(None, None, None, n)
    r = max(-1.0, min(1.0, r))
    if n < 4 or math.isclose(abs(r), 1.0):
        return Estimate(r, None, None, n)
    half = Z_95 * math.sqrt((1 + r**2 / 2) / (n - 3))
    return Estimate(r, math.tanh(math.atanh(r) - half), math.tanh(math.atanh(r) + half), n)
