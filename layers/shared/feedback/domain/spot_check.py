"""The spot check: some comments are asked twice in a job, to see how often the model agrees with itself.

The second time they are in another batch, at another place, among other neighbours. Two analyses that were swapped
can't be seen in an answer, nor can a mood that spreads from comment to comment. They are seen here, as disagreement.
It takes no call of its own: repeats travel in the ordinary batches.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from feedback.domain.codebook import Codebook
from feedback.domain.codec import decode
from feedback.domain.documents import RepeatedAnswer
from feedback.domain.intervals import wilson
from feedback.domain.models import Analysis
from feedback.domain.nps import NpsGroup

FEWEST, MOST = 20, 200
"""So many comments are asked twice at least, and at most."""

LONGEST_REPEATED = 2000
"""Characters: longer comments are not asked twice, which would cost more than it tells."""

ONE_STEP = 0.25
"""Steps of the sentiment: two analyses that are no further apart agree."""

FEWEST_AGREEING = 0.8
"""Below this share the report warns."""

PLACES = ("start", "middle", "end")
"""Thirds of a batch, in which a comment was when it was asked again."""

type Pair = tuple[Analysis, Analysis]


def repeat_count(comments: int, percent: float) -> int:
    """How many of so many comments are asked twice: the share, rounded up, but 20 to 200; none for 0 percent."""
    if not percent:
        return 0
    return min(comments, MOST, max(FEWEST, math.ceil(comments * percent / 100)))


def sampled(comments: Sequence[int], count: int, seed: str) -> list[int]:
    """So many of the comments, or all if they are fewer, drawn at random, in random order; the same for the same seed.

    One is drawn from each of equal parts of the comments, so that every batch has its share.
    """
    random_ = random.Random(f"repeats {seed}")  # noqa: S311 - a draw that can be repeated, not a secret
    count = max(0, min(count, len(comments)))
    bounds = [part * len(comments) // count for part in range(count + 1)] if count else []
    drawn = [comments[random_.randrange(start, end)] for start, end in pairwise(bounds)]
    random_.shuffle(drawn)
    return drawn


def in_other_batches(batches: Sequence[Sequence[int | None]], repeated: Sequence[int]) -> list[int | None]:
    """For each None in the batches, in order, one of the repeated comments that has its first place in another batch.

    Each is given out once; None where none can be.
    """
    home = {at: number for number, items in enumerate(batches) for at in items if at is not None}
    slots = [number for number, items in enumerate(batches) for at in items if at is None]
    left, filled = list(repeated), list[int | None]()
    for slot in slots:
        fitting = next((at for at in left if home[at] != slot), None)
        if fitting is not None:
            left.remove(fitting)
        filled.append(fitting)
    # What is left has its first place in the very batches that lack one: it changes places with another.
    for empty in [place for place, at in enumerate(filled) if at is None]:
        for other, at in enumerate(filled):
            if left and at is not None and home[at] != slots[empty] and home[left[-1]] != slots[other]:
                filled[empty], filled[other] = at, left.pop()
                break
    return filled


def spot_check_report(
    first: Mapping[int, str],
    repeats: Mapping[int, RepeatedAnswer],
    asked: int,
    groups: Sequence[NpsGroup | None],
    codebook: Codebook,
) -> dict[str, Any]:
    """Agreement of the first codes of comments with those that they got the second time, by comment number.

    asked: how many were to be asked twice. compared: those with both answers. A comment agrees where its sentiments are
    at most ONE_STEP apart and it has the same language, and the same themes or at least one in common. agreement,
    sentiment, themes (exactly the same ones) and language are shares of the compared; low and high are the 95 % Wilson
    interval of agreement. All are None where nothing could be compared. by_group and by_place have compared and
    agreement for each NPS group, and for each third of the batch in which a comment was asked again.
    """
    compared = [at for at in sorted(repeats) if at in first]
    pairs = {at: (decode(first[at], codebook), decode(repeats[at].code, codebook)) for at in compared}
    agreeing = sum(_agree(*pair) for pair in pairs.values())
    low, high = wilson(agreeing, len(pairs))
    by_group = {group.value: [pairs[at] for at in compared if groups[at] is group] for group in NpsGroup}
    by_place = {name: [pairs[at] for at in compared if _third(repeats[at].place) == name] for name in PLACES}
    return {
        "asked": asked,
        **_agreement(list(pairs.values())),
        "low": round(low, 3) if pairs else None,
        "high": round(high, 3) if pairs else None,
        "sentiment": _share(_near(*pair) for pair in pairs.values()),
        "themes": _share(_themes(a) == _themes(b) for a, b in pairs.values()),
        "language": _share(a.language == b.language for a, b in pairs.values()),
        "by_group": {name: _agreement(some) for name, some in by_group.items()},
        "by_place": {name: _agreement(some) for name, some in by_place.items()},
    }


def spot_check_warning(report: Mapping[str, Any]) -> str | None:
    """A sentence where more than one comment disagrees, and too many do."""
    agreement, compared = report["agreement"], report["compared"]
    if agreement is None or agreement >= FEWEST_AGREEING or (1 - agreement) * compared < 1.5:
        return None
    return (
        f"Asked twice, in two batches, only {agreement:.0%} of {compared} comments drawn at random got the same"
        " analysis both times. The analyses may not be reliable; smaller batches (BATCH_SIZE_OPTIMAL) may help."
    )


def _agreement(pairs: Sequence[Pair]) -> dict[str, Any]:
    return {"compared": len(pairs), "agreement": _share(_agree(*pair) for pair in pairs)}


def _third(place: float) -> str:
    return PLACES[min(len(PLACES) - 1, math.floor(place * len(PLACES)))]


def _agree(a: Analysis, b: Analysis) -> bool:
    same_themes = _themes(a) == _themes(b) or bool(_themes(a) & _themes(b))
    return _near(a, b) and a.language == b.language and same_themes


def _near(a: Analysis, b: Analysis) -> bool:
    return abs(a.sentiment - b.sentiment) <= ONE_STEP


def _themes(analysis: Analysis) -> frozenset[str]:
    return frozenset(mention.theme for mention in analysis.themes)


def _share(hits: Iterable[bool]) -> float | None:
    found = list(hits)
    return round(sum(found) / len(found), 3) if found else None
