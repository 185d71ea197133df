"""A whole job over memory adapters, with the real adapter of the model against a stand-in that goes wrong."""

import asyncio
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from feedback.adapters.openai_analyzer import OpenAiAnalyzer
from feedback.domain.calls import ModelReply
from feedback.domain.errors import TransientModelError
from feedback.domain.job import Job, dropped_job_id, sidecar_keys
from feedback.domain.models import Cell, Detail
from feedback.domain.prompts import ModelRequest
from tests.builders import SOURCE
from tests.world import World
from tools.standin import StandIn

JOB = dropped_job_id(SOURCE)
MAX_RECEIVES = 3
"""So often a message is delivered before it goes to the dead letters."""

FUNCTION_SECONDS = 115
LONG_PATIENCE, SHORT_PATIENCE, NO_PATIENCE = 30.0, 0.2, 0.05
"""Seconds until a call counts as timed out: where no call hangs, some do, or all. An answer takes some 0.005."""

COMMENTS = (
    "The staff were very kind",
    "Far too expensive for what it is",
    "The parcel arrived two weeks late",
    "I love the design",
    "The app crashes all the time, I am furious",
    "Nobody answered the phone",
    "Excellent quality, worth every cent",
    "The website is confusing",
    "I cancelled my contract, never again",
    "Easy to set up and it works perfectly",
    "They charged me twice and would not refund me",
    "The box was damaged",
    "Great service, but the prices are too high",
    "I trust them with my data",
    "It is okay",
    "Muy buena atención, estoy encantado",
    "El envío llegó tarde y roto",
    "No lo recomiendo, es una estafa",
    "Precio excelente",
    "La aplicación es difícil de usar",
    "Todo perfecto, volveré a comprar",
    "El personal fue muy maleducado",
    "Sehr guter Kundendienst",
    "Le produit est cassé",
)
"""Each has another analysis. See test_every_fault.test_no_two_comments_have_the_same_analysis."""

ROWS: list[list[Cell]] = [
    [None if n % 9 == 4 else n % 11, text]
    for n, text in enumerate([*COMMENTS[:5], "", *COMMENTS[5:], COMMENTS[2], None, COMMENTS[20]])
]
RATINGS = [row[0] for row in ROWS if isinstance(row[0], int)]
BLANKS = sum(not row[1] for row in ROWS)


class Impatient:
    """CommentAnalyzer that waits no longer than so many seconds, whatever it is allowed."""

    def __init__(self, analyzer: OpenAiAnalyzer, patience: float) -> None:
        self._analyzer = analyzer
        self._patience = patience

    async def ready(self) -> None:
        await self._analyzer.ready()

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        return await self._analyzer.ask(request, min(timeout, self._patience))


@dataclass(frozen=True)
class Message:
    """The batches of a message, and how often it was delivered and failed."""

    numbers: tuple[int, ...]
    receives: int = 0


@dataclass(frozen=True)
class Ended:
    """A job after its end, and what the stand-in counted; seen is StandIn.stats()."""

    world: World
    seen: dict[str, Any]
    detail: Detail

    @property
    def job(self) -> Job:
        return self.world.job(JOB)

    @property
    def report(self) -> dict[str, Any]:
        return self.world.report(JOB)

    @property
    def rows(self) -> list[dict[str, Any]]:
        return self.world.result_rows(JOB)

    @property
    def states(self) -> Counter[str]:
        return Counter(row["ledger_state"] for row in self.rows)


class Line:
    """One event loop and one client of the stand-in, for many jobs one after another."""

    def __init__(self, server: StandIn, runner: asyncio.Runner) -> None:
        self._server = server
        self._runner = runner
        self._analyzer = OpenAiAnalyzer("any-key", "gpt-6-luna", server.base_url)

    def run(
        self,
        *faults: dict[str, Any],
        parallel: bool = True,
        detail: Detail = Detail.SCORES,
        batch_size: int = 8,
        spot_check_percent: float = 0,
        seed: int = 0,
        timing: str = "none",
    ) -> Ended:
        """Drop the survey, and deliver messages until none is left; the faults are in force all the time."""
        self._server.restore()
        self._server.reset_stats()
        self._server.configure(faults=list(faults), seed=seed, timing=timing)
        world = World(
            parallel=parallel,
            batch_size=batch_size,
            analyzer=Impatient(self._analyzer, _patience(faults)),
            spot_check_percent=spot_check_percent,
        )
        self._runner.run(_to_its_end(world, detail))
        ended = Ended(world, self._server.stats(), detail)
        assert ended.job.state.ended, "the job stands still, with nothing left in the queues"
        return ended

    def again(self, earlier: Ended) -> Ended:
        """The same file once more, over the earlier job's cache, now without faults."""
        self._server.restore()
        self._server.reset_stats()
        world = World(batch_size=8, analyzer=Impatient(self._analyzer, LONG_PATIENCE))
        world.cache = earlier.world.memory_cache
        self._runner.run(_to_its_end(world, earlier.detail))
        return Ended(world, self._server.stats(), earlier.detail)


def _patience(faults: Sequence[dict[str, Any]]) -> float:
    hanging = [fault for fault in faults if fault["kind"] == "timeout_hang" and "seconds" not in fault]
    if {"kind": "timeout_hang"} in hanging:
        return NO_PATIENCE
    return SHORT_PATIENCE if hanging else LONG_PATIENCE


@contextmanager
def line_to(server: StandIn) -> Iterator[Line]:
    with asyncio.Runner() as runner:
        yield Line(server, runner)


async def _to_its_end(world: World, detail: Detail) -> None:
    """All messages that wait are at work at once; one that fails comes again, and goes to the dead letters in the end.

    Anything but the failure that the product knows of is raised.
    """
    size = world.drop(ROWS)
    world.uploads.put(sidecar_keys(SOURCE.key)[0], json.dumps({"detail": detail.value}).encode())
    world.parser().parse(SOURCE, size, "message-1")
    analyzer = world.messages()
    again: list[Message] = []
    while messages := again + _taken(world):
        deadline = world.clock.seconds() + FUNCTION_SECONDS
        deliveries = (analyzer.deliver(JOB, message.numbers, deadline) for message in messages)
        results = await asyncio.gather(*deliveries, return_exceptions=True)
        failed = list(_failed(messages, results))
        again = [message for message in failed if message.receives < MAX_RECEIVES]
        for message in failed:
            if message not in again:
                world.dead_letters().batches_failed(JOB, message.numbers)
    for job_id in world.memory_queue.take_completions():
        world.aggregator().aggregate(job_id)


def _taken(world: World) -> list[Message]:
    sent = world.memory_queue.take_batches()
    world.clock.advance(seconds=max((message.delay for message in sent), default=0))
    return [Message(message.numbers) for message in sent]


def _failed(messages: Sequence[Message], results: Sequence[BaseException | None]) -> Iterator[Message]:
    for message, result in zip(messages, results, strict=True):
        if isinstance(result, TransientModelError):
            yield Message(message.numbers, message.receives + 1)
        elif result is not None:
            raise result
