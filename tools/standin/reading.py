"""Reading a comment with a lexicon: its language, its clauses, and what each clause feels and speaks of."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.standin.lexicon import Feeling, Lexicon, fold
from tools.standin.lexicon_en import ENGLISH
from tools.standin.lexicon_es import SPANISH
from tools.standin.lexicon_more import FRENCH, GERMAN, PORTUGUESE

LEXICONS = tuple(Lexicon(language) for language in (ENGLISH, SPANISH, PORTUGUESE, FRENCH, GERMAN))
UNKNOWN_LANGUAGE = "zz"

_EMOJI = {
    **dict.fromkeys("😀😃😄😁😊🙂😍🥰👍👏💯🎉⭐🤩😎🙏🥳💪", Feeling(2, "satisfaction")),
    **dict.fromkeys("❤♥💖💕", Feeling(3, "satisfaction")),
    **dict.fromkeys("😡🤬😤🖕", Feeling(-3, "anger")),
    **dict.fromkeys("👎😠🙄😒😩😫🤦", Feeling(-2, "frustration")),
    **dict.fromkeys("😞😢😭💔😔☹🙁🤮", Feeling(-2, "disappointment")),
    **dict.fromkeys("🤔😕🤷", Feeling(-0.5, "confusion")),
}
_EMOJI_CLASS = "[" + "".join(_EMOJI) + "]"
_SIGNS = ".!?;:,\n"
_LOUD = "!"
_RATING = r"\d{1,2}\s?/\s?10\b"
_TOKEN = re.compile(rf"{_RATING}|[a-z]+(?:'[a-z]+)?|\d+|[.!?;:,\n]|{_EMOJI_CLASS}")
_REACH = 4  # words that a negation turns round …
_REACH_OF_PRAISE = 3  # … and words within which it turns a complaint into praise: "not solve the problem" is none


@dataclass(slots=True)
class Clause:
    """A stretch of words between signs or joining words; contrast: it takes back what stands before ("but …")."""

    words: list[str] = field(default_factory=list)
    contrast: bool = False
    loud: bool = False
    feelings: list[Feeling] = field(default_factory=list)
    themes: list[str] = field(default_factory=list)

    @property
    def score(self) -> float:
        return sum(feeling.weight for feeling in self.feelings) * (1.2 if self.loud else 1.0)


def read(text: str) -> tuple[str, list[Clause]]:
    """The comment's language and its clauses, with the feelings and themes found in each."""
    tokens: list[str] = _TOKEN.findall(fold(text))
    lexicon = _language(text, tokens)
    clauses = list(_clauses(tokens, lexicon))
    for clause in clauses:
        if lexicon:
            clause.feelings = list(_feelings(clause.words, lexicon))
            clause.themes = _themes(clause.words, lexicon)
        clause.feelings += [_EMOJI[word] for word in clause.words if word in _EMOJI]
        clause.feelings += [_rating(word) for word in clause.words if "/" in word]
    return lexicon.code if lexicon else UNKNOWN_LANGUAGE, clauses


def _language(text: str, tokens: list[str]) -> Lexicon | None:
    """The lexicon of the language with most of its common words and letters; where that is even, most known words."""
    words = [token for token in tokens if token[0].isalpha()]
    signs = set(text.casefold())
    common = [sum(map(lexicon.common.__contains__, words)) + 2 * len(lexicon.signs & signs) for lexicon in LEXICONS]
    most = max(common)
    first = [lexicon for lexicon, score in zip(LEXICONS, common, strict=True) if score == most]
    if len(first) == 1:
        return first[0]
    best = max(first, key=lambda lexicon: lexicon.hits(words))
    return best if most or best.hits(words) else None


def _clauses(tokens: list[str], lexicon: Lexicon | None) -> Iterator[Clause]:
    breaks = lexicon.breaks if lexicon else frozenset[str]()
    clause = Clause()
    for token in tokens:
        if token in _SIGNS or token in breaks:
            clause.loud = token in _LOUD
            if clause.words:
                yield clause
                clause = Clause()
            clause.contrast = clause.contrast or (lexicon is not None and token in lexicon.contrasts)
        else:
            clause.words.append(token)
    if clause.words:
        yield clause


def _feelings(words: list[str], lexicon: Lexicon) -> Iterator[Feeling]:
    at, negator, factor = 0, -99, 1.0
    while at < len(words):
        length, found = lexicon.feelings.match(words, at)
        if length:
            feeling = Feeling(found[0].weight * factor, found[0].tag)
            reach = _REACH if feeling.weight > 0 else _REACH_OF_PRAISE
            yield _negated(feeling) if at - negator <= reach else feeling
            factor = 1.0
        elif words[at] in lexicon.negators:
            negator = at
        elif words[at] in lexicon.stronger:
            factor = 1.4
        elif words[at] in lexicon.weaker:
            factor = 0.6
        at += length or 1


def _negated(feeling: Feeling) -> Feeling:
    """ "Not good" is bad; "not bad" is only just good."""
    if feeling.weight > 0:
        return Feeling(-0.9 * feeling.weight, "churn" if feeling.tag == "loyal" else "disappointment")
    return Feeling(-0.4 * feeling.weight, "")


def _themes(words: list[str], lexicon: Lexicon) -> list[str]:
    return [key for at in range(len(words)) for key in lexicon.themes.match(words, at)[1]]


def _rating(word: str) -> Feeling:
    grade = int(word.partition("/")[0])
    if grade >= 9:
        return Feeling(3, "satisfaction")
    return Feeling(1, "satisfaction") if grade >= 7 else Feeling(grade / 2 - 3.5, "disappointment")
