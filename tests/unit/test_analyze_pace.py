"""AnalyzeService: how many batches are out at once, when their calls begin, and how many calls there are at a time."""

import asyncio

import pytest

from feedback.adapters.memory import BatchMessage
from feedback.domain.documents import BatchKind
from feedback.domain.job import Source, dropped_job_id
from feedback.domain.models import Cell
from feedback.services.analyze import START_WAIT
from tests.builders import NOW, SOURCE
from tests.fakes import FakeAnalyzer, answer_only
from tests.world import World


def test_a_counted_batch_is_followed_by_the_next_one_and_the_last_ones_by_none() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"], ["c"], ["d"], window=2)

    assert [world.deliver(number) for number in (2, 1, 4)] == [3, 4, None]
    assert world.memory_queue.completions == []
    assert world.deliver(3) is None
    assert world.memory_queue.completions == ["d1"]


def test_a_repeated_delivery_is_followed_by_no_batch() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"], ["c"], window=1)
    world.deliver(1)

    assert world.deliver(1) is None


def test_where_all_batches_are_out_at_once_none_follows() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"])

    assert world.deliver(1) is None


@pytest.mark.parametrize(("delivered_after", "sleeps"), [(0, [3]), (1, [2]), (3, []), (60, [])])
def test_a_batchs_calls_begin_when_they_are_due(delivered_after: float, sleeps: list[float]) -> None:
    world = World()
    world.analyzing_job(["a"], analyzing_at=NOW)
    world.alter_batch(1, start_ms=3000)
    world.clock.advance(seconds=delivered_after)

    world.deliver(1)

    assert world.sleeps == sleeps
    assert world.job().done == {1}


def test_a_batch_that_is_due_long_after_goes_back_to_the_queue_until_then() -> None:
    """A function would run out of time over it."""
    world = World()
    world.analyzing_job(["a"], analyzing_at=NOW)
    world.alter_batch(1, start_ms=140_000)

    world.deliver(1, seconds=115)
    assert world.memory_queue.take_batches() == [BatchMessage("d1", (1,), delay=141)]
    assert (world.sleeps, world.job().usage.calls, world.job().done) == ([], 0, frozenset())

    world.clock.advance(seconds=140 - START_WAIT)
    world.deliver(1, seconds=115)
    assert world.sleeps == [START_WAIT]
    assert world.job().done == {1}


# ENABLE_PARALLEL_PROCESSING
TEXTS = ["Great", "Slow", "Fine", "Broken", "Late", "Cheap", "Kind", "Rude"]
ROWS: list[list[Cell]] = [[9, text] for text in TEXTS]
LENDERS_ROWS: list[list[Cell]] = [[9, text] for text in TEXTS[:2]]
JOB = dropped_job_id(SOURCE)
LENDERS_FILE = Source("uploads-bucket", "uploads/lender.csv", "v1")


def run_all(world: World) -> None:
    """Deliver all messages of the queue at once, and each of them twice, until no more come."""

    async def run() -> None:
        service = world.messages()
        while messages := world.memory_queue.take_batches():
            world.clock.advance(seconds=min(message.delay for message in messages))
            deadline = world.clock.seconds() + 100
            await asyncio.gather(*(service.deliver(JOB, message.numbers, deadline) for message in messages * 2))

    asyncio.run(run())


@pytest.mark.parametrize("parallel", [True, False])
def test_without_parallel_processing_no_two_calls_of_a_job_overlap(parallel: bool) -> None:
    """Whatever kinds of batches there are, and although answers lack something."""
    analyzer = FakeAnalyzer(answer_only(), answer_only("Fine"))
    world = World(analyzer=analyzer, parallel=parallel, spot_check_percent=50)
    size = world.drop(LENDERS_ROWS, source=LENDERS_FILE)
    world.parser().parse(LENDERS_FILE, size, "message-1")
    world.memory_queue.take_batches()
    world.clock.advance(seconds=1)
    world.parser().parse(SOURCE, world.drop(ROWS), "message-2")

    run_all(world)

    job = world.job(JOB)
    assert job.done == set(range(1, job.batches + 1))
    assert {figures["kind"] for _, _, figures in world.telemetry.batches} == set(BatchKind)
    assert (analyzer.most_at_once > 1) == parallel
    assert set(world.memory_queue.completions) == {JOB}
