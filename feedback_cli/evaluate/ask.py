"""Asking the model: every call as the product makes it, but without its second tries for lost comments."""

import asyncio
import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from feedback.domain.answers import MISSING, REPEATED, read_answer
from feedback.domain.calls import ModelReply, reply_usage
from feedback.domain.codebook import Codebook
from feedback.domain.errors import TransientModelError
from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest, comment_id, estimated_tokens
from feedback.ports import CommentAnalyzer
from feedback_cli.evaluate.plan import Pass, request_of

TRIES = 5
CALL_SECONDS = 120.0
_FIRST_WAIT, _LONGEST_WAIT = 0.5, 20.0


class Outcome(StrEnum):
    """What became of a comment in one pass. unanswered: its call failed, which says nothing about the model."""

    ANSWERED = "answered"
    MISSING = "missing"
    REPEATED = "repeated"
    MALFORMED = "malformed"
    UNANSWERED = "unanswered"


_OUTCOMES = {MISSING: Outcome.MISSING, REPEATED: Outcome.REPEATED}


@dataclass(slots=True)
class Asked:
    """What a pass brought, by the comments' places. ids are those they had in their calls.

    unknown counts ids in answers that were not asked for; problems counts whole answers that were cut off, empty or
    refused; seconds is the pass from its first call to its last answer.
    """

    planned: Pass
    codes: dict[int, str] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)
    ids: dict[int, int] = field(default_factory=dict)
    unknown: int = 0
    problems: Counter[str] = field(default_factory=Counter)
    usage: Usage = field(default_factory=Usage)
    seconds: float = 0.0
    stand_in: bool = False


class Pacer:
    """Calls start evenly at no more than rps a second and, by their estimated tokens, tpm a minute."""

    def __init__(self, rps: float, tpm: float) -> None:
        self._rps = rps
        self._tpm = tpm
        self._free_at = 0.0

    async def turn(self, tokens: int) -> None:
        now = time.monotonic()
        start = max(now, self._free_at)
        self._free_at = start + max(1 / self._rps, 60 * tokens / self._tpm)
        await asyncio.sleep(start - now)


@dataclass(frozen=True, slots=True)
class Asker:
    """in_flight is how many calls may be under way at once; on_call is told of every call that has ended."""

    analyzer: CommentAnalyzer
    model: str
    codebook: Codebook
    pacer: Pacer
    in_flight: int
    on_call: Callable[[], None]

    async def ask(self, planned: Pass, texts: Sequence[str]) -> Asked:
        """All calls of a pass. Raises FatalModelError where the provider will answer none."""
        asked = Asked(planned)
        begun = time.monotonic()
        at_once = asyncio.Semaphore(self.in_flight)

        async def one(batch: Sequence[int]) -> None:
            request = request_of(batch, texts, self.codebook)
            async with at_once:
                reply = await self._reply(request, asked)
            _note(asked, batch, request, reply)
            self.on_call()

        await asyncio.gather(*map(one, planned.batches))
        asked.seconds = time.monotonic() - begun
        return asked

    async def _reply(self, request: ModelRequest, asked: Asked) -> ModelReply | None:
        """The model's reply, None where TRIES calls failed"""
        for attempt in range(TRIES):
            await self.pacer.turn(sum(estimated_tokens(request)))
            try:
                reply = await self.analyzer.ask(request, CALL_SECONDS)
            except TransientModelError as error:
                asked.usage += Usage(calls=1, failed_calls=1, rate_limited=int(error.rate_limited))
                if attempt + 1 < TRIES:
                    await asyncio.sleep(_wait(attempt, error.retry_after))
            else:
                asked.usage += Usage(1) + reply_usage(reply, self.model)
                return reply
        return None


def _wait(attempt: int, retry_after: float | None) -> float:
    """Seconds until the next try: what the provider asks for, and full jitter."""
    return (retry_after or 0) + random.uniform(0, min(_LONGEST_WAIT, _FIRST_WAIT * 2**attempt))  # noqa: S311


def _note(asked: Asked, batch: Sequence[int], request: ModelRequest, reply: ModelReply | None) -> None:
    """Write down what became of a batch's comments."""
    ids = {at: comment_id(place) for place, at in enumerate(batch, 1)}
    asked.ids |= ids
    if reply is None:
        asked.outcomes |= dict.fromkeys(ids, Outcome.UNANSWERED)
        return
    answers = read_answer(reply.content, request)
    for at, number in ids.items():
        if number in answers.codes:
            asked.codes[at] = answers.codes[number]
            asked.outcomes[at] = Outcome.ANSWERED
        else:
            asked.outcomes[at] = _OUTCOMES.get(answers.problems[number], Outcome.MALFORMED)
    asked.unknown += answers.unknown
    asked.problems.update([reply.problem] if reply.problem else [])
    asked.stand_in = asked.stand_in or reply.stand_in
