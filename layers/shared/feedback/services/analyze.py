"""Analyse one batch: ask the model, keep the answers, record the batch, and see whether the job is complete."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

from feedback.domain.documents import Batch, BatchAnswers
from feedback.domain.errors import BudgetError, FatalModelError, NotYourTurnError, TransientModelError
from feedback.domain.job import Job, JobState
from feedback.domain.models import Usage
from feedback.ports import BatchQueue, CachedAnswer, CommentCache, JobStore
from feedback.services.ask import Asker
from feedback.services.batch_files import BatchFiles
from feedback.services.completion import FollowUp

LEASE_MS = 120_000
"""The longest that one delivery can be at work: the function's timeout."""

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Delivery:
    """A batch at work: found holds the codes of this delivery, by the comment's place in the batch, from 1."""

    job_id: str
    number: int
    batch: Batch
    answers: BatchAnswers
    found: dict[int, str] = field(default_factory=dict)
    stand_in: bool = False

    @property
    def pending(self) -> dict[int, str]:
        known = self.answers.codes
        return {at: c.text for at, c in enumerate(self.batch.comments, start=1) if c.comment not in known}

    def take_in(self, problems: dict[int, str]) -> None:
        """Turn places into the comments' numbers in the survey."""
        self.answers.codes |= {self.batch.comments[at - 1].comment: code for at, code in self.found.items()}
        self.answers.failed = {self.batch.comments[at - 1].comment: reason for at, reason in problems.items()}


@dataclass(frozen=True, slots=True)
class AnalyzeService:
    """cache is None where answers are not to be kept for later jobs."""

    jobs: JobStore
    files: BatchFiles
    cache: CommentCache | None
    queue: BatchQueue
    asker: Asker
    follow_up: FollowUp
    now: Callable[[], int]

    async def analyze(self, job_id: str, number: int, deadline: float) -> None:
        """Analyse a batch and record it; of a batch already recorded, or a job not analyzing, only see to the end.

        deadline is on the asker's clock. Raises TransientModelError where the batch should be delivered again.
        """
        job = await asyncio.to_thread(self.jobs.begin_batch, job_id, self.now())
        if job is None:
            _log.warning("message for a job that is not there", extra={"job_id": job_id})
            return
        recorded = False
        if job.state is JobState.ANALYZING and number not in job.done and not job.stop_reason:
            recorded = await self._leased(job, number, deadline)
        await asyncio.to_thread(self.follow_up.after, job_id, recorded=recorded)

    async def _leased(self, job: Job, number: int, deadline: float) -> bool:
        """Where another delivery is at the same batch, this one leaves it to that one, and asks and pays nothing."""
        now = self.now()
        if not await asyncio.to_thread(self.jobs.lease_batch, job.id, number, now, now + LEASE_MS):
            return False
        try:
            return await self._analyze(job, number, deadline)
        finally:
            await asyncio.to_thread(self.jobs.release_batch, job.id, number)

    async def _analyze(self, job: Job, number: int, deadline: float) -> bool:
        """True where this delivery was the one that recorded the batch."""
        batch = await asyncio.to_thread(self.files.batch, job.id, number)
        if await asyncio.to_thread(self.files.answers, job.id, number) is None:
            partial = await asyncio.to_thread(self.files.partial_answers, job.id, number)
            if not await self._ask(_Delivery(job.id, number, batch, partial), deadline):
                return False
        return await asyncio.to_thread(self.jobs.record_batch, job.id, number, batch.rows, self.now())

    async def _ask(self, delivery: _Delivery, deadline: float) -> bool:
        """True once the batch has its final answers; False where it is in the queue again, or the job was stopped."""

        async def on_call(usage: Usage, stand_in: bool) -> None:
            delivery.stand_in |= stand_in
            await asyncio.to_thread(self.jobs.add_usage, delivery.job_id, usage, stand_in=stand_in, now=self.now())

        try:
            problems = await self.asker.ask(delivery.pending, delivery.found, deadline, on_call)
        except (NotYourTurnError, TransientModelError, FatalModelError, BudgetError) as error:
            delivery.take_in({})
            await asyncio.to_thread(self._keep, delivery, self.files.put_partial_answers)
            await asyncio.to_thread(self._interrupted, delivery, error)
            return False
        delivery.take_in(problems)
        await asyncio.to_thread(self._keep, delivery, self.files.put_answers)
        return True

    def _interrupted(self, delivery: _Delivery, error: Exception) -> None:
        if isinstance(error, NotYourTurnError):
            # A message of its own, so that waiting uses up no delivery of this one.
            self.queue.send_batches(delivery.job_id, [delivery.number], min(900, int(error.wait) + 1))
            self.jobs.touch(delivery.job_id, self.now())
        elif isinstance(error, FatalModelError | BudgetError):
            self.jobs.stop(delivery.job_id, str(error), self.now())
        else:
            raise error

    def _keep(self, delivery: _Delivery, put: Callable[[str, int, BatchAnswers], None]) -> None:
        """Store what was answered, for the results and for the cache."""
        put(delivery.job_id, delivery.number, delivery.answers)
        if self.cache and delivery.found:
            comments = delivery.batch.comments
            self.cache.put_many(
                {comments[at - 1].key: CachedAnswer(code, delivery.stand_in) for at, code in delivery.found.items()}
            )
