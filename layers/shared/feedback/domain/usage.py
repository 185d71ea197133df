"""Usage as people and programs read it."""

from typing import Any

from feedback.domain.models import Usage


def usage_dict(usage: Usage) -> dict[str, Any]:
    """calls, tokens and cost_usd (dollars; None where the model's price is unknown)."""
    cost = usage.cost_micro_usd
    return {
        "calls": usage.calls,
        "failed_calls": usage.failed_calls,
        "rate_limited": usage.rate_limited,
        "tokens_in": usage.tokens_in,
        "tokens_out": usage.tokens_out,
        "cost_usd": None if cost is None else cost / 1_000_000,
    }
