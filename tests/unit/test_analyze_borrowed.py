"""AnalyzeService: comments that another job asks for are waited for, and asked in the end where they don't come."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from feedback.adapters.memory import BatchMessage
from feedback.domain.documents import BatchAnswers, BatchKind, CachedAnswer, partial_answers_key
from feedback.domain.errors import TransientModelError
from feedback.domain.job import JobState
from feedback.services.analyze import LEND_LIMIT_MS, LEND_SECONDS
from tests.builders import NOW, a_job
from tests.fakes import FakeAnalyzer, answer_only, code_for
from tests.world import World

LENDER = "d0"


def borrowing(texts: str, analyzer: FakeAnalyzer | None = None, **lender: Any) -> World:
    """A job d1 whose only batch waits for the answers of the job d0, which is changed as told."""
    world = World(analyzer=analyzer or FakeAnalyzer())
    defaults = {"state": JobState.ANALYZING}
    world.memory_jobs.create(a_job(LENDER, **defaults | lender))
    world.analyzing_job(list(texts), analyzing_at=NOW, cache_hits=5, cache_misses=len(texts))
    world.alter_batch(1, kind=BatchKind.BORROWED, lenders=(LENDER,))
    return world


def lend(world: World, texts: Sequence[str], *, stand_in: bool = False) -> None:
    """The other job's answers come into the cache."""
    world.cache.put_many({f"key of {text}": CachedAnswer(code_for(text), stand_in) for text in texts})


def test_answers_that_another_job_asked_for_are_taken_without_a_call() -> None:
    analyzer = FakeAnalyzer()
    world = borrowing("ab", analyzer)
    lend(world, "ab")

    world.deliver(1)

    assert analyzer.calls == []
    assert world.answers(1) == BatchAnswers(borrowed={0: code_for("a"), 1: code_for("b")})
    assert world.memory_queue.completions == ["d1"]


def test_borrowed_comments_are_counted_as_hits_of_the_cache() -> None:
    world = borrowing("abc")
    lend(world, "abc")

    world.deliver(1)

    job = world.job()
    assert (job.cache_hits, job.cache_misses) == (8, 0)
    assert (job.done, job.rows_done) == (frozenset({1}), 3)
    assert world.telemetry.batches[0][2]["borrowed"] == 3


def test_while_the_other_job_is_asking_the_batch_waits_in_the_queue() -> None:
    analyzer = FakeAnalyzer()
    world = borrowing("ab", analyzer)
    lend(world, "a")
    world.clock.advance(seconds=1)

    world.deliver(1)

    assert world.memory_queue.take_batches() == [BatchMessage("d1", (1,), LEND_SECONDS)]
    assert analyzer.calls == []
    assert world.job().done == frozenset()
    assert world.job().touched_at == NOW + 1000

    lend(world, "b")
    world.deliver(1)
    assert world.answers(1) == BatchAnswers(borrowed={0: code_for("a"), 1: code_for("b")})


def test_answers_are_looked_for_only_when_the_batch_is_due() -> None:
    """Right after its start the other job can't have them, and the next look comes later."""
    world = borrowing("a")
    world.alter_batch(1, start_ms=1000)

    async def sleep(seconds: float) -> None:
        await world.sleep(seconds)
        lend(world, "a")

    service = replace(world.batch_analyzer(), sleep=sleep)
    asyncio.run(service.analyze("d1", 1, world.clock.seconds() + 60))

    assert world.sleeps == [1]
    assert world.memory_queue.batches == []
    assert world.job().done == {1}


@pytest.mark.parametrize(("waited_ms", "asked"), [(LEND_LIMIT_MS, False), (LEND_LIMIT_MS + 1, True)])
def test_answers_that_do_not_come_in_time_are_asked_for_after_all(waited_ms: int, asked: bool) -> None:
    analyzer = FakeAnalyzer()
    world = borrowing("ab", analyzer)
    lend(world, "a")
    world.clock.advance(seconds=waited_ms / 1000)

    world.deliver(1)

    assert analyzer.calls == ([["b"]] if asked else [])
    assert world.job().done == ({1} if asked else frozenset())


@pytest.mark.parametrize(
    "lender",
    [
        {"state": JobState.AGGREGATING},
        {"state": JobState.COMPLETED},
        {"state": JobState.COMPLETED_WITH_ERRORS},
        {"state": JobState.FAILED},
        {"state": JobState.CANCELLED},
        {"stop_reason": "no quota"},
    ],
    ids=str,
)
def test_what_the_other_job_left_without_an_answer_is_asked_for_as_soon_as_it_asks_no_more(
    lender: dict[str, Any],
) -> None:
    analyzer = FakeAnalyzer()
    world = borrowing("abc", analyzer, **lender)
    lend(world, "b")

    world.deliver(1)

    assert analyzer.calls == [["a", "c"]]
    assert world.answers(1) == BatchAnswers({0: code_for("a"), 2: code_for("c")}, borrowed={1: code_for("b")})
    job = world.job()
    assert (job.done, job.cache_hits, job.cache_misses) == (frozenset({1}), 6, 2)
    assert set(world.cache.get_many(["key of a", "key of c"])) == {"key of a", "key of c"}


@pytest.mark.parametrize("state", [JobState.PARSING, JobState.ANALYZING])
def test_a_job_that_may_still_ask_is_waited_for(state: JobState) -> None:
    world = borrowing("a", state=state)

    world.deliver(1)

    assert world.memory_queue.batches == [BatchMessage("d1", (1,), LEND_SECONDS)]


def test_of_several_other_jobs_each_is_waited_for() -> None:
    world = borrowing("a", state=JobState.COMPLETED)
    world.memory_jobs.create(a_job("d2"))
    world.alter_batch(1, lenders=(LENDER, "d2"))

    world.deliver(1)

    assert world.memory_queue.batches == [BatchMessage("d1", (1,), LEND_SECONDS)]


def test_a_job_that_is_not_there_any_more_is_not_waited_for() -> None:
    world = borrowing("a")
    world.alter_batch(1, lenders=("d7",))

    world.deliver(1)

    assert world.answers(1) == BatchAnswers({0: code_for("a")})


def test_an_answer_in_the_cache_that_can_not_be_read_is_not_taken() -> None:
    world = borrowing("a", state=JobState.COMPLETED)
    world.cache.put_many({"key of a": CachedAnswer("980070011993es", stand_in=False)})

    world.deliver(1)

    assert world.answers(1) == BatchAnswers({0: code_for("a")})


def test_a_borrowed_comment_that_gets_no_answer_fails_with_its_reason() -> None:
    world = borrowing("ab", FakeAnalyzer(then=answer_only("b")), state=JobState.COMPLETED)

    world.deliver(1)

    assert world.answers(1) == BatchAnswers({1: code_for("b")}, {0: "missing from the model's answer"})


def test_what_was_borrowed_before_an_interruption_is_kept() -> None:
    world = borrowing("ab", FakeAnalyzer(then=TransientModelError("status 503", answered=True)), state=JobState.FAILED)
    lend(world, "a")

    with pytest.raises(TransientModelError):
        world.deliver(1)

    stored = world.memory_data.objects[partial_answers_key("d1", 1)]
    assert BatchAnswers.loads(stored) == BatchAnswers(borrowed={0: code_for("a")})


@pytest.mark.parametrize("stand_in", [True, False])
def test_a_job_with_borrowed_answers_of_the_stand_in_is_marked(stand_in: bool) -> None:
    world = borrowing("a")
    lend(world, "a", stand_in=stand_in)

    world.deliver(1)

    assert world.job().stand_in is stand_in
    assert world.job().usage.calls == 0
