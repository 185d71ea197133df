"""The words of a report, in English and Spanish: wording(lang) gives them with the language's numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from feedback.domain.options import Lang
from feedback.domain.wording import en, en_method, en_moods, es, es_method, es_moods
from feedback.domain.wording.numbers import ENGLISH, SPANISH, NumberForms

__all__ = ["Wording", "wording"]


@dataclass(frozen=True, slots=True)
class Wording:
    """All words of one language by their keys, which are the same in every language."""

    lang: str
    words: Mapping[str, str]
    numbers: NumberForms

    def text(self, key: str, **values: object) -> str:
        """The text with its {gaps} filled. Raises KeyError for an unknown key or a gap without a value."""
        return self.words[key].format(**values)

    def count(self, key: str, n: int) -> str:
        """The number with its noun, in the singular for 1: count("rows", 2) is "2 rows"."""
        form = "one" if n == 1 else "other"
        return self.words[f"count.{key}.{form}"].format(n=self.numbers.integer(n))

    def named(self, kind: str, code: str) -> str:
        """What a code of the results means, such as named("state", "blank"); an unknown code is its own name."""
        return self.words.get(f"{kind}.{code}", code)


def wording(lang: str) -> Wording:
    """The words of a report's language, "en" or "es". Raises ValueError for another."""
    if Lang(lang) is Lang.SPANISH:
        return Wording(lang, es.WORDS | es_moods.WORDS | es_method.WORDS, SPANISH)
    return Wording(lang, en.WORDS | en_moods.WORDS | en_method.WORDS, ENGLISH)
