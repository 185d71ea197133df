"""How far failed rows could move a theme's impact: nobody knows which of them mention it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

type Floats = NDArray[np.float64]


def bounds(every: NDArray[np.intp], with_theme: NDArray[np.intp], failed: NDArray[np.intp]) -> tuple[Floats, Floats]:
    """The least and greatest impact over all assignments of each theme to the failed rows.

    every, with_theme (themes × 3) and failed count promoters, passives and detractors: of the known rows, of those
    that mention the theme, of the failed rows. Only assignments count that leave some row with the theme and some
    without; nan where there is none. Impact is 100·(NPS(all) − NPS(without)), failed rows included, so it is least
    where the failed rows that stay without the theme raise the NPS of the rest most.
    """
    without = every - with_theme
    here, left = with_theme.sum(axis=1), without.sum(axis=1)
    balance = without[:, 0] - without[:, 2]
    n_failed = int(failed.sum())
    # Where no known row mentions the theme, one of the failed rows has to.
    most = np.where(here == 0, n_failed - 1, n_failed)
    n = int(every.sum()) + n_failed
    of_all = (every[0] - every[2] + failed[0] - failed[2]) / max(n, 1)
    raised = _highest(balance, left, failed, most)
    lowered = -_highest(-balance, left, failed[::-1], most)
    return 100 * (of_all - raised), 100 * (of_all - lowered)


def _highest(balance: NDArray[Any], left: NDArray[Any], failed: NDArray[Any], most: NDArray[Any]) -> Floats:
    """The highest mean that up to most of the failed rows can give a rest of left rows whose values sum to balance.

    Of any number of rows the best choice is promoters first, then passives, then detractors, and from the count at
    which one group is used up to the next the mean only rises or only falls; promoters never lower it. So one of the
    counts at which a group is used up has the highest mean. nan where no rest has a row.
    """
    promoters, passives, n_failed = int(failed[0]), int(failed[1]), int(failed.sum())
    highest: Floats = np.full(len(left), np.nan)
    for used in (promoters, promoters + passives, n_failed):
        stay = np.minimum(used, most)
        possible = (most >= 0) & (left + stay > 0)
        gained = np.minimum(stay, promoters) - np.maximum(stay - promoters - passives, 0)
        mean = np.where(possible, (balance + gained) / np.maximum(left + stay, 1), np.nan)
        highest = np.fmax(highest, mean)
    return highest
