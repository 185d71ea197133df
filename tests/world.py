"""The whole product over memory adapters, on a clock that is set by hand."""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from feedback.adapters.codebook_file import read_codebook
from feedback.adapters.memory import (
    LimitItem,
    MemoryBatchQueue,
    MemoryBudget,
    MemoryCommentCache,
    MemoryJobStore,
    MemoryObjectStore,
    MemoryRateLimiter,
)
from feedback.adapters.memory_leases import MemoryCommentLeases
from feedback.adapters.memory_speed import MemorySpeedStore
from feedback.domain.calls import CallRecord, ModelReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.documents import Batch, BatchAnswers, BatchComment, answers_key, batch_key, result_key
from feedback.domain.job import Job, JobState, Source
from feedback.domain.limits import LimitRates
from feedback.domain.models import Cell
from feedback.domain.nps import NpsMethod
from feedback.domain.planning import OptimizeFor, Pace
from feedback.domain.prompts import ModelRequest
from feedback.domain.work import PlanRules
from feedback.ports import BatchQueue, CommentAnalyzer, CommentCache, JobStore, ObjectStore, SurveyReader
from feedback.services.aggregate import AggregateService, ReportRules
from feedback.services.analyze import AnalyzeService
from feedback.services.ask import Asker
from feedback.services.batch_files import BatchFiles
from feedback.services.codebooks import Codebooks
from feedback.services.completion import FollowUp
from feedback.services.dead_letters import DeadLetterService
from feedback.services.intake import Intake
from feedback.services.known import KnownComments
from feedback.services.messages import MessageService
from feedback.services.model_call import Assignment, ModelCaller
from feedback.services.parse import ParseRules, ParseService
from feedback.services.purse import Purse
from feedback.services.start import Start
from feedback.services.status import StatusService
from feedback.services.sweep import SweepService
from tests.builders import SOURCE, Clock, a_job
from tests.fakes import PLAIN_WRITERS, FakeAnalyzer, JsonReader, SeenLimiter, SeenTelemetry, write_json

MODEL = "gpt-6-luna"
MODEL_IDENTITY = "gpt-6-luna@http://model"


