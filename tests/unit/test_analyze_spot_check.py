"""AnalyzeService: some comments are asked a second time in another batch; no row hangs on that."""

from dataclasses import replace

import pytest

from feedback.adapters.memory import BatchMessage
from feedback.domain.calls import ModelReply
from feedback.domain.documents import BatchAnswers, RepeatedAnswer, partial_answers_key
from feedback.domain.errors import FatalModelError
from feedback.domain.limits import LimitState
from feedback.domain.prompts import ModelRequest
from tests.fakes import FakeAnalyzer, answer_all, answer_only, code_for
from tests.world import World

NO_QUOTA = FatalModelError("You exceeded your current quota.")
OWN = {3: code_for("x"), 4: code_for("y")}
AGAIN = {0: RepeatedAnswer(code_for("a"), 0.333), 2: RepeatedAnswer(code_for("c"), 1.0)}


def checking(analyzer: FakeAnalyzer, **parts: object) -> World:
    """A job d1 that asks for a, b and c, and in a second batch for x and y, and for a and c again."""
    world = World(analyzer=analyzer, **parts)  # type: ignore[arg-type] # parts of the world by their names
    world.analyzing_job(["a", "b", "c"], ["x", "y"])
    first, own = world.batch(1).comments, world.batch(2).comments
    a, c = (replace(first[at], repeat=True) for at in (0, 2))
    world.alter_batch(2, comments=(own[0], a, own[1], c))
    return world


def test_they_are_asked_in_the_same_call_as_the_others_and_their_answers_kept_apart_with_their_places() -> None:
    analyzer = FakeAnalyzer()
    world = checking(analyzer)

    world.deliver(2)

    assert analyzer.calls == [["x", "a", "y", "c"]]
    assert world.answers(2) == BatchAnswers(OWN, repeats=AGAIN)


def test_only_the_rows_of_the_others_are_counted() -> None:
    world = checking(FakeAnalyzer())

    world.deliver(2)
    assert (world.job().done, world.job().rows_done) == (frozenset({2}), 2)
    assert world.memory_queue.completions == []
    world.deliver(1)
    assert world.job().rows_done == 5
    assert world.memory_queue.completions == ["d1"]


def test_second_answers_do_not_come_into_the_cache() -> None:
    world = checking(FakeAnalyzer())

    world.deliver(2)

    assert set(world.cache.get_many([f"key of {text}" for text in "abcxy"])) == {"key of x", "key of y"}


@pytest.mark.parametrize("answered", ["xy", "xya"])
def test_a_second_answer_that_is_missing_is_not_asked_for_and_fails_no_row(answered: str) -> None:
    analyzer = FakeAnalyzer(then=answer_only(*answered))
    world = checking(analyzer)

    world.deliver(2)

    assert len(analyzer.calls) == 1
    found = {0: AGAIN[0]} if "a" in answered else {}
    assert world.answers(2) == BatchAnswers(OWN, repeats=found)
    assert world.job().done == {2}


def test_what_is_missing_of_the_others_is_asked_again_without_them() -> None:
    analyzer = FakeAnalyzer(answer_only("x", "c"))
    world = checking(analyzer)

    world.deliver(2)

    assert analyzer.calls == [["x", "a", "y", "c"], ["y"]]
    assert world.answers(2) == BatchAnswers(OWN, repeats={2: AGAIN[2]})


def test_where_all_is_stopped_no_second_asking_has_failed() -> None:
    world = checking(FakeAnalyzer(then=NO_QUOTA))

    world.deliver(2)

    partial = BatchAnswers.loads(world.memory_data.objects[partial_answers_key("d1", 2)])
    assert partial == BatchAnswers()
    assert world.job().stop_reason == str(NO_QUOTA)


def test_a_batch_that_was_interrupted_asks_only_for_what_it_lacks_then() -> None:
    def answer_two_and_block(request: ModelRequest) -> ModelReply:
        world.limiter.push_back(60)
        return answer_all(request.of({n: text for n, text in request.comments.items() if text in "xa"}))

    analyzer = FakeAnalyzer(answer_two_and_block)
    world = checking(analyzer)

    world.deliver(2, seconds=20)

    assert world.memory_queue.take_batches() == [BatchMessage("d1", (2,), delay=61)]
    partial = BatchAnswers.loads(world.memory_data.objects[partial_answers_key("d1", 2)])
    assert partial == BatchAnswers({3: code_for("x")}, repeats={0: AGAIN[0]})
    world.limit.state = LimitState()
    world.deliver(2, seconds=20)
    assert analyzer.calls[1:] == [["y", "c"]]
    assert world.answers(2) == BatchAnswers(OWN, repeats=AGAIN)


def test_the_same_comments_in_their_own_batch_are_asked_all_the_same() -> None:
    analyzer = FakeAnalyzer()
    world = checking(analyzer)

    world.deliver(2)
    world.deliver(1)

    assert analyzer.calls[-1] == ["a", "b", "c"]
    assert world.answers(1) == BatchAnswers({n: code_for(text) for n, text in enumerate("abc")})
