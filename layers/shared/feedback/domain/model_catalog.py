"""What is known of the models: prices, speeds, retirement. The one table to edit when a provider changes a price."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

RETIREMENT_NOTICE = timedelta(days=60)

PRICES_AS_OF = date(2026, 11, 27)
"""When the prices below were last compared with the provider's pages."""

CACHE_WRITE = Fraction("1.25")
"""Writing a token to the prompt cache costs so many times its price as input, on models that charge for it."""

_STANDARD_TIERS = frozenset({"", "auto", "default"})
_HALF_AND_DOUBLE: Mapping[str, str] = {"flex": "1/2", "priority": "2", "fast": "2"}


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Prices are dollars a million tokens; speed is output tokens a second; first_token is in seconds.

    speed and first_token are typical values, for plans and estimates only. reasons: takes a reasoning effort (and then
    no temperature). charges_cache_writes: it does, and takes options that switch its prompt cache off. tiers: how many
    times the standard price the other service tiers cost, by their names in answers.
    """

    price_in: str
    price_out: str
    price_cached_in: str
    speed: float
    first_token: float
    retires: date | None = None
    replacement: str | None = None
    reasons: bool = True
    charges_cache_writes: bool = True
    tiers: Mapping[str, str] = field(default_factory=lambda: _HALF_AND_DOUBLE)

    def tier_factor(self, tier: str) -> Fraction | None:
        """How many times the standard price a service tier costs; None where that is unknown."""
        if tier in _STANDARD_TIERS:
            return Fraction(1)
        return Fraction(self.tiers[tier]) if tier in self.tiers else None


def _older(
    price_in: str, price_out: str, price_cached_in: str, retires: date, replacement: str, priority: str
) -> ModelFacts:
    """A model of the time before cache writes were charged for. priority: how many times the price that tier costs."""
    return ModelFacts(
        price_in,
        price_out,
        price_cached_in,
        speed=90,
        first_token=0.5,
        retires=retires,
        replacement=replacement,
        reasons=False,
        charges_cache_writes=False,
        tiers={"priority": priority, "fast": priority},
    )


_JANUARY_2027 = date(2027, 1, 14)
KNOWN_MODELS = {
    "gpt-6-luna": ModelFacts("0.10", "0.50", "0.01", speed=130, first_token=0.74),
    "gpt-6-sol": ModelFacts("2.00", "10.00", "0.20", speed=90, first_token=1.0),
    "gpt-5.6-luna": ModelFacts("0.20", "1.20", "0.02", speed=130, first_token=0.74),
    "gpt-4o-mini": _older("0.15", "0.60", "0.075", _JANUARY_2027, "gpt-6-luna", priority="5/3"),
    "gpt-4.1-mini": _older("0.40", "1.60", "0.10", _JANUARY_2027, "gpt-6-luna", priority="7/4"),
}


def facts_of(model: str) -> ModelFacts | None:
    """What is known of the model, also under the name of a dated snapshot; None for an unknown one."""
    known = [name for name in KNOWN_MODELS if model == name or model.startswith(f"{name}-20")]
    return KNOWN_MODELS[known[0]] if known else None


def cost_micro_usd(
    model: str, tokens_in: int, tokens_out: int, tokens_cached: int = 0, tokens_written: int = 0, tier: str = ""
) -> int | None:
    """Price of a call in millionths of a dollar, rounded up; None where the price of the model or the tier is unknown.

    tokens_cached and tokens_written are those of tokens_in that the provider read from its prompt cache and wrote to
    it. tier: the service tier that served the call, "" where the answer names none.
    """
    facts = facts_of(model)
    factor = facts.tier_factor(tier) if facts else None
    if facts is None or factor is None:
        return None
    price_in, write = Fraction(facts.price_in), CACHE_WRITE if facts.charges_cache_writes else 1
    exact = factor * (
        max(0, tokens_in - tokens_cached - tokens_written) * price_in
        + tokens_written * price_in * write
        + tokens_cached * Fraction(facts.price_cached_in)
        + tokens_out * Fraction(facts.price_out)
    )
    return -(-exact.numerator // exact.denominator)


def most_micro_usd(model: str, tokens_in: int, tokens_out: int) -> int | None:
    """What a call of at most so many tokens can't cost more than, whatever is cached and whichever tier serves it."""
    facts = facts_of(model)
    if facts is None:
        return None
    costs = [cost_micro_usd(model, tokens_in, tokens_out, 0, tokens_in, tier) for tier in ("", *facts.tiers)]
    return max(cost for cost in costs if cost is not None)


def model_warnings(model: str, today: date) -> list[str]:
    """Sentences an owner of the deployment should read: unknown price, retirement near or past."""
    facts = facts_of(model)
    if facts is None:
        return [
            f"The model {model} is not in the table of known models: its cost is unknown, and BUDGET_USD can't hold."
        ]
    if facts.retires is None or facts.retires - today > RETIREMENT_NOTICE:
        return []
    when = "was shut down" if facts.retires <= today else "will be shut down"
    return [f"The model {model} {when} on {facts.retires.isoformat()}; set AI_MODEL to {facts.replacement}."]
