"""What a text says as a rating, or why it says none.

Read are:
- numbers, with the end of the scale or without: "9", "9.0", "9/10", "9 out of 10", "4 de 5";
- numbers with a label that a sign or a line break parts from them: "9 - very likely", "very likely (9)";
- numbers before a label of words, "10 Extremely likely", but not before a unit: "9 days", "9 pm", "10 EUR";
- stars, which are n of 5 where they don't say another end: "5 stars", "4.0 out of 5 stars", "★★★☆☆", "⭐⭐⭐".
"""

import re
import unicodedata
from collections.abc import Collection
from enum import StrEnum

from feedback.domain.date_text import is_date_text

_LONGEST = 120
"""No text above this says a rating."""

_SIMPLE = re.compile(r"(?P<whole>[0-9]{1,2})(?:[.,](?P<decimals>[0-9]+))?")
_DIGIT = re.compile(r"\d")
_DECIMALS = r"(?:[.,](?P<decimals>[0-9]+))?"
_OF = r"(?:\s*(?:/|out\s+of\b|of\b|de\b|sur\b|von\b|sobre\b)\s*(?P<top>[0-9]{1,3})(?:[.,]0{1,2})?)?"
_STAR_WORD = r"(?:stars?|estrell?as?|(?:é|e\u0301?)toiles?|stern(?:en?)?)"
_STAR = rf"(?:\s*|\s?-\s?)(?:{_STAR_WORD}\b|[★⭐]\ufe0f?)"
_NUMBER = rf"(?P<whole>[0-9]+){_DECIMALS}(?P<star>{_STAR})?{_OF}(?P<stars>{_STAR})?"
# A sign parts a label from its number: "9 - very likely", "9. very likely", "very likely - 9", "very likely (9)".
_LABEL_AFTER = (
    r"(?:\s*(?:[-–—:=)\r\n]|\.\s)(?P<after>[^0-9]+)|\s*\((?P<inside>[^0-9()]+)\)|\s+(?P<spaced>[^\W\d_][^0-9]*))?"
)
_RATING = re.compile(_NUMBER + _LABEL_AFTER, re.IGNORECASE)
_LABEL_FIRST = re.compile(
    rf"(?P<before>[^0-9]+?)(?:(?:\s[-–—]\s+|\s*[:=\r\n]\s*){_NUMBER}|\s*\((?P<inside>[0-9]+)\))", re.IGNORECASE
)
_STARS = re.compile(r"(?:[★⭐]\ufe0f?\s*){1,5}(?:☆\s*){0,4}")
_LEAST_LETTERS = 4
_UNIT = re.compile(
    r"(?:second|minute|hour|oclock|day|night|week|month|year|time|person|people|customer|user|visit|percent|point|piece"
    r"|item|unit|mile|met(?:er|re)|gram|kilo|lit(?:er|re)|dollar|euro|pound|peso|cent|half|hundred|thousand|million"
    r"|segundo|minuto|hora|d[ií]a|noche|semana|mes|año|vez|vece|persona|cliente|usuario|punto|pieza|unidad|metro|gramo"
    r"|litro|libra|centavo|cien|ciento|mil|noite|mês|ano|veze|pessoa|ponto|peça|unidade|reais|seconde|heure|jour|nuit"
    r"|semaine|moi|an|année|foi|personne|client|pièce|unité|livre|mille|demi|sekunde|stunde|uhr|tag|nacht|woche|monat"
    r"|jahr|kunde|nutzer|punkt|stück|pfund|prozent|hundert|tausend|halb|kg|km|cm|mm|min|hr|yr|pt|eur|usd|gbp|am|pm)"
    rf"(?:e?s|e?n)?|(?:tag|monat|jahr|punkt|stück|halb)e|{_STAR_WORD}"
)
_JOINING = re.compile(r"and|or|to|of|out|per|plus|y|o|u|de|por|et|ou|sur|e|und|oder|bis|von|pro")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+|[1-9][0-9]{2,}")
_BELOW_ZERO = re.compile(r"[-−][0-9]+(?:[.,][0-9]+)?")
_PERCENT = re.compile(r"[-+−]?[0-9]+(?:[.,][0-9]+)?\s*%")
_ERROR = re.compile(r"#(?:[¡¿]?[A-ZÁÉÍÓÚÄÖÜ][A-Z/0-9ÁÉÍÓÚÄÖÜ_]*[!?]|N/[AD]|NV|CALC!)")
_NOT_FINITE = re.compile(r"[-+−]?(?:nan|inf|infinity|∞|[0-9]+(?:[.,][0-9]+)?e\+?[0-9]{3,})", re.IGNORECASE)
_BOOLEANS = frozenset({"true", "false", "verdadero", "verdadeiro", "falso", "vrai", "faux", "wahr", "falsch"})


