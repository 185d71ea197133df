"""Asker: every comment ends with an answer or with a reason, whatever the model's answers look like."""

import asyncio
from dataclasses import dataclass, field

import pytest

from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest
from feedback.ports import ModelReply
from feedback.services.ask import MAX_ROUNDS
from tests.fakes import (
    CALL_COST,
    TOKENS_IN,
    TOKENS_OUT,
    FakeAnalyzer,
    Step,
    answer_all,
    answer_only,
    code_for,
    items_for,
    reply,
)
from tests.world import World


@dataclass
class Asked:
    """What came of one ask: the codes found, the reasons for the rest, and what each call reported."""

    found: dict[int, str] = field(default_factory=dict)
    problems: dict[int, str] = field(default_factory=dict)
    reported: list[tuple[Usage, bool]] = field(default_factory=list)


def ask(analyzer: FakeAnalyzer, count: int, *, parallel: bool = True) -> Asked:
    world = World(analyzer=analyzer, parallel=parallel)
    asked = Asked()

    async def on_call(usage: Usage, stand_in: bool) -> None:
        asked.reported.append((usage, stand_in))

    deadline = world.clock.seconds() + 600
    asked.problems = asyncio.run(world.asker().ask(texts(count), asked.found, deadline, on_call))
    return asked


def texts(count: int) -> dict[int, str]:
    return {number: f"comment {number}" for number in range(1, count + 1)}


def all_codes(count: int) -> dict[int, str]:
    return {number: code_for(text) for number, text in texts(count).items()}


def asked_numbers(analyzer: FakeAnalyzer) -> list[list[int]]:
    return [list(call) for call in analyzer.calls]


def test_comments_that_are_all_answered_take_one_call() -> None:
    analyzer = FakeAnalyzer()

    asked = ask(analyzer, 5)

    assert asked.found == all_codes(5)
    assert asked.problems == {}
    assert analyzer.calls == [texts(5)]


def test_no_comments_take_no_call() -> None:
    analyzer = FakeAnalyzer()

    assert ask(analyzer, 0) == Asked()
    assert analyzer.calls == []


def test_every_call_reports_its_usage_and_cost_and_whether_the_stand_in_answered() -> None:
    def by_stand_in(request: ModelRequest) -> ModelReply:
        return reply(items_for(request.comments), stand_in=True)

    asked = ask(FakeAnalyzer(answer_only(1), by_stand_in), 2)

    usage = Usage(1, TOKENS_IN, TOKENS_OUT, CALL_COST)
    assert asked.reported == [(usage, False), (usage, True)]


def test_what_is_missing_is_asked_again_alone_in_halves() -> None:
    analyzer = FakeAnalyzer(answer_only(1, 2))

    asked = ask(analyzer, 8, parallel=False)

    assert asked_numbers(analyzer) == [[1, 2, 3, 4, 5, 6, 7, 8], [3, 4, 5], [6, 7, 8]]
    assert asked.found == all_codes(8)
    assert asked.problems == {}


@pytest.mark.parametrize(
    ("name", "step"),
    [
        ("repeated", lambda r: reply([*items_for(r.comments), f"002{code_for('other')}"])),
        ("malformed", lambda r: reply([i if i[:3] != "002" else "0029" for i in items_for(r.comments)])),
        ("unknown id", lambda r: reply([i if i[:3] != "002" else "999" + i[3:] for i in items_for(r.comments)])),
    ],
)
def test_a_comment_whose_item_can_not_be_used_is_asked_again_alone(name: str, step: Step) -> None:
    analyzer = FakeAnalyzer(step)

    asked = ask(analyzer, 4)

    assert asked_numbers(analyzer) == [[1, 2, 3, 4], [2]]
    assert asked.found == all_codes(4)


def test_an_answer_that_was_cut_off_keeps_what_came_whole() -> None:
    def cut_off(request: ModelRequest) -> ModelReply:
        whole = answer_all(request).content
        return reply(whole[: whole.index('"003') + 9], problem="the model's answer was cut off")

    analyzer = FakeAnalyzer(cut_off)

    assert ask(analyzer, 4).found == all_codes(4)
    assert sorted(n for call in asked_numbers(analyzer)[1:] for n in call) == [3, 4]


def test_a_comment_that_is_never_answered_fails_with_the_reason_after_three_more_rounds() -> None:
    analyzer = FakeAnalyzer(then=lambda r: reply(items_for({n: t for n, t in r.comments.items() if n != 3})))

    asked = ask(analyzer, 4)

    assert asked.problems == {3: "missing from the model's answer"}
    assert asked.found == {n: code for n, code in all_codes(4).items() if n != 3}
    assert asked_numbers(analyzer) == [[1, 2, 3, 4]] + [[3]] * MAX_ROUNDS


def test_a_model_that_never_answers_is_not_asked_more_often_than_the_rounds_allow() -> None:
    analyzer = FakeAnalyzer(then=lambda _: reply("I can't do that."))

    asked = ask(analyzer, 16)

    assert set(asked.problems) == set(texts(16))
    assert asked.found == {}
    assert len(analyzer.calls) == 1 + 2 + 4 + 8


def test_a_refusal_because_of_one_comment_fails_that_comment_only() -> None:
    def refuse(request: ModelRequest) -> ModelReply:
        if 5 in request.comments:
            return reply("", problem="the model refused to answer")
        return answer_all(request)

    asked = ask(FakeAnalyzer(then=refuse), 8)

    assert asked.problems == {5: "the model refused to answer"}
    assert set(asked.found) == set(texts(8)) - {5}


def test_nothing_is_found_that_was_not_asked() -> None:
    analyzer = FakeAnalyzer(lambda r: reply([*items_for(r.comments), f"077{code_for('x')}", f"000{code_for('y')}"]))

    assert set(ask(analyzer, 3).found) == {1, 2, 3}


def test_parallel_processing_asks_the_halves_at_the_same_time() -> None:
    analyzer = FakeAnalyzer(answer_only())

    ask(analyzer, 8, parallel=True)

    assert analyzer.most_at_once == 2


def test_without_parallel_processing_no_two_calls_overlap() -> None:
    analyzer = FakeAnalyzer(answer_only(), answer_only(1), answer_only(5))

    asked = ask(analyzer, 8, parallel=False)

    assert asked.found == all_codes(8)
    assert len(analyzer.calls) > 3
    assert analyzer.most_at_once == 1
