"""AnalyzeService: a delivery may come twice, late or after a crash, and the batch is still counted right."""

from dataclasses import replace

import pytest

from feedback.domain.calls import ModelReply
from feedback.domain.documents import BatchAnswers, CachedAnswer, answers_key
from feedback.domain.job import JobState
from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest
from feedback.domain.speed import CallSums
from tests.builders import NOW
from tests.fakes import CALL_COST, TOKENS_IN, TOKENS_OUT, FakeAnalyzer, answer_all, answer_only, code_for
from tests.world import World


def test_a_batch_is_answered_stored_cached_and_recorded() -> None:
    world = World()
    world.analyzing_job(["a", "b"], ["c"])

    world.deliver(1)

    assert world.answers(1) == BatchAnswers({0: code_for("a"), 1: code_for("b")})
    cached = {f"key of {text}": CachedAnswer(code_for(text), stand_in=False) for text in ("a", "b")}
    assert world.cache.get_many([*cached, "key of c"]) == cached
    job = world.job()
    assert job.done == {1}
    assert job.rows_done == 2
    assert job.usage == Usage(1, TOKENS_IN, TOKENS_OUT, CALL_COST)
    assert job.sums == CallSums.of(2, TOKENS_OUT, 0)
    assert world.memory_queue.take_completions() == []


def test_the_last_batch_sends_the_completion() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"])

    world.deliver(2)
    assert world.memory_queue.completions == []
    world.deliver(1)
    assert world.memory_queue.completions == ["d1"]


def test_a_duplicate_delivery_adds_nothing_but_sends_the_completion_again() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.analyzing_job(["a"])
    world.deliver(1)
    before = world.job()

    world.deliver(1)

    assert world.job() == before
    assert len(analyzer.calls) == 1
    assert world.memory_queue.completions == ["d1", "d1"]


def test_a_duplicate_of_one_of_several_batches_sends_no_completion() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"])

    world.deliver(1)
    world.deliver(1)

    assert world.memory_queue.completions == []
    assert world.job().rows_done == 1


def test_a_message_for_a_job_that_is_not_there_does_nothing() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)

    world.deliver(1)

    assert analyzer.calls == []
    assert world.memory_queue.completions == []


@pytest.mark.parametrize("state", [JobState.AGGREGATING, JobState.COMPLETED, JobState.FAILED, JobState.CANCELLED])
def test_a_late_message_for_a_job_that_is_further_on_asks_nothing(state: JobState) -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.analyzing_job(["a"])
    world.jobs.advance("d1", JobState.AGGREGATING, NOW)
    world.jobs.advance("d1", state, NOW)

    world.deliver(1)

    assert analyzer.calls == []
    assert world.memory_queue.completions == []


def test_a_comment_without_an_answer_fails_with_its_reason_and_is_not_cached() -> None:
    world = World(analyzer=FakeAnalyzer(then=answer_only("a")))
    world.analyzing_job(["a", "b"])

    world.deliver(1)

    assert world.answers(1) == BatchAnswers({0: code_for("a")}, {1: "missing from the model's answer"})
    assert set(world.cache.get_many(["key of a", "key of b"])) == {"key of a"}
    assert world.job().rows_done == 2


def test_with_the_cache_off_nothing_is_cached() -> None:
    world = World(use_cache=False)
    world.analyzing_job(["a"])

    world.deliver(1)

    assert world.cache.get_many(["key of a"]) == {}


def test_answers_of_the_stand_in_are_marked_in_the_job_and_in_the_cache() -> None:
    def by_stand_in(request: ModelRequest) -> ModelReply:
        return replace(answer_all(request), stand_in=True)

    world = World(analyzer=FakeAnalyzer(then=by_stand_in))
    world.analyzing_job(["a"])

    world.deliver(1)

    assert world.job().stand_in
    assert world.cache.get_many(["key of a"])["key of a"].stand_in


def test_a_batch_that_is_not_stored_is_an_error_and_not_counted() -> None:
    world = World()
    world.analyzing_job(["a"])

    with pytest.raises(LookupError, match="batch 7 of job d1"):
        world.deliver(7)
    assert world.job().done == frozenset()


def test_answers_that_were_stored_before_a_crash_are_recorded_without_another_call() -> None:
    world = World()
    world.analyzing_job(["a"])
    world.data.put(answers_key("d1", 1), BatchAnswers({0: code_for("a")}, {}).dumps())

    world.deliver(1, seconds=60)

    assert world.job().done == frozenset({1})
    assert world.job().usage.calls == 0
    assert world.memory_queue.completions == ["d1"]


def test_a_delivery_asks_nothing_while_another_one_is_at_the_same_batch() -> None:
    world = World()
    world.analyzing_job(["a"])
    world.jobs.lease_batch("d1", 1, NOW, NOW + 60_000)

    world.deliver(1)
    assert (world.job().usage.calls, world.job().done) == (0, frozenset())

    world.jobs.release_batch("d1", 1)
    world.deliver(1)
    assert (world.job().usage.calls, world.job().done) == (1, frozenset({1}))


def test_every_call_and_every_batch_done_is_told_to_the_operators_without_a_text() -> None:
    world = World(analyzer=FakeAnalyzer(answer_only("secret a")))
    world.analyzing_job(["secret a", "secret b"])

    world.deliver(1)

    assert [(job_id, number, call.comments, call.round) for job_id, number, call in world.telemetry.calls] == [
        ("d1", 1, 2, 0),
        ("d1", 1, 1, 1),
    ]
    figures = {"kind": "ask", "comments": 2, "failed": 0, "borrowed": 0, "calls": 2, "milliseconds": 0}
    assert world.telemetry.batches == [("d1", 1, figures)]
    assert "secret" not in repr((world.telemetry.calls, world.telemetry.batches))
