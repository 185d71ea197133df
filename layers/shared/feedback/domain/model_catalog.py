"""What is known of the models: prices, speeds, retirement. The one table to edit when a provider changes a price."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

RETIREMENT_NOTICE = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class ModelFacts:
    """Prices are dollars a million tokens; speed is output tokens a second; first_token is in seconds.

    speed and first_token are typical values, for plans and estimates only. reasons: takes a reasoning effort (and then
    no temperature).
    """

    price_in: str
    price_out: str
    price_cached_in: str
    speed: float
    first_token: float
    retires: date | None = None
    replacement: str | None = None
    reasons: bool = True


_JANUARY_2027 = date(2027, 1, 14)
KNOWN_MODELS = {
    "gpt-6-luna": ModelFacts("0.10", "0.50", "0.01", speed=130, first_token=0.74),
    "gpt-6-sol": ModelFacts("2.00", "10.00", "0.20", speed=90, first_token=1.0),
    "gpt-5.6-luna": ModelFacts("0.20", "1.20", "0.02", speed=130, first_token=0.74),
    "gpt-4o-mini": ModelFacts("0.15", "0.60", "0.075", 90, 0.5, _JANUARY_2027, "gpt-6-luna", reasons=False),
    "gpt-4.1-mini": ModelFacts("0.40", "1.60", "0.10", 90, 0.5, _JANUARY_2027, "gpt-6-luna", reasons=False),
}


def facts_of(model: str) -> ModelFacts | None:
    """What is known of the model, also under the name of a dated snapshot; None for an unknown one."""
    known = [name for name in KNOWN_MODELS if model == name or model.startswith(f"{name}-20")]
    return KNOWN_MODELS[known[0]] if known else None


def cost_micro_usd(model: str, tokens_in: int, tokens_out: int, tokens_cached: int = 0) -> int | None:
    """Price of a call in millionths of a dollar, rounded up; None where the model's price is unknown.

    tokens_cached are those of tokens_in that the provider read from its prompt cache.
    """
    facts = facts_of(model)
    if facts is None:
        return None
    exact = (
        (tokens_in - tokens_cached) * Fraction(facts.price_in)
        + tokens_cached * Fraction(facts.price_cached_in)
        + tokens_out * Fraction(facts.price_out)
    )
    return -(-exact.numerator // exact.denominator)


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
