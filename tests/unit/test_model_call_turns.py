"""ModelCaller: a call waits for its turn at the limiter in short steps, and holds nothing while it has none."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from feedback.domain.calls import ModelReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import NotYourTurnError
from feedback.domain.limits import LimitRates, LimitState
from feedback.domain.prompts import ModelRequest, estimated_tokens
from feedback.services.model_call import HORIZON
from tests.builders import NOW
from tests.fakes import TOKENS_IN, TOKENS_OUT, FakeAnalyzer
from tests.world import World

COMMENTS = {386: "one", 769: "two"}
PLANNED = sum(estimated_tokens(ModelRequest(COMMENTS, DEFAULT_CODEBOOK)))
MAY = "2026-05"


def oversleeping(world: World, by: float) -> Callable[[float], Awaitable[None]]:
    """The world's sleep, but longer by so much the first time."""

    async def sleep(seconds: float) -> None:
        await world.sleep(seconds + (0 if world.sleeps else by))

    return sleep


def test_a_call_whose_turn_has_come_goes_at_once() -> None:
    world = World()

    world.call(COMMENTS)

    assert world.limiter.takes == [("d1", PLANNED, HORIZON)]
    assert world.sleeps == []
    assert world.records[0].waited == 0


def test_a_turn_that_is_near_is_taken_and_waited_for() -> None:
    world = World()
    world.limit.state = LimitState(blocked_until=NOW + 1500)

    world.call(COMMENTS)

    assert len(world.limiter.takes) == 1
    assert world.sleeps == [1.5]
    assert world.records[0].waited == 1.5


def test_a_turn_far_ahead_within_the_time_is_asked_for_again_until_it_is_near() -> None:
    world = World()
    world.limit.state = LimitState(blocked_until=NOW + 20_000)

    world.call(COMMENTS, seconds=30)

    assert all(max_wait <= HORIZON for _, _, max_wait in world.limiter.takes)
    assert world.sleeps == [2] * 10
    assert [(record.attempt, record.waited, record.error) for record in world.records] == [(1, 20, "")]


def test_how_soon_it_is_asked_for_again_is_drawn_so_that_callers_do_not_come_in_a_bunch() -> None:
    bounds: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        bounds.append((low, high))
        return 0.75

    world = World()
    world.limit.state = LimitState(blocked_until=NOW + 3000)

    world.call(COMMENTS, replace(world.caller(), uniform=uniform))

    assert bounds == [(0.5, 1)]
    assert world.sleeps == [0.75 * HORIZON, 1.5]


def test_the_turns_of_another_job_come_between() -> None:
    world = World(rates=LimitRates(1, 60_000_000))
    world.limit.state = LimitState(requests_until=NOW + 4000)
    others: list[float] = []

    async def sleep(seconds: float) -> None:
        await world.sleep(seconds)
        if not others:
            others.append(world.limiter.take("d2", 1, HORIZON))

    world.call(COMMENTS, replace(world.caller(), sleep=sleep))

    assert others == [2]
    assert world.records[0].waited == 5


@pytest.mark.parametrize(("blocked", "seconds"), [(60, 30), (25.1, 30), (0, 4.9)])
def test_a_turn_too_far_away_is_not_waited_for(blocked: float, seconds: float) -> None:
    """Five seconds are kept for the call itself."""
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.limit.state = LimitState(blocked_until=NOW + round(blocked * 1000))

    with pytest.raises(NotYourTurnError) as refusal:
        world.call(COMMENTS, seconds=seconds)

    assert refusal.value.wait == blocked
    assert analyzer.calls == []
    assert (world.sleeps, world.records) == ([], [])


def test_the_budget_has_its_reservation_back_when_no_turn_is_had() -> None:
    world = World()
    world.limit.state = LimitState(blocked_until=NOW + 60_000)

    with pytest.raises(NotYourTurnError):
        world.call(COMMENTS, seconds=30)

    assert world.budget.spent[MAY] == 0


def test_the_budget_has_its_reservation_back_when_the_wait_is_broken_off() -> None:
    async def broken_off(seconds: float) -> None:
        raise asyncio.CancelledError

    world = World()
    world.limit.state = LimitState(blocked_until=NOW + 1000)

    with pytest.raises(asyncio.CancelledError):
        world.call(COMMENTS, replace(world.caller(), sleep=broken_off))

    assert world.budget.spent[MAY] == 0
    assert world.limiter.settled == [-PLANNED]


def test_a_call_that_is_broken_off_may_have_been_paid_for_and_its_turn_is_settled() -> None:
    class BrokenOff(FakeAnalyzer):
        async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
            raise asyncio.CancelledError

    world = World(analyzer=BrokenOff())

    with pytest.raises(asyncio.CancelledError):
        world.call(COMMENTS)

    assert world.budget.spent[MAY] > 0
    assert world.limiter.settled == [0]


@pytest.mark.parametrize(("late", "turns"), [(0.09, 1), (0.11, 2), (3, 2)])
def test_a_turn_that_was_overslept_is_given_back_and_another_one_taken(late: float, turns: int) -> None:
    world = World(rates=LimitRates(1000, 60_000))
    world.limit.state = LimitState(blocked_until=NOW + 1000)

    world.call(COMMENTS, replace(world.caller(), sleep=oversleeping(world, late)))

    assert len(world.limiter.takes) == turns
    assert world.limiter.settled == [-PLANNED] * (turns - 1) + [TOKENS_IN + TOKENS_OUT - PLANNED]
    assert world.records[0].waited == pytest.approx(1 + late)


def test_a_turn_that_was_overslept_past_the_end_is_given_back_and_no_call_made() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.limit.state = LimitState(blocked_until=NOW + 1000)

    with pytest.raises(NotYourTurnError):
        world.call(COMMENTS, replace(world.caller(), sleep=oversleeping(world, 30)), seconds=20)

    assert analyzer.calls == []
    assert world.limiter.settled == [-PLANNED]
    assert world.budget.spent[MAY] == 0


def test_the_limiter_is_told_the_tokens_really_used() -> None:
    world = World(rates=LimitRates(1000, 60_000))

    world.call(COMMENTS)

    assert world.limit.state.tokens_until == NOW + TOKENS_IN + TOKENS_OUT
