"""Net Promoter Score in four methods, with its margin and its interval."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from feedback.domain.intervals import Z_95

SMALL = 30
"""With fewer ratings a score is small: its interval is wide, and it may move much with a few more answers."""


class NpsMethod(StrEnum):
    """How the score is reported. Every report gives the standard score beside it."""

    SHIFTED = "shifted"
    STANDARD = "standard"
    ABSOLUTE = "absolute"
    WEIGHTED = "weighted"


class NpsGroup(StrEnum):
    PROMOTER = "promoter"
    PASSIVE = "passive"
    DETRACTOR = "detractor"


def nps_group(rating: int) -> NpsGroup:
    """Promoter 9–10, passive 7–8, detractor 0–6 (Reichheld, The One Number You Need to Grow, 2003)."""
    if not 0 <= rating <= 10:
        raise ValueError("a rating is a whole number from 0 to 10")
    return NpsGroup.PROMOTER if rating >= 9 else NpsGroup.PASSIVE if rating >= 7 else NpsGroup.DETRACTOR


@dataclass(frozen=True, slots=True)
class NpsCounts:
    """How many ratings fall into each group."""

    promoters: int = 0
    passives: int = 0
    detractors: int = 0

    @property
    def n(self) -> int:
        return self.promoters + self.passives + self.detractors

    @classmethod
    def of(cls, ratings: Iterable[int]) -> "NpsCounts":
        groups = [nps_group(rating) for rating in ratings]
        return cls(
            promoters=groups.count(NpsGroup.PROMOTER),
            passives=groups.count(NpsGroup.PASSIVE),
            detractors=groups.count(NpsGroup.DETRACTOR),
        )


def standard_nps(counts: NpsCounts) -> float | None:
    """100·(p − d), in −100…100; None without ratings."""
    return 100 * (counts.promoters - counts.detractors) / counts.n if counts.n else None


def shifted_nps(counts: NpsCounts) -> float | None:
    """(NPS + 100)/2, in 0…100; None without ratings."""
    standard = standard_nps(counts)
    return None if standard is None else (standard + 100) / 2


def score(counts: NpsCounts, method: NpsMethod, passive_weight: float = 0.5) -> float | None:
    """The score by the chosen method; None without ratings.

    Absolute is |NPS|. Weighted is 100·(p − d + w·passives share), in −100…100 for w in 0…1.
    """
    standard = standard_nps(counts)
    if standard is None:
        return None
    match method:
        case NpsMethod.STANDARD:
            return standard
        case NpsMethod.SHIFTED:
            return (standard + 100) / 2
        case NpsMethod.ABSOLUTE:
            return abs(standard)
        case NpsMethod.WEIGHTED:
            return standard + 100 * passive_weight * counts.passives / counts.n


def margin(counts: NpsCounts, method: NpsMethod = NpsMethod.STANDARD, passive_weight: float = 0.5) -> float | None:
    """Half width of the 95 % interval of the score, in its points; None without ratings.

    Adjusted Wald: ¾ of a promoter, ¾ of a detractor and 1½ passives are added (n + 3), then the usual variance of a
    mean of −1, w or 0, and 1 (Rocks, "Interval estimation for the Net Promoter Score", The American Statistician 70,
    2016). The shifted score is half as wide; the absolute one is given the standard score's margin.
    """
    if not counts.n:
        return None
    half = 100 * Z_95 * math.sqrt(adjusted_mean(counts, _passive_value(method, passive_weight))[1])
    return half / 2 if method is NpsMethod.SHIFTED else half


def interval(
    counts: NpsCounts, method: NpsMethod = NpsMethod.STANDARD, passive_weight: float = 0.5
) -> tuple[float, float] | None:
    """The 95 % interval of the score, low and high, in its points and within its range; None without ratings.

    Adjusted Wald (Rocks 2016): the score of the counts with the 3 added ratings, ± margin(). That centre lies nearer
    to 0 than the score, so of a single rating (weighted: of one or two) the score itself can lie outside.
    The absolute score's is the interval of |NPS|: it begins at 0 where the standard one holds 0.
    """
    if not counts.n:
        return None
    mean, variance = adjusted_mean(counts, _passive_value(method, passive_weight))
    half = Z_95 * math.sqrt(variance)
    low, high = max(-100.0, 100 * (mean - half)), min(100.0, 100 * (mean + half))
    match method:
        case NpsMethod.SHIFTED:
            return (low + 100) / 2, (high + 100) / 2
        case NpsMethod.ABSOLUTE:
            return max(0.0, low, -high), max(-low, high)
    return low, high


def _passive_value(method: NpsMethod, passive_weight: float) -> float:
    return passive_weight if method is NpsMethod.WEIGHTED else 0.0


def adjusted_mean(counts: NpsCounts, passive_value: float = 0.0) -> tuple[float, float]:
    """The mean of 1 a promoter, passive_value a passive and −1 a detractor with the 3 added ratings; its variance."""
    n = counts.n + 3
    promoters, detractors = (counts.promoters + 0.75) / n, (counts.detractors + 0.75) / n
    passives = 1 - promoters - detractors
    mean = promoters - detractors + passive_value * passives
    variance = promoters + detractors + passive_value**2 * passives - mean**2
    return mean, max(variance, 0.0) / n


@dataclass(frozen=True, slots=True)
class NpsReport:
    """The score with all its counts; scores, intervals and margin are None where there is no rating.

    low, high: 95 % interval of score, standard_low, standard_high: of the standard score. small: n < SMALL.
    """

    method: NpsMethod
    score: float | None
    low: float | None
    high: float | None
    margin: float | None
    standard: float | None
    standard_low: float | None
    standard_high: float | None
    shifted: float | None
    n: int
    promoters: int
    passives: int
    detractors: int
    unrated: int
    small: bool

    @classmethod
    def of(cls, ratings: Iterable[int | None], method: NpsMethod, passive_weight: float = 0.5) -> "NpsReport":
        """unrated counts the Nones: rows whose rating is missing or can't be read."""
        every = list(ratings)
        counts = NpsCounts.of(rating for rating in every if rating is not None)
        return cls.of_counts(counts, len(every) - counts.n, method, passive_weight)

    @classmethod
    def of_counts(cls, counts: NpsCounts, unrated: int, method: NpsMethod, passive_weight: float = 0.5) -> "NpsReport":
        low, high = interval(counts, method, passive_weight) or (None, None)
        standard_low, standard_high = interval(counts) or (None, None)
        return cls(
            method=method,
            score=_rounded(score(counts, method, passive_weight)),
            low=_rounded(low),
            high=_rounded(high),
            margin=_rounded(margin(counts, method, passive_weight)),
            standard=_rounded(standard_nps(counts)),
            standard_low=_rounded(standard_low),
            standard_high=_rounded(standard_high),
            shifted=_rounded(shifted_nps(counts)),
            n=counts.n,
            promoters=counts.promoters,
            passives=counts.passives,
            detractors=counts.detractors,
            unrated=unrated,
            small=counts.n < SMALL,
        )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 2) + 0.0  # + 0.0: never "-0.0"
