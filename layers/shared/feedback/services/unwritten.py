"""The calls of one delivery of a batch that the job's item does not hold yet."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass

from feedback.domain.calls import NO_CALLS, CallRecord, CallTotals
from feedback.ports import JobStore


@dataclass(slots=True)
class UnwrittenCalls:
    """Most batches are answered by one call: what it used is written together with the batch, in one write.

    So a process that dies in between takes one call at most out of the job's figures; the budget holds it all the same.
    """

    jobs: JobStore
    job_id: str
    now: Callable[[], int]
    totals: CallTotals = NO_CALLS

    async def add(self, record: CallRecord) -> None:
        """Keep an answer where none is kept; write at once what does not end the batch: a failed call, and two answers.

        Taken on the loop, before a thread writes it: calls that end at the same time are not counted twice.
        """
        further = self.totals.usage.calls > 0
        self.totals += record.totals
        if further or record.usage.failed_calls:
            await asyncio.to_thread(self._write, self._taken())

    def write(self) -> None:
        """Write what is kept, where there is any. Not while calls are at work."""
        self._write(self._taken())

    def _taken(self) -> CallTotals:
        totals, self.totals = self.totals, NO_CALLS
        return totals

    def _write(self, totals: CallTotals) -> None:
        if totals != NO_CALLS:
            self.jobs.add_usage(self.job_id, totals, self.now())
