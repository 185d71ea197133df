"""Rows of a survey as a report could have been made of: simulated, the same for the same seed."""

import math
import random
from dataclasses import dataclass

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.models import EMOTIONS

REGIONS = ("Norte", "Sur", "Este", "Oeste", "Centro")
PLANS = ("Basic", "Plus", "Premium")
MONTHS = ("2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01")
LABELS = {theme.key: (theme.label_en, theme.label_es) for theme in DEFAULT_CODEBOOK.themes}

# key: (how often it is mentioned, how far it pushes a rating, a positive and a negative comment)
TALK = {
    "delivery_time": (0.30, -2.6, "Arrived a day early, well done.", "It took three weeks to arrive, nobody said why."),
    "staff": (0.22, 1.9, "The lady at the desk was so kind and patient.", "He was rude and would not listen."),
    "price": (0.20, -0.7, "Good value for what it is.", "Far too expensive since the last increase."),
    "support_quality": (0.17, 0.6, "They knew what to do and fixed it at once.", "Four calls and still no solution."),
    "product_quality": (0.16, 1.1, "Muy buena calidad, repetiré.", "Se rompió a la semana, una decepción."),
    "website_app": (0.12, -0.5, "The app is clear and quick.", "The app logs me out whenever I want to pay."),
    "billing": (0.08, -1.4, "The invoice was right at last.", "Me cobraron dos veces y nadie responde."),
    "returns": (0.06, -0.8, "Refunded in two days, no questions asked.", "Still waiting for my refund after a month."),
    "ease_of_use": (0.06, 0.8, "Even my father can use it.", "The manual explains nothing."),
    "communication": (0.05, -0.4, "I was told of every step.", "Nobody told me of the change."),
    "packaging": (0.03, 0.1, "Nicely packed.", "A huge box for one small bottle."),
    "location": (0.01, 0.2, "Easy to reach by bus.", "There is nowhere to park."),
}


@dataclass(frozen=True)
class Row:
    """One answer. themes: key → polarity; failed and blank rows have no analysis and no themes."""

    number: int
    rating: int | None
    region: str
    plan: str
    month: str
    comment: str
    state: str
    themes: dict[str, str]
    sentiment: float
    emotions: dict[str, float]
    churn: float

    @property
    def analysed(self) -> bool:
        return self.state in ("analyzed", "cached", "duplicate")

    @property
    def value(self) -> int | None:
        """1 promoter, 0 passive, −1 detractor."""
        return None if self.rating is None else (self.rating >= 9) - (self.rating <= 6)


def simulated_rows(count: int = 1240, seed: int = 7) -> list[Row]:
    """Rows whose ratings depend on themes, region and month; about one in forty is unrated, one in twenty blank."""
    draw = random.Random(seed)  # noqa: S311 - made-up rows, no secret
    return [_row(number, draw) for number in range(1, count + 1)]


def _row(number: int, draw: random.Random) -> Row:
    region, plan = draw.choices(REGIONS, (5, 4, 3, 2, 1))[0], draw.choices(PLANS, (6, 3, 1))[0]
    month = draw.choices(MONTHS, (4, 5, 5, 6, 3))[0]
    keys = [key for key, (often, *_) in TALK.items() if draw.random() < often][:3]
    push = sum(TALK[key][1] for key in keys)
    mood = 8.3 + push + {"Sur": -0.9, "Centro": 0.8}.get(region, 0) + 0.2 * MONTHS.index(month) + draw.gauss(0, 1.6)
    rating = min(10, max(0, round(mood)))
    themes = {key: _polarity(TALK[key][1] + (rating - 7) / 2 + draw.gauss(0, 1)) for key in keys}
    sentiment = _step(math.tanh((rating - 6.5) / 3 + draw.gauss(0, 0.35)), -1, 0.25)
    state = draw.choices(("analyzed", "cached", "duplicate", "blank"), (70, 15, 10, 5))[0]
    blank = state == "blank"
    return Row(
        number=number,
        rating=None if draw.random() < 0.025 else rating,
        region=region,
        plan=plan,
        month=month,
        comment="" if blank else _comment(themes, draw),
        state=state,
        themes={} if blank else themes,
        sentiment=sentiment,
        emotions={name: _emotion(name, sentiment, draw) for name in EMOTIONS},
        churn=_step(0.45 - sentiment / 2.2 + draw.gauss(0, 0.1), 0, 1 / 9),
    )


def _polarity(score: float) -> str:
    return "positive" if score > 0.6 else "negative" if score < -0.3 else "neutral"


def _comment(themes: dict[str, str], draw: random.Random) -> str:
    said = [TALK[key][2] if polarity != "negative" else TALK[key][3] for key, polarity in themes.items()]
    return " ".join(said) or draw.choice(("All fine.", "Nothing to add", "Todo bien, gracias 👍", "Could be better"))


def _emotion(name: str, sentiment: float, draw: random.Random) -> float:
    glad = name in ("satisfaction", "trust", "anticipation")
    weak = {"anger": 0.25, "confusion": 0.5, "anticipation": 0.3}.get(name, 0.0)
    return _step((sentiment if glad else -sentiment) * 0.8 - weak + abs(draw.gauss(0, 0.12)), 0, 1 / 9)


def _step(value: float, low: float, step: float) -> float:
    """The nearest value that a code can hold, as a result file writes it."""
    return round(round((min(1.0, max(low, value))) / step) * step, 3) + 0.0
