"""Runs jobs through queues that repeat, reorder and lose messages, with ports and a model that fail at random."""

import asyncio
import random
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, cast

from feedback.domain.calls import ModelReply
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.job import Job, Source, dropped_job_id
from feedback.domain.limits import LimitRates
from feedback.domain.models import Cell
from feedback.domain.prompts import ModelRequest
from feedback.ports import SurveyReader
from tests.builders import SOURCE
from tests.fakes import code_for, items_for, reply
from tests.world import World

MAX_RECEIVES = 3
"""So often a message is delivered before it goes to the dead-letter queue."""


class Crash(BaseException):
    """The process died here: nothing that handles errors goes on."""


class Crashing:
    """A port whose calls die now and then, before they have done anything or after they have done all."""

    def __init__(self, target: object, dice: random.Random, chance: float) -> None:
        self._target = target
        self._dice = dice
        self._chance = chance

    def __getattr__(self, name: str) -> Any:
        method = getattr(self._target, name)

        def call(*args: Any, **options: Any) -> Any:
            fate = self._dice.random()
            if fate < self._chance / 2:
                raise Crash(f"before {name}")
            result = method(*args, **options)
            if fate > 1 - self._chance / 2:
                raise Crash(f"after {name}")
            return result

        return call


class Mood(StrEnum):
    STEADY = "steady"
    MOODY = "moody"
    DOWN = "down"


class MoodyModel:
    """CommentAnalyzer that answers rightly; where moody also partly, wrongly, not at all, or dies; where down never."""

    def __init__(self, dice: random.Random, mood: Mood) -> None:
        self._dice = dice
        self._mood = mood
        self._running = 0
        self.most_at_once = 0

    async def ready(self) -> None: ...

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        self._running += 1
        self.most_at_once = max(self.most_at_once, self._running)
        try:
            await asyncio.sleep(0)
            return self._answer(request)
        finally:
            self._running -= 1

    def _answer(self, request: ModelRequest) -> ModelReply:
        items = items_for(request.comments)
        mood = {Mood.STEADY: 1.0, Mood.MOODY: self._dice.random(), Mood.DOWN: 0.1}[self._mood]
        if mood < 0.05:
            raise Crash("in the model call")
        if mood < 0.15:
            raise TransientModelError("status 503", answered=True)
        if mood < 0.2:
            raise TransientModelError("status 429", answered=True, rate_limited=True, retry_after=90)
        if mood < 0.22:
            raise FatalModelError("You exceeded your current quota.")
        if mood < 0.5:
            return reply(self._dice.sample(items, self._dice.randint(0, len(items))))
        if mood < 0.6:
            return reply("".join(items), problem="the model refused to answer")
        if mood < 0.7:
            again = self._dice.choice(items)[:3] + code_for("something else")
            return reply(self._dice.sample([*items, again], len(items) + 1))
        return reply(items)


class Kind(StrEnum):
    PARSE = "parse"
    BATCH = "batch"
    COMPLETION = "completion"


@dataclass(frozen=True)
class Delivery:
    """A message that waits: how often it was received, and whether it is in the dead-letter queue."""

    kind: Kind
    file: Source
    numbers: tuple[int, ...] = ()
    receives: int = 0
    dead: bool = False


class Chaos:
    """Files with the same rows, from their drop to the end of their jobs; they borrow each other's answers."""

    def __init__(
        self,
        seed: int,
        rows: list[list[Cell]],
        *,
        crash: float,
        mood: Mood,
        parallel: bool,
        files: int = 1,
        spot_check_percent: float = 0,
        batch_size: int = 3,
    ) -> None:
        self.dice = random.Random(seed)  # noqa: S311 (a repeatable run)
        self.model = MoodyModel(self.dice, mood)
        budget_usd = 0.0005 if mood is Mood.MOODY and self.dice.random() < 0.1 else 5
        self.world = World(
            parallel=parallel,
            analyzer=self.model,
            rates=LimitRates(4, 60_000_000),
            budget_usd=budget_usd,
            spot_check_percent=spot_check_percent,
            batch_size=batch_size,
        )
        self.files = [replace(SOURCE, key=f"uploads/survey-{number}.csv") for number in range(files)]
        self.sizes = {file: self.world.drop(rows, source=file) for file in self.files}
        for port in ("jobs", "data", "cache", "queue", "leases", "speeds"):
            setattr(self.world, port, Crashing(getattr(self.world, port), self.dice, crash))
        self.world.reader = cast(SurveyReader, Crashing(self.world.reader, self.dice, crash).__call__)
        self.pending = [Delivery(Kind.PARSE, file) for file in self.files]
        self.lossy = crash > 0
        self.sweeps = 0

    @property
    def jobs(self) -> list[Job]:
        """Those that are there, in the order of their files."""
        found = (self.world.memory_jobs.get(dropped_job_id(file)) for file in self.files)
        return [job for job in found if job]

    def run(self, runner: asyncio.Runner) -> None:
        """Deliver, sweep where nothing is left to deliver, until the jobs have ended and nothing is left."""
        for _ in range(3000):
            self._collect()
            if self.pending:
                self._deliver_one(runner)
            elif all(job.state.ended for job in self.jobs):
                return
            else:
                self._sweep()
        raise AssertionError(f"not all jobs ended: {self.jobs}")

    def _collect(self) -> None:
        assert all(job.rows_done <= job.rows for job in self.jobs)
        file_of, queue = {dropped_job_id(file): file for file in self.files}, self.world.memory_queue
        self.pending += [Delivery(Kind.BATCH, file_of[sent.job_id], sent.numbers) for sent in queue.take_batches()]
        self.pending += [Delivery(Kind.COMPLETION, file_of[job_id]) for job_id in queue.take_completions()]

    def _deliver_one(self, runner: asyncio.Runner) -> None:
        at = self.dice.randrange(len(self.pending))
        delivery = self.pending[at] if self.dice.random() < 0.1 else self.pending.pop(at)
        self.world.clock.advance(seconds=self.dice.choice([0, 0.1, 1, 10]))
        if self.lossy and self.dice.random() < 0.02:
            return
        try:
            self._deliver(delivery, runner)
        except (Crash, TransientModelError):
            receives = delivery.receives + 1
            self.pending.append(replace(delivery, receives=receives, dead=delivery.dead or receives >= MAX_RECEIVES))

    def _deliver(self, delivery: Delivery, runner: asyncio.Runner) -> None:
        world, job_id = self.world, dropped_job_id(delivery.file)
        match delivery.kind, delivery.dead:
            case Kind.PARSE, False:
                world.parser().parse(delivery.file, self.sizes[delivery.file], f"message of {job_id}")
            case Kind.PARSE, True:
                world.dead_letters().parse_failed(delivery.file)
            case Kind.BATCH, False:
                deadline = world.clock.seconds() + 60
                runner.run(world.messages().deliver(job_id, delivery.numbers, deadline))
            case Kind.BATCH, True:
                world.dead_letters().batches_failed(job_id, delivery.numbers)
            case Kind.COMPLETION, False:
                world.aggregator().aggregate(job_id)
            case Kind.COMPLETION, True:
                world.dead_letters().results_failed(job_id)

    def _sweep(self) -> None:
        self.sweeps += 1
        self.world.clock.advance(seconds=60)
        try:
            self.world.sweeper().sweep()
        except Crash:
            return
