"""A job's work: the batches of its comments, those that are asked twice among them, and those that others ask for."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate, pairwise

from feedback.domain.batch_sizes import cut
from feedback.domain.dealing import dealt
from feedback.domain.documents import Batch, BatchComment, BatchKind
from feedback.domain.estimate import Estimate
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.nps import NpsGroup
from feedback.domain.planning import MAX_BATCH_CHARS, Aim, OptimizeFor, Pace, Plan, TokensIn, plan_batches
from feedback.domain.prompts import ModelRequest, estimated_comment_tokens, estimated_tokens
from feedback.domain.speed import Speed
from feedback.domain.spot_check import LONGEST_REPEATED, in_other_batches, repeat_count, sampled

BORROWED_START_MS = 1000
"""When borrowed comments are looked for first, after the analysis began."""

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
class Asking:
    """How comments are asked: the request without comments, the model's speed, and what the settings say.

    within: seconds that the analysis may take; elapsed and beside: what the job took before it and takes around it.
    """

    template: ModelRequest
    speed: Speed
    rules: PlanRules
    within: float = math.inf
    elapsed: float = 0.0
    beside: float = 0.0

    def tokens_in(self, texts: Sequence[str]) -> TokensIn:
        """Input tokens of a call and, on average, of one of these comments."""
        return TokensIn(estimated_tokens(self.template)[0], estimated_comment_tokens(texts))

    def comment_nano_usd(self, texts: Sequence[str]) -> int:
        """What asking one of these costs on average, in billionths of a dollar; 0 where the price is unknown."""
        if not texts:
            return 0
        calls, tokens = math.ceil(len(texts) / self.rules.batch_size), self.tokens_in(texts)
        tokens_in = round(calls * tokens.per_call + len(texts) * tokens.per_comment)
        cost = cost_micro_usd(self.rules.model, tokens_in, round(len(texts) * self.speed.tokens_per_comment))
        return round((cost or 0) * 1000 / len(texts))


@dataclass(frozen=True)
class Schedule:
    """How certain comments are asked: the plan of their calls, with room for those that are asked twice.

    texts: the comments, in the order in which they go into batches; seed: draws those that are asked twice.
    """

    texts: Sequence[str]
    asking: Asking
    seed: str = ""

    @cached_property
    def tokens_in(self) -> TokensIn:
        return self.asking.tokens_in(self.texts)

    @property
    def repeated(self) -> list[int]:
        """Positions of the comments that are asked twice."""
        return self._drawn[0]

    @property
    def items(self) -> list[int | None]:
        """What is asked, in order: a comment by its position, None for a repeat. Repeats are spread evenly."""
        return self._drawn[1]

    @property
    def plan(self) -> Plan:
        """Positions in it are those of items."""
        return self._drawn[2]

    @cached_property
    def _drawn(self) -> tuple[list[int], list[int | None], Plan]:
        """repeated, items and plan.

        In a job of one call none is asked twice, and elsewhere no more than fit without a further call.
        """
        comments, asking = len(self.texts), self.asking
        bare = self._planned([len(text) for text in self.texts], asking.rules.pace, asking.within)
        calls = len(bare.batches)
        short = [at for at, text in enumerate(self.texts) if len(text) <= LONGEST_REPEATED]
        count = repeat_count(comments, asking.rules.spot_check_percent) if calls > 1 else 0
        count = min(count, calls * asking.rules.batch_size - comments)
        # The calls of the bare plan take a little longer each, and are not to become more.
        pace = replace(asking.rules.pace, in_flight=min(asking.rules.pace.in_flight, calls))
        while repeated := sampled(short, count, self.seed):
            items = _with_repeats(comments, len(repeated))
            longest = max(len(self.texts[at]) for at in repeated)
            lengths = [longest if at is None else len(self.texts[at]) for at in items]
            plan = self._planned(lengths, pace, max(asking.within, bare.seconds) * len(items) / comments)
            if len(plan.batches) <= calls:
                return repeated, items, plan
            count //= 2  # their characters or tokens do not fit
        return [], list(range(comments)), bare

    def _planned(self, lengths: Sequence[int], pace: Pace, within: float) -> Plan:
        rules, speed = self.asking.rules, self.asking.speed
        return plan_batches(lengths, rules.batch_size, speed, pace, Aim(rules.optimize_for, within), self.tokens_in)

    def estimate(self) -> Estimate:
        """What asking them is likely to take, the repeats included, and the whole job's seconds from the drop."""
        asked, calls, speed = len(self.texts) + len(self.repeated), len(self.plan.batches), self.asking.speed
        tokens_in = round(calls * self.tokens_in.per_call + asked * self.tokens_in.per_comment)
        tokens_out = round(asked * speed.tokens_per_comment)
        return Estimate(
            calls=calls,
            tokens_in=tokens_in,
            tokens_out=tokens_out,
            cost_micro_usd=cost_micro_usd(self.asking.rules.model, tokens_in, tokens_out),
            seconds=round(self.asking.elapsed + self.plan.seconds + self.asking.beside, 1),
        )

    def batches(self) -> Iterator[tuple[int, list[tuple[int, bool]]]]:
        """Each batch: when its call is due, in milliseconds, and its comments' positions, True for a repeat.

        A repeat is in another batch than the comment's first place.
        """
        chosen = [[self.items[at] for at in batch.positions] for batch in self.plan.batches]
        repeats = iter(in_other_batches(chosen, self.repeated))
        for planned, items in zip(self.plan.batches, chosen, strict=True):
            filled = ((next(repeats), True) if at is None else (at, False) for at in items)
            yield planned.start_ms, [(at, repeat) for at, repeat in filled if at is not None]


