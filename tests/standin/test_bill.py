"""The bill: what calls through the real adapter cost is what the provider counted, to the millionth of a dollar."""

import asyncio
from collections.abc import Iterator
from dataclasses import replace

import pytest

from feedback.adapters.memory import MemoryBudget
from feedback.adapters.openai_analyzer import OpenAiAnalyzer
from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook, Theme
from feedback.domain.errors import BudgetError, TransientModelError
from feedback.domain.model_catalog import cost_micro_usd, most_micro_usd
from feedback.domain.models import Usage
from feedback.domain.prompts import ModelRequest, comment_id, most_tokens
from feedback.domain.provider_limits import LIMITED_PAUSE
from tests.standin.client import Asker
from tests.world import World
from tools.standin import StandIn

MONTH = "2026-05"
LUNA, MINI = "gpt-6-luna", "gpt-4o-mini"
MANY = {comment_id(place): f"The staff was lovely, room {place} was cold" for place in range(1, 101)}
"""More than 1,024 tokens with the instructions, which are fewer."""

LONG = Codebook(tuple(Theme(f"theme_{n}", f"Theme {n}", f"Tema {n}", f"All about {n}. " * 6) for n in range(60)))
"""Its instructions alone are more than 1,024 tokens."""


@pytest.fixture
def server() -> Iterator[StandIn]:
    with StandIn() as server:
        server.configure(prompt_cache=True)
        yield server


def a_world(server: StandIn, model: str = LUNA, budget_usd: float = 5) -> World:
    """A world whose model is the stand-in, through the real adapter."""
    return World(analyzer=OpenAiAnalyzer("a-key", model, server.base_url), budget_usd=budget_usd)


def call(world: World, codebook: Codebook = DEFAULT_CODEBOOK, model: str = LUNA, times: int = 1) -> Usage:
    """The usage of so many calls, one after another."""
    task = world.assignment()
    task = replace(task, template=replace(task.template, codebook=codebook))
    caller = replace(world.caller(), model=model)

    async def calls() -> None:
        for _ in range(times):
            await caller.call(task.template.of(MANY), task, 0)

    asyncio.run(calls())
    return sum((record.usage for record in world.records), Usage())


def test_calls_of_the_default_codebook_write_nothing_to_the_prompt_cache(server: StandIn) -> None:
    world = a_world(server)

    usage = call(world, times=3)

    assert usage.tokens_in > 3 * 1024
    assert (usage.tokens_cached, usage.tokens_written) == (0, 0)
    assert (
        world.budget.spent[MONTH]
        == usage.cost_micro_usd
        == 3 * (cost_micro_usd(LUNA, usage.tokens_in // 3, usage.tokens_out // 3) or 0)
    )


def test_without_its_options_the_provider_would_write_the_whole_prompt_each_time(server: StandIn) -> None:
    asker = Asker(server)
    answer = asker.ask(*MANY.values())
    asker.close()

    assert answer.usage is not None
    details = answer.usage.prompt_tokens_details
    assert details is not None
    assert (details.cached_tokens, details.cache_write_tokens) == (0, answer.usage.prompt_tokens)


def test_long_instructions_are_written_once_and_read_after_that(server: StandIn) -> None:
    world = a_world(server)

    usage = call(world, LONG, times=3)

    assert usage.tokens_written > 1024
    assert usage.tokens_cached == 2 * usage.tokens_written
    seen = server.stats()
    assert (usage.tokens_cached, usage.tokens_written) == (seen["tokens_cached"], seen["tokens_written"])
    written, tokens_in, tokens_out = usage.tokens_written, usage.tokens_in // 3, usage.tokens_out // 3
    first = cost_micro_usd(LUNA, tokens_in, tokens_out, 0, written)
    later = cost_micro_usd(LUNA, tokens_in, tokens_out, written, 0)
    assert first is not None
    assert later is not None
    assert world.budget.spent[MONTH] == usage.cost_micro_usd == first + 2 * later
    assert later < (cost_micro_usd(LUNA, tokens_in, tokens_out) or 0) < first


def test_an_older_model_is_asked_without_the_new_options_and_tells_of_no_writes(server: StandIn) -> None:
    world = a_world(server, MINI)

    usage = call(world, model=MINI, times=2)

    assert usage.tokens_written == 0
    assert usage.tokens_cached == usage.tokens_in // 2  # the same prompt a second time
    assert world.budget.spent[MONTH] == usage.cost_micro_usd


@pytest.mark.parametrize(("tier", "times"), [("default", 1), ("flex", 0.5), ("priority", 2)])
def test_the_tier_that_served_the_call_is_told_and_paid_for(server: StandIn, tier: str, times: float) -> None:
    server.configure(service_tier=tier)
    world = a_world(server)

    usage = call(world)

    assert usage.tiers == {tier}
    plain = cost_micro_usd(LUNA, usage.tokens_in, usage.tokens_out)
    assert plain is not None
    assert usage.cost_micro_usd == pytest.approx(plain * times, abs=1)
    assert world.budget.spent[MONTH] == usage.cost_micro_usd


def test_a_tier_of_unknown_price_makes_the_cost_unknown_and_all_of_it_stays_reserved(server: StandIn) -> None:
    server.configure(service_tier="scale")
    world = a_world(server)

    usage = call(world)

    assert usage.cost_micro_usd is None
    assert usage.tiers == {"scale"}
    assert world.budget.spent[MONTH] == most_micro_usd(LUNA, *most_tokens(ModelRequest(MANY, DEFAULT_CODEBOOK)))


@pytest.mark.parametrize("tier", ["default", "flex", "priority"])
@pytest.mark.parametrize("codebook", [DEFAULT_CODEBOOK, LONG])
def test_no_call_costs_more_than_was_reserved_for_it(server: StandIn, tier: str, codebook: Codebook) -> None:
    server.configure(service_tier=tier)
    reserved = most_micro_usd(LUNA, *most_tokens(ModelRequest(MANY, codebook))) or 0

    usage = call(a_world(server), codebook, times=1)

    assert 0 < (usage.cost_micro_usd or 0) <= reserved
    too_little = a_world(server, budget_usd=(reserved - 1) / 1_000_000)
    with pytest.raises(BudgetError):
        call(too_little, codebook)
    assert isinstance(too_little.budget, MemoryBudget)
    assert too_little.budget.spent[MONTH] == 0


def refused(server: StandIn) -> TransientModelError:
    request = ModelRequest(MANY, DEFAULT_CODEBOOK)
    with pytest.raises(TransientModelError) as raised:
        asyncio.run(OpenAiAnalyzer("a-key", LUNA, server.base_url).ask(request, 10))
    assert raised.value.rate_limited
    return raised.value


def test_a_429_without_retry_after_waits_as_long_as_the_limits_headers_say(server: StandIn) -> None:
    server.configure(tpm=5000, faults=[{"kind": "rate_limit_429", "retry_after": None}])

    wait = refused(server).retry_after

    # The call itself has taken most of a minute's tokens, and the next one needs as many.
    assert wait is not None
    assert wait != LIMITED_PAUSE
    assert 1 < wait < 60


def test_a_429_without_any_header_is_followed_by_a_pause(server: StandIn) -> None:
    server.configure(faults=[{"kind": "rate_limit_429", "retry_after": None}])

    assert refused(server).retry_after == LIMITED_PAUSE
