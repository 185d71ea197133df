"""AnalyzeService: a delivery may come twice, be interrupted or refused, and the batch is still counted right."""

import asyncio
from dataclasses import replace

import pytest

from feedback.adapters.memory import BatchMessage, LimitItem
from feedback.domain.documents import BatchAnswers, answers_key, partial_answers_key
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.job import JobState
from feedback.domain.limits import LimitState
from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest
from feedback.ports import CachedAnswer, ModelReply
from tests.builders import NOW
from tests.fakes import CALL_COST, TOKENS_IN, TOKENS_OUT, FakeAnalyzer, answer_only, code_for, items_for, reply
from tests.world import World

BROKEN = TransientModelError("status 503", answered=True)


def deliver(world: World, number: int, seconds: float = 600) -> None:
    asyncio.run(world.batch_analyzer().analyze("d1", number, world.clock.seconds() + seconds))


def stored_answers(world: World, number: int) -> BatchAnswers:
    return BatchAnswers.loads(world.memory_data.objects[answers_key("d1", number)])


def test_a_batch_is_answered_stored_cached_and_recorded() -> None:
    world = World()
    world.analyzing_job(["a", "b"], ["c"])

    deliver(world, 1)

    assert stored_answers(world, 1) == BatchAnswers({0: code_for("a"), 1: code_for("b")})
    cached = {f"key of {text}": CachedAnswer(code_for(text), stand_in=False) for text in ("a", "b")}
    assert world.cache.get_many([*cached, "key of c"]) == cached
    job = world.job()
    assert job.done == {1}
    assert job.rows_done == 2
    assert job.usage == Usage(1, TOKENS_IN, TOKENS_OUT, CALL_COST)
    assert world.memory_queue.take_completions() == []


def test_the_last_batch_sends_the_completion() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"])

    deliver(world, 2)
    assert world.memory_queue.completions == []
    deliver(world, 1)
    assert world.memory_queue.completions == ["d1"]


def test_a_duplicate_delivery_adds_nothing_but_sends_the_completion_again() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.analyzing_job(["a"])
    deliver(world, 1)
    before = world.job()

    deliver(world, 1)

    assert world.job() == before
    assert len(analyzer.calls) == 1
    assert world.memory_queue.completions == ["d1", "d1"]


def test_a_duplicate_of_one_of_several_batches_sends_no_completion() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"])

    deliver(world, 1)
    deliver(world, 1)

    assert world.memory_queue.completions == []
    assert world.job().rows_done == 1


def test_a_message_for_a_job_that_is_not_there_does_nothing() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)

    deliver(world, 1)

    assert analyzer.calls == []
    assert world.memory_queue.completions == []


@pytest.mark.parametrize("state", [JobState.AGGREGATING, JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED])
def test_a_late_message_for_a_job_that_is_further_on_asks_nothing(state: JobState) -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.analyzing_job(["a"])
    world.jobs.advance("d1", JobState.AGGREGATING, NOW)
    world.jobs.advance("d1", state, NOW)

    deliver(world, 1)

    assert analyzer.calls == []
    assert world.memory_queue.completions == []


def test_without_a_turn_the_batch_is_queued_again_with_the_wait_as_delay() -> None:
    world = World(limit=_blocked(42.3))
    world.analyzing_job(["a"])
    world.clock.advance(seconds=1)

    deliver(world, 1, seconds=20)

    assert world.memory_queue.batches == [BatchMessage("d1", 1, delay=42)]
    assert world.job().done == frozenset()
    assert world.job().touched_at == NOW + 1000
    assert world.memory_queue.completions == []


def test_a_wait_longer_than_a_queue_can_delay_is_queued_with_the_longest_delay() -> None:
    world = World(limit=_blocked(5000))
    world.analyzing_job(["a"])

    deliver(world, 1, seconds=20)

    assert world.memory_queue.batches == [BatchMessage("d1", 1, delay=900)]


def test_a_fatal_error_stops_the_job_with_the_providers_words_and_completes_it() -> None:
    world = World(analyzer=FakeAnalyzer(FatalModelError("Incorrect API key provided.")))
    world.analyzing_job(["a"], ["b"])

    deliver(world, 1)

    assert world.job().stop_reason == "Incorrect API key provided."
    assert world.memory_queue.completions == ["d1"]


def test_a_budget_that_is_used_up_stops_the_job() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer, budget_usd=0)
    world.analyzing_job(["a"], ["b"])

    deliver(world, 1)

    assert "BUDGET_USD" in world.job().stop_reason
    assert analyzer.calls == []
    assert world.memory_queue.completions == ["d1"]


def test_a_stopped_job_asks_no_more() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.analyzing_job(["a"], stop_reason="no quota")

    deliver(world, 1)

    assert analyzer.calls == []
    assert world.memory_queue.completions == ["d1"]


