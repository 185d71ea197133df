"""Warming: the later stages' workers are woken beside the parser's work, and not more often than needed."""

import threading
from typing import Any

import pytest

from feedback.adapters.memory import MemoryBatchQueue, MemoryJobStore
from feedback.domain.job import JobState
from feedback.services.warming import AGAIN_SECONDS, Warming
from tests.builders import Clock, a_job


class SlowQueue(MemoryBatchQueue):
    """Takes no warm message for analyzers before it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()

    def warm_analyzers(self, workers: int) -> None:
        assert self.open.wait(30)
        super().warm_analyzers(workers)


def woken(queue: MemoryBatchQueue) -> tuple[int, int]:
    return queue.warmed_analyzers, queue.warmed_aggregators


def warming(queue: MemoryBatchQueue, clock: Clock | None = None, **job: Any) -> Warming:
    """For four workers; the job store holds a job d1 of three batches, changed as told."""
    jobs = MemoryJobStore()
    jobs.create(a_job("d1", **{"batches": 3, **job}))
    return Warming(jobs, queue, 4, clock or Clock())


def test_as_many_analyzers_are_woken_as_there_are_workers_and_one_aggregator() -> None:
    queue = MemoryBatchQueue()

    assert warming(queue).around(lambda: "d1") == "d1"
    assert woken(queue) == (4, 1)


def test_parsing_does_not_wait_for_the_messages_and_the_aggregator_is_woken_after_it() -> None:
    queue = SlowQueue()
    seen: list[tuple[int, int]] = []

    def parse() -> str:
        seen.append(woken(queue))
        queue.open.set()
        return "d1"

    warming(queue).around(parse)

    assert seen == [(0, 0)]
    assert woken(queue) == (4, 1)


@pytest.mark.parametrize(
    ("job_id", "changes"),
    [
        (None, {}),
        ("d1", {"batches": 0}),
        ("d1", {"state": JobState.FAILED}),
        ("d1", {"state": JobState.COMPLETED}),
        ("gone", {}),
    ],
)
def test_no_aggregator_is_woken_for_a_job_that_asks_nothing(job_id: str | None, changes: dict[str, Any]) -> None:
    queue = MemoryBatchQueue()

    assert warming(queue, **changes).around(lambda: job_id) == job_id
    assert woken(queue) == (4, 0)


def test_workers_that_were_woken_a_short_time_ago_are_not_woken_again() -> None:
    queue, clock, done = MemoryBatchQueue(), Clock(), []
    known = warming(queue, clock)

    def parse() -> str:
        done.append(woken(queue))
        return "d1"

    for seconds in (0, AGAIN_SECONDS - 1, 1):
        clock.advance(seconds=seconds)
        known.around(parse)

    assert woken(queue) == (8, 2)
    assert len(done) == 3


def test_an_error_of_parsing_is_told() -> None:
    def broken() -> str:
        raise LookupError

    with pytest.raises(LookupError):
        warming(MemoryBatchQueue()).around(broken)
