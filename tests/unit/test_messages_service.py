"""MessageService: the batches of a message run side by side, others follow, one that fails takes none with it."""

import asyncio

import pytest

from feedback.adapters.memory import BatchMessage
from feedback.domain.calls import ModelReply
from feedback.domain.errors import TransientModelError
from feedback.domain.prompts import ModelRequest
from feedback.ports import CommentAnalyzer
from feedback.services.messages import AGAIN_SECONDS, LANE_SECONDS
from tests.fakes import FakeAnalyzer, answer_all
from tests.world import World

BROKEN = TransientModelError("status 503", answered=True)


def world_of_three(analyzer: CommentAnalyzer) -> World:
    world = World(analyzer=analyzer)
    world.analyzing_job(["a"], ["b"], ["c"])
    return world


def deliver(world: World, *numbers: int) -> None:
    asyncio.run(world.messages().deliver("d1", numbers, world.clock.seconds() + 600))


class Slow:
    """A model whose calls take so many seconds of the world's clock."""

    def __init__(self, world: World, seconds: float) -> None:
        self._world, self._seconds = world, seconds

    async def ready(self) -> None: ...

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        self._world.clock.advance(seconds=self._seconds)
        return answer_all(request)


def broken_for(text: str) -> FakeAnalyzer:
    def step(request: ModelRequest) -> ModelReply:
        if text in request.comments.values():
            raise BROKEN
        return answer_all(request)

    return FakeAnalyzer(then=step)


def test_all_batches_of_a_message_are_analysed_at_the_same_time() -> None:
    analyzer = FakeAnalyzer()
    world = world_of_three(analyzer)

    deliver(world, 1, 2, 3)

    assert world.job().done == {1, 2, 3}
    assert analyzer.most_at_once > 1


def test_a_batch_that_fails_goes_on_in_a_message_of_its_own_and_the_others_are_done() -> None:
    world = world_of_three(broken_for("b"))

    deliver(world, 1, 2, 3)

    assert world.job().done == {1, 3}
    assert world.memory_queue.take_batches() == [BatchMessage("d1", (2,), AGAIN_SECONDS)]


def test_a_batch_that_fails_alone_fails_its_message() -> None:
    world = world_of_three(broken_for("b"))

    with pytest.raises(TransientModelError):
        deliver(world, 2)
    assert world.memory_queue.take_batches() == []


def test_a_lane_goes_on_with_the_batches_that_follow() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.analyzing_job(*([text] for text in "abcdef"), window=2)

    deliver(world, 1, 2)

    assert world.job().done == {1, 2, 3, 4, 5, 6}
    assert analyzer.most_at_once <= 2
    assert world.memory_queue.take_batches() == []
    assert world.memory_queue.completions == ["d1"]


def test_after_a_while_the_lanes_leave_their_worker_and_go_on_in_one_message() -> None:
    """Another job's message comes first then."""
    world = World()
    world.analyzing_job(*([text] for text in "abcdef"), window=2)
    world.analyzer = Slow(world, LANE_SECONDS / 2)

    deliver(world, 1, 2)

    (message,) = world.memory_queue.take_batches()
    assert (len(message.numbers), message.delay) == (2, 0)
    assert world.job().done | set(message.numbers) == set(range(1, max(message.numbers) + 1))


def test_a_batch_that_fails_after_others_of_its_lane_goes_on_alone() -> None:
    world = World(analyzer=broken_for("b"))
    world.analyzing_job(["a"], ["b"], ["c"], window=1)

    deliver(world, 1)

    assert world.job().done == {1}
    assert world.memory_queue.take_batches() == [BatchMessage("d1", (2,), AGAIN_SECONDS)]


def test_a_process_that_ends_fails_the_whole_message() -> None:
    class Ended(BaseException):
        pass

    class Ending:
        async def ready(self) -> None: ...

        async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
            raise Ended

    world = world_of_three(Ending())

    with pytest.raises(Ended):
        deliver(world, 1, 2)
    assert world.memory_queue.take_batches() == []
