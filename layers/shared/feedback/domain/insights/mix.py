"""Why a score changed: another mix of groups, or other scores within them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from feedback.domain.insights.tallies import summed
from feedback.domain.nps import NpsCounts


@dataclass(frozen=True, slots=True)
class Part:
    """What a group adds to the change of the standard NPS, in points, exactly."""

    mix: Fraction
    within: Fraction


def split(now: Mapping[str, NpsCounts], before: Mapping[str, NpsCounts]) -> dict[str, Part]:
    """The change of the NPS of all groups together, by group in order of key; all parts add up to it exactly.

    Kitagawa (Journal of the American Statistical Association 50, 1955), at the midpoint: within is the group's change
    of NPS times its mean share of the ratings; mix is its change of share times its mean NPS, here less the mean NPS
    of all ratings. That changes no total, since the changes of share add up to 0, and says whether the group that
    grew is better or worse than all. A group that is missing on one side has changed in share only.
    Raises ValueError where one side has no rating.
    """
    whole, whole_before = summed(now.values()), summed(before.values())
    if not (whole.n and whole_before.n):
        raise ValueError("both sides need a rating")
    usual = (_nps(whole) + _nps(whole_before)) / 2
    parts = {}
    for key in sorted({key for side in (now, before) for key, counts in side.items() if counts.n}):
        ours, theirs = now.get(key, NpsCounts()), before.get(key, NpsCounts())
        share, share_before = Fraction(ours.n, whole.n), Fraction(theirs.n, whole_before.n)
        nps, nps_before = _nps(ours if ours.n else theirs), _nps(theirs if theirs.n else ours)
        parts[key] = Part(
            mix=(share - share_before) * ((nps + nps_before) / 2 - usual),
            within=(share + share_before) / 2 * (nps - nps_before),
        )
    return parts


def hundredths(parts: Sequence[Fraction], total: int) -> list[int]:
    """The parts in whole hundredths that add up to total, which is their sum as rounded somewhere.

    Each is rounded; what is then missing or too much goes, one hundredth each, to those whose rounding took most.
    """
    found = [round(100 * part) for part in parts]
    short = total - sum(found)
    step = 1 if short > 0 else -1
    order = sorted(range(len(parts)), key=lambda at: step * (found[at] - 100 * parts[at]))
    for turn in range(abs(short)):
        found[order[turn % len(order)]] += step
    return found


def _nps(counts: NpsCounts) -> Fraction:
    return Fraction(100 * (counts.promoters - counts.detractors), counts.n)
