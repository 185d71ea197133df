"""AnalyzeService: a batch that can not be finished now is queued again, given up or stopped, and keeps what it has."""

import pytest

from feedback.adapters.memory import BatchMessage, LimitItem
from feedback.adapters.memory_jobs import MemoryJobStore
from feedback.domain.calls import CallTotals
from feedback.domain.documents import BatchAnswers, partial_answers_key
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.limits import LimitState
from tests.builders import NOW
from tests.fakes import FakeAnalyzer, answer_only, code_for
from tests.world import World

BROKEN = TransientModelError("status 503", answered=True)


def blocked(seconds: float) -> LimitItem:
    item = LimitItem()
    item.state = LimitState(blocked_until=NOW + round(seconds * 1000))
    return item


def partial(world: World) -> BatchAnswers:
    return BatchAnswers.loads(world.memory_data.objects[partial_answers_key("d1", 1)])


def test_without_a_turn_the_batch_is_queued_again_with_the_wait_as_delay() -> None:
    world = World(limit=blocked(42.3))
    world.analyzing_job(["a"])
    world.clock.advance(seconds=1)

    world.deliver(1, seconds=20)

    assert world.memory_queue.batches == [BatchMessage("d1", (1,), delay=42)]
    assert world.job().done == frozenset()
    assert world.job().touched_at == NOW + 1000
    assert world.memory_queue.completions == []


def test_a_wait_longer_than_a_queue_can_delay_is_queued_with_the_longest_delay() -> None:
    world = World(limit=blocked(5000))
    world.analyzing_job(["a"])

    world.deliver(1, seconds=20)

    assert world.memory_queue.batches == [BatchMessage("d1", (1,), delay=900)]


def test_a_job_whose_batch_goes_back_to_the_queue_is_not_taken_for_one_that_stands_still() -> None:
    limited = TransientModelError("status 429", answered=True, rate_limited=True, retry_after=60)
    world = World(analyzer=FakeAnalyzer(limited))
    world.analyzing_job(["a"])

    world.deliver(1, seconds=20)

    assert world.sleeps == [1]
    assert world.memory_queue.batches == [BatchMessage("d1", (1,), delay=60)]
    assert world.job().touched_at == NOW + 1000


def test_a_batch_that_was_queued_again_is_done_by_its_next_delivery() -> None:
    world = World(limit=blocked(42.3))
    world.analyzing_job(["a"])
    world.deliver(1, seconds=20)

    world.clock.advance(seconds=43)
    world.deliver(1, seconds=20)

    assert world.job().done == {1}
    assert world.answers(1) == BatchAnswers({0: code_for("a")})


def test_a_fatal_error_stops_the_job_with_the_providers_words_and_completes_it() -> None:
    world = World(analyzer=FakeAnalyzer(FatalModelError("Incorrect API key provided.")))
    world.analyzing_job(["a"], ["b"])

    world.deliver(1)

    assert world.job().stop_reason == "Incorrect API key provided."
    assert world.memory_queue.completions == ["d1"]


def test_a_budget_that_is_used_up_stops_the_job() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer, budget_usd=0)
    world.analyzing_job(["a"], ["b"])

    world.deliver(1)

    assert "BUDGET_USD" in world.job().stop_reason
    assert analyzer.calls == []
    assert world.memory_queue.completions == ["d1"]


def test_a_stopped_job_asks_no_more() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.analyzing_job(["a"], stop_reason="no quota")

    world.deliver(1)

    assert analyzer.calls == []
    assert world.memory_queue.completions == ["d1"]


def test_a_batch_whose_calls_keep_failing_raises_to_be_delivered_again() -> None:
    world = World(analyzer=FakeAnalyzer(then=BROKEN))
    world.analyzing_job(["a"])

    with pytest.raises(TransientModelError):
        world.deliver(1)
    assert world.job().done == frozenset()
    assert world.memory_queue.completions == []


def test_calls_that_failed_are_counted_also_where_the_batch_is_given_up() -> None:
    world = World(analyzer=FakeAnalyzer(then=BROKEN))
    world.analyzing_job(["a"])

    with pytest.raises(TransientModelError):
        world.deliver(1)

    assert (world.job().usage.calls, world.job().usage.failed_calls, world.job().usage.retries) == (5, 5, 4)


def test_what_was_answered_before_an_interruption_is_not_asked_again() -> None:
    analyzer = FakeAnalyzer(answer_only("a", "c"), *[BROKEN] * 10)
    world = World(analyzer=analyzer, parallel=False)
    world.analyzing_job(["a", "b", "c", "d"])

    with pytest.raises(TransientModelError):
        world.deliver(1)
    assert set(partial(world).codes) == {0, 2}
    world.analyzer = again = FakeAnalyzer()
    world.deliver(1)

    assert again.calls == [["b", "d"]]
    assert world.answers(1).codes == {n: code_for(text) for n, text in enumerate("abcd")}
    assert world.job().done == {1}


def test_answers_that_were_paid_for_are_cached_also_when_the_job_is_stopped() -> None:
    world = World(analyzer=FakeAnalyzer(answer_only("a"), FatalModelError("no quota")))
    world.analyzing_job(["a", "b"])

    world.deliver(1)

    assert set(world.cache.get_many(["key of a", "key of b"])) == {"key of a"}
    assert partial(world) == BatchAnswers({0: code_for("a")})


@pytest.mark.parametrize("error", [BROKEN, FatalModelError("no quota")])
def test_a_batch_that_was_interrupted_is_at_once_free_for_its_next_delivery(error: Exception) -> None:
    world = World(analyzer=FakeAnalyzer(then=error))
    world.analyzing_job(["a"])

    if error is BROKEN:
        with pytest.raises(TransientModelError):
            world.deliver(1)
    else:
        world.deliver(1)

    assert world.jobs.lease_batch("d1", 1, world.clock(), world.clock() + 1)


def test_a_batch_is_free_again_also_where_its_calls_could_not_be_written_down() -> None:
    class LostWrites(MemoryJobStore):
        def add_usage(self, job_id: str, totals: CallTotals, now: int) -> None:
            raise ConnectionError("the table is gone")

    world = World(analyzer=FakeAnalyzer(then=FatalModelError("no quota")))
    world.memory_jobs = world.jobs = LostWrites()
    world.analyzing_job(["a"])

    with pytest.raises(ConnectionError):
        world.deliver(1)

    assert world.jobs.lease_batch("d1", 1, world.clock(), world.clock() + 1)
