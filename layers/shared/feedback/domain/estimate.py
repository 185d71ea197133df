"""What an analysis is likely to take: calls, tokens, money and seconds, told before any call is made."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.planning import Plan
from feedback.domain.prompts import ModelRequest, comment_id, estimated_tokens
from feedback.domain.speed import Speed

_AROUND_SECONDS = 1.5
"""Parsing, queues and results of a file of ordinary size, as measured on the local stack."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """cost_micro_usd is in millionths of a dollar, None where the model's price is unknown; seconds from the drop."""

    calls: int
    tokens_in: int
    tokens_out: int
    cost_micro_usd: int | None
    seconds: float


def estimate(texts: Sequence[str], template: ModelRequest, model: str, plan: Plan, speed: Speed) -> Estimate:
    """The likely cost of asking the model about different comments by the plan made for them.

    template: a request without comments, for its codebook and detail.
    """
    requests = [
        template.of({comment_id(place): texts[at] for place, at in enumerate(batch.positions, 1)})
        for batch in plan.batches
    ]
    tokens_in = sum(estimated_tokens(request)[0] for request in requests)
    tokens_out = round(len(texts) * speed.tokens_per_comment)
    return Estimate(
        calls=len(requests),
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cost_micro_usd=cost_micro_usd(model, tokens_in, tokens_out),
        seconds=round(_AROUND_SECONDS + plan.seconds, 1),
    )