@dataclass
class World:
    """Any part can be replaced before the services are made; the memory parts stay there to look into."""

    parallel: bool = True
    batch_size: int = 3
    use_cache: bool = True
    rates: LimitRates = field(default_factory=lambda: LimitRates(1000, 60_000_000))
    budget_usd: float = 5
    workers: int = 2
    optimize_for: OptimizeFor = OptimizeFor.CALLS
    spot_check_percent: float = 0
    max_bytes: int = 1_000_000
    clock: Clock = field(default_factory=Clock)
    analyzer: CommentAnalyzer = field(default_factory=FakeAnalyzer)
    reader: SurveyReader = field(default_factory=JsonReader)
    limit: LimitItem = field(default_factory=LimitItem)
    sleeps: list[float] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.memory_jobs = MemoryJobStore()
        self.memory_data = MemoryObjectStore()
        self.memory_cache = MemoryCommentCache(7, self.clock)
        self.memory_queue = MemoryBatchQueue()
        self.uploads = MemoryObjectStore()
        self.budget = MemoryBudget(self.budget_usd, self.clock)
        self.leases = MemoryCommentLeases()
        self.speeds = MemorySpeedStore()
        self.telemetry = SeenTelemetry()
        self.records: list[CallRecord] = []
        self.limiter = SeenLimiter(MemoryRateLimiter(self.rates, self.clock, self.limit))
        self.jobs: JobStore = self.memory_jobs
        self.data: ObjectStore = self.memory_data
        self.cache: CommentCache = self.memory_cache
        self.queue: BatchQueue = self.memory_queue

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.clock.advance(seconds=seconds)

    def caller(self) -> ModelCaller:
        return ModelCaller(
            analyzer=self.analyzer,
            limiter=self.limiter,
            purse=Purse(self.budget),
            model=MODEL,
            call_timeout=60,
            clock=self.clock.seconds,
            sleep=self.sleep,
            uniform=lambda _, high: high,
        )

    def asker(self) -> Asker:
        return Asker(self.caller(), self.parallel)

    def assignment(self, *, seconds: float = 600, expected: float = 1) -> Assignment:
        """Calls for the job d1, with so many seconds left; their records are kept in records."""

        async def on_call(record: CallRecord) -> None:
            self.records.append(record)

        template = ModelRequest({}, DEFAULT_CODEBOOK)
        return Assignment("d1", template, self.clock.seconds() + seconds, expected, on_call)

    def call(
        self, comments: Mapping[int, str], caller: ModelCaller | None = None, *, rounds: int = 0, **task: Any
    ) -> ModelReply:
        """One model call for the job d1; its records are kept in records."""
        assignment = self.assignment(**task)
        return asyncio.run((caller or self.caller()).call(assignment.template.of(comments), assignment, rounds))

    def parser(self, *, codebook: str = "default", **rules: Any) -> ParseService:
        defaults: dict[str, Any] = {
            "model": MODEL,
            "model_identity": MODEL_IDENTITY,
            "claim_seconds": 300,
            "job_seconds": 3600,
            "method": NpsMethod.SHIFTED,
            "passive_weight": 0.5,
        }
        pace = Pace(8, 200_000, 40 if self.parallel else 1)
        plan = PlanRules(MODEL, self.batch_size, pace, self.optimize_for, self.spot_check_percent, workers=self.workers)
        return ParseService(
            jobs=self.jobs,
            intake=Intake(self.uploads, self.reader, self.max_bytes),
            codebooks=Codebooks(self.uploads, read_codebook, codebook),
            known=KnownComments(self.cache if self.use_cache else None, self.leases, self.jobs, self.clock),
            start=Start(self.data, self.queue, self.speeds, MODEL_IDENTITY, plan, self.clock),
            budget=self.budget,
            rules=ParseRules(**defaults | rules),
            now=self.clock,
        )

    def batch_analyzer(self) -> AnalyzeService:
        return AnalyzeService(
            jobs=self.jobs,
            files=BatchFiles(self.data),
            cache=self.cache if self.use_cache else None,
            queue=self.queue,
            asker=self.asker(),
            follow_up=FollowUp(self.jobs, self.queue),
            telemetry=self.telemetry,
            now=self.clock,
            sleep=self.sleep,
        )

    def messages(self) -> MessageService:
        return MessageService(self.batch_analyzer(), self.queue, self.clock.seconds)

    def aggregator(self, method: NpsMethod = NpsMethod.SHIFTED) -> AggregateService:
        rules = ReportRules(method, passive_weight=0.5, model_identity=MODEL_IDENTITY)
        return AggregateService(self.jobs, self.data, PLAIN_WRITERS, self.speeds, rules, self.clock)

    def dead_letters(self) -> DeadLetterService:
        return DeadLetterService(self.jobs, BatchFiles(self.data), FollowUp(self.jobs, self.queue), self.clock)

    def sweeper(self) -> SweepService:
        return SweepService(self.jobs, self.queue, self.clock)

    def status(self) -> StatusService:
        return StatusService(
            self.jobs, self.uploads, self.data, "uploads-bucket", 1_000_000, MODEL, ("Mind the model.",), self.clock
        )

    def drop(
        self,
        rows: Sequence[Sequence[Cell]],
        columns: Sequence[str] = ("Nota", "Comentario Final"),
        source: Source = SOURCE,
    ) -> int:
        """Put a survey file into the upload bucket; its size."""
        data = write_json(columns, rows)
        self.uploads.put(source.key, data)
        return len(data)

    def job(self, job_id: str = "d1") -> Job:
        job = self.memory_jobs.get(job_id)
        assert job is not None
        return job

    def analyzing_job(self, *batches: Sequence[str], **changes: Any) -> Job:
        """A job d1 with these batches of comments, a row each, ready to be analysed; keys are "key of COMMENT"."""
        number = 0
        for at, texts in enumerate(batches, start=1):
            comments = []
            for text in texts:
                comments.append(BatchComment(number, f"key of {text}", text))
                number += 1
            self.memory_data.put(batch_key("d1", at), Batch(len(texts), tuple(comments)).dumps())
        defaults = {"batches": len(batches), "window": len(batches), "rows": number}
        job = a_job("d1", JobState.ANALYZING, **defaults | changes)
        self.memory_jobs.create(job)
        return job

    def batch(self, number: int, job_id: str = "d1") -> Batch:
        """A batch of the job."""
        return Batch.loads(self.memory_data.objects[batch_key(job_id, number)])

    def alter_batch(self, number: int, **changes: Any) -> None:
        self.memory_data.put(batch_key("d1", number), replace(self.batch(number), **changes).dumps())

    def deliver(self, number: int, *, seconds: float = 600) -> int | None:
        """Have a batch of the job d1 analysed, with so many seconds for it; the batch that follows."""
        return asyncio.run(self.batch_analyzer().analyze("d1", number, self.clock.seconds() + seconds))

    def answers(self, number: int) -> BatchAnswers:
        """What a batch of the job d1 has come to."""
        return BatchAnswers.loads(self.memory_data.objects[answers_key("d1", number)])

    def report(self, job_id: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.memory_data.objects[result_key(job_id, "results.json")])
        return found

    def result_rows(self, job_id: str, name: str = "results.csv") -> list[dict[str, Any]]:
        """The rows of a result file, by the names of its columns."""
        columns, *rows = json.loads(self.memory_data.objects[result_key(job_id, name)])
        return [dict(zip(columns, row, strict=True)) for row in rows]
