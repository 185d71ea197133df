"""Asker: nothing found is lost over a call that fails; and the comments that are asked alone."""

import asyncio
from dataclasses import dataclass, field
from typing import Any

import pytest

from feedback.domain.calls import ModelReply
from feedback.domain.errors import FatalModelError, NotYourTurnError, TransientModelError
from feedback.domain.prompts import ModelRequest
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

    def alone(self) -> None:
        asyncio.run(self.world.asker().ask_alone(COMMENTS, self.found, self.world.assignment()))


def asking(analyzer: FakeAnalyzer, **options: Any) -> Asking:
    return Asking(World(analyzer=analyzer, **options))


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


@pytest.mark.parametrize("parallel", [True, False])
def test_comments_that_are_asked_alone_have_a_call_each(parallel: bool) -> None:
    analyzer = FakeAnalyzer()
    asked = asking(analyzer, parallel=parallel)

    asked.alone()

    assert sorted(analyzer.calls) == [["a"], ["b"], ["c"], ["d"]]
    assert asked.found == codes("abcd")
    assert analyzer.most_at_once == (4 if parallel else 1)


def test_a_comment_that_is_asked_alone_is_asked_once() -> None:
    """Asked again, it would be a sample of the model's better answers."""
    analyzer = FakeAnalyzer(then=lambda r: reply("") if "b" in r.comments.values() else answer_all(r))
    asked = asking(analyzer)

    asked.alone()

    assert len(analyzer.calls) == 4
    assert asked.found == codes("acd")


@pytest.mark.parametrize(
    "error", [NO_QUOTA, TransientModelError("status 503", answered=True)], ids=["fatal", "transient"]
)
def test_of_comments_asked_alone_the_others_answers_are_kept_when_one_call_fails(error: Exception) -> None:
    asked = asking(Unhurried(then=failing("b", error)))

    with pytest.raises(type(error)):
        asked.alone()
    assert asked.found == codes("acd")
