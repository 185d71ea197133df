"""A job's work: the batches of its comments, the spot check among them, and the comments that other jobs ask for."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, batched, pairwise

from feedback.domain.batch_sizes import cut
from feedback.domain.documents import Batch, BatchComment, BatchKind
from feedback.domain.estimate import Estimate, estimate
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.planning import MAX_BATCH_CHARS, OptimizeFor, Pace, Plan, TokensIn, plan_batches
from feedback.domain.prompts import ModelRequest, estimated_tokens
from feedback.domain.speed import Speed
from feedback.domain.spot_check import spot_check_count, spot_check_sample

BORROWED_START_MS = 1000
"""When borrowed comments are looked for first, after the analysis began."""

SPOT_CHECKS_A_BATCH = 10

WORTH_A_WORKER = 8
"""So many batches at once are no burden for one worker; for fewer it is not worth while to start another."""


@dataclass(frozen=True, slots=True)
class PlanRules:
    """What the settings say of planning.

    batch_size: most comments a call; spot_check_percent: 0…100; workers: functions that analyse at once.
    """

    model: str
    batch_size: int
    pace: Pace
    optimize_for: OptimizeFor
    spot_check_percent: float
    workers: int


@dataclass(frozen=True, slots=True)
class Work:
    """Batches by number, from 1, and how many of them are given out at once."""

    batches: list[Batch]
    window: int

    @property
    def spot_checks(self) -> int:
        """How many comments are asked again, each alone."""
        return sum(len(batch.comments) for batch in self.batches if batch.kind is BatchKind.SPOT_CHECK)


def plan_of(texts: Sequence[str], template: ModelRequest, speed: Speed, rules: PlanRules) -> Plan:
    """How these comments are asked, with room for the calls of the spot check."""
    return plan_batches(
        [len(text) for text in texts],
        rules.batch_size,
        speed,
        rules.pace,
        rules.optimize_for,
        tokens_in_of(texts, template),
        last_calls=spot_check_count(len(texts), rules.spot_check_percent),
    )


def spot_checks(plan: Plan, rules: PlanRules) -> int:
    return spot_check_count(len(_checkable(plan)), rules.spot_check_percent)


def _checkable(plan: Plan) -> list[int]:
    """Positions of the comments that are asked among others; one that is alone anyway would tell nothing."""
    return [at for batch in plan.batches if len(batch.positions) > 1 for at in batch.positions]


def tokens_in_of(texts: Sequence[str], template: ModelRequest) -> TokensIn:
    per_call = estimated_tokens(template)[0]
    together = estimated_tokens(template.of(dict(enumerate(texts, start=1))))[0]
    return TokensIn(per_call, (together - per_call) / max(1, len(texts)))


def estimate_of(texts: Sequence[str], template: ModelRequest, speed: Speed, rules: PlanRules) -> Estimate:
    """What asking for these comments is likely to take, the spot check included."""
    plan = plan_of(texts, template, speed, rules)
    alone = spot_checks(plan, rules)
    together, tokens = estimate(texts, template, rules.model, plan, speed), tokens_in_of(texts, template)
    tokens_in = together.tokens_in + round(alone * (tokens.per_call + tokens.per_comment))
    tokens_out = together.tokens_out + round(alone * speed.tokens_per_comment)
    return replace(
        together,
        calls=together.calls + alone,
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cost_micro_usd=cost_micro_usd(rules.model, tokens_in, tokens_out),
    )


def comment_nano_usd(texts: Sequence[str], template: ModelRequest, speed: Speed, rules: PlanRules) -> int:
    """What asking one of these comments costs on average, in billionths of a dollar; 0 where the price is unknown."""
    if not texts:
        return 0
    calls, tokens = math.ceil(len(texts) / rules.batch_size), tokens_in_of(texts, template)
    tokens_in = round(calls * tokens.per_call + len(texts) * tokens.per_comment)
    cost = cost_micro_usd(rules.model, tokens_in, round(len(texts) * speed.tokens_per_comment))
    return round((cost or 0) * 1000 / len(texts))


def work_of(
    job_id: str,
    comments: Sequence[BatchComment],
    rows: Sequence[int],
    lenders: Mapping[str, str],
    template: ModelRequest,
    speed: Speed,
    rules: PlanRules,
) -> Work:
    """The batches of a job.

    comments: those that the cache lacks; rows: how many rows each comment of the survey has, by its number; lenders: by
    cache key, the job that asks for a comment already.
    """
    asked = [comment for comment in comments if comment.key not in lenders]
    plan = plan_of([comment.text for comment in asked], template, speed, rules)
    batches = []
    for planned in plan.batches:
        chosen = tuple(asked[at] for at in planned.positions)
        batches.append(
            Batch(_rows(chosen, rows), chosen, BatchKind.ASK, planned.start_ms, _seconds(len(chosen), speed))
        )
    others = [*_spot_check(job_id, asked, plan, speed, rules), *_borrowed(comments, rows, lenders, speed, rules)]
    # Where all that is asked is given out at once, so is the rest.
    window = plan.window if plan.window < len(batches) else len(batches) + len(others)
    return Work(batches + others, 1 if rules.pace.in_flight == 1 else window)


def _spot_check(job_id: str, asked: Sequence[BatchComment], plan: Plan, speed: Speed, rules: PlanRules) -> list[Batch]:
    chosen = spot_check_sample(_checkable(plan), rules.spot_check_percent, job_id)
    start = max((batch.start_ms for batch in plan.batches), default=0)
    return [
        Batch(0, tuple(asked[at] for at in part), BatchKind.SPOT_CHECK, start, _seconds(1, speed))
        for part in batched(chosen, SPOT_CHECKS_A_BATCH, strict=False)
    ]


def _borrowed(
    comments: Sequence[BatchComment], rows: Sequence[int], lenders: Mapping[str, str], speed: Speed, rules: PlanRules
) -> list[Batch]:
    """No larger than batches that are asked: what its lender does not answer is asked in one call."""
    borrowed = [comment for comment in comments if comment.key in lenders]
    chars = list(accumulate((len(comment.text) for comment in borrowed), initial=0))
    parts = [tuple(borrowed[a:b]) for a, b in pairwise(cut(chars, [], rules.batch_size, MAX_BATCH_CHARS))]
    return [
        Batch(
            _rows(part, rows),
            part,
            BatchKind.BORROWED,
            BORROWED_START_MS,
            _seconds(len(part), speed),
            tuple(sorted({lenders[comment.key] for comment in part})),
        )
        for part in parts
    ]


def _seconds(comments: int, speed: Speed) -> float:
    """How long a call for so many comments should take."""
    return round(speed.first_token + comments * speed.tokens_per_comment / speed.tokens_per_second, 2)


def dealt(numbers: Sequence[int], workers: int) -> list[Sequence[int]]:
    """The batches dealt out like cards to at most so many workers, so that each has early and late ones."""
    hands = min(workers, math.ceil(len(numbers) / WORTH_A_WORKER))
    return [numbers[hand::hands] for hand in range(hands)]


def _rows(comments: Sequence[BatchComment], rows: Sequence[int]) -> int:
    return sum(rows[comment.comment] for comment in comments)
