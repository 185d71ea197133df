"""Analyse one batch: ask the model, keep the answers, record the batch, and see whether the job is complete."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass

from feedback.domain.documents import Batch, BatchAnswers, answers_key, batch_key, partial_answers_key
from feedback.domain.errors import BudgetError, FatalModelError, NotYourTurnError, TransientModelError
from feedback.domain.job import Job, JobState
from feedback.domain.models import Usage
from feedback.ports import BatchQueue, CachedAnswer, CommentCache, JobStore, ObjectStore
from feedback.services.ask import Asker
from feedback.services.completion import complete_if_done

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Progress:
    """The answers of a batch so far, and whether the stand-in made any of them."""

    answers: BatchAnswers
    stand_in: bool = False


@dataclass(frozen=True, slots=True)
class AnalyzeService:
    jobs: JobStore
    data: ObjectStore
    cache: CommentCache
    queue: BatchQueue
    asker: Asker
    use_cache: bool
    now: Callable[[], int]

    async def analyze(self, job_id: str, number: int, deadline: float) -> None:
        """Analyse a batch and record it; of a batch already recorded, or a job not analyzing, only see to the end.

        deadline is on the asker's clock. Raises TransientModelError where the batch should be delivered again.
        """
        job = await asyncio.to_thread(self.jobs.begin_batch, job_id, self.now())
        if job is None:
            _log.warning("message for a job that is not there", extra={"job_id": job_id})
            return
        if job.state is JobState.ANALYZING and number not in job.done and not job.stop_reason:
            await self._analyze(job, number, deadline)
        await asyncio.to_thread(complete_if_done, self.jobs, self.queue, job_id)

    async def _analyze(self, job: Job, number: int, deadline: float) -> None:
        batch, progress = await asyncio.to_thread(self._load, job.id, number)
        comments = {at: comment.text for at, comment in enumerate(batch.comments, start=1)}
        pending = {at: t for at, t in comments.items() if batch.comments[at - 1].comment not in progress.answers.codes}
        found: dict[int, str] = {}

        async def on_call(usage: Usage, stand_in: bool) -> None:
            progress.stand_in |= stand_in
            await asyncio.to_thread(self.jobs.add_usage, job.id, usage, stand_in=stand_in, now=self.now())

        try:
            problems = await self.asker.ask(pending, found, deadline, on_call)
        except (NotYourTurnError, TransientModelError, FatalModelError, BudgetError) as error:
            await asyncio.to_thread(self._keep, partial_answers_key(job.id, number), batch, found, progress)
            await self._interrupted(job.id, number, error)
            return
        progress.answers.failed = {batch.comments[at - 1].comment: reason for at, reason in problems.items()}
        await asyncio.to_thread(self._keep, answers_key(job.id, number), batch, found, progress)
        await asyncio.to_thread(self._record, job, number, batch)

    async def _interrupted(self, job_id: str, number: int, error: Exception) -> None:
        if isinstance(error, NotYourTurnError):
            # A message of its own, so that waiting uses up no delivery of this one.
            await asyncio.to_thread(self.queue.send_batches, job_id, [number], min(900, int(error.wait) + 1))
            await asyncio.to_thread(self.jobs.touch, job_id, self.now())
        elif isinstance(error, FatalModelError | BudgetError):
            await asyncio.to_thread(self.jobs.stop, job_id, str(error), self.now())
        else:
            raise error

    def _load(self, job_id: str, number: int) -> tuple[Batch, _Progress]:
        stored = self.data.get(batch_key(job_id, number))
        if stored is None:
            raise LookupError(f"batch {number} of job {job_id} is not in the data bucket")
        earlier = self.data.get(partial_answers_key(job_id, number))
        return Batch.loads(stored), _Progress(BatchAnswers.loads(earlier) if earlier else BatchAnswers())

    def _keep(self, key: str, batch: Batch, found: dict[int, str], progress: _Progress) -> None:
        """Store what was answered, for the results and for the cache."""
        progress.answers.codes |= {batch.comments[at - 1].comment: code for at, code in found.items()}
        self.data.put(key, progress.answers.dumps())
        if self.use_cache and found:
            self.cache.put_many(
                {batch.comments[at - 1].key: CachedAnswer(code, progress.stand_in) for at, code in found.items()}
            )

    def _record(self, job: Job, number: int, batch: Batch) -> None:
        counted = self.jobs.record_batch(job.id, number, batch.rows, self.now())
        left = [other for other in job.missing_batches if other > number]
        if counted and not self.asker.rules.parallel and left:
            self.queue.send_batches(job.id, left[:1])
