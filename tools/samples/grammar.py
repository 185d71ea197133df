"""Comments from phrases with slots: opening, one to seven statements on different themes, closing."""

import random
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Literal

type Mood = Literal["promoter", "passive", "detractor"]

MAX_WORDS = 80
_SLOT = re.compile(r"\{(\w+)\}")
_SENTENCE = re.compile(r"(^|[.!?]\s+)([^\W\d_])")
_STATEMENTS, _STATEMENT_WEIGHTS = (0, 1, 2, 3, 5, 7), (13, 31, 27, 17, 9, 3)
_EMOJI = {
    "promoter": ("😀", "👍", "❤️", "🎉", "🙌🏽"),
    "passive": ("🙂", "😐", "🤔"),
    "detractor": ("😡", "👎", "😞", "🤬"),
}
_FREQUENT = {
    "promoter": ("staff", "app", "price"),
    "passive": ("delivery", "price"),
    "detractor": ("waiting", "billing"),
}


@dataclass(frozen=True)
class Phrases:
    """What one language's comments are made of; see english.toml."""

    slots: dict[str, list[str]]
    themes: dict[str, dict[Literal["good", "bad"], list[str]]]
    opening: dict[Mood, list[str]]
    closing: dict[Mood, list[str]]
    short: dict[Mood, list[str]]
    joins: dict[str, list[str]]


@cache
def phrases(language: str) -> Phrases:
    """The phrases of "english" or "spanish"."""
    text = (files("tools.samples") / f"{language}.toml").read_text(encoding="utf-8")
    return Phrases(**tomllib.loads(text))


def is_common(text: str, mood: Mood) -> bool:
    """One of the short comments that many customers write word for word, such as "Todo bien"."""
    return any(text in phrases(language).short[mood] for language in ("english", "spanish"))


def compose(rng: random.Random, language: str, mood: Mood) -> str:
    """One comment of 1 to MAX_WORDS words in the mood: praise, complaint, or both in one."""
    source = phrases(language)
    count = rng.choices(_STATEMENTS, _STATEMENT_WEIGHTS)[0]
    if count == 0:
        text = _filled(rng, source, rng.choice(source.short[mood]))
        return text[0].upper() + text[1:]
    text = _sentences(rng, source, mood, count)
    while len(text.split()) >= MAX_WORDS:  # an emoji may come to it
        count -= 1
        text = _sentences(rng, source, mood, count)
    return _styled(rng, text, mood)


def _sentences(rng: random.Random, source: Phrases, mood: Mood, count: int) -> str:
    themes = _themes(rng, source, mood, count)
    parts: list[str] = []
    before: str | None = None
    for theme, polarity in zip(themes, _polarities(rng, mood, count), strict=True):
        if before is not None:
            parts.append(rng.choice(source.joins["same" if polarity == before else "turn"]))
        parts.append(rng.choice(source.themes[theme]["good" if polarity == "good" else "bad"]))
        before = polarity
    if rng.random() < 0.06:
        words = rng.choice(source.joins[f"{mood}_words"])
        parts += [". ", rng.choice(source.joins["quotes"]).replace("{words}", words)]
    opening, closing = rng.choice(source.opening[mood]), rng.choice(source.closing[mood])
    if opening:
        parts = [opening, rng.choice((". ", ". ", ": ", "! ")), *parts]
    if closing:
        parts += [". ", closing]
    text = _filled(rng, source, "".join(parts)) + rng.choice((".", ".", ".", "", "", "!", "..."))
    return _SENTENCE.sub(lambda match: match[1] + match[2].upper(), text)


def _themes(rng: random.Random, source: Phrases, mood: Mood, count: int) -> list[str]:
    """Different themes; those that the mood speaks of most are first twice as often."""
    themes = rng.sample(list(source.themes), count)
    favourite = rng.choice(_FREQUENT[mood])
    if favourite not in themes and rng.random() < 0.35:
        themes[0] = favourite
    return themes


def _polarities(rng: random.Random, mood: Mood, count: int) -> list[str]:
    main = {"promoter": "good", "detractor": "bad", "passive": rng.choice(("good", "good", "bad"))}[mood]
    other = "bad" if main == "good" else "good"
    if count == 1 or (mood != "passive" and rng.random() > 0.08):
        return [main] * count
    # One word of the other side at most, but for passives half of it.
    others = count // 2 if mood == "passive" else 1
    return [main] * (count - others) + [other] * others


def _filled(rng: random.Random, source: Phrases, text: str) -> str:
    """The text with its slots filled; a comment speaks of one product."""
    text = text.replace("{product}", rng.choice(source.slots["product"]))
    return _SLOT.sub(lambda slot: rng.choice(source.slots[slot[1]]), text)


def _styled(rng: random.Random, text: str, mood: Mood) -> str:
    """The text as people type: with emoji, in lines, in capitals, or without care."""
    style = rng.random()
    if style < 0.07:
        return f"{text} {rng.choice(_EMOJI[mood])}"
    if style < 0.13:
        return text.replace(". ", ".\n", 2)
    if style < 0.21:
        plain = unicodedata.normalize("NFD", text.lower().rstrip(".!"))
        return "".join(sign for sign in plain if not unicodedata.combining(sign))
    if style < 0.23:
        return text.upper()
    return text
