"""From a comment to the code a model would answer: the text decides alone, so the same comment gets the same code."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache

from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook, Theme
from feedback.domain.codec import MAX_THEMES_PER_COMMENT, encode
from feedback.domain.models import EMOTIONS, Analysis, Detail, Polarity, ThemeMention
from tools.standin.lexicon import Matcher, fold
from tools.standin.pain_points import pain_point
from tools.standin.reading import Clause, read

_FALLBACK = "overall"
_NOTABLE = 0.3  # below this a score says nothing
_DEFAULT_KEYS = {fold(label): t.key for t in DEFAULT_CODEBOOK.themes for label in (t.label_en, t.label_es)}
_SMALL_WORDS = frozenset(("and", "of", "the", "on", "to", "with", "for", "y", "de", "la", "el", "del", "en"))


class ThemeList:
    """The themes of one request, and which of the lexicon's theme keys each of them stands for.

    A label of the default codebook, alone or with a description after it, stands for its key. Another one stands for
    the default theme with most words in common, if any, and is found by its own words besides.
    """

    def __init__(self, labels: Sequence[str]) -> None:
        self.codebook = Codebook(tuple(Theme(f"t{n}", label, label) for n, label in enumerate(labels or ["-"])))
        self._keys: dict[str, str] = {}
        own: list[tuple[str, str]] = []
        meant = [(place, label, *_default_key(label)) for place, label in enumerate(labels)]
        # Default labels first: no other theme takes the key of one.
        for place, label, key, exact in sorted(meant, key=lambda found: not found[3]):
            if key and key not in self._keys:
                self._keys[key] = f"t{place}"
            if not exact:
                own += [(word[:6] + "*" if len(word) > 6 else word, f"t{place}") for word in _words(label)]
        self._own = Matcher(own) if own else None

    def of(self, clause: Clause) -> list[str]:
        """The keys in this codebook of the themes that a clause speaks of, as often as it does."""
        found = [self._keys[key] for key in clause.themes if key in self._keys]
        if self._own:
            found += [key for at in range(len(clause.words)) for key in self._own.match(clause.words, at)[1]]
        return found

    @property
    def fallback(self) -> str | None:
        return self._keys.get(_FALLBACK)


@lru_cache(maxsize=50_000)
def code_of(text: str, labels: tuple[str, ...], detail: Detail = Detail.SCORES) -> str:
    """The comment's code, its themes numbered as in labels."""
    themes = _theme_list(labels)
    found = analyse(text, themes)
    if detail is Detail.FULL:
        found = replace(found, pain_point=pain_point(text))
    return encode(found, themes.codebook)


_theme_list = lru_cache(maxsize=64)(ThemeList)


def analyse(text: str, themes: ThemeList) -> Analysis:
    language, clauses = read(text)
    # What follows a "but" is what the customer came to say.
    total = sum(clause.score * (1.3 if clause.contrast else 1.0) for clause in clauses)
    sentiment = total / math.sqrt(total * total + 8)
    strengths = _strengths(clauses)
    return Analysis(
        sentiment=sentiment,
        emotions=_emotions(sentiment, strengths),
        churn_risk=_unit(0.3 - 0.4 * sentiment + 0.25 * strengths["churn"] - 0.1 * strengths["loyal"]),
        themes=_mentions(clauses, themes, sentiment),
        language=language,
    )


def _strengths(clauses: Iterable[Clause]) -> Counter[str]:
    """How strongly each tag is spoken of; a wish without a judgement counts as 2."""
    strengths: Counter[str] = Counter()
    for clause in clauses:
        for feeling in clause.feelings:
            # A counter's values may be fractions; its type knows whole numbers only.
            strengths[feeling.tag] += max(1, round(abs(feeling.weight) or 2))
    return strengths


def _emotions(sentiment: float, strengths: Counter[str]) -> tuple[float, ...]:
    """Seven values from the words for each emotion, over what the sentiment alone suggests."""
    good, bad = max(0.0, sentiment), max(0.0, -sentiment)
    base = {"satisfaction": good, "trust": 0.4 * good, "frustration": 0.4 * bad, "disappointment": 0.5 * bad}
    base["anger"] = 0.15 * bad
    words = {
        **strengths,
        "satisfaction": 0.5 * strengths["satisfaction"],
        "trust": strengths["trust"] + strengths["loyal"],
    }
    return tuple(_unit(base.get(emotion, 0.0) + words.get(emotion, 0) / 6) for emotion in EMOTIONS)


def _mentions(clauses: Sequence[Clause], themes: ThemeList, sentiment: float) -> tuple[ThemeMention, ...]:
    """The themes most spoken of, each with the mood of the clauses that do."""
    scores: dict[str, float] = {}
    weights: Counter[str] = Counter()
    for place, clause in enumerate(clauses):
        for key in themes.of(clause):
            mood = _mood(clauses, place, sentiment)
            scores[key] = scores.get(key, 0.0) + mood
            weights[key] += 1 + round(abs(mood))
    if not scores and themes.fallback and abs(sentiment) > _NOTABLE:
        scores[themes.fallback] = sentiment
    weights[themes.fallback or ""] = 0  # the general theme comes last
    keys = sorted(scores, key=lambda key: -weights[key])[:MAX_THEMES_PER_COMMENT]
    return tuple(ThemeMention(key, _polarity(scores[key])) for key in keys)


def _mood(clauses: Sequence[Clause], place: int, sentiment: float) -> float:
    """A clause's score; for one without a feeling the next one's, then the one before's, then the whole comment's."""
    for near in (place, place + 1, place - 1):
        if 0 <= near < len(clauses) and abs(clauses[near].score) > _NOTABLE:
            return clauses[near].score
    return sentiment


def _polarity(score: float) -> Polarity:
    if abs(score) <= _NOTABLE:
        return Polarity.NEUTRAL
    return Polarity.POSITIVE if score > 0 else Polarity.NEGATIVE


def _unit(value: float) -> float:
    return min(1.0, max(0.0, value))


def _words(label: str) -> frozenset[str]:
    return frozenset(re.findall("[a-z]+", fold(label))) - _SMALL_WORDS


def _possible_labels(text: str) -> list[str]:
    """The text, and all that may stand before a description in it, longest first, folded. See Theme.prompt_text."""
    parts = fold(text).split(": ")
    return [": ".join(parts[:end]) for end in range(len(parts), 0, -1)]


def _default_key(label: str) -> tuple[str | None, bool]:
    """The default theme that a label means, and whether it is that theme's own label."""
    for own in _possible_labels(label):
        if own in _DEFAULT_KEYS:
            return _DEFAULT_KEYS[own], True
    words = _words(label)
    common = {t.key: len(words & (_words(t.label_en) | _words(t.label_es))) for t in DEFAULT_CODEBOOK.themes}
    best = max(common, key=lambda key: common[key])
    return (best if common[best] else None), False
