"""model_catalog: what a call costs, and what an owner should know of the model."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.model_catalog import (
    KNOWN_MODELS,
    PRICES_AS_OF,
    cost_micro_usd,
    facts_of,
    model_warnings,
    most_micro_usd,
)

tokens = st.integers(0, 10_000_000)
known_models = st.sampled_from(sorted(KNOWN_MODELS))


@pytest.mark.parametrize(
    ("model", "tokens_in", "tokens_out", "cached", "cost"),
    [
        ("gpt-6-luna", 1_000_000, 0, 0, 100_000),
        ("gpt-6-luna", 0, 1_000_000, 0, 500_000),
        ("gpt-6-luna", 1_000_000, 0, 1_000_000, 10_000),
        ("gpt-6-luna", 4_000, 900, 1_000, 760),
        ("gpt-4o-mini", 1_000_000, 1_000_000, 0, 750_000),
        ("gpt-6-luna", 0, 0, 0, 0),
        ("gpt-6-luna", 1, 0, 0, 1),
        ("gpt-6-luna", 11, 0, 0, 2),
        ("gpt-6-luna", 0, 2, 0, 1),
    ],
)
def test_a_call_costs_what_the_prices_say_rounded_up(
    model: str, tokens_in: int, tokens_out: int, cached: int, cost: int
) -> None:
    assert cost_micro_usd(model, tokens_in, tokens_out, cached) == cost


@given(known_models, tokens, tokens)
def test_the_cost_of_a_known_model_is_never_negative_and_less_with_a_prompt_cache(
    model: str, tokens_in: int, tokens_out: int
) -> None:
    plain, cached = (
        cost_micro_usd(model, tokens_in, tokens_out),
        cost_micro_usd(model, tokens_in, tokens_out, tokens_in),
    )

    assert plain is not None
    assert cached is not None
    assert 0 <= cached <= plain


@pytest.mark.parametrize("snapshot", ["gpt-6-luna", "gpt-6-luna-2026-05-01", "gpt-4o-mini-2024-07-18"])
def test_a_dated_snapshot_has_the_facts_of_its_model(snapshot: str) -> None:
    name = next(name for name in KNOWN_MODELS if snapshot.startswith(name))

    assert facts_of(snapshot) == KNOWN_MODELS[name]
    assert cost_micro_usd(snapshot, 1000, 1000) == cost_micro_usd(name, 1000, 1000)


@pytest.mark.parametrize("model", ["", "gpt-4o", "gpt-6-luna-pro", "gpt-6", "GPT-6-LUNA", "llama3"])
def test_the_cost_of_an_unknown_model_is_unknown_and_that_is_said(model: str) -> None:
    assert facts_of(model) is None
    assert cost_micro_usd(model, 1000, 1000) is None
    (warning,) = model_warnings(model, date(2026, 5, 1))
    assert "BUDGET_USD" in warning


@pytest.mark.parametrize("model", ["gpt-4o-mini", "gpt-4o-mini-2024-07-18", "gpt-4.1-mini"])
@pytest.mark.parametrize(
    ("today", "words"),
    [
        (date(2026, 1, 1), None),
        (date(2026, 11, 14), None),
        (date(2026, 11, 15), "will be shut down on 2027-01-14"),
        (date(2027, 1, 13), "will be shut down on 2027-01-14"),
        (date(2027, 1, 14), "was shut down on 2027-01-14"),
        (date(2028, 1, 1), "was shut down on 2027-01-14"),
    ],
)
def test_a_model_that_retires_is_warned_of_from_60_days_before(model: str, today: date, words: str | None) -> None:
    warnings = model_warnings(model, today)

    if words is None:
        assert warnings == []
    else:
        assert len(warnings) == 1
        assert words in warnings[0]
        assert "set AI_MODEL to gpt-6-luna" in warnings[0]


def test_the_default_model_has_no_warnings() -> None:
    assert model_warnings("gpt-6-luna", date(2027, 6, 1)) == []


@pytest.mark.parametrize("model", KNOWN_MODELS)
def test_a_model_that_retires_has_a_replacement_that_does_not(model: str) -> None:
    known = KNOWN_MODELS[model]

    if known.replacement:
        assert KNOWN_MODELS[known.replacement].retires is None
    assert (known.retires is None) == (known.replacement is None)


@pytest.mark.parametrize(
    ("model", "cached", "written", "tier", "cost"),
    [
        ("gpt-6-luna", 0, 1_000_000, "", 125_000),
        ("gpt-6-luna", 400_000, 500_000, "", 4_000 + 62_500 + 10_000),
        ("gpt-6-luna", 0, 0, "default", 100_000),
        ("gpt-6-luna", 0, 0, "auto", 100_000),
        ("gpt-6-luna", 0, 0, "flex", 50_000),
        ("gpt-6-luna", 0, 0, "priority", 200_000),
        ("gpt-6-luna", 1_000_000, 0, "priority", 20_000),
        ("gpt-6-luna", 0, 0, "scale", None),
        ("gpt-5.6-luna", 0, 1_000_000, "", 250_000),
        ("gpt-5.6-luna", 0, 0, "priority", 400_000),
        ("gpt-4o-mini", 0, 1_000_000, "", 150_000),
        ("gpt-4o-mini", 0, 0, "priority", 250_000),
        ("gpt-4o-mini", 0, 0, "flex", None),
        ("gpt-4.1-mini", 0, 0, "priority", 700_000),
        ("llama3", 0, 0, "", None),
    ],
)
def test_a_million_input_tokens_cost_by_what_the_cache_and_the_tier_made_of_them(
    model: str, cached: int, written: int, tier: str, cost: int | None
) -> None:
    assert cost_micro_usd(model, 1_000_000, 0, cached, written, tier) == cost


@given(known_models, tokens, tokens, st.floats(0, 1), st.floats(0, 1), st.sampled_from(["", "flex", "priority", "x"]))
def test_no_call_costs_more_than_the_most(
    model: str, tokens_in: int, tokens_out: int, cached: float, written: float, tier: str
) -> None:
    from_cache = int(tokens_in * cached)
    to_cache = int((tokens_in - from_cache) * written)

    cost, most = (
        cost_micro_usd(model, tokens_in, tokens_out, from_cache, to_cache, tier),
        most_micro_usd(model, tokens_in, tokens_out),
    )

    assert most is not None
    assert cost is None or cost <= most


def test_the_most_that_a_call_of_an_unknown_model_costs_is_unknown() -> None:
    assert most_micro_usd("llama3", 1, 1) is None


def test_the_prices_carry_a_day_that_has_been() -> None:
    assert date(2026, 11, 1) <= PRICES_AS_OF <= datetime.now(UTC).date()
