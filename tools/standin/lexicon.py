"""What a language's word list is made of, and finding its words and phrases in a text.

In the lists an underscore joins the words of a phrase and a final asterisk stands for any ending. Everything is written
in lower case and without accents, as texts are before they are looked at: many people leave accents out.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """The text in lower case, without accents and with straight apostrophes."""
    text = unicodedata.normalize("NFKD", text.replace("\u2019", "'")).casefold()
    return _MARKS.sub("", text)


@dataclass(frozen=True, slots=True)
class Feeling:
    """What a word says: weight from -3 to 3, and the emotion or intent it speaks of ("" for none in particular)."""

    weight: float
    tag: str


@dataclass(frozen=True)
class Language:
    """A language's lists. signs are letters that few other languages use; themes maps theme keys to words."""

    code: str
    common: str
    signs: str
    feelings: tuple[tuple[float, str, str], ...]
    themes: Mapping[str, str]
    negators: str
    stronger: str
    weaker: str
    contrasts: str
    joins: str


class Matcher[T]:
    """Finds the longest phrase that begins at a word; an exact word counts more than one with an asterisk."""

    def __init__(self, entries: Iterable[tuple[str, T]]) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}
        for phrase, value in entries:
            words = tuple(phrase.split("_"))
            self._by_first.setdefault(words[0], []).append((words, value))
        self._candidates = lru_cache(maxsize=20_000)(self._look_up)

    def knows(self, word: str) -> bool:
        return any(len(words) == 1 for words, _ in self._candidates(word))

    def match(self, words: Sequence[str], at: int) -> tuple[int, list[T]]:
        """How many words match here, and the values of all entries that match with that many; 0 for none."""
        length, found = 0, list[T]()
        candidates = self._candidates(words[at])
        if not candidates:  # most words, and this is where the time goes
            return length, found
        for pattern, value in candidates:
            if len(pattern) < length:
                break
            if len(pattern) == 1 or _fits(pattern, words[at : at + len(pattern)]):
                length = len(pattern)
                found.append(value)
        return length, found

    def _look_up(self, word: str) -> list[tuple[tuple[str, ...], T]]:
        keys = [word, *(word[:end] + "*" for end in range(len(word), 1, -1))]
        return sorted((entry for key in keys for entry in self._by_first.get(key, [])), key=lambda e: -len(e[0]))


def _fits(pattern: Sequence[str], words: Sequence[str]) -> bool:
    return len(pattern) == len(words) and all(
        word == part or (part[-1] == "*" and word.startswith(part[:-1]))
        for part, word in zip(pattern, words, strict=True)
    )


class Lexicon:
    """A language's lists, ready for use."""

    def __init__(self, language: Language) -> None:
        self.code = language.code
        self.common = frozenset(language.common.split())
        self.signs = frozenset(language.signs)
        self.feelings = Matcher(
            (phrase, Feeling(weight, tag)) for weight, tag, phrases in language.feelings for phrase in phrases.split()
        )
        self.themes = Matcher((phrase, key) for key, phrases in language.themes.items() for phrase in phrases.split())
        self.negators = frozenset(language.negators.split())
        self.stronger = frozenset(language.stronger.split())
        self.weaker = frozenset(language.weaker.split())
        self.contrasts = frozenset(language.contrasts.split())
        self.breaks = self.contrasts | frozenset(language.joins.split())

    def hits(self, words: Iterable[str]) -> int:
        """How many of the words are in the lists of feelings and themes."""
        return sum(self.feelings.knows(word) or self.themes.knows(word) for word in words)
