"""One model call: its turn at the limiter, its share of the budget, and further tries where they may help."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from feedback.domain.calls import CallRecord, ModelReply, reply_usage
from feedback.domain.errors import ModelError, NotYourTurnError, TransientModelError
from feedback.domain.model_catalog import most_micro_usd
from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest, estimated_tokens, most_tokens
from feedback.domain.speed import CallSums
from feedback.ports import CommentAnalyzer, RateLimiter
from feedback.services.purse import Purse

MAX_TRIES = 5
"""How often one call is tried before its message goes back to the queue."""

HORIZON = 2.0
"""Seconds: no turn is taken that lies further ahead, so that another job's turns can come between."""

_BACKOFF_BASE, _BACKOFF_CAP = 0.5, 8.0
_SHORTEST_CALL = 5.0
_SHORTEST_PATIENCE = 15.0
_PATIENCE = 4
_LATE = 0.1

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Assignment:
    """What all calls of one batch have in common.

    template: a request without comments. deadline is on the caller's clock; expected: seconds that a call should take.
    on_call learns of every call, also of one that failed.
    """

    job_id: str
    template: ModelRequest
    deadline: float
    expected: float
    on_call: Callable[[CallRecord], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class ModelCaller:
    """call_timeout: the longest that one call may take, in seconds. clock is monotonic, in seconds.

    sleep and uniform are injected for tests.
    """

    analyzer: CommentAnalyzer
    limiter: RateLimiter
    purse: Purse
    model: str
    call_timeout: float
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    uniform: Callable[[float, float], float] = field(default=random.uniform)

    async def call(self, request: ModelRequest, task: Assignment, rounds: int) -> ModelReply:
        """One call at the limiter's pace, tried again with full jitter where that may help.

        Raises NotYourTurnError, BudgetError, FatalModelError, or TransientModelError after MAX_TRIES or near the
        deadline.
        """
        for attempt in range(1, MAX_TRIES + 1):
            try:
                return await self._try(request, task, attempt, rounds)
            except TransientModelError as error:
                pause = self.uniform(0, min(_BACKOFF_CAP, _BACKOFF_BASE * 2**attempt))
                if attempt == MAX_TRIES or self.clock() + pause + _SHORTEST_CALL > task.deadline:
                    raise
                _log.warning("model call failed, trying again", extra={"attempt": attempt, "error": str(error)})
                await self.sleep(pause)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _try(self, request: ModelRequest, task: Assignment, attempt: int, rounds: int) -> ModelReply:
        await self.analyzer.ready()  # not after the turn: what waits for a key then goes late, and all at once
        planned = sum(estimated_tokens(request))
        reserved = most_micro_usd(self.model, *most_tokens(request)) or 0
        month = await asyncio.to_thread(self.purse.reserve, reserved)
        begun = self.clock()
        try:
            await self._turn(task, planned)
        except BaseException:
            await asyncio.to_thread(self.purse.settle, month, -reserved)
            raise
        sent = self.clock()
        try:
            reply, error = await self._send(request, self._timeout(task, attempt))
        except BaseException:  # broken off: nobody knows what was spent, so all of it stays reserved
            await asyncio.to_thread(self._settle, month, 0, 0)
            raise
        seconds = self.clock() - sent
        record = CallRecord(
            comments=len(request.comments),
            attempt=attempt,
            round=rounds,
            waited=sent - begun,
            seconds=seconds,
            usage=_usage(reply, error, self.model, attempt, rounds, sent - begun),
            sums=_sums(request, reply, seconds),
            stand_in=reply.stand_in if reply else False,
            error=error.code if error else (reply and reply.problem) or "",
        )
        await asyncio.gather(
            task.on_call(record), asyncio.to_thread(self._after, reply, error, month, reserved, planned, seconds)
        )
        if error:
            raise error
        assert reply is not None  # noqa: S101 - for mypy: a call ends with one of the two
        return reply

    def _timeout(self, task: Assignment, attempt: int) -> float:
        """Much longer than the call should take, and longer with each try: the expectation may be wrong."""
        patience = max(_SHORTEST_PATIENCE, _PATIENCE * task.expected) * 2.0 ** (attempt - 1)
        return min(self.call_timeout, patience, task.deadline - self.clock())

    async def _send(self, request: ModelRequest, timeout: float) -> tuple[ModelReply | None, ModelError | None]:
        try:
            return await self.analyzer.ask(request, timeout), None
        except ModelError as error:
            return None, error

    async def _turn(self, task: Assignment, tokens: int) -> None:
        """Wait for a turn at the limiter. One that was overslept is given back: late callers would come in a bunch."""
        while True:
            room = task.deadline - self.clock() - _SHORTEST_CALL
            try:
                wait = await asyncio.to_thread(self.limiter.take, task.job_id, tokens, min(HORIZON, room))
            except NotYourTurnError as error:
                if error.wait > room:
                    raise
                await self.sleep(self.uniform(0.5, 1) * min(error.wait, HORIZON))
                continue
            go_at = self.clock() + wait
            if wait > 0:
                await self._sleep_until(wait, tokens)
            if self.clock() - go_at <= _LATE:
                return
            await asyncio.to_thread(self.limiter.settle, -tokens)

    async def _sleep_until(self, wait: float, tokens: int) -> None:
        """Sleep until the turn; one that is broken off gives its turn back."""
        try:
            await self.sleep(wait)
        except BaseException:
            await asyncio.to_thread(self.limiter.settle, -tokens)
            raise

    def _after(
        self,
        reply: ModelReply | None,
        error: ModelError | None,
        month: str,
        reserved: int,
        planned: int,
        seconds: float,
    ) -> None:
        if reply:
            cost = reply_usage(reply, self.model).cost_micro_usd
            # What can't be priced, such as an unknown service tier, stays reserved.
            self._settle(month, 0 if cost is None else cost - reserved, reply.tokens_in + reply.tokens_out - planned)
            pause = reply.hold_back - seconds
        else:
            assert error is not None  # noqa: S101 - for mypy: a call ends with one of the two
            # An error status costs nothing; after a time-out nobody knows, so it stays reserved.
            self._settle(month, -reserved if error.answered else 0, 0)
            pause = (error.retry_after or 0.0) if isinstance(error, TransientModelError) else 0.0
        if pause > 0:
            self.limiter.push_back(pause)

    def _settle(self, month: str, micro_usd: int, tokens: int) -> None:
        try:
            self.purse.settle(month, micro_usd)
        finally:
            self.limiter.settle(tokens)


def _usage(
    reply: ModelReply | None, error: ModelError | None, model: str, attempt: int, rounds: int, waited: float
) -> Usage:
    base = Usage(calls=1, retries=int(attempt > 1), splits=int(rounds > 0), waited_ms=round(waited * 1000))
    if reply is None:
        return base + Usage(failed_calls=1, rate_limited=int(error is not None and error.rate_limited))
    return base + reply_usage(reply, model)


def _sums(request: ModelRequest, reply: ModelReply | None, seconds: float) -> CallSums:
    """Only whole answers teach how fast the model is."""
    if reply is None or reply.problem or not reply.tokens_out:
        return CallSums()
    return CallSums.of(len(request.comments), reply.tokens_out, seconds)