def _with_repeats(comments: int, repeats: int) -> list[int | None]:
    """So many comments by their positions, and a None for each repeat, spread evenly."""
    before = [(2 * slot + 1) * comments // (2 * repeats) for slot in range(repeats)]
    items: list[int | None] = []
    for start, end in pairwise([0, *before, comments]):
        items += [*range(start, end), None]
    return items[:-1]


@dataclass(frozen=True, slots=True)
class Work:
    """Batches by number, from 1, and how many of them are given out at once."""

    batches: list[Batch]
    window: int

    @property
    def spot_checks(self) -> int:
        """How many comments are asked twice."""
        return sum(comment.repeat for batch in self.batches for comment in batch.comments)


def work_of(
    job_id: str,
    comments: Sequence[BatchComment],
    rows: Sequence[int],
    groups: Sequence[NpsGroup | None],
    lenders: Mapping[str, str],
    asking: Asking,
) -> Work:
    """The batches of a job.

    comments: those that the cache lacks; rows and groups: how many rows each comment of the survey has, and its NPS
    group, by its number; lenders: by cache key, the job that asks for a comment already.
    """
    mine = [comment for comment in comments if comment.key not in lenders]
    order = dealt([groups[comment.comment] for comment in mine], [len(comment.text) for comment in mine], job_id)
    asked = [mine[at] for at in order]
    schedule = Schedule([comment.text for comment in asked], asking, job_id)
    batches = []
    for start_ms, places in schedule.batches():
        chosen = tuple(replace(asked[at], repeat=True) if repeat else asked[at] for at, repeat in places)
        batches.append(Batch(_rows(chosen, rows), chosen, BatchKind.ASK, start_ms, _seconds(len(chosen), asking)))
    others = _borrowed(comments, rows, lenders, asking)
    # Where all that is asked is given out at once, so is the rest.
    window = schedule.plan.window if schedule.plan.window < len(batches) else len(batches) + len(others)
    return Work(batches + others, 1 if asking.rules.pace.in_flight == 1 else window)


def _borrowed(
    comments: Sequence[BatchComment], rows: Sequence[int], lenders: Mapping[str, str], asking: Asking
) -> list[Batch]:
    """No larger than batches that are asked: what its lender does not answer is asked in one call."""
    borrowed = [comment for comment in comments if comment.key in lenders]
    chars = list(accumulate((len(comment.text) for comment in borrowed), initial=0))
    parts = [tuple(borrowed[a:b]) for a, b in pairwise(cut(chars, [], asking.rules.batch_size, MAX_BATCH_CHARS))]
    return [
        Batch(
            _rows(part, rows),
            part,
            BatchKind.BORROWED,
            BORROWED_START_MS,
            _seconds(len(part), asking),
            tuple(sorted({lenders[comment.key] for comment in part})),
        )
        for part in parts
    ]


def _seconds(comments: int, asking: Asking) -> float:
    """How long a call for so many comments should take."""
    return round(asking.speed.call_seconds(comments), 2)


def shared_out(numbers: Sequence[int], workers: int) -> list[Sequence[int]]:
    """The batches handed out in turn to at most so many workers, so that each has early and late ones."""
    hands = min(workers, math.ceil(len(numbers) / WORTH_A_WORKER))
    return [numbers[hand::hands] for hand in range(hands)]


def _rows(comments: Sequence[BatchComment], rows: Sequence[int]) -> int:
    """Rows of the input that hang on the answers; a repeat has none."""
    return sum(rows[comment.comment] for comment in comments if not comment.repeat)