def test_a_batch_whose_calls_keep_failing_raises_to_be_delivered_again() -> None:
    world = World(analyzer=FakeAnalyzer(then=BROKEN))
    world.analyzing_job(["a"])

    with pytest.raises(TransientModelError):
        deliver(world, 1)
    assert world.job().done == frozenset()
    assert world.memory_queue.completions == []


def test_what_was_answered_before_an_interruption_is_not_asked_again() -> None:
    analyzer = FakeAnalyzer(answer_only(1, 3), *[BROKEN] * 10)
    world = World(analyzer=analyzer, parallel=False)
    world.analyzing_job(["a", "b", "c", "d"])

    with pytest.raises(TransientModelError):
        deliver(world, 1)
    interrupted = BatchAnswers.loads(world.memory_data.objects[partial_answers_key("d1", 1)])
    assert set(interrupted.codes) == {0, 2}
    world.analyzer = again = FakeAnalyzer()
    deliver(world, 1)

    assert [list(call.values()) for call in again.calls] == [["b", "d"]]
    assert stored_answers(world, 1).codes == {n: code_for(text) for n, text in enumerate("abcd")}
    assert world.job().done == {1}


def test_answers_that_were_paid_for_are_cached_also_when_the_job_is_stopped() -> None:
    world = World(analyzer=FakeAnalyzer(answer_only(1), FatalModelError("no quota")))
    world.analyzing_job(["a", "b"])

    deliver(world, 1)

    assert set(world.cache.get_many(["key of a", "key of b"])) == {"key of a"}


def test_a_comment_without_an_answer_fails_with_its_reason_and_is_not_cached() -> None:
    world = World(analyzer=FakeAnalyzer(then=lambda r: reply(i for i in items_for(r.comments) if i[:3] != "002")))
    world.analyzing_job(["a", "b"])

    deliver(world, 1)

    assert stored_answers(world, 1) == BatchAnswers({0: code_for("a")}, {1: "missing from the model's answer"})
    assert set(world.cache.get_many(["key of a", "key of b"])) == {"key of a"}
    assert world.job().rows_done == 2


def test_with_the_cache_off_nothing_is_cached() -> None:
    world = World(use_cache=False)
    world.analyzing_job(["a"])

    deliver(world, 1)

    assert world.cache.get_many(["key of a"]) == {}


def test_answers_of_the_stand_in_are_marked_in_the_job_and_in_the_cache() -> None:
    def by_stand_in(request: ModelRequest) -> ModelReply:
        return replace(reply(items_for(request.comments)), stand_in=True)

    world = World(analyzer=FakeAnalyzer(then=by_stand_in))
    world.analyzing_job(["a"])

    deliver(world, 1)

    assert world.job().stand_in
    assert world.cache.get_many(["key of a"])["key of a"].stand_in


def test_without_parallel_processing_each_batch_sends_the_next_one() -> None:
    world = World(parallel=False)
    world.analyzing_job(["a"], ["b"], ["c"])

    deliver(world, 1)
    assert world.memory_queue.take_batches() == [BatchMessage("d1", 2)]
    deliver(world, 2)
    assert world.memory_queue.take_batches() == [BatchMessage("d1", 3)]
    deliver(world, 3)
    assert world.memory_queue.batches == []
    assert world.memory_queue.completions == ["d1"]


def test_with_parallel_processing_a_batch_sends_no_other() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"])

    deliver(world, 1)

    assert world.memory_queue.batches == []


def test_a_batch_that_is_not_stored_is_an_error_and_not_counted() -> None:
    world = World()
    world.analyzing_job(["a"])

    with pytest.raises(LookupError, match="batch 7 of job d1"):
        deliver(world, 7)
    assert world.job().done == frozenset()


def _blocked(seconds: float) -> LimitItem:
    item = LimitItem()
    item.state = LimitState(blocked_until=NOW + round(seconds * 1000))
    return item


def test_answers_that_were_stored_before_a_crash_are_recorded_without_another_call() -> None:
    world = World()
    world.analyzing_job(["a"])
    stored = BatchAnswers({0: code_for("a")}, {})
    world.data.put(answers_key("d1", 1), stored.dumps())

    asyncio.run(world.batch_analyzer().analyze("d1", 1, world.clock.seconds() + 60))

    assert world.job().done == frozenset({1})
    assert world.job().usage.calls == 0
    assert world.memory_queue.completions == ["d1"]


def test_a_delivery_asks_nothing_while_another_one_is_at_the_same_batch() -> None:
    world = World()
    world.analyzing_job(["a"])
    world.jobs.lease_batch("d1", 1, NOW, NOW + 60_000)

    deliver(world, 1)
    assert (world.job().usage.calls, world.job().done) == (0, frozenset())

    world.jobs.release_batch("d1", 1)
    deliver(world, 1)
    assert (world.job().usage.calls, world.job().done) == (1, frozenset({1}))