class Unrated(StrEnum):
    """Why a cell is not a rating."""

    EMPTY = "empty"
    WORDS = "words"
    PERCENT = "percent"
    DATE = "date"
    BOOLEAN = "boolean"
    ERROR = "error"
    NOT_FINITE = "not_finite"
    NOT_WHOLE = "not_whole"
    OUT_OF_SCALE = "out_of_scale"


def read_text(cell: str, tops: Collection[int]) -> int | Unrated:
    """The whole number 0…10 that a text says; tops are the ends that its scale may have, for "8/10"."""
    text = cell.strip()
    if len(text) > _LONGEST:
        return Unrated.WORDS
    if not text.isascii():
        text = text.translate(_PLAIN).strip()
    if not text:
        return Unrated.EMPTY
    if simple := _SIMPLE.fullmatch(text):
        return _parts(simple["whole"], simple["decimals"], None, tops)
    if not _DIGIT.search(text):
        return _without_digits(text, tops)
    if (reason := _other_kind(text)) is not None:
        return reason
    if not (found := _RATING.fullmatch(text)):
        return _labelled_first(text, tops)
    label = found["after"] or found["inside"]
    if (label and not _says_something(label)) or (found["spaced"] and not _is_label(found["spaced"])):
        return Unrated.WORDS
    return _parts(found["whole"], found["decimals"], _end(found), tops)


def _other_kind(text: str) -> Unrated | None:
    """The reason for a text with digits that has a form of its own, None for others."""
    if is_date_text(text):
        return Unrated.DATE
    if _PERCENT.fullmatch(text):
        return Unrated.PERCENT
    if _NOT_FINITE.fullmatch(text):
        return Unrated.NOT_FINITE
    if _THOUSANDS.fullmatch(text) or _BELOW_ZERO.fullmatch(text):
        return Unrated.OUT_OF_SCALE
    return Unrated.ERROR if _ERROR.fullmatch(text) else None


def _without_digits(text: str, tops: Collection[int]) -> int | Unrated:
    if _STARS.fullmatch(text):
        full, empty = sum(map(text.count, "★⭐")), text.count("☆")
        return _parts(str(full), None, "5", tops) if full + empty == 5 or not empty else Unrated.WORDS
    if _ERROR.fullmatch(text):
        return Unrated.ERROR
    if _NOT_FINITE.fullmatch(text):
        return Unrated.NOT_FINITE
    return Unrated.BOOLEAN if text.casefold() in _BOOLEANS else Unrated.WORDS


def _labelled_first(text: str, tops: Collection[int]) -> int | Unrated:
    found = _LABEL_FIRST.fullmatch(text)
    if not found or not _says_something(found["before"]):
        return Unrated.WORDS
    return _parts(found["whole"] or found["inside"], found["decimals"], _end(found), tops)


def _end(found: re.Match[str]) -> str | None:
    """The end of the scale that a text names."""
    return found["top"] or ("5" if found["star"] or found["stars"] else None)


def _parts(whole: str, decimals: str | None, of: str | None, tops: Collection[int]) -> int | Unrated:
    """What a number in digits says; of is the end of the scale that the cell itself names."""
    if len(whole) > 2:
        return Unrated.WORDS if whole.startswith("0") else Unrated.OUT_OF_SCALE
    if int(whole) > 10 or (of is not None and (int(of) not in tops or int(whole) > int(of))):
        return Unrated.OUT_OF_SCALE
    if decimals and decimals.strip("0"):
        return Unrated.NOT_WHOLE if int(whole) < 10 else Unrated.OUT_OF_SCALE
    # "1,000" is a thousand, not a one.
    return Unrated.OUT_OF_SCALE if decimals and len(decimals) > 2 else int(whole)


def _says_something(label: str) -> bool:
    return any(sign.isalpha() or unicodedata.category(sign) == "So" for sign in label)


def _is_label(text: str) -> bool:
    """True for words after a number and a space that name an answer, not a unit, and don't go on with the number."""
    parts = unicodedata.normalize("NFC", text).casefold().split()
    words = [word for part in parts if (word := "".join(filter(str.isalpha, part)))]
    return (
        sum(map(len, words)) >= _LEAST_LETTERS
        and not _JOINING.fullmatch(words[0])
        and not any(map(_UNIT.fullmatch, words[:2]))
    )


class _Plain(dict[int, str]):
    """For str.translate: digits of any script and full-width signs as in ASCII; unseen direction marks left out."""

    def __missing__(self, code: int) -> str:
        sign = chr(code)
        if (digit := unicodedata.decimal(sign, None)) is not None:
            plain = str(digit)
        elif 0xFF01 <= code <= 0xFF5E:
            plain = chr(code - 0xFEE0)
        else:
            plain = "" if unicodedata.category(sign) == "Cf" else sign
        self[code] = plain
        return plain


_PLAIN = _Plain({ord("٫"): ".", ord("٪"): "%"})
