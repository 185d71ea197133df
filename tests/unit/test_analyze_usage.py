"""AnalyzeService: what calls used reaches the job once, with its batch in one write where it can, and is never lost."""

from typing import Any

import pytest

from feedback.adapters.memory import MemoryJobStore, MemoryObjectStore
from feedback.domain.calls import NO_CALLS, CallTotals
from feedback.domain.documents import CachedAnswer
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.job import Job
from tests.builders import GOOD_CODE
from tests.fakes import CALL_COST, FakeAnalyzer, answer_only
from tests.world import World

BROKEN = TransientModelError("status 503", answered=True)


class CountedJobs(MemoryJobStore):
    """Counts the writes of usage alone. breaks: counting a batch fails so often; late: somebody else was first."""

    def __init__(self) -> None:
        super().__init__()
        self.usage_writes = 0
        self.breaks = 0
        self.late = False

    def add_usage(self, job_id: str, totals: CallTotals, now: int) -> None:
        self.usage_writes += 1
        super().add_usage(job_id, totals, now)

    def record_batch(
        self, job_id: str, number: int, rows: int, now: int, *, borrowed: int = 0, totals: CallTotals = NO_CALLS
    ) -> Job | None:
        if self.breaks:
            self.breaks -= 1
            raise ConnectionError
        if self.late:
            super().record_batch(job_id, number, rows, now)
        return super().record_batch(job_id, number, rows, now, borrowed=borrowed, totals=totals)


class BrokenData(MemoryObjectStore):
    """Can't store answers."""

    def put_new(self, key: str, data: bytes) -> bool:
        raise ConnectionError


def a_world(*batches: list[str], **parts: Any) -> tuple[World, CountedJobs]:
    world = World(**parts)
    jobs = CountedJobs()
    world.memory_jobs = jobs
    world.jobs = jobs
    world.analyzing_job(*batches)
    return world, jobs


def spent(world: World) -> tuple[int, int | None]:
    usage = world.job().usage
    return usage.calls, usage.cost_micro_usd


def test_a_batch_answered_by_one_call_is_counted_with_its_usage_in_one_write() -> None:
    world, jobs = a_world(["a", "b"])

    world.deliver(1)

    assert jobs.usage_writes == 0
    assert spent(world) == (1, CALL_COST)
    assert world.job().sums.timed_calls == 1


def test_calls_before_and_after_a_first_answer_are_written_at_once() -> None:
    world, jobs = a_world(["a", "b", "c"], analyzer=FakeAnalyzer(BROKEN, answer_only("a")))

    world.deliver(1)

    # One that failed, an answer that lacked two comments, and both halves of them.
    assert world.job().usage.calls == 4
    assert world.job().usage.failed_calls == 1
    assert jobs.usage_writes == 2
    assert world.budget.spent.total() == world.job().usage.cost_micro_usd == 3 * CALL_COST


@pytest.mark.parametrize("error", [FatalModelError("no quota"), TransientModelError("hm", answered=False)])
def test_what_was_answered_before_a_batch_was_given_up_is_counted(error: Exception) -> None:
    world, _ = a_world(["a", "b"], analyzer=FakeAnalyzer(answer_only("a"), then=error), parallel=False)

    if isinstance(error, FatalModelError):
        world.deliver(1)
    else:
        with pytest.raises(TransientModelError):
            world.deliver(1)

    assert world.job().usage.cost_micro_usd == CALL_COST
    assert world.job().usage.calls == 1 + world.job().usage.failed_calls


def test_answers_that_could_not_be_stored_have_been_paid_for() -> None:
    world, jobs = a_world(["a"])
    data = BrokenData()
    data.objects = world.memory_data.objects
    world.data = data

    with pytest.raises(ConnectionError):
        world.deliver(1)

    assert spent(world) == (1, CALL_COST)
    assert jobs.usage_writes == 1


def test_a_batch_that_could_not_be_counted_has_its_usage_counted_once() -> None:
    world, jobs = a_world(["a"])
    jobs.breaks = 1

    with pytest.raises(ConnectionError):
        world.deliver(1)
    assert spent(world) == (1, CALL_COST)
    world.deliver(1)

    assert spent(world) == (1, CALL_COST)
    assert world.job().done == {1}


def test_of_a_batch_that_another_delivery_has_counted_the_call_is_counted_all_the_same() -> None:
    world, jobs = a_world(["a"])
    jobs.late = True

    world.deliver(1)

    assert spent(world) == (1, CALL_COST)
    assert world.job().rows_done == 1


def test_borrowed_answers_of_the_stand_in_mark_the_job_in_the_write_that_counts_the_batch() -> None:
    world, jobs = a_world(["a"])
    world.alter_batch(1, kind="borrowed")
    world.cache.put_many({"key of a": CachedAnswer(GOOD_CODE, stand_in=True)})

    world.deliver(1)

    assert world.job().stand_in
    assert (jobs.usage_writes, world.job().usage.calls, world.job().cache_hits) == (0, 0, 1)
