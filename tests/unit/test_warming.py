"""Warming: the later stages' workers are woken beside the parser's work, and not more often than needed."""

import threading

import pytest

from feedback.adapters.memory import MemoryBatchQueue
from feedback.services.warming import AGAIN_SECONDS, Warming
from tests.builders import Clock


class SlowQueue(MemoryBatchQueue):
    """Takes no warm message for analyzers before it is opened."""

    def __init__(self) -> None:
        super().__init__()
        self.open = threading.Event()

    def warm_analyzers(self, workers: int) -> None:
        assert self.open.wait(30)
        super().warm_analyzers(workers)


def nothing() -> None: ...


def woken(queue: MemoryBatchQueue) -> tuple[int, int]:
    return queue.warmed_analyzers, queue.warmed_aggregators


def test_as_many_analyzers_are_woken_as_there_are_workers_and_one_aggregator() -> None:
    queue = MemoryBatchQueue()

    Warming(queue, 4, Clock()).around(nothing)

    assert woken(queue) == (4, 1)


def test_the_work_does_not_wait_for_the_messages_and_the_aggregator_is_woken_after_it() -> None:
    queue = SlowQueue()
    seen: list[tuple[int, int]] = []

    def work() -> None:
        seen.append(woken(queue))
        queue.open.set()

    Warming(queue, 4, Clock()).around(work)

    assert seen == [(0, 0)]
    assert woken(queue) == (4, 1)


def test_workers_that_were_woken_a_short_time_ago_are_not_woken_again() -> None:
    queue, clock = MemoryBatchQueue(), Clock()
    warming, done = Warming(queue, 4, clock), []
    for seconds in (0, AGAIN_SECONDS - 1, 1):
        clock.advance(seconds=seconds)
        warming.around(lambda: done.append(woken(queue)))

    assert woken(queue) == (8, 2)
    assert len(done) == 3


def test_an_error_of_the_work_is_told() -> None:
    def broken() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        Warming(MemoryBatchQueue(), 4, Clock()).around(broken)
