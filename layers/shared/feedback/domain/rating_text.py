"""What a text says as a rating, or why it says none."""

import re
import unicodedata
from enum import StrEnum

from feedback.domain.date_text import is_date_text

_LONGEST = 120
"""No text above this says a rating."""

_SIMPLE = re.compile(r"(?P<whole>[0-9]{1,2})(?:[.,](?P<decimals>[0-9]+))?")
_DIGIT = re.compile(r"\d")
_DECIMALS = r"(?:[.,](?P<decimals>[0-9]+))?"
_OF = r"(?:\s*(?:/|out\s+of\b|of\b|de\b|sur\b|von\b|sobre\b)\s*(?P<top>[0-9]{1,3})(?:[.,]0{1,2})?)?"
# A sign parts a label from its number: "9 - very likely", "9. very likely", "very likely - 9", "very likely (9)".
_LABEL_AFTER = r"(?:\s*(?:[-–—:=)]|\.\s)(?P<after>[^0-9]+)|\s*\((?P<inside>[^0-9()]+)\))?"
_RATING = re.compile(rf"(?P<whole>[0-9]+){_DECIMALS}{_OF}{_LABEL_AFTER}", re.IGNORECASE)
_LABEL_FIRST = re.compile(
    rf"(?P<before>[^0-9]+?)(?:(?:\s[-–—]\s+|\s*[:=]\s*)(?P<n>[0-9]+{_OF})|\s*\((?P<m>[0-9]+)\))", re.IGNORECASE
)
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


def read_text(cell: str, top: int) -> int | Unrated:
    """The whole number 0…10 that a text says; top is the end of the scale, for "8/10"."""
    text = cell.strip()
    if len(text) > _LONGEST:
        return Unrated.WORDS
    if not text.isascii():
        text = text.translate(_PLAIN).strip()
    if not text:
        return Unrated.EMPTY
    if simple := _SIMPLE.fullmatch(text):
        return _parts(simple["whole"], simple["decimals"], None, top)
    if not _DIGIT.search(text):
        return _without_digits(text)
    if (reason := _other_kind(text)) is not None:
        return reason
    if not (found := _RATING.fullmatch(text)):
        return _labelled_first(text, top)
    label = found["after"] or found["inside"]
    if label and not _says_something(label):
        return Unrated.WORDS
    return _parts(found["whole"], found["decimals"], found["top"], top)


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


def _without_digits(text: str) -> Unrated:
    if _ERROR.fullmatch(text):
        return Unrated.ERROR
    if _NOT_FINITE.fullmatch(text):
        return Unrated.NOT_FINITE
    return Unrated.BOOLEAN if text.casefold() in _BOOLEANS else Unrated.WORDS


def _labelled_first(text: str, top: int) -> int | Unrated:
    found = _LABEL_FIRST.fullmatch(text)
    if not found or not _says_something(found["before"]):
        return Unrated.WORDS
    return _parts(re.split(r"[^0-9]", found["n"] or found["m"], maxsplit=1)[0], None, found["top"], top)


def _parts(whole: str, decimals: str | None, of: str | None, top: int) -> int | Unrated:
    """What a number in digits says; of is the end of the scale that the cell itself names."""
    if len(whole) > 2:
        return Unrated.WORDS if whole.startswith("0") else Unrated.OUT_OF_SCALE
    if int(whole) > 10 or (of is not None and int(of) != top):
        return Unrated.OUT_OF_SCALE
    if decimals and decimals.strip("0"):
        return Unrated.NOT_WHOLE if int(whole) < 10 else Unrated.OUT_OF_SCALE
    # "1,000" is a thousand, not a one.
    return Unrated.OUT_OF_SCALE if decimals and len(decimals) > 2 else int(whole)


def _says_something(label: str) -> bool:
    return any(sign.isalpha() or unicodedata.category(sign) == "So" for sign in label)


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
