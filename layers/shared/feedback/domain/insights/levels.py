"""Scores by their distinct values: a model gives nine or ten, and sums over them do not depend on the rows' order."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from feedback.domain.insights.frame import Bools, Rows, Singles
from feedback.domain.intervals import Z_95

type Mean = dict[str, float | None]

_UNIT = 1_000_000
"""Scores are counted in millionths: single precision has seven digits, and 0.333 is to be 0.333 again."""


@dataclass(frozen=True, slots=True, eq=False)
class Levels:
    """millionths: the distinct scores, ascending, in millionths, so that sums are exact. places: each row's place among
    them; rows without a score are last.
    """

    millionths: NDArray[np.int64]
    places: NDArray[np.intp]

    @classmethod
    def of(cls, scores: Singles) -> "Levels":
        """scores: one a row, nan where there is none."""
        values, places = np.unique(scores, return_inverse=True)
        known = values[~np.isnan(values)]
        return cls(np.rint(known.astype(np.float64) * _UNIT).astype(np.int64), places)

    @property
    def values(self) -> NDArray[np.float64]:
        return self.millionths / _UNIT

    def counts(self, rows: Rows | Bools) -> NDArray[np.intp]:
        """How many of these rows have each score; rows without one are left out."""
        return np.bincount(self.places[rows], minlength=len(self.millionths))[: len(self.millionths)]


def mean_of(levels: Levels, counts: NDArray[np.intp], least: float, most: float) -> Mean:
    """The mean of a score and its normal 95 % interval, rounded to 4 digits.

    mean ± z·s/√n, s with n − 1, clipped to least…most. The mean is None without scores; low and high are None where
    there are fewer than two.
    """
    n = int(counts.sum())
    if n == 0:
        return {"mean": None, "low": None, "high": None}
    mean = int(counts @ levels.millionths) / (n * _UNIT)
    if n == 1:
        return {"mean": rounded(mean, 4), "low": None, "high": None}
    variance = float(counts @ (levels.values - mean) ** 2) / (n - 1)
    half = Z_95 * math.sqrt(variance / n)
    low, high = max(least, mean - half), min(most, mean + half)
    return {"mean": rounded(mean, 4), "low": rounded(low, 4), "high": rounded(high, 4)}


def rounded(value: float, digits: int) -> float:
    """Never "-0.0"."""
    return round(value, digits) + 0.0
