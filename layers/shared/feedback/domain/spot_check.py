"""The spot check: some comments are asked again, each alone, to see whether being asked among others changes answers.

Two analyses that were swapped can't be seen in an answer. They are seen here, as disagreement.
"""

import math
import random
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from feedback.domain.codebook import Codebook
from feedback.domain.codec import decode
from feedback.domain.intervals import wilson
from feedback.domain.models import Analysis

ONE_STEP = 0.25
"""Steps of the sentiment: two analyses that are no further apart agree."""

FEWEST_AGREEING = 0.8
"""Below this share the report warns."""


def spot_check_count(comments: int, percent: float) -> int:
    """How many of so many comments are checked: the share, rounded up."""
    return min(comments, math.ceil(comments * percent / 100))


def spot_check_sample(comments: Sequence[int], percent: float, seed: str) -> list[int]:
    """That share of the comments, rounded up, drawn at random; the same for the same seed."""
    count = spot_check_count(len(comments), percent)
    return sorted(random.Random(seed).sample(comments, count))  # noqa: S311 - a sample, not a secret


def spot_check_report(
    together: Mapping[int, str], alone: Mapping[int, str], asked: int, codebook: Codebook
) -> dict[str, Any]:
    """Agreement of the codes that comments got among others with those that they got alone, by comment number.

    asked: how many were to be asked alone. compared: those with both answers. A comment agrees where its sentiments are
    at most ONE_STEP apart and it has the same language, and the same themes or at least one in common. agreement,
    sentiment, themes (exactly the same ones) and language are shares of the compared; low and high are the 95 % Wilson
    interval of agreement. All are None where nothing could be compared.
    """
    pairs = [(decode(together[at], codebook), decode(alone[at], codebook)) for at in alone if at in together]
    agreeing = sum(_agree(*pair) for pair in pairs)
    low, high = wilson(agreeing, len(pairs))
    return {
        "asked": asked,
        "compared": len(pairs),
        "agreement": _share(_agree(*pair) for pair in pairs),
        "low": round(low, 3) if pairs else None,
        "high": round(high, 3) if pairs else None,
        "sentiment": _share(_near(*pair) for pair in pairs),
        "themes": _share(_themes(a) == _themes(b) for a, b in pairs),
        "language": _share(a.language == b.language for a, b in pairs),
    }


def spot_check_warning(report: Mapping[str, Any]) -> str | None:
    """A sentence where more than one comment disagrees, and too many do."""
    agreement, compared = report["agreement"], report["compared"]
    if agreement is None or agreement >= FEWEST_AGREEING or (1 - agreement) * compared < 1.5:
        return None
    return (
        f"Asked alone, only {agreement:.0%} of {compared} comments drawn at random got the analysis they had in their"
        " batch. The analyses may not be reliable; smaller batches (BATCH_SIZE_OPTIMAL) may help."
    )


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
