"""What the names of columns say, in English, Spanish, Portuguese, French and German."""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from feedback.domain import column_words as said

LONG = 6
"""A name of so many words is a question; one word in it does not tell what the column holds."""

_LOOKED_AT = 500
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_NUMBERING = re.compile(r"\b(?:[0-9]+|q[0-9]+[a-z]?)\b")


@dataclass(frozen=True, slots=True)
class Match:
    """A known name found in a header: how strongly it speaks, in 0…1, the name as it is known,
    and whether the header says nothing else but numbers.
    """

    strength: float
    name: str
    exact: bool = False


@lru_cache(maxsize=2048)
def words(header: str) -> str:
    """Lower case without accents and signs, single spaces: "¿Por qué?" is "por que", "ResponseId" is "response id".

    The rest of a header that is a whole story is left out.
    """
    letters = unicodedata.normalize(
        "NFKD", _CAMEL.sub(" ", unicodedata.normalize("NFKC", header[:_LOOKED_AT]))
    ).casefold()
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", plain).strip()


def _core(text: str) -> str:
    """A text of words() without numbers and question numbers."""
    return " ".join(_NUMBERING.sub(" ", text).split())


class _Names:
    """Known names in tiers of (strength of the exact name, strength within a longer header, names)."""

    def __init__(self, *tiers: tuple[float, float, str]) -> None:
        self._by_first: dict[str, list[tuple[str, float, float]]] = {}
        for exact, within, names in tiers:
            for name in map(str.strip, names.split(",")):
                self._by_first.setdefault(name.split()[0], []).append((name, exact, within))

    def best(self, text: str) -> Match | None:
        """The strongest name in a text of words(); of equally strong ones the longest."""
        core = _core(text)
        found = [
            Match(exact, name, True) if name in (text, core) else Match(within, name)
            for word in dict.fromkeys(text.split())
            for name, exact, within in self._by_first.get(word, ())
            if f" {name} " in f" {text} "
        ]
        return max(found, key=lambda match: (match.strength, len(match.name)), default=None)


_RATING = _Names((1.0, 0.9, said.NPS), (0.8, 0.6, said.RATING), (0.5, 0.4, said.WEAK_RATING))
_COMMENT = _Names((1.0, 0.8, said.COMMENT), (0.7, 0.6, said.REASON), (0.5, 0.4, said.TEXT))
_ID = _Names((1.0, 0.6, said.ID), (0.5, 0.4, said.WEAK_ID))
_DATE = _Names((1.0, 0.6, said.DATE))
_NO_RATING = _Names((1.0, 1.0, said.NO_RATING))
_NO_COMMENT = _Names((1.0, 1.0, said.NO_COMMENT))
_ABOUT_COMMENT = _Names((1.0, 1.0, said.ABOUT_COMMENT))
_NO_TEXT = _Names((1.0, 1.0, said.NO_TEXT))
_NO_ID = _Names((1.0, 1.0, said.NO_ID))
_NO_DATE = _Names((1.0, 1.0, said.NO_DATE))
_OVERALL, _SCORES, _LANGUAGES, _TRANSLATED = (
    frozenset(map(str.strip, names.split(",")))
    for names in (said.OVERALL, said.SCORES, said.LANGUAGES, said.TRANSLATED)
)

FALLBACK = 0.5
"""A comment name of at most this strength ("Note", "Text") counts only where no other column has a better one."""


@lru_cache(maxsize=2048)
def rating_name(header: str) -> Match | None:
    """The rating name in a header: about 1 for NPS's own, 0.8 for "Score", 0.5 for "Satisfaction", less within others.

    None also where the name speaks against it, as in "Operating margin", "Rating count" and "NPS date"; but not for
    such a word in a long question on recommending. "Reason for score" has half the strength.
    """
    text = words(header)
    match = _RATING.best(text)
    if match is None:
        return None
    question = match.strength >= 0.9 and len(text.split()) >= LONG
    if not question and speaks_against_rating(header):
        return None
    about = _COMMENT.best(text)
    factor = 0.5 if about and about.strength > FALLBACK else 1.0
    overall = 0.02 if _OVERALL & set(text.split()) else 0.0
    return Match(min(1.0, match.strength * factor + overall), match.name, match.exact)


def speaks_against_rating(header: str) -> bool:
    return _NO_RATING.best(words(header)) is not None


@lru_cache(maxsize=2048)
def comment_name(header: str) -> Match | None:
    """The comment name in a header: 1 for "Comment", 0.7 for "Reason", 0.5 for "Note", less within longer headers.

    None also where the name speaks against it: "Internal comment", "Comment language", "Review score".
    """
    match = _COMMENT.best(words(header))
    return None if match is None or _is_about_comment(header) else match


def speaks_against_comment(header: str) -> bool:
    """True for texts that are no comments, whatever they look like: names, addresses, links, products."""
    text = words(header)
    return _is_about_comment(header) or (len(text.split()) < LONG and _NO_TEXT.best(text) is not None)


def _is_about_comment(header: str) -> bool:
    """True for what a company says or notes of a comment, and for "Comment score"."""
    text = words(header)
    parts = _core(text).split()
    scored = len(parts) == 2 and parts[-1] in _SCORES
    return scored or bool(_NO_COMMENT.best(text) or (len(parts) < LONG and _ABOUT_COMMENT.best(text)))


def id_name(header: str) -> Match | None:
    text = words(header)
    return None if _NO_ID.best(text) else _ID.best(text)


def date_name(header: str) -> Match | None:
    """The date name in a header; a date of birth is none."""
    text = words(header)
    return None if _NO_DATE.best(text) else _DATE.best(text)


def is_nps_group(header: str) -> bool:
    """True for a column that an earlier tool derived from the rating."""
    return "nps" in words(header).split()


def untranslated(header: str) -> str | None:
    """The words of the column that this one would translate, None where it says nothing of a translation.

    "Comment (English)" translates "comment" where there is such a column.
    """
    parts = words(header).split()
    translated = [
        part for part in parts if part in _TRANSLATED or (part in _LANGUAGES and (len(part) > 2 or part == parts[-1]))
    ]
    return " ".join(part for part in parts if part not in translated) if translated else None


def known_titles(titles: Sequence[str]) -> float:
    """How many titles name a rating, a comment, a date or an id: 1 for an exact name, ½ for one in a longer title.

    A longer title counts where it is short or a question, so that a row of answers is not taken for a header.
    """
    return sum(max(_known(title), default=0.0) for title in titles)


_ROLES: tuple[Callable[[str], Match | None], ...] = (rating_name, comment_name, id_name, date_name)


def _known(title: str) -> Iterator[float]:
    like_a_title = len(words(title).split()) < LONG or "?" in title
    for role in _ROLES:
        match = role(title)
        if match and (match.exact or like_a_title):
            yield 1.0 if match.exact else 0.5
