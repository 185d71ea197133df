"""Ratings counted by what their rows have in common."""

from collections import Counter
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from feedback.domain.nps import NpsCounts, NpsGroup, NpsMethod, NpsReport, nps_group

_GROUPS = [nps_group(rating) for rating in range(11)]


@dataclass(frozen=True, slots=True)
class Tally:
    """The ratings of some rows, and how many of the rows are unrated."""

    counts: NpsCounts = field(default_factory=NpsCounts)
    unrated: int = 0

    @property
    def rows(self) -> int:
        return self.counts.n + self.unrated

    def __add__(self, other: "Tally") -> "Tally":
        return _combined(self, other, 1)

    def __sub__(self, other: "Tally") -> "Tally":
        """The rows of this tally without those of the other, which are among them."""
        return _combined(self, other, -1)

    def nps(self, method: NpsMethod, passive_weight: float) -> dict[str, Any]:
        """The NPS of the rows as a report gives it."""
        return asdict(NpsReport.of_counts(self.counts, self.unrated, method, passive_weight))


def tally_by[L: Hashable](labels: Iterable[L], ratings: Sequence[int | None]) -> dict[L, Tally]:
    """The tally of the rows under each label; labels and ratings have one entry a row."""
    groups = [None if rating is None else _GROUPS[rating] for rating in ratings]
    found = Counter(zip(labels, groups, strict=True))
    return {
        label: Tally(
            NpsCounts(
                promoters=found[label, NpsGroup.PROMOTER],
                passives=found[label, NpsGroup.PASSIVE],
                detractors=found[label, NpsGroup.DETRACTOR],
            ),
            found[label, None],
        )
        for label in dict.fromkeys(label for label, _ in found)
    }


def summed(counts: Iterable[NpsCounts]) -> NpsCounts:
    """All the ratings together."""
    every = list(counts)
    return NpsCounts(
        promoters=sum(one.promoters for one in every),
        passives=sum(one.passives for one in every),
        detractors=sum(one.detractors for one in every),
    )


def _combined(one: Tally, other: Tally, sign: int) -> Tally:
    mine, others = one.counts, other.counts
    return Tally(
        NpsCounts(
            promoters=mine.promoters + sign * others.promoters,
            passives=mine.passives + sign * others.passives,
            detractors=mine.detractors + sign * others.detractors,
        ),
        one.unrated + sign * other.unrated,
    )
