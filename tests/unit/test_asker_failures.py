"""Asker: turns, budget and retries when calls fail, and that nothing found is lost over it."""

import asyncio
from dataclasses import dataclass, field, replace
from typing import Any

import pytest

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import BudgetError, FatalModelError, NotYourTurnError, TransientModelError
from feedback.domain.limits import LimitRates, LimitState
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest, most_tokens
from feedback.ports import ModelReply
from feedback.services.ask import MAX_TRIES
from tests.builders import NOW
from tests.fakes import CALL_COST, TOKENS_IN, TOKENS_OUT, FakeAnalyzer, answer_all, answer_only, code_for
from tests.world import MODEL, World

COMMENTS = {1: "one", 2: "two", 3: "three", 4: "four"}
BROKEN = TransientModelError("status 503", answered=True)
SILENT = TransientModelError("no answer within 60 s", answered=False)
LIMITED = TransientModelError("status 429", answered=True, rate_limited=True, retry_after=7)
NO_QUOTA = FatalModelError("You exceeded your current quota.", rate_limited=True)


@dataclass
class Asking:
    """One ask of the four comments in a world."""

    world: World
    found: dict[int, str] = field(default_factory=dict)
    usage: Usage = field(default_factory=Usage)

    def run(self, seconds: float = 600) -> dict[int, str]:
        async def on_call(usage: Usage, stand_in: bool) -> None:
            self.usage += usage

        deadline = self.world.clock.seconds() + seconds
        return asyncio.run(self.world.asker().ask(COMMENTS, self.found, deadline, on_call))

    @property
    def spent(self) -> int:
        return self.world.budget.spent["2026-05"]


def asking(analyzer: FakeAnalyzer, **options: Any) -> Asking:
    return Asking(World(analyzer=analyzer, **options))


def planned_cost() -> int:
    """What one call of the four comments reserves."""
    cost = cost_micro_usd(MODEL, *most_tokens(ModelRequest(COMMENTS, DEFAULT_CODEBOOK)))
    assert cost
    return cost


def test_a_call_that_fails_is_tried_again_after_a_pause_that_doubles() -> None:
    analyzer = FakeAnalyzer(BROKEN, SILENT, BROKEN, BROKEN)
    asked = asking(analyzer)

    assert asked.run() == {}
    assert set(asked.found) == set(COMMENTS)
    assert asked.world.sleeps == [1, 2, 4, 8]
    assert asked.usage == Usage(5, TOKENS_IN, TOKENS_OUT, CALL_COST, failed_calls=4)


def test_the_pause_is_drawn_between_nothing_and_its_bound() -> None:
    bounds: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        bounds.append((low, high))
        return 0.125

    world = World(analyzer=FakeAnalyzer(BROKEN, BROKEN))
    asker = replace(world.asker(), uniform=uniform)

    async def on_call(usage: Usage, stand_in: bool) -> None: ...

    asyncio.run(asker.ask(COMMENTS, {}, world.clock.seconds() + 600, on_call))
    assert bounds == [(0, 1), (0, 2)]
    assert world.sleeps == [0.125, 0.125]


def test_a_429_with_a_time_pushes_everybody_back_by_that_time() -> None:
    asked = asking(FakeAnalyzer(LIMITED))

    assert asked.run() == {}
    assert asked.world.limit.state.blocked_until == NOW + 7000
    assert sum(asked.world.sleeps) == 7
    assert asked.usage.rate_limited == 1


def test_a_call_that_fails_in_every_try_is_given_up_with_its_error() -> None:
    analyzer = FakeAnalyzer(then=BROKEN)
    asked = asking(analyzer)

    with pytest.raises(TransientModelError, match="503"):
        asked.run()
    assert len(analyzer.calls) == MAX_TRIES
    assert asked.usage == Usage(MAX_TRIES, failed_calls=MAX_TRIES)


def test_near_the_deadline_no_further_try_is_made() -> None:
    analyzer = FakeAnalyzer(then=BROKEN)
    asked = asking(analyzer)

    with pytest.raises(TransientModelError):
        asked.run(seconds=5.9)
    assert len(analyzer.calls) == 1
    assert asked.world.sleeps == []


def test_a_fatal_error_is_raised_at_once() -> None:
    analyzer = FakeAnalyzer(NO_QUOTA)
    asked = asking(analyzer)

    with pytest.raises(FatalModelError, match="quota"):
        asked.run()
    assert len(analyzer.calls) == 1
    assert asked.usage == Usage(1, failed_calls=1, rate_limited=1)


def test_what_was_found_in_earlier_rounds_is_kept_when_a_later_one_fails() -> None:
    asked = asking(FakeAnalyzer(answer_only(2), then=NO_QUOTA))

    with pytest.raises(FatalModelError):
        asked.run()
    assert asked.found == {2: code_for("two")}


@pytest.mark.parametrize("parallel", [True, False])
def test_what_the_other_half_found_is_kept_when_one_half_fails(parallel: bool) -> None:
    def fail_on_four(request: ModelRequest) -> ModelReply:
        if 4 in request.comments:
            raise NO_QUOTA
        return answer_all(request)

    asked = asking(FakeAnalyzer(answer_only(), then=fail_on_four), parallel=parallel)

    with pytest.raises(FatalModelError):
        asked.run()
    assert asked.found == {1: code_for("one"), 2: code_for("two")}


def test_a_turn_too_far_away_is_not_waited_for() -> None:
    analyzer = FakeAnalyzer()
    asked = asking(analyzer)
    asked.world.limit.state = LimitState(blocked_until=NOW + 60_000)

    with pytest.raises(NotYourTurnError) as refusal:
        asked.run(seconds=30)
    assert refusal.value.wait == 60
    assert analyzer.calls == []
    assert asked.spent == 0


def test_a_turn_within_the_time_is_waited_for() -> None:
    asked = asking(FakeAnalyzer())
    asked.world.limit.state = LimitState(blocked_until=NOW + 20_000)

    assert asked.run(seconds=30) == {}
    assert asked.world.sleeps == [20]


def test_the_limiter_is_told_the_tokens_really_used() -> None:
    asked = asking(FakeAnalyzer(), rates=LimitRates(1000, 60_000))

    asked.run()
    assert asked.world.limit.state.tokens_until == NOW + TOKENS_IN + TOKENS_OUT


def test_a_call_beyond_the_budget_is_not_made() -> None:
    analyzer = FakeAnalyzer()
    asked = asking(analyzer, budget_usd=(planned_cost() - 1) / 1_000_000)

    with pytest.raises(BudgetError):
        asked.run()
    assert analyzer.calls == []
    assert asked.spent == 0


def test_a_call_that_the_budget_just_covers_is_made() -> None:
    asked = asking(FakeAnalyzer(), budget_usd=planned_cost() / 1_000_000)

    assert asked.run() == {}


def test_the_budget_holds_exactly_what_the_calls_cost() -> None:
    asked = asking(FakeAnalyzer(answer_only(1)))

    asked.run()
    assert asked.usage.calls == 3
    assert asked.spent == asked.usage.cost_micro_usd == 3 * CALL_COST


def test_a_call_answered_with_an_error_status_costs_nothing() -> None:
    asked = asking(FakeAnalyzer(BROKEN, NO_QUOTA))

    with pytest.raises(FatalModelError):
        asked.run()
    assert asked.spent == 0


def test_a_call_without_an_answer_stays_reserved_because_it_may_have_been_paid_for() -> None:
    asked = asking(FakeAnalyzer(SILENT))

    asked.run()
    assert asked.spent == planned_cost() + CALL_COST
