"""UnwrittenCalls: every call is written down once, however many end at the same time."""

import asyncio
import time

from feedback.domain.calls import NO_CALLS, CallRecord, CallTotals
from feedback.domain.models import Usage
from feedback.domain.speed import CallSums
from feedback.services.unwritten import UnwrittenCalls
from tests.world import World

NOW = 1_000


class SlowJobs:
    """A job store whose writes take a moment, as those of a table do."""

    def __init__(self) -> None:
        self.written = NO_CALLS

    def add_usage(self, job_id: str, totals: CallTotals, now: int) -> None:
        time.sleep(0.002)
        self.written += totals


def a_call(failed: bool = False) -> CallRecord:
    usage = Usage(calls=1, failed_calls=int(failed), tokens_in=10)
    return CallRecord(comments=1, attempt=1, round=0, waited=0, seconds=1, usage=usage, sums=CallSums())


def test_calls_that_end_at_the_same_time_are_each_counted_once() -> None:
    jobs = SlowJobs()
    calls = UnwrittenCalls(jobs, "d1", lambda: NOW)  # type: ignore[arg-type] # all that it uses of a job store

    async def all_at_once() -> None:
        await asyncio.gather(*(calls.add(a_call(failed=at % 5 == 0)) for at in range(50)))

    asyncio.run(all_at_once())
    calls.write()

    assert (jobs.written.usage.calls, jobs.written.usage.failed_calls, jobs.written.usage.tokens_in) == (50, 10, 500)
    assert calls.totals == NO_CALLS


def test_a_single_answer_is_kept_for_the_record_of_its_batch() -> None:
    world = World()
    world.analyzing_job(["a"])
    calls = UnwrittenCalls(world.jobs, "d1", world.clock)

    asyncio.run(calls.add(a_call()))

    assert world.job().usage.calls == 0
    assert calls.totals.usage.calls == 1
