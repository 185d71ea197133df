"""The whole product over memory adapters, on a clock that is set by hand."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from feedback.adapters.memory import (
    LimitItem,
    MemoryBatchQueue,
    MemoryBudget,
    MemoryCommentCache,
    MemoryJobStore,
    MemoryObjectStore,
    MemoryRateLimiter,
)
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.documents import Batch, BatchComment, batch_key, result_key
from feedback.domain.estimate import Pace
from feedback.domain.job import Job, JobState, Source
from feedback.domain.limits import LimitRates
from feedback.domain.models import Cell
from feedback.domain.nps import NpsMethod
from feedback.ports import BatchQueue, CommentAnalyzer, CommentCache, JobStore, ObjectStore, SurveyReader
from feedback.services.aggregate import AggregateService, ReportRules
from feedback.services.analyze import AnalyzeService
from feedback.services.ask import Asker, AskRules
from feedback.services.batch_files import BatchFiles
from feedback.services.completion import FollowUp
from feedback.services.dead_letters import DeadLetterService
from feedback.services.intake import Intake
from feedback.services.parse import ParseRules, ParseService
from feedback.services.status import StatusService
from feedback.services.sweep import SweepService
from tests.builders import SOURCE, Clock, a_job
from tests.fakes import FakeAnalyzer, JsonReader, write_json

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
        self.jobs: JobStore = self.memory_jobs
        self.data: ObjectStore = self.memory_data
        self.cache: CommentCache = self.memory_cache
        self.queue: BatchQueue = self.memory_queue

    async def sleep(self, seconds: float) -> None:
        self.sleeps.append(seconds)
        self.clock.advance(seconds=seconds)

    def asker(self) -> Asker:
        return Asker(
            analyzer=self.analyzer,
            limiter=MemoryRateLimiter(self.rates, self.clock, self.limit),
            budget=self.budget,
            rules=AskRules(MODEL, DEFAULT_CODEBOOK, self.parallel, call_timeout=60),
            clock=self.clock.seconds,
            sleep=self.sleep,
            uniform=lambda _, high: high,
        )

    def parser(self, **rules: Any) -> ParseService:
        defaults: dict[str, Any] = {
            "batch_size": self.batch_size,
            "parallel": self.parallel,
            "cache": self.use_cache,
            "model": MODEL,
            "model_identity": MODEL_IDENTITY,
            "prompt_version": "1",
            "codebook": DEFAULT_CODEBOOK,
            "claim_seconds": 300,
            "job_seconds": 3600,
            "pace": Pace(8, 200_000, 40),
            "method": NpsMethod.SHIFTED,
            "passive_weight": 0.5,
        }
        return ParseService(
            self.jobs,
            Intake(self.uploads, self.reader, self.max_bytes),
            self.data,
            self.cache,
            self.queue,
            ParseRules(**defaults | rules),
            self.clock,
        )

    def batch_analyzer(self) -> AnalyzeService:
        cache = self.cache if self.use_cache else None
        files, follow_up = BatchFiles(self.data), FollowUp(self.jobs, self.queue, self.parallel)
        return AnalyzeService(self.jobs, files, cache, self.queue, self.asker(), follow_up, self.clock)

    def aggregator(self, method: NpsMethod = NpsMethod.SHIFTED) -> AggregateService:
        rules = ReportRules(method, passive_weight=0.5)
        return AggregateService(self.jobs, self.data, write_json, write_json, DEFAULT_CODEBOOK, rules, self.clock)

    def dead_letters(self) -> DeadLetterService:
        follow_up = FollowUp(self.jobs, self.queue, self.parallel)
        return DeadLetterService(self.jobs, BatchFiles(self.data), follow_up, self.clock)

    def sweeper(self) -> SweepService:
        return SweepService(self.jobs, self.queue, self.parallel, self.clock)

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
        job = a_job("d1", JobState.ANALYZING, batches=len(batches), rows=number, **changes)
        self.memory_jobs.create(job)
        return job

    def report(self, job_id: str) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.memory_data.objects[result_key(job_id, "results.json")])
        return found

    def result_rows(self, job_id: str, name: str = "results.csv") -> list[dict[str, Any]]:
        """The rows of a result file, by the names of its columns."""
        columns, *rows = json.loads(self.memory_data.objects[result_key(job_id, name)])
        return [dict(zip(columns, row, strict=True)) for row in rows]
