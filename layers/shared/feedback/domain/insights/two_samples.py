"""Comparing two groups of answers: NPS, shares, and what many comparisons at once call for.

That two groups differ is an association: it says nothing of the cause.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedback.domain.intervals import Z_95
from feedback.domain.nps import NpsCounts, adjusted_mean, standard_nps

ALPHA = 0.05
"""Two groups differ where the corrected p is below."""

MIN_RATINGS = 5
"""With fewer ratings on either side a report compares nothing."""

NPS_DIGITS, SHARE_DIGITS = 2, 4
_P_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Difference:
    """One group less another, not rounded: points as observed, low and high of the 95 % interval, p two-sided.

    In NPS points, −200…200, or as a difference of shares, −1…1.
    """

    points: float
    low: float
    high: float
    p: float


def nps_difference(one: NpsCounts, other: NpsCounts) -> Difference:
    """The standard NPS of one less the other's, in points. Raises ValueError where one of them has no rating.

    z of two means with their own variances, each group first given ¾ promoter, ¾ detractor and 1½ passives: the
    adjusted Wald interval (Rocks, The American Statistician 70, 2016), carried over to a difference as Agresti and
    Caffo do for shares (The American Statistician 54, 2000). So groups without variance are no certainty.
    """
    before, after = standard_nps(other), standard_nps(one)
    if before is None or after is None:
        raise ValueError("both groups need a rating")
    (mean, variance), (other_mean, other_variance) = adjusted_mean(one), adjusted_mean(other)
    return _difference(after - before, mean - other_mean, variance + other_variance, 100, 200)


def share_difference(hits: int, n: int, other_hits: int, other_n: int) -> Difference:
    """The share hits/n less the other's, in −1…1. Raises ValueError where a group is empty or has more hits than rows.

    z of two proportions with their own variances, each group first given one hit and one miss (Agresti and Caffo, The
    American Statistician 54, 2000).
    """
    if not (0 <= hits <= n and 0 <= other_hits <= other_n and n and other_n):
        raise ValueError("hits lie between 0 and n, and n is above 0")
    (share, variance), (other_share, other_variance) = _share_moments(hits, n), _share_moments(other_hits, other_n)
    return _difference(hits / n - other_hits / other_n, share - other_share, variance + other_variance, 1, 1)


def holm(p_values: Sequence[float]) -> list[float]:
    """p-values corrected for being one family, in the given order (Holm, Scandinavian Journal of Statistics 6, 1979).

    Step-down: the smallest of m times m, the next times m − 1, …, never below the one before, never above 1.
    """
    corrected = [1.0] * len(p_values)
    highest = 0.0
    for place, at in enumerate(sorted(range(len(p_values)), key=p_values.__getitem__)):
        highest = max(highest, min(1.0, (len(p_values) - place) * p_values[at]))
        corrected[at] = highest
    return corrected


def compared(family: Sequence[Difference | None], digits: int = NPS_DIGITS) -> list[dict[str, Any] | None]:
    """A family of differences as a report gives them, in order; a None (not compared) has no part in it."""
    told = iter(corrected([one for one in family if one is not None], digits))
    return [None if one is None else next(told) for one in family]


def corrected(family: Sequence[Difference], digits: int = NPS_DIGITS) -> list[dict[str, Any]]:
    """points, low, high, p, p_holm (corrected over the family) and differs of each, in order.

    p and p_holm have 4 significant digits, the others as many decimals as told; differs is of the exact p_holm.
    """
    return [
        difference_dict(one, digits) | {"p_holm": significant(p_holm), "differs": p_holm < ALPHA}
        for one, p_holm in zip(family, holm([one.p for one in family]), strict=True)
    ]


def difference_dict(one: Difference, digits: int = NPS_DIGITS) -> dict[str, Any]:
    """points, low, high and p of a difference that is one of no family, rounded as corrected() does."""
    ends = {"points": one.points, "low": one.low, "high": one.high}
    return {name: round(value, digits) + 0.0 for name, value in ends.items()} | {"p": significant(one.p)}


def significant(p: float) -> float:
    """p to 4 significant digits: 0.0004 and 4e-12 are not the same."""
    return float(f"{p:.{_P_DIGITS}g}")


def _share_moments(hits: int, n: int) -> tuple[float, float]:
    share = (hits + 1) / (n + 2)
    return share, share * (1 - share) / (n + 2)


def _difference(points: float, centre: float, variance: float, unit: float, widest: float) -> Difference:
    """centre and variance are those of the adjusted groups, in units; the interval is cut at the widest difference."""
    error = math.sqrt(variance)
    return Difference(
        points=points,
        low=max(-widest, unit * (centre - Z_95 * error)),
        high=min(widest, unit * (centre + Z_95 * error)),
        p=math.erfc(abs(centre) / error / math.sqrt(2)),
    )
