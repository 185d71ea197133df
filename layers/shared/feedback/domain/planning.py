"""The batch planner: how many model calls, and how large, so that an analysis ends soonest, or in the fewest calls.

Calls take their turns at the rate limit: the burst at once, then one after another. A call takes the time to its first
token and then that of its tokens. So earlier calls can be larger than later ones and all still end together.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from itertools import accumulate, chain, pairwise, repeat

from feedback.domain.batch_sizes import cut, ending_together
from feedback.domain.limits import REQUEST_BURST_SECONDS
from feedback.domain.speed import Speed

MAX_BATCH_CHARS = 60_000
"""Longest input of one call, in characters, so that a batch of very long comments stays within a model's limits."""

CLOSE_ENOUGH = 1.015
"""Calls are not made for the sake of a time that is shorter by less than this factor."""


class OptimizeFor(StrEnum):
    TIME = "time"
    CALLS = "calls"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast calls may be made: a second, tokens a minute, and how many at once."""

    rps: float
    tpm: float
    in_flight: int


@dataclass(frozen=True, slots=True)
class TokensIn:
    """Input tokens: of a call without comments, and on average of one comment. They count for the token limit only."""

    per_call: int
    per_comment: float


@dataclass(frozen=True, slots=True)
class PlannedBatch:
    """positions of its comments; start_ms: when its call is due, in milliseconds after the analysis began."""

    positions: tuple[int, ...]
    start_ms: int


@dataclass(frozen=True, slots=True)
class Plan:
    """window: how many batches are given out at once, the rest following one by one as batches end.

    seconds: the time from the analysis' beginning to its last answer.
    """

    batches: tuple[PlannedBatch, ...]
    window: int
    seconds: float


def plan_batches(
    lengths: Sequence[int],
    max_comments: int,
    speed: Speed,
    pace: Pace,
    optimize_for: OptimizeFor,
    tokens_in: TokensIn,
    last_calls: int = 0,
) -> Plan:
    """Batches of comments, in order, each of at most max_comments, for calls that are all in flight at once.

    TIME takes the fewest calls whose time is within 1.5 % of the best, CALLS the fewest there can be; both size them so
    that they end together. Where not all fit in flight, batches are full and of equal size. lengths are in characters:
    no batch has more than MAX_BATCH_CHARS unless a single comment has. last_calls calls of one comment each take their
    turns after the batches. ValueError where max_comments is less than 1.
    """
    if max_comments < 1:
        raise ValueError("a batch holds at least one comment")
    if not lengths:
        return Plan((), 0, 0.0)
    course = _Course(speed, pace, tokens_in, last_calls)
    comments, chars = len(lengths), list(accumulate(lengths, initial=0))
    plans: list[tuple[float, list[int]]] = []
    for calls in range(math.ceil(comments / max_comments), min(pace.in_flight, comments) + 1):
        sizes = ending_together(comments, course.starts(calls), max_comments)
        if min(sizes) < 1:
            break  # its turn comes when the others are done, and so would that of any further call
        ends = cut(chars, sizes, max_comments, MAX_BATCH_CHARS)
        if len(ends) - 1 <= pace.in_flight:
            plans.append((course.seconds(ends, pace.in_flight), ends))
    if not plans:
        return _in_a_row(chars, max_comments, course)
    allowed = math.inf if optimize_for is OptimizeFor.CALLS else CLOSE_ENOUGH * min(plans)[0]
    seconds, ends = min((plan for plan in plans if plan[0] <= allowed), key=lambda plan: (len(plan[1]), plan[0]))
    return Plan(course.batches(ends), len(ends) - 1, seconds)


@dataclass(frozen=True, slots=True)
class _Course:
    """When calls start and end. ends, wherever they come: 0, and the position after each batch's last comment."""

    speed: Speed
    pace: Pace
    tokens_in: TokensIn
    last_calls: int

    @property
    def comment_seconds(self) -> float:
        return self.speed.tokens_per_comment / self.speed.tokens_per_second

    def call_seconds(self, comments: int) -> float:
        return self.speed.first_token + comments * self.comment_seconds

    def call_tokens(self, comments: int) -> float:
        return self.tokens_in.per_call + comments * (self.tokens_in.per_comment + self.speed.tokens_per_comment)

    def turn(self, call: int) -> float:
        """The second in which the request limit lets the call go, counted from 0. As take_turn in limits."""
        burst = math.floor(max(1.0, REQUEST_BURST_SECONDS * self.pace.rps))
        return max(0, call - burst + 1) / self.pace.rps

    def starts(self, calls: int) -> list[float]:
        """The turns, in times that one comment takes."""
        return [self.turn(call) / self.comment_seconds for call in range(calls)]

    def refilled(self, tokens: float) -> float:
        """The second in which the token limit lets the last of them go. A minute's worth are there at once."""
        return max(0.0, tokens / self.pace.tpm - 1) * 60

    def seconds(self, ends: Sequence[int], window: int) -> float:
        """Until the last call ends, with so many at a time."""
        tokens, flying = 0.0, list[float]()
        sizes = chain((end - start for start, end in pairwise(ends)), repeat(1, self.last_calls))
        for call, comments in enumerate(sizes):
            tokens += self.call_tokens(comments)
            free = heappop(flying) if call >= window else 0.0
            heappush(flying, max(free, self.turn(call), self.refilled(tokens)) + self.call_seconds(comments))
        return max(flying)

    def batches(self, ends: Sequence[int]) -> tuple[PlannedBatch, ...]:
        # One at a time, a batch is due once the one before has ended.
        turns = [0.0 if self.pace.in_flight == 1 else self.turn(call) for call in range(len(ends) - 1)]
        return tuple(
            PlannedBatch(tuple(range(start, end)), round(turn * 1000))
            for (start, end), turn in zip(pairwise(ends), turns, strict=True)
        )


def _in_a_row(chars: Sequence[int], most: int, course: _Course) -> Plan:
    """More comments than calls in flight can hold: full batches, and as many out at once as keep the limits busy."""
    comments, pace = len(chars) - 1, course.pace
    calls = math.ceil(comments / most)
    ends = cut(chars, [comments // calls + (call < comments % calls) for call in range(calls)], most, MAX_BATCH_CHARS)
    calls = len(ends) - 1
    tokens = calls * course.call_tokens(0) + comments * (course.call_tokens(1) - course.call_tokens(0))
    going = max(course.turn(calls - 1), course.refilled(tokens), 0.001)
    longest = course.call_seconds(max(end - start for start, end in pairwise(ends)))
    # As many as go while one is answered, and half of them again because answers vary.
    window = min(pace.in_flight, calls, math.ceil(1.5 * calls / going * longest) + 2)
    return Plan(course.batches(ends), window, course.seconds(ends, window))
