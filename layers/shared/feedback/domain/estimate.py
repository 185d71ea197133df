"""What an analysis is likely to take: calls, tokens, money and seconds, told before any call is made."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Estimate:
    """cost_micro_usd is in millionths of a dollar, None where the model's price is unknown; seconds from the drop."""

    calls: int
    tokens_in: int
    tokens_out: int
    cost_micro_usd: int | None
    seconds: float
