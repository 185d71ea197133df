"""Weighted kappa of ordered classes, with intervals by resampling."""

import random
from collections import Counter
from collections.abc import Callable, Sequence

from feedback_cli.evaluate.intervals import Estimate

RESAMPLES = 1000
_SEED = 1
_MOST_UNDEFINED = 0.05

type Weights = Sequence[Sequence[float]]


def quadratic_weights(classes: int) -> list[list[float]]:
    """Disagreement (i − j)²: two classes apart counts four times one class."""
    return [[float((i - j) ** 2) for j in range(classes)] for i in range(classes)]


def weighted_kappa(table: Sequence[Sequence[float]], weights: Weights | None = None) -> float | None:
    """1 − Σ w·observed / Σ w·expected, at most 1; 0 is agreement by chance. None where chance leaves no disagreement.

    Cohen, "Weighted kappa", Psychological Bulletin 70, 1968. table[i][j] counts cases, or their shares, that one side
    puts in class i and the other in j; weights are disagreements, quadratic_weights unless given.
    """
    size = range(len(table))
    by = weights or quadratic_weights(len(table))
    rows = [sum(row) for row in table]
    columns = [sum(row[j] for row in table) for j in size]
    expected = sum(by[i][j] * rows[i] * columns[j] for i in size for j in size)
    if not expected:
        return None
    observed = sum(by[i][j] * table[i][j] for i in size for j in size)
    return 1 - observed * sum(rows) / expected


def kappa(pairs: Sequence[tuple[int, int]], classes: int) -> Estimate:
    """Quadratic weighted kappa of pairs of classes 0…classes − 1, with a percentile bootstrap interval.

    Undefined where neither side varies. Without an interval where all pairs agree, since resamples then agree too, and
    where more than 5 % of the resamples are undefined.
    """
    counts = Counter(pairs)
    cells = [(i, j) for i in range(classes) for j in range(classes)]
    value = _of_cells([counts[cell] for cell in cells], classes)
    if value is None or all(i == j for i, j in counts):
        return Estimate(value, None, None, len(pairs))
    ends = bootstrap([counts[cell] for cell in cells], lambda drawn: _of_cells(drawn, classes))
    return Estimate(value, *ends, len(pairs))


def kappa_difference(triples: Sequence[tuple[int, int, int]], classes: int) -> Estimate:
    """kappa(first, last) − kappa(second, last), both on the same cases, with a percentile bootstrap interval.

    Cases are resampled whole, so that what the two kappas share cancels out.
    """
    counts = Counter(triples)
    cells = sorted(counts)

    def difference(drawn: Sequence[int]) -> float | None:
        first = [[0] * classes for _ in range(classes)]
        second = [[0] * classes for _ in range(classes)]
        for (one, other, reference), times in zip(cells, drawn, strict=True):
            first[one][reference] += times
            second[other][reference] += times
        left, right = weighted_kappa(first), weighted_kappa(second)
        return None if left is None or right is None else left - right

    found = [counts[cell] for cell in cells]
    value = difference(found)
    ends = bootstrap(found, difference) if value is not None else (None, None)
    return Estimate(value, *ends, len(triples))


def bootstrap(
    counts: Sequence[int], statistic: Callable[[Sequence[int]], float | None]
) -> tuple[float | None, float | None]:
    """The 25th and the 975th of 1,000 resampled values, (None, None) where more than 5 % of them are undefined.

    The percentile interval of Efron and Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13. counts says how
    many cases there are of each kind; the same counts always give the same interval.
    """
    dice = random.Random(_SEED)  # noqa: S311 - statistics, not a secret
    drawn = (statistic(_resampled(counts, dice)) for _ in range(RESAMPLES))
    values = sorted(value for value in drawn if value is not None)
    if len(values) < (1 - _MOST_UNDEFINED) * RESAMPLES:
        return None, None
    return values[round(0.025 * len(values)) - 1], values[round(0.975 * len(values)) - 1]


def _resampled(counts: Sequence[int], dice: random.Random) -> list[int]:
    """As many cases drawn with replacement, counted by kind: a multinomial draw, made of binomial ones."""
    cases = left = sum(counts)
    drawn = []
    for count in counts:
        got = dice.binomialvariate(left, count / cases) if cases else 0
        drawn.append(got)
        cases -= count
        left -= got
    return drawn


def _of_cells(cells: Sequence[int], classes: int) -> float | None:
    return weighted_kappa([cells[start : start + classes] for start in range(0, len(cells), classes)])
