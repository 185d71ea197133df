"""From the answers of all passes to the figures of the evaluation."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from feedback.domain.codebook import Codebook
from feedback.domain.codec import decode
from feedback.domain.models import Usage
from feedback_cli.evaluate.agreement import Agreement, agreement
from feedback_cli.evaluate.ask import Asked, Outcome
from feedback_cli.evaluate.intervals import Estimate, share
from feedback_cli.evaluate.judgement import CLASSES, Judgement
from feedback_cli.evaluate.kappa import kappa_difference
from feedback_cli.evaluate.plan import ALONE
from feedback_cli.evaluate.verdict import Judged, judge

LOST = (Outcome.MISSING, Outcome.REPEATED, Outcome.MALFORMED)

type Answers = Mapping[int, Judgement]
"""Answers by the comments' places."""


@dataclass(frozen=True, slots=True)
class SizeFindings:
    """One pass. name is its size, "1 again" for the repetition of one comment a call.

    outcomes counts comments; lost is the share of LOST in those whose call was answered; unknown counts ids that were
    not asked for, problems whole answers that were cut off, empty or refused. with_labels and with_alone (None for the
    reference itself) are agreements; difference is kappa with one comment a call minus the noise floor, None for the
    two passes of one comment a call. seconds is the pass, at the pace it was given.
    """

    name: str
    size: int
    outcomes: dict[Outcome, int]
    lost: Estimate
    unknown: int
    problems: dict[str, int]
    with_labels: Agreement
    with_alone: Agreement | None
    difference: Estimate | None
    judged: Judged
    usage: Usage
    seconds: float

    @property
    def comments(self) -> int:
        return sum(self.outcomes.values())


def find(passes: Sequence[Asked], labels: Sequence[Judgement], codebook: Codebook) -> list[SizeFindings]:
    """Findings of each pass, in their order. Both passes of one comment a call must be there."""
    answers = [_judgements(asked, codebook) for asked in passes]
    alone, again = (
        next(found for found, asked in zip(answers, passes, strict=True) if _is_alone(asked, again=again))
        for again in (False, True)
    )
    return [_size(asked, found, labels, alone, again) for asked, found in zip(passes, answers, strict=True)]


def _size(asked: Asked, found: Answers, labels: Sequence[Judgement], alone: Answers, again: Answers) -> SizeFindings:
    outcomes = Counter(asked.outcomes.values())
    lost = share(sum(outcomes[kind] for kind in LOST), outcomes.total() - outcomes[Outcome.UNANSWERED])
    difference = None if asked.planned.size == ALONE else _difference(found, again, alone)
    return SizeFindings(
        name=asked.planned.name,
        size=asked.planned.size,
        outcomes={kind: outcomes[kind] for kind in Outcome},
        lost=lost,
        unknown=asked.unknown,
        problems=dict(asked.problems),
        with_labels=agreement([(labels[at], found[at]) for at in sorted(found)]),
        with_alone=None
        if found is alone
        else agreement([(alone[at], found[at]) for at in sorted(found.keys() & alone)]),
        difference=difference,
        judged=judge(lost, difference),
        usage=asked.usage,
        seconds=asked.seconds,
    )


def _difference(found: Answers, again: Answers, alone: Answers) -> Estimate:
    """Kappa with one comment a call minus the noise floor, on the comments that all three passes answered."""
    common = sorted(found.keys() & again.keys() & alone.keys())
    return kappa_difference([(_class(found[at]), _class(again[at]), _class(alone[at])) for at in common], len(CLASSES))


def _class(answer: Judgement) -> int:
    assert answer.sentiment_class is not None  # noqa: S101 - for mypy: the model says one of every comment
    return CLASSES.index(answer.sentiment_class)


def _judgements(asked: Asked, codebook: Codebook) -> Answers:
    return {at: Judgement.of(decode(code, codebook)) for at, code in asked.codes.items()}


def _is_alone(asked: Asked, *, again: bool) -> bool:
    return asked.planned.size == ALONE and asked.planned.again is again
