"""Rows of a made-up survey."""

import datetime
import random
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from feedback.domain.normalization import normalized
from tools.samples.grammar import Mood, compose, is_common

LANGUAGES = {"both": ("english", "spanish"), "en": ("english",), "es": ("spanish",)}
REGIONS = ("Norte", "Sur", "Centro", "Este", "Oeste", "Islas")
PLANS = ("Basic", "Standard", "Premium", "Business")
LAST_DAY = datetime.date(2026, 6, 30)

_DAYS = 181
_KINDS = {"fresh": 80, "duplicate": 15, "blank": 5}
_RATINGS: dict[int | None, float] = {
    10: 25, 9: 20, 8: 17, 7: 10.5, 6: 9, 5: 7, 4: 4, 3: 2.5, 2: 1.5, 1: 1, 0: 1, None: 1.5
}  # fmt: skip
# Weights of REGIONS and PLANS by mood, so that a comparison by segment has something to find.
_REGION_WEIGHTS: dict[Mood, Sequence[int]] = {
    "promoter": (22, 12, 26, 16, 16, 8),
    "passive": (20, 16, 24, 16, 16, 8),
    "detractor": (15, 28, 19, 14, 14, 10),
}
_PLAN_WEIGHTS: dict[Mood, Sequence[int]] = {
    "promoter": (28, 34, 26, 12),
    "passive": (32, 36, 20, 12),
    "detractor": (42, 33, 14, 11),
}


@dataclass(frozen=True, slots=True)
class SampleRow:
    """One answer. rating is in 0…10, None where the customer gave none; comment is "" or white space where blank."""

    customer_id: str
    date: datetime.date
    region: str
    plan: str
    rating: int | None
    comment: str


def make_rows(rows: int, seed: int, lang: str = "both") -> list[SampleRow]:
    """rows answers, the same for the same arguments; about 80 % of the comments are new, 15 % repeated, 5 % blank.

    lang is "both", "en" or "es"; raises ValueError for another, or a negative number of rows.
    """
    if rows < 0 or lang not in LANGUAGES:
        raise ValueError(f"{rows} rows in language {lang!r}: rows must not be negative, lang one of {list(LANGUAGES)}")
    rng = random.Random(seed)  # noqa: S311 (made-up data, not a secret)
    kinds, ratings = _spread(rng, _KINDS, rows), _spread(rng, _RATINGS, rows)
    author = _Author(rng, LANGUAGES[lang])
    made = []
    for number, (kind, rating) in enumerate(zip(kinds, ratings, strict=True), start=1):
        mood = _mood(rng, rating)
        made.append(
            SampleRow(
                customer_id=f"C-{number:06}",
                date=LAST_DAY - datetime.timedelta(days=rng.randrange(_DAYS)),
                region=rng.choices(REGIONS, _REGION_WEIGHTS[mood])[0],
                plan=rng.choices(PLANS, _PLAN_WEIGHTS[mood])[0],
                rating=rating,
                comment=author.comment(kind, mood),
            )
        )
    return made


def _spread[Value](rng: random.Random, weights: Mapping[Value, float], rows: int) -> list[Value]:
    """rows values in random order, in the proportions of the weights: as many of each, not merely on average."""
    total = sum(weights.values())
    values: list[Value] = []
    reached = 0.0
    for value, weight in weights.items():
        reached += weight
        values += [value] * (round(rows * reached / total) - len(values))
    rng.shuffle(values)
    return values


def _mood(rng: random.Random, rating: int | None) -> Mood:
    if rating is None:
        return rng.choice(("promoter", "passive", "detractor"))
    return "promoter" if rating >= 9 else "passive" if rating >= 7 else "detractor"


@dataclass
class _Author:
    """Writes comments and remembers them."""

    rng: random.Random
    languages: Sequence[str]
    _known: set[str] = field(default_factory=set)
    _written: dict[Mood, list[str]] = field(default_factory=lambda: defaultdict(list))
    _common: dict[Mood, list[str]] = field(default_factory=lambda: defaultdict(list))

    def comment(self, kind: str, mood: Mood) -> str:
        if kind == "blank":
            return self.rng.choice(("", "", "", "", " "))
        if kind == "duplicate" and self._written[mood]:
            return self._repeated(mood)
        return self._fresh(mood)

    def _fresh(self, mood: Mood) -> str:
        while True:
            text = compose(self.rng, self.rng.choice(self.languages), mood)
            known = normalized(text)
            if known not in self._known:
                break
        self._known.add(known)
        self._written[mood].append(text)
        if is_common(text, mood):
            self._common[mood].append(text)
        return text

    def _repeated(self, mood: Mood) -> str:
        """An earlier comment, mostly a short one and of those the first most often; sometimes typed differently."""
        common = self._common[mood] if self.rng.random() < 0.8 else []
        texts = common or self._written[mood]
        text = texts[int(len(texts) * self.rng.random() ** 2)]
        typed = self.rng.choice(
            (text, text, text, text.upper(), text.lower(), f" {text}", text.replace(" ", "  "), f"{text}\n")
        )
        return typed if normalized(typed) == normalized(text) else text
