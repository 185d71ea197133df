"""The batch planner: how many model calls, and how large, so that an analysis ends in time, soonest, or in few calls.

Calls take their turns at the rate limit: the burst at once, then one after another. A call takes the time to its first
token and then that of its tokens. So earlier calls can be larger than later ones and all still end together.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from heapq import heappop, heappush
from itertools import accumulate, pairwise

from feedback.domain.batch_sizes import cut, ending_together
from feedback.domain.limits import REQUEST_BURST_SECONDS
from feedback.domain.speed import Speed

MAX_BATCH_CHARS = 60_000
"""Longest input of one call, in characters, so that a batch of very long comments stays within a model's limits."""

CLOSE_ENOUGH = 1.015
"""Calls are not made for the sake of a time that is shorter by less than this factor."""

CLOSE_ENOUGH_LATE = 1.05
"""The same for a job that can't end within its target: the time is what counts, and yet not at any price."""

WORTH_A_SECOND_CALL = 0.5
"""Seconds: one call is enough where more of them would end sooner by no more than this."""

SHORTEST_TARGET, ROWS_A_SECOND = 5.0, 200
"""A job is to end, drop to results, within so many seconds, or at the pace of so many rows a second."""

PLANNED_PART = 0.9
"""Plans use so much of the target, since calls vary."""


class OptimizeFor(StrEnum):
    """TARGET: the fewest calls that end the job in time, else the least time. TIME: the least time. CALLS: the fewest
    calls there can be."""

    TARGET = "target"
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
class Aim:
    """What a plan is to reach. within: seconds that the analysis may take, of use for TARGET alone."""

    optimize_for: OptimizeFor
    within: float = math.inf


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


def seconds_left(rows: int, elapsed: float, beside: float) -> float:
    """Seconds that the analysis of a job may take, so that the job ends within its target.

    elapsed: since the file was dropped; beside: what the job takes beside its calls from now on. Can be negative.
    """
    return PLANNED_PART * max(SHORTEST_TARGET, rows / ROWS_A_SECOND) - elapsed - beside


def plan_batches(
    lengths: Sequence[int], max_comments: int, speed: Speed, pace: Pace, aim: Aim, tokens_in: TokensIn
) -> Plan:
    """Batches of comments, in order, each of at most max_comments, for calls that are all in flight at once.

    TARGET takes the fewest calls that end within the aim's seconds; where none do, and for TIME, it is the fewest whose
    time is close to the best. One call is enough where more would hardly be faster. All aims size the calls so that
    they end together. Where not all calls fit in flight, batches are full and of equal size. lengths are in characters:
    no batch has more than MAX_BATCH_CHARS unless a single comment has. Nor has a call more tokens than a minute
    allows. ValueError where max_comments is less than 1.
    """
    if max_comments < 1:
        raise ValueError("a batch holds at least one comment")
    if not lengths:
        return Plan((), 0, 0.0)
    course = _Course(speed, pace, tokens_in)
    most = min(max_comments, course.most_a_minute)
    comments, chars = len(lengths), list(accumulate(lengths, initial=0))
    plans: list[tuple[float, list[int]]] = []
    for calls in range(math.ceil(comments / most), min(pace.in_flight, comments) + 1):
        sizes = ending_together(comments, course.starts(calls), most)
        if min(sizes) < 1:
            break  # its turn comes when the others are done, and so would that of any further call
        ends = cut(chars, sizes, most, MAX_BATCH_CHARS)
        if len(ends) - 1 <= pace.in_flight:
            plans.append((course.seconds(ends, pace.in_flight), ends))
    if not plans:
        return _in_a_row(chars, most, course)
    seconds, ends = _chosen(plans, aim)
    return Plan(course.batches(ends), len(ends) - 1, seconds)


def _chosen(plans: Sequence[tuple[float, list[int]]], aim: Aim) -> tuple[float, list[int]]:
    """The plan, as its seconds and the ends of its batches, that the aim asks for."""
    best = min(seconds for seconds, _ in plans)
    allowed = {
        OptimizeFor.TARGET: aim.within if best <= aim.within else CLOSE_ENOUGH_LATE * best,
        OptimizeFor.TIME: CLOSE_ENOUGH * best,
        OptimizeFor.CALLS: math.inf,
    }[aim.optimize_for]
    single = [plan for plan in plans if len(plan[1]) == 2 and plan[0] <= best + WORTH_A_SECOND_CALL]
    fitting = single or [plan for plan in plans if plan[0] <= allowed]
    return min(fitting, key=lambda plan: (len(plan[1]), plan[0]))


@dataclass(frozen=True, slots=True)
class _Course:
    """When calls start and end. ends, wherever they come: 0, and the position after each batch's last comment."""

    speed: Speed
    pace: Pace
    tokens_in: TokensIn

    @property
    def comment_seconds(self) -> float:
        return self.speed.tokens_per_comment / self.speed.tokens_per_second

    @property
    def most_a_minute(self) -> int:
        """Comments whose call has no more tokens than a minute allows; one at least."""
        room = (self.pace.tpm - self.call_tokens(0)) / (self.call_tokens(1) - self.call_tokens(0))
        return max(1, math.floor(min(room, 1e9)))

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
        for call, (start, end) in enumerate(pairwise(ends)):
            tokens += self.call_tokens(end - start)
            free = heappop(flying) if call >= window else 0.0
            heappush(flying, max(free, self.turn(call), self.refilled(tokens)) + self.speed.call_seconds(end - start))
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
    longest = course.speed.call_seconds(max(end - start for start, end in pairwise(ends)))
    # As many as go while one is answered, and half of them again because answers vary.
    window = min(pace.in_flight, calls, math.ceil(1.5 * calls / going * longest) + 2)
    return Plan(course.batches(ends), window, course.seconds(ends, window))
