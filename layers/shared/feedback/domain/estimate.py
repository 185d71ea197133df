"""What an analysis is likely to take: calls, tokens, money and seconds, told before any call is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.domain.batching import plan_batches
from feedback.domain.codebook import Codebook
from feedback.domain.model_catalog import KNOWN_MODELS, cost_micro_usd, facts_of
from feedback.domain.prompts import ModelRequest, estimated_tokens

_AROUND_SECONDS = 1.5
"""Parsing, queues and results of a file of ordinary size, as measured on the local stack."""
_LIKE_OTHERS = KNOWN_MODELS["gpt-6-luna"]
"""An unknown model is taken to be as fast as this one."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast calls may be made: a second, tokens a minute, and how many at once."""

    rps: float
    tpm: float
    in_flight: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """cost_micro_usd is in millionths of a dollar, None where the model's price is unknown; seconds from the drop."""

    calls: int
    tokens_in: int
    tokens_out: int
    cost_micro_usd: int | None
    seconds: float


def estimate(texts: Sequence[str], codebook: Codebook, model: str, batch_size: int, pace: Pace) -> Estimate:
    """The likely cost of asking the model about so many different comments, in batches of at most batch_size."""
    plan = plan_batches([len(text) for text in texts], batch_size)
    requests = [ModelRequest({n: texts[at] for n, at in enumerate(batch, 1)}, codebook) for batch in plan]
    tokens = [estimated_tokens(request) for request in requests]
    tokens_in, tokens_out = sum(entry[0] for entry in tokens), sum(entry[1] for entry in tokens)
    return Estimate(
        calls=len(plan),
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cost_micro_usd=cost_micro_usd(model, tokens_in, tokens_out),
        seconds=round(_AROUND_SECONDS + _model_seconds(tokens, model, pace), 1),
    )


def _model_seconds(tokens: Sequence[tuple[int, int]], model: str, pace: Pace) -> float:
    """The longest of three waits, for turns, for calls in flight and for tokens a minute, and then the last call."""
    if not tokens:
        return 0.0
    facts = facts_of(model) or _LIKE_OTHERS
    calls = len(tokens)
    call = facts.first_token + max(out for _, out in tokens) / facts.speed
    turns = (calls - 1) / pace.rps
    flights = ((calls - 1) // pace.in_flight) * call
    # A minute's tokens are there at once; what is above them comes at the rate.
    minutes = max(0.0, sum(map(sum, tokens)) / pace.tpm - 1) * 60
    return max(turns, flights, minutes) + call
