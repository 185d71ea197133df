"""How far two judgements of the same comments agree, label by label."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback_cli.evaluate.intervals import Estimate, rank_correlation, share
from feedback_cli.evaluate.judgement import CLASSES, SCORES, Judgement
from feedback_cli.evaluate.kappa import kappa

type Pair = tuple[Judgement, Judgement]
"""The reference (a label, or the answer to one comment a call), then the answer that is measured."""


@dataclass(frozen=True, slots=True)
class ThemeAgreement:
    """Themes found in both, over all comments together; polarity is the share of common themes with the same one.

    n: comments; the figures are in 0…1, None where there is nothing to divide by.
    """

    precision: float | None
    recall: float | None
    f1: float | None
    polarity: Estimate
    n: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """Each figure counts the comments of which both sides say something; see the functions for what it is.

    accuracy and language are shares in 0…1, kappa and correlations (by the names of SCORES) in −1…1.
    """

    accuracy: Estimate
    kappa: Estimate
    correlations: dict[str, Estimate]
    themes: ThemeAgreement
    language: Estimate


def agreement(pairs: Sequence[Pair]) -> Agreement:
    classes = class_pairs(pairs)
    languages = [(ref.language, ours.language) for ref, ours in pairs if ref.language and ours.language]
    return Agreement(
        accuracy=share(sum(left == right for left, right in classes), len(classes)),
        kappa=kappa(classes, len(CLASSES)),
        correlations={
            name: rank_correlation(
                [
                    (ref.scores[name], ours.scores[name])
                    for ref, ours in pairs
                    if name in ref.scores and name in ours.scores
                ]
            )
            for name in SCORES
        },
        themes=theme_agreement(pairs),
        language=share(sum(left == right for left, right in languages), len(languages)),
    )


def class_pairs(pairs: Sequence[Pair]) -> list[tuple[int, int]]:
    """Places in CLASSES of both sides' sentiment."""
    return [
        (CLASSES.index(ref.sentiment_class), CLASSES.index(ours.sentiment_class))
        for ref, ours in pairs
        if ref.sentiment_class and ours.sentiment_class
    ]


def theme_agreement(pairs: Sequence[Pair]) -> ThemeAgreement:
    """Micro-averaged precision, recall and F1 (Manning, Raghavan and Schütze, Introduction to Information Retrieval,
    2008, section 13.6): mentions are counted over all comments, then divided."""
    told = [(ref.themes, ours.themes) for ref, ours in pairs if ref.themes is not None and ours.themes is not None]
    wanted = sum(len(ref) for ref, _ in told)
    found = sum(len(ours) for _, ours in told)
    common = [(ref[theme], ours[theme]) for ref, ours in told for theme in ref.keys() & ours.keys()]
    return ThemeAgreement(
        precision=_part(len(common), found),
        recall=_part(len(common), wanted),
        f1=_part(2 * len(common), found + wanted),
        polarity=share(sum(left == right for left, right in common), len(common)),
        n=len(told),
    )


def _part(count: int, of: int) -> float | None:
    return count / of if of else None
