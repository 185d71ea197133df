"""ModelCaller: what every call is recorded with, and what the budget holds of it."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from feedback.domain.calls import CallRecord, ModelReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import BudgetError, FatalModelError, TransientModelError
from feedback.domain.model_catalog import most_micro_usd
from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest, most_tokens
from feedback.domain.speed import CallSums
from feedback.services.model_call import MAX_TRIES
from tests.fakes import CALL_COST, TOKENS_IN, TOKENS_OUT, FakeAnalyzer, Step, answer_all
from tests.world import MODEL, World

COMMENTS = {386: "one", 769: "two"}
MAY, JUNE = "2026-05", "2026-06"
BROKEN = TransientModelError("status 503", answered=True)
SILENT = TransientModelError("no answer within 60 s", answered=False)
LIMITED = TransientModelError("status 429", answered=True, rate_limited=True, retry_after=7)
NO_QUOTA = FatalModelError("You exceeded your current quota.", rate_limited=True)


def slow(world: World, seconds: float, step: Step) -> Callable[[ModelRequest], ModelReply]:
    """The step, after so long."""

    def answer(request: ModelRequest) -> ModelReply:
        world.clock.advance(seconds=seconds)
        if isinstance(step, Exception):
            raise step
        return step(request)

    return answer


def changed(**changes: Any) -> Step:
    """Answers all, with these changes of the reply."""
    return lambda request: replace(answer_all(request), **changes)


def planned_cost() -> int:
    """What one call reserves."""
    cost = most_micro_usd(MODEL, *most_tokens(ModelRequest(COMMENTS, DEFAULT_CODEBOOK)))
    assert cost
    return cost


def test_every_call_is_recorded_also_one_that_failed() -> None:
    world = World()
    world.analyzer = FakeAnalyzer(slow(world, 1.5, SILENT), slow(world, 0.25, LIMITED), slow(world, 2, answer_all))

    world.call(COMMENTS)

    usage = Usage(1, TOKENS_IN, TOKENS_OUT, CALL_COST, retries=1, waited_ms=5000)
    assert [replace(record, waited=round(record.waited, 3)) for record in world.records] == [
        CallRecord(2, 1, 0, 0, 1.5, Usage(1, failed_calls=1), CallSums(), error="model_unavailable"),
        CallRecord(
            2, 2, 0, 0, 0.25, Usage(1, failed_calls=1, rate_limited=1, retries=1), CallSums(), error="model_unavailable"
        ),
        # A pause of 2 s was over when it asked for its turn.
        CallRecord(2, 3, 0, 5, 2, usage, CallSums.of(2, TOKENS_OUT, 2)),
    ]


def test_a_call_that_is_refused_for_good_is_recorded_too() -> None:
    world = World(analyzer=FakeAnalyzer(NO_QUOTA))

    with pytest.raises(FatalModelError):
        world.call(COMMENTS)

    assert [(record.error, record.usage) for record in world.records] == [
        ("model_refused", Usage(1, failed_calls=1, rate_limited=1))
    ]


def test_a_call_given_up_is_recorded_in_every_try() -> None:
    world = World(analyzer=FakeAnalyzer(then=BROKEN))

    with pytest.raises(TransientModelError):
        world.call(COMMENTS)

    assert [record.attempt for record in world.records] == list(range(1, MAX_TRIES + 1))
    together = sum((record.usage for record in world.records), Usage())
    assert together == Usage(MAX_TRIES, failed_calls=MAX_TRIES, retries=MAX_TRIES - 1)


@pytest.mark.parametrize(("rounds", "splits"), [(0, 0), (1, 1), (3, 1)])
def test_a_call_that_asks_for_what_an_answer_lacked_counts_as_a_split(rounds: int, splits: int) -> None:
    world = World()

    world.call(COMMENTS, rounds=rounds)

    assert [(record.round, record.usage.splits) for record in world.records] == [(rounds, splits)]


def test_the_stand_in_and_a_problem_of_the_answer_are_recorded() -> None:
    world = World(analyzer=FakeAnalyzer(changed(stand_in=True, problem="the model's answer was cut off")))

    world.call(COMMENTS)

    assert [(record.stand_in, record.error, record.usage.failed_calls) for record in world.records] == [
        (True, "the model's answer was cut off", 0)
    ]


@pytest.mark.parametrize(
    ("answer", "sums"),
    [
        pytest.param(changed(), CallSums.of(2, TOKENS_OUT, 2), id="whole"),
        pytest.param(changed(problem="the model's answer was cut off"), CallSums(), id="cut off"),
        pytest.param(changed(content="", problem="the model refused to answer"), CallSums(), id="refused"),
        pytest.param(changed(tokens_out=0), CallSums(), id="no output counted"),
        pytest.param(NO_QUOTA, CallSums(), id="failed"),
    ],
)
def test_only_a_whole_answer_teaches_how_fast_the_model_is(answer: Step, sums: CallSums) -> None:
    world = World()
    world.analyzer = FakeAnalyzer(slow(world, 2, answer))

    if isinstance(answer, Exception):
        with pytest.raises(type(answer)):
            world.call(COMMENTS)
    else:
        world.call(COMMENTS)

    assert [record.sums for record in world.records] == [sums]


def test_a_call_beyond_the_budget_is_not_made() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer, budget_usd=(planned_cost() - 1) / 1_000_000)

    with pytest.raises(BudgetError):
        world.call(COMMENTS)

    assert analyzer.calls == []
    assert world.limiter.takes == []
    assert world.records == []
    assert world.budget.spent[MAY] == 0


def test_a_call_that_the_budget_just_covers_is_made() -> None:
    world = World(budget_usd=planned_cost() / 1_000_000)

    assert world.call(COMMENTS).content


def test_the_budget_holds_exactly_what_the_calls_cost() -> None:
    world = World()

    world.call(COMMENTS)
    world.call(COMMENTS)

    assert world.budget.spent[MAY] == 2 * CALL_COST


def test_what_the_provider_read_from_its_prompt_cache_costs_less() -> None:
    world = World(analyzer=FakeAnalyzer(changed(tokens_cached=TOKENS_IN)))

    world.call(COMMENTS)

    assert world.budget.spent[MAY] == world.records[0].usage.cost_micro_usd == 26
    assert world.records[0].usage.tokens_cached == TOKENS_IN


def test_what_the_provider_wrote_to_its_prompt_cache_costs_more() -> None:
    world = World(analyzer=FakeAnalyzer(changed(tokens_written=TOKENS_IN)))

    world.call(COMMENTS)

    # 100 tokens at $0.125 and 50 at $0.50 a million, rounded up.
    assert world.budget.spent[MAY] == world.records[0].usage.cost_micro_usd == 38
    assert world.records[0].usage.tokens_written == TOKENS_IN


def test_the_tier_that_served_a_call_is_recorded() -> None:
    world = World(analyzer=FakeAnalyzer(changed(tier="priority")))

    world.call(COMMENTS)

    assert world.records[0].usage.tiers == {"priority"}
    assert world.budget.spent[MAY] == world.records[0].usage.cost_micro_usd == 2 * CALL_COST


@pytest.mark.parametrize("error", [BROKEN, LIMITED])
def test_a_call_answered_with_an_error_status_costs_nothing(error: TransientModelError) -> None:
    world = World(analyzer=FakeAnalyzer(error, NO_QUOTA))

    with pytest.raises(FatalModelError):
        world.call(COMMENTS)

    assert world.budget.spent[MAY] == 0


def test_a_call_without_an_answer_stays_reserved_because_it_may_have_been_paid_for() -> None:
    world = World(analyzer=FakeAnalyzer(SILENT))

    world.call(COMMENTS)

    assert world.budget.spent[MAY] == planned_cost() + CALL_COST


def test_a_call_at_the_end_of_a_month_is_paid_in_the_month_that_it_began_in() -> None:
    world = World()
    world.analyzer = FakeAnalyzer(slow(world, 4 * 86_400, answer_all))

    world.call(COMMENTS)

    assert world.budget.spent == {MAY: CALL_COST}
    world.call(COMMENTS)
    assert world.budget.spent == {MAY: CALL_COST, JUNE: CALL_COST}


def test_a_model_whose_price_is_unknown_reserves_nothing_and_its_cost_stays_unknown() -> None:
    world = World(budget_usd=0)

    world.call(COMMENTS, replace(world.caller(), model="some-model"))

    assert world.records[0].usage == Usage(1, TOKENS_IN, TOKENS_OUT, None)
    assert world.budget.spent[MAY] == 0
