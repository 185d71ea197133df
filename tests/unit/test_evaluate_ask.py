"""Asking: what became of each comment, second tries for failed calls only, and the pace."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import pytest

from feedback.domain.answers import render_answer
from feedback.domain.calls import ModelReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.models import Detail
from feedback.domain.prompts import ModelRequest, comment_id
from feedback_cli.evaluate import ask
from feedback_cli.evaluate.ask import TRIES, Asked, Asker, Outcome, Pacer
from feedback_cli.evaluate.plan import Pass
from tests.builders import GOOD_CODE

type Answer = Callable[[list[int]], str]


@dataclass
class Model:
    """Answers each call as told, after so many failures."""

    answer: Answer
    failures: int = 0
    problem: str | None = None
    calls: int = 0
    refuses: bool = False

    async def ready(self) -> None: ...

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        self.calls += 1
        if self.refuses:
            raise FatalModelError("no such model")
        if self.calls <= self.failures:
            raise TransientModelError("busy", answered=True, rate_limited=True, retry_after=0)
        return ModelReply(self.answer(list(request.comments)), 100, 10, problem=self.problem)


UNKNOWN_THEME = "980070011993es"


def answering(ids: list[int], others: Mapping[int, str] = MappingProxyType({})) -> str:
    """An answer with a good code for each id, after those told."""
    return render_answer([*others.items(), *((number, GOOD_CODE) for number in ids)], Detail.SCORES)


def asked(model: Model, comments: int = 4) -> Asked:
    planned = Pass(comments, False, (tuple(range(comments)),))
    asker = Asker(model, "gpt-6-luna", DEFAULT_CODEBOOK, Pacer(1e9, 1e12), 4, lambda: None)
    return asyncio.run(asker.ask(planned, [f"Comment {n}" for n in range(comments)]))


@pytest.fixture(autouse=True)
def _no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ask, "_FIRST_WAIT", 0)


def test_answers_are_kept_by_the_comments_places_with_tokens_and_cost() -> None:
    found = asked(Model(answering))
    assert found.codes == dict.fromkeys(range(4), GOOD_CODE)
    assert set(found.outcomes.values()) == {Outcome.ANSWERED}
    assert found.ids == {at: comment_id(at + 1) for at in range(4)}
    assert (found.usage.calls, found.usage.tokens_in, found.usage.tokens_out, found.unknown) == (1, 100, 10, 0)
    assert found.usage.cost_micro_usd == 15


@pytest.mark.parametrize(
    ("answer", "outcome"),
    [
        (lambda ids: answering(ids[1:]), Outcome.MISSING),
        (lambda ids: answering([ids[0], *ids]), Outcome.REPEATED),
        (
            lambda ids: render_answer(
                [(ids[0], "0" + GOOD_CODE[1:]), *((n, GOOD_CODE) for n in ids[1:])], Detail.SCORES
            ),
            Outcome.MALFORMED,
        ),
    ],
    ids=["missing", "repeated", "malformed"],
)
def test_a_lost_comment_is_told_by_how_it_was_lost_and_not_asked_again(answer: Answer, outcome: Outcome) -> None:
    model = Model(answer)
    found = asked(model)
    assert [found.outcomes[at] for at in range(4)] == [outcome, *[Outcome.ANSWERED] * 3]
    assert model.calls == 1
    assert 0 not in found.codes


def test_ids_that_were_not_asked_for_are_counted() -> None:
    assert asked(Model(lambda ids: answering([*ids, 5, 6]))).unknown == 2


def test_an_answer_without_content_loses_all_its_comments_and_its_problem_is_kept() -> None:
    found = asked(Model(lambda _: "", problem="the model refused to answer"))
    assert set(found.outcomes.values()) == {Outcome.MISSING}
    assert found.problems == {"the model refused to answer": 1}


def test_a_failed_call_is_tried_again() -> None:
    model = Model(answering, failures=TRIES - 1)
    found = asked(model)
    assert set(found.outcomes.values()) == {Outcome.ANSWERED}
    assert (found.usage.calls, found.usage.failed_calls, found.usage.rate_limited) == (TRIES, TRIES - 1, TRIES - 1)


def test_comments_of_a_call_that_always_fails_are_unanswered_and_not_lost() -> None:
    model = Model(answering, failures=99)
    assert set(asked(model).outcomes.values()) == {Outcome.UNANSWERED}
    assert model.calls == TRIES


def test_a_provider_that_answers_none_ends_the_evaluation() -> None:
    with pytest.raises(FatalModelError):
        asked(Model(answering, refuses=True))


@pytest.mark.parametrize(("rps", "tpm"), [(50, 1e12), (1e9, 60 * 50 * 100)])
def test_calls_keep_to_requests_a_second_and_tokens_a_minute(rps: float, tpm: float) -> None:
    async def five() -> float:
        pacer = Pacer(rps, tpm)
        begun = time.monotonic()
        await asyncio.gather(*(pacer.turn(100) for _ in range(5)))
        return time.monotonic() - begun

    assert asyncio.run(five()) >= 4 / 50
