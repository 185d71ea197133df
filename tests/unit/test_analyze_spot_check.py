"""AnalyzeService: a spot check asks comments again, each alone; it stands for no row, and nothing depends on it."""

import pytest

from feedback.adapters.memory import BatchMessage
from feedback.domain.calls import ModelReply
from feedback.domain.documents import BatchAnswers, BatchKind, partial_answers_key
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.limits import LimitState
from feedback.domain.prompts import ModelRequest
from tests.fakes import FakeAnalyzer, answer_all, answer_only, code_for
from tests.world import World

CHECKED = {0: code_for("a"), 2: code_for("c")}
NO_QUOTA = FatalModelError("You exceeded your current quota.")
BROKEN = TransientModelError("status 503", answered=True)


def checking(analyzer: FakeAnalyzer, budget_usd: float = 5) -> World:
    """A job d1 that asks for a, b and c, and has a second batch that checks a and c."""
    world = World(analyzer=analyzer, budget_usd=budget_usd)
    world.analyzing_job(["a", "b", "c"], [])
    comments = world.batch(1).comments
    world.alter_batch(2, kind=BatchKind.SPOT_CHECK, comments=(comments[0], comments[2]))
    return world


def test_each_comment_is_asked_alone_and_its_answer_kept_apart() -> None:
    analyzer = FakeAnalyzer()
    world = checking(analyzer)

    world.deliver(2)

    assert sorted(analyzer.calls) == [["a"], ["c"]]
    assert world.answers(2) == BatchAnswers(alone=CHECKED)


def test_a_spot_check_is_counted_as_a_batch_without_rows() -> None:
    world = checking(FakeAnalyzer())

    world.deliver(2)
    assert (world.job().done, world.job().rows_done) == (frozenset({2}), 0)
    assert world.memory_queue.completions == []
    world.deliver(1)
    assert world.job().rows_done == 3
    assert world.memory_queue.completions == ["d1"]


def test_its_answers_do_not_come_into_the_cache() -> None:
    world = checking(FakeAnalyzer())

    world.deliver(2)

    assert world.cache.get_many(["key of a", "key of c"]) == {}


def test_its_calls_are_paid_for_and_counted() -> None:
    world = checking(FakeAnalyzer())

    world.deliver(2)

    assert world.job().usage.calls == 2
    assert world.budget.spent["2026-05"] == world.job().usage.cost_micro_usd


def test_a_comment_that_gets_no_answer_alone_is_left_out_and_fails_no_row() -> None:
    analyzer = FakeAnalyzer(then=answer_only("c"))
    world = checking(analyzer)

    world.deliver(2)

    assert len(analyzer.calls) == 2
    assert world.answers(2) == BatchAnswers(alone={2: code_for("c")})
    assert world.job().done == {2}


@pytest.mark.parametrize("error", [NO_QUOTA, BROKEN], ids=["fatal", "transient"])
def test_a_spot_check_that_fails_stops_no_job_and_fails_no_row(error: Exception) -> None:
    world = checking(FakeAnalyzer(then=error))

    world.deliver(2)

    assert world.answers(2) == BatchAnswers()
    assert (world.job().done, world.job().stop_reason) == (frozenset({2}), "")


def test_a_spot_check_beyond_the_budget_stops_no_job() -> None:
    analyzer = FakeAnalyzer()
    world = checking(analyzer, budget_usd=0)

    world.deliver(2)

    assert analyzer.calls == []
    assert world.answers(2) == BatchAnswers()
    assert (world.job().done, world.job().stop_reason) == (frozenset({2}), "")


def test_the_answers_of_a_spot_check_that_fails_in_part_are_kept() -> None:
    def refuse_a(request: ModelRequest) -> ModelReply:
        if "a" in request.comments.values():
            raise NO_QUOTA
        return answer_all(request)

    world = checking(FakeAnalyzer(then=refuse_a))

    world.deliver(2)

    assert world.answers(2) == BatchAnswers(alone={2: code_for("c")})


def test_without_a_turn_it_waits_in_the_queue_and_asks_only_for_the_rest_then() -> None:
    def answer_and_block(request: ModelRequest) -> ModelReply:
        world.limiter.push_back(60)
        return answer_all(request)

    analyzer = FakeAnalyzer(then=answer_and_block)
    world = checking(analyzer)
    world.parallel = False

    world.deliver(2, seconds=20)

    assert analyzer.calls == [["a"]]
    assert world.memory_queue.take_batches() == [BatchMessage("d1", (2,), delay=61)]
    partial = BatchAnswers.loads(world.memory_data.objects[partial_answers_key("d1", 2)])
    assert partial == BatchAnswers(alone={0: code_for("a")})

    world.limit.state = LimitState()
    world.deliver(2, seconds=20)
    assert analyzer.calls == [["a"], ["c"]]
    assert world.answers(2) == BatchAnswers(alone=CHECKED)


def test_the_same_comments_in_their_own_batch_are_asked_all_the_same() -> None:
    analyzer = FakeAnalyzer()
    world = checking(analyzer)

    world.deliver(2)
    world.deliver(1)

    assert analyzer.calls[-1] == ["a", "b", "c"]
    assert world.answers(1) == BatchAnswers({n: code_for(text) for n, text in enumerate("abc")})
