"""Analyse one batch: ask the model, keep the answers, record the batch, and see whether the job is complete."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

from feedback.domain.calls import NO_CALLS, CallRecord, CallTotals
from feedback.domain.documents import BatchAnswers, BatchKind
from feedback.domain.errors import BudgetError, FatalModelError, NotYourTurnError, TransientModelError
from feedback.domain.job import Job, JobState
from feedback.ports import BatchQueue, CommentCache, JobStore, Telemetry
from feedback.services.ask import Asker
from feedback.services.batch_files import BatchFiles
from feedback.services.completion import FollowUp
from feedback.services.delivery import Delivery
from feedback.services.model_call import Assignment
from feedback.services.unwritten import UnwrittenCalls

LEASE_MS = 120_000
"""The longest that one delivery can be at work: the function's timeout."""

LEND_SECONDS = 2
"""How soon another job's answers are looked for again."""

LEND_LIMIT_MS = 20_000
"""How long another job's answers are waited for: it may be a thousand times larger."""

START_WAIT = 20.0
"""Seconds: a batch that is due later goes back to the queue. Under a low limit that can be after the function's end."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class AnalyzeService:
    """cache is None where answers are not to be kept for later jobs. now is in milliseconds since 1970."""

    jobs: JobStore
    files: BatchFiles
    cache: CommentCache | None
    queue: BatchQueue
    asker: Asker
    follow_up: FollowUp
    telemetry: Telemetry
    now: Callable[[], int]
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep

    async def analyze(self, job_id: str, number: int, deadline: float) -> int | None:
        """Analyse a batch and record it; of a batch already recorded, or a job not analyzing, only see to the end.

        Returns the batch that follows it, None for none. deadline is on the caller's clock. Raises TransientModelError
        where the batch should be delivered again.
        """
        job = await asyncio.to_thread(self.jobs.begin_batch, job_id, self.now())
        if job is None:
            _log.warning("message for a job that is not there", extra={"job_id": job_id})
            return None
        recorded = None
        if job.state is JobState.ANALYZING and number not in job.done and not job.stop_reason:
            recorded = await self._leased(job, number, deadline)
        return await asyncio.to_thread(self.follow_up.after, job_id, recorded)

    async def _leased(self, job: Job, number: int, deadline: float) -> Job | None:
        """Where another delivery is at the same batch, this one leaves it to that one, and asks and pays nothing."""
        now = self.now()
        if not await asyncio.to_thread(self.jobs.lease_batch, job.id, number, now, now + LEASE_MS):
            return None
        recorded, calls = None, UnwrittenCalls(self.jobs, job.id, self.now)
        try:
            recorded = await self._analyze(job, number, deadline, calls)
        finally:
            if recorded is None:  # a batch that is done needs no lease, nor to be rid of it
                try:
                    await asyncio.to_thread(calls.write)  # money spent is spent, whatever became of the batch
                finally:
                    await asyncio.to_thread(self.jobs.release_batch, job.id, number)
        return recorded

    async def _analyze(self, job: Job, number: int, deadline: float, calls: UnwrittenCalls) -> Job | None:
        """The job right after this delivery recorded the batch; None where it did not."""
        batch, answers, partial, codebook = await asyncio.gather(
            asyncio.to_thread(self.files.batch, job.id, number),
            asyncio.to_thread(self.files.answers, job.id, number),
            asyncio.to_thread(self.files.partial_answers, job.id, number),
            asyncio.to_thread(self.files.codebook, job),
        )
        if answers is None:
            delivery = Delivery(job, number, batch, partial, codebook)
            if not await self._answered(delivery, deadline, calls):
                return None
            answers = delivery.answers
        borrowed, totals = len(answers.borrowed), calls.totals
        recorded = await asyncio.to_thread(
            lambda: self.jobs.record_batch(job.id, number, batch.rows, self.now(), borrowed=borrowed, totals=totals)
        )
        if recorded:
            calls.totals = NO_CALLS
        return recorded

    async def _answered(self, delivery: Delivery, deadline: float, calls: UnwrittenCalls) -> bool:
        """True once the batch has its final answers; False where it is in the queue again, or the job was stopped."""
        begun = self.now()
        try:
            await self._wait_for_start(delivery)
            if delivery.batch.kind is BatchKind.BORROWED and not await asyncio.to_thread(
                self._borrowed, delivery, calls
            ):
                return False
            task = self._assignment(delivery, deadline, calls)
            problems = await self.asker.ask(delivery.pending, delivery.found, task, delivery.repeats)
        except (NotYourTurnError, TransientModelError, FatalModelError, BudgetError) as error:
            delivery.take_found({})
            await asyncio.to_thread(self._keep, delivery, self.files.put_partial_answers)
            await asyncio.to_thread(self._interrupted, delivery, error)
            return False
        delivery.take_found(problems)
        await asyncio.to_thread(self._keep, delivery, self.files.put_answers)
        self.telemetry.batch_done(delivery.job.id, delivery.number, _figures(delivery, self.now() - begun))
        return True

    async def _wait_for_start(self, delivery: Delivery) -> None:
        """Calls go in the order of their plan: the larger ones begin first, so that all end together."""
        ahead = ((delivery.job.analyzing_at or 0) + delivery.batch.start_ms - self.now()) / 1000
        if ahead > START_WAIT:
            raise NotYourTurnError(ahead)
        if ahead > 0:
            await self.sleep(ahead)

    def _assignment(self, delivery: Delivery, deadline: float, calls: UnwrittenCalls) -> Assignment:
        job_id, number = delivery.job.id, delivery.number

        async def on_call(record: CallRecord) -> None:
            delivery.stand_in |= record.stand_in
            delivery.usage += record.usage
            self.telemetry.called(job_id, number, record)
            await calls.add(record)

        return Assignment(job_id, delivery.template, deadline, delivery.batch.seconds, on_call)

    def _borrowed(self, delivery: Delivery, calls: UnwrittenCalls) -> bool:
        """Take what other jobs have asked meanwhile; False where one of them is still at it, and is waited for."""
        if self.cache and delivery.take_cached(self.cache.get_many(delivery.pending_keys)):
            calls.totals += CallTotals(stand_in=True)
        if not delivery.pending:
            return True
        if self.now() - (delivery.job.analyzing_at or 0) > LEND_LIMIT_MS:
            return True
        lenders = (self.jobs.get(lender) for lender in delivery.batch.lenders)
        if any(lender and lender.asking for lender in lenders):
            self._postpone(delivery, LEND_SECONDS)
            return False
        return True

    def _interrupted(self, delivery: Delivery, error: Exception) -> None:
        if isinstance(error, NotYourTurnError):
            self._postpone(delivery, min(900, int(error.wait) + 1))
        elif isinstance(error, FatalModelError | BudgetError):
            self.jobs.stop(delivery.job.id, str(error), self.now())
        else:
            raise error

    def _postpone(self, delivery: Delivery, seconds: int) -> None:
        """By a message of its own, so that waiting uses up no delivery of this one."""
        self.queue.send_batches(delivery.job.id, [[delivery.number]], seconds)
        self.jobs.touch(delivery.job.id, self.now())

    def _keep(self, delivery: Delivery, put: Callable[[str, int, BatchAnswers], None]) -> None:
        """Store what was answered, for the results and for the cache."""
        put(delivery.job.id, delivery.number, delivery.answers)
        if self.cache and (answers := delivery.to_cache):
            self.cache.put_many(answers)


def _figures(delivery: Delivery, milliseconds: int) -> dict[str, Any]:
    usage = delivery.usage
    return {
        "kind": delivery.batch.kind.value,
        "comments": len(delivery.batch.comments),
        "failed": len(delivery.answers.failed),
        "borrowed": len(delivery.answers.borrowed),
        "calls": usage.calls,
        "milliseconds": milliseconds,
    }
