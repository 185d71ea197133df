"""Ask the model about a batch until every comment has an answer or a reason: turns, budget, retries, halves."""

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from feedback.domain.codebook import Codebook
from feedback.domain.codec import Answers, read_answer
from feedback.domain.errors import ModelError, TransientModelError
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest, estimated_tokens, most_tokens
from feedback.ports import Budget, CommentAnalyzer, ModelReply, RateLimiter

MAX_ROUNDS = 3
"""How often what is missing or malformed is asked again."""

MAX_TRIES = 5
"""How often one call is tried before its message goes back to the queue."""

_BACKOFF_BASE, _BACKOFF_CAP = 0.5, 8.0
_SHORTEST_CALL = 5.0
_LATE = 0.1

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AskRules:
    """parallel: no two calls at a time where False. call_timeout in seconds."""

    model: str
    codebook: Codebook
    parallel: bool
    call_timeout: float


@dataclass(frozen=True, slots=True)
class Asker:
    """sleep and uniform are injected for tests; clock is monotonic, in seconds. on_call learns each call's usage."""

    analyzer: CommentAnalyzer
    limiter: RateLimiter
    budget: Budget
    rules: AskRules
    clock: Callable[[], float]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    uniform: Callable[[float, float], float] = field(default=random.uniform)

    async def ask(
        self,
        comments: Mapping[int, str],
        found: dict[int, str],
        deadline: float,
        on_call: Callable[[Usage, bool], Awaitable[None]],
    ) -> dict[int, str]:
        """Put the code of every comment the model could code into found; the reasons for the others are returned.

        comments are texts by id (1…999). found keeps what was answered also where an error is raised:
        NotYourTurnError, BudgetError, FatalModelError, or TransientModelError after MAX_TRIES or near the deadline.
        """
        problems: dict[int, str] = {}
        groups = [dict(comments)] if comments else []
        for _ in range(1 + MAX_ROUNDS):
            problems = {}
            for answers in await self._ask_groups(groups, found, deadline, on_call):
                problems |= answers.problems
            if not problems:
                break
            groups = [half for group in groups for half in _halves({n: t for n, t in group.items() if n in problems})]
        return problems

    async def _ask_groups(
        self,
        groups: list[dict[int, str]],
        found: dict[int, str],
        deadline: float,
        on_call: Callable[[Usage, bool], Awaitable[None]],
    ) -> list[Answers]:
        async def ask_group(group: dict[int, str]) -> Answers:
            request = ModelRequest(group, self.rules.codebook)
            reply = await self._call(request, deadline, on_call)
            answers = read_answer(reply.content, group.keys(), self.rules.codebook)
            found.update(answers.codes)
            if reply.problem:
                return Answers(answers.codes, dict.fromkeys(answers.problems, reply.problem))
            return answers

        if not self.rules.parallel:
            return [await ask_group(group) for group in groups]
        results = await asyncio.gather(*map(ask_group, groups), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result
        return [result for result in results if isinstance(result, Answers)]

    async def _call(
        self, request: ModelRequest, deadline: float, on_call: Callable[[Usage, bool], Awaitable[None]]
    ) -> ModelReply:
        """One call at the limiter's pace, tried again with full jitter where that may help."""
        for attempt in range(1, MAX_TRIES + 1):
            try:
                return await self._try_call(request, deadline, on_call)
            except TransientModelError as error:
                pause = self.uniform(0, min(_BACKOFF_CAP, _BACKOFF_BASE * 2**attempt))
                if attempt == MAX_TRIES or self.clock() + pause + _SHORTEST_CALL > deadline:
                    raise
                _log.warning("model call failed, trying again", extra={"attempt": attempt, "error": str(error)})
                await self.sleep(pause)
        raise AssertionError("unreachable: the last attempt returns or raises")

    async def _try_call(
        self, request: ModelRequest, deadline: float, on_call: Callable[[Usage, bool], Awaitable[None]]
    ) -> ModelReply:
        planned_in, planned_out = estimated_tokens(request)
        planned = planned_in + planned_out
        reserved = cost_micro_usd(self.rules.model, *most_tokens(request)) or 0
        await asyncio.to_thread(self.budget.reserve, reserved)
        try:
            await self._turn(planned, deadline)
        except BaseException:
            await asyncio.to_thread(self.budget.settle, -reserved)
            raise
        timeout = min(self.rules.call_timeout, deadline - self.clock())
        try:
            reply = await self.analyzer.ask(request, timeout)
        except ModelError as error:
            if isinstance(error, TransientModelError) and error.retry_after:
                await asyncio.to_thread(self.limiter.push_back, error.retry_after)
            if error.answered:  # an error status costs nothing; after a time-out nobody knows, so it stays reserved
                await asyncio.to_thread(self.budget.settle, -reserved)
            await on_call(Usage(calls=1, failed_calls=1, rate_limited=int(error.rate_limited)), False)
            raise
        await self._settle(reply, planned, reserved, on_call)
        return reply

    async def _turn(self, tokens: int, deadline: float) -> None:
        """Wait for a turn at the limiter. One that was overslept is given back: late callers would come in a bunch."""
        while True:
            wait = await asyncio.to_thread(self.limiter.take, tokens, deadline - self.clock() - _SHORTEST_CALL)
            go_at = self.clock() + wait
            if wait > 0:
                await self.sleep(wait)
            if self.clock() - go_at <= _LATE:
                return
            await asyncio.to_thread(self.limiter.settle, -tokens)

    async def _settle(
        self, reply: ModelReply, planned: int, reserved: int, on_call: Callable[[Usage, bool], Awaitable[None]]
    ) -> None:
        cost = cost_micro_usd(self.rules.model, reply.tokens_in, reply.tokens_out, reply.tokens_cached)
        usage = Usage(1, reply.tokens_in, reply.tokens_out, cost)
        await asyncio.gather(
            on_call(usage, reply.stand_in),
            asyncio.to_thread(self.limiter.settle, reply.tokens_in + reply.tokens_out - planned),
            asyncio.to_thread(self.budget.settle, (cost or 0) - reserved),
        )


def _halves(group: dict[int, str]) -> list[dict[int, str]]:
    """What is left of a group, cut in two; one comment alone stays alone, nothing stays nothing."""
    items = list(group.items())
    middle = (len(items) + 1) // 2
    return [dict(part) for part in (items[:middle], items[middle:]) if part]
