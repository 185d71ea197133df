"""Asker: every comment ends with an answer or with a reason, whatever the model's answers look like."""

import asyncio
from dataclasses import dataclass, field

import pytest

from feedback.domain.answer_items import render_item
from feedback.domain.calls import ModelReply
from feedback.domain.prompts import ModelRequest, comment_id
from feedback.services.ask import MAX_ROUNDS
from tests.fakes import FakeAnalyzer, Step, answer_all, answer_only, code_for, item_for, items_for, reply
from tests.world import World

UNKNOWN_ID = 999


@dataclass
class Asked:
    """What came of one ask, by the comments' texts: the codes found, and the reasons for the rest. rounds: by call."""

    found: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    rounds: list[int] = field(default_factory=list)


def numbered(texts: str) -> dict[int, str]:
    """A comment of each letter, under the ids that a batch gives."""
    return {comment_id(place): text for place, text in enumerate(texts, start=1)}


def ask(analyzer: FakeAnalyzer, texts: str, *, parallel: bool = True) -> Asked:
    world, comments, found = World(analyzer=analyzer, parallel=parallel), numbered(texts), dict[int, str]()
    problems = asyncio.run(world.asker().ask(comments, found, world.assignment()))
    return Asked(
        {comments[number]: code for number, code in found.items()},
        {comments[number]: reason for number, reason in problems.items()},
        [record.round for record in world.records],
    )


def codes(texts: str) -> dict[str, str]:
    return {text: code_for(text) for text in texts}


def calls(analyzer: FakeAnalyzer) -> list[str]:
    return ["".join(call) for call in analyzer.calls]


def test_comments_that_are_all_answered_take_one_call() -> None:
    analyzer = FakeAnalyzer()

    assert ask(analyzer, "abcde") == Asked(codes("abcde"), {}, [0])
    assert calls(analyzer) == ["abcde"]


def test_no_comments_take_no_call() -> None:
    analyzer = FakeAnalyzer()

    assert ask(analyzer, "") == Asked()
    assert analyzer.calls == []


@pytest.mark.parametrize("parallel", [True, False])
def test_what_is_missing_is_asked_again_alone_in_halves(parallel: bool) -> None:
    analyzer = FakeAnalyzer(answer_only("a", "b"))

    asked = ask(analyzer, "abcdefgh", parallel=parallel)

    assert sorted(calls(analyzer)) == ["abcdefgh", "cde", "fgh"]
    assert asked == Asked(codes("abcdefgh"), {}, [0, 1, 1])


def test_a_half_that_lacks_something_is_halved_again() -> None:
    analyzer = FakeAnalyzer(answer_only(), answer_only("a", "b", "c"), answer_only())

    asked = ask(analyzer, "abcdefgh", parallel=False)

    assert calls(analyzer) == ["abcdefgh", "abcd", "efgh", "d", "ef", "gh"]
    assert asked == Asked(codes("abcdefgh"), {}, [0, 1, 1, 2, 2, 2])


def _second_as(*items: str) -> Step:
    """Answers all, but has these items in place of the second one."""

    def answer(request: ModelRequest) -> ModelReply:
        first, _, *others = items_for(request.comments)
        return reply([first, *items, *others])

    return answer


SECOND = comment_id(2)


@pytest.mark.parametrize(
    ("damaged", "again"),
    [
        pytest.param(_second_as(item_for(SECOND, "b"), item_for(SECOND, "other")), ["b"], id="repeated"),
        pytest.param(_second_as(render_item(SECOND, "0" + code_for("b")[1:])), ["b"], id="no such sentiment"),
        pytest.param(_second_as(render_item(SECOND, "980070011993es")), ["b"], id="no such theme"),
        # The item before is not sure to be whole: some of its digits may be in the id.
        pytest.param(_second_as(item_for(UNKNOWN_ID, "b")), ["a", "b"], id="unknown id"),
        # Nor can it be seen where the next one begins.
        pytest.param(_second_as(item_for(SECOND, "b")[:-1]), ["b", "c"], id="a digit too few"),
    ],
)
def test_a_comment_whose_item_can_not_be_used_is_asked_again_alone(damaged: Step, again: list[str]) -> None:
    analyzer = FakeAnalyzer(damaged)

    asked = ask(analyzer, "abcd", parallel=False)

    assert calls(analyzer) == ["abcd", *again]
    assert asked.found == codes("abcd")


def test_an_answer_that_was_cut_off_keeps_what_came_whole() -> None:
    def cut_off(request: ModelRequest) -> ModelReply:
        whole = answer_all(request).content
        return reply(whole[: whole.index(item_for(comment_id(3), "c")) + 9], problem="the model's answer was cut off")

    analyzer = FakeAnalyzer(cut_off)

    assert ask(analyzer, "abcd", parallel=False).found == codes("abcd")
    assert calls(analyzer) == ["abcd", "c", "d"]


def test_a_comment_that_is_never_answered_fails_with_the_reason_after_three_more_rounds() -> None:
    analyzer = FakeAnalyzer(then=answer_only("a", "b", "d"))

    asked = ask(analyzer, "abcd")

    assert asked == Asked(codes("abd"), {"c": "missing from the model's answer"}, [0, 1, 2, 3])
    assert calls(analyzer) == ["abcd", *["c"] * MAX_ROUNDS]


def test_a_model_that_never_answers_is_not_asked_more_often_than_the_rounds_allow() -> None:
    analyzer = FakeAnalyzer(then=lambda _: reply("I can't do that."))

    asked = ask(analyzer, "abcdefghijklmnop")

    assert set(asked.problems) == set("abcdefghijklmnop")
    assert asked.found == {}
    assert len(analyzer.calls) == 1 + 2 + 4 + 8


def test_a_refusal_because_of_one_comment_fails_that_comment_only() -> None:
    def refuse(request: ModelRequest) -> ModelReply:
        if "e" in request.comments.values():
            return reply("", problem="the model refused to answer")
        return answer_all(request)

    asked = ask(FakeAnalyzer(then=refuse), "abcdefgh")

    assert asked.problems == {"e": "the model refused to answer"}
    assert asked.found == codes("abcdfgh")


def test_nothing_is_found_that_was_not_asked() -> None:
    others = [item_for(UNKNOWN_ID, "x"), item_for(0, "y")]
    world, found = World(analyzer=FakeAnalyzer(lambda r: reply(items_for(r.comments) + others))), dict[int, str]()

    asyncio.run(world.asker().ask(numbered("abc"), found, world.assignment()))

    assert set(found) == set(numbered("abc"))


def test_parallel_processing_asks_the_halves_at_the_same_time() -> None:
    analyzer = FakeAnalyzer(answer_only())

    ask(analyzer, "abcdefgh", parallel=True)

    assert analyzer.most_at_once == 2


def test_without_parallel_processing_no_two_calls_overlap() -> None:
    analyzer = FakeAnalyzer(answer_only(), answer_only("a"), answer_only("e"))

    asked = ask(analyzer, "abcdefgh", parallel=False)

    assert asked.found == codes("abcdefgh")
    assert len(analyzer.calls) > 3
    assert analyzer.most_at_once == 1
