"""Asker: nothing found is lost over a call that fails; what is only asked once more makes no call."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from feedback.domain.calls import ModelReply
from feedback.domain.errors import FatalModelError, NotYourTurnError
from feedback.domain.prompts import ModelRequest, estimated_tokens
from tests.fakes import FakeAnalyzer, Step, answer_all, answer_only, code_for, item_for, reply
from tests.world import World

COMMENTS = {386: "a", 769: "b", 155: "c", 537: "d"}
NO_QUOTA = FatalModelError("You exceeded your current quota.", rate_limited=True)


class Unhurried(FakeAnalyzer):
    """Its good answers come only after all that fails has failed."""

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        reply = await super().ask(request, timeout)
        await asyncio.sleep(0.05)
        return reply


@dataclass
class Asking:
    """One ask of the four comments in a world."""

    world: World
    found: dict[int, str] = field(default_factory=dict)

    def together(self) -> dict[int, str]:
        return asyncio.run(self.world.asker().ask(COMMENTS, self.found, self.world.assignment()))


def asking(analyzer: FakeAnalyzer, **options: Any) -> Asking:
    return Asking(World(analyzer=analyzer, **options))


def ids(texts: str) -> list[int]:
    return [number for number, text in COMMENTS.items() if text in texts]


def codes(texts: str) -> dict[int, str]:
    return {number: code_for(text) for number, text in COMMENTS.items() if text in texts}


def failing(text: str, error: Exception) -> Step:
    """Answers every call but those with this comment."""

    def answer(request: ModelRequest) -> ModelReply:
        if text in request.comments.values():
            raise error
        return answer_all(request)

    return answer


def test_what_was_found_in_earlier_rounds_is_kept_when_a_later_one_fails() -> None:
    asked = asking(FakeAnalyzer(answer_only("b"), then=NO_QUOTA))

    with pytest.raises(FatalModelError):
        asked.together()
    assert asked.found == codes("b")


def test_what_was_found_in_earlier_rounds_is_kept_when_there_is_no_turn_for_a_later_one() -> None:
    def answer_b_and_block(request: ModelRequest) -> ModelReply:
        asked.world.limiter.push_back(900)
        return reply([item_for(number, text) for number, text in request.comments.items() if text == "b"])

    asked = asking(FakeAnalyzer(answer_b_and_block))

    with pytest.raises(NotYourTurnError):
        asked.together()
    assert asked.found == codes("b")


@pytest.mark.parametrize(("parallel", "failed", "kept"), [(True, "b", "cd"), (True, "d", "ab"), (False, "d", "ab")])
def test_what_the_other_half_found_is_kept_when_one_half_fails(parallel: bool, failed: str, kept: str) -> None:
    asked = asking(Unhurried(answer_only(), then=failing(failed, NO_QUOTA)), parallel=parallel)

    with pytest.raises(FatalModelError):
        asked.together()
    assert asked.found == codes(kept)


def test_what_is_only_asked_once_more_is_not_worth_a_further_call() -> None:
    analyzer = FakeAnalyzer(then=answer_only("a", "c"))
    asked = asking(analyzer)

    problems = asyncio.run(asked.world.asker().ask(COMMENTS, asked.found, asked.world.assignment(), ids("bd")))

    assert problems == {}
    assert analyzer.calls == [["a", "b", "c", "d"]]
    assert asked.found == codes("ac")


def test_what_is_only_asked_once_more_is_not_asked_with_what_is_missing() -> None:
    analyzer = FakeAnalyzer(answer_only("a"))
    asked = asking(analyzer)

    problems = asyncio.run(asked.world.asker().ask(COMMENTS, asked.found, asked.world.assignment(), ids("d")))

    assert problems == {}
    assert analyzer.calls == [["a", "b", "c", "d"], ["b"], ["c"]]
    assert asked.found == codes("abc")


def test_comments_that_are_only_asked_once_more_make_no_call_by_themselves() -> None:
    analyzer = FakeAnalyzer()
    asked = asking(analyzer)

    assert asyncio.run(asked.world.asker().ask(COMMENTS, {}, asked.world.assignment(), COMMENTS)) == {}
    assert analyzer.calls == []


def test_a_batch_with_more_tokens_than_a_minute_allows_is_asked_in_parts() -> None:
    analyzer = FakeAnalyzer()
    asked = asking(analyzer)
    task = asked.world.assignment()
    two = sum(estimated_tokens(task.template.of({n: COMMENTS[n] for n in ids("ab")})))
    asker = replace(asked.world.asker(), max_tokens=two)

    assert asyncio.run(asker.ask(COMMENTS, asked.found, task)) == {}

    assert sorted(analyzer.calls) == [["a", "b"], ["c", "d"]]
    assert asked.found == codes("abcd")


def test_a_single_comment_is_asked_whatever_its_tokens() -> None:
    analyzer = FakeAnalyzer()
    asked = asking(analyzer)

    asyncio.run(replace(asked.world.asker(), max_tokens=1).ask(COMMENTS, asked.found, asked.world.assignment()))

    assert sorted(analyzer.calls) == [["a"], ["b"], ["c"], ["d"]]
