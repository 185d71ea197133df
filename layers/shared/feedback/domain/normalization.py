"""Comments as people wrote them, as the model reads them, and as the cache knows them."""

import hashlib
import re
import unicodedata

MAX_MODEL_CHARS = 4000
"""Longest text the model is given of one comment, in characters; the output keeps the whole comment."""

CUT_MARK = "… [cut]"

# Controls but tab and line feed, zero-width signs, direction overrides, the byte order mark, halves of characters.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = re.compile(r"\s+")
# They count as letters or symbols, but show nothing: fillers of Hangul and Braille's empty cell.
_EMPTY_LETTERS = frozenset("\u115f\u1160\u3164\uffa0\u2800")
_SYMBOLS = frozenset({"So", "Sc"})


def for_model(comment: str) -> str:
    """The comment without what can't be seen, at most MAX_MODEL_CHARS long: what is cut ends in CUT_MARK.

    Joiners inside emoji and scripts stay.
    """
    seen = _seen(comment)
    return seen if len(seen) <= MAX_MODEL_CHARS else seen[: MAX_MODEL_CHARS - len(CUT_MARK)] + CUT_MARK


def is_cut(comment: str) -> bool:
    """True where the model is given the beginning of the comment only."""
    return len(comment) > MAX_MODEL_CHARS and len(_seen(comment)) > MAX_MODEL_CHARS


def is_blank(comment: str) -> bool:
    """The rule for blank comments: there is no letter, no digit, no pictogram such as an emoji, no currency sign.

    So "", "-", "...", "??" and what can't be seen are blank; "N/A", "None", "nan", "ninguno", "0" and "👍" are text.
    """
    return not any(map(_says_something, comment))


def _says_something(sign: str) -> bool:
    return (sign.isalnum() or unicodedata.category(sign) in _SYMBOLS) and sign not in _EMPTY_LETTERS


def _seen(comment: str) -> str:
    return _UNSEEN.sub("", comment.replace("\r\n", "\n").replace("\r", "\n")).strip()


def normalized(comment: str) -> str:
    """NFKC, case-folded, white space collapsed, of the whole comment, also where the model is given its beginning only.

    Drops no word and no script, so "no lo recomiendo" keeps its "no".
    """
    text = unicodedata.normalize("NFKC", _seen(comment)).casefold()
    return _SPACE.sub(" ", text).strip()


def cache_key(normalized_comment: str, *, model: str, prompt_version: str, codebook_version: str) -> str:
    """SHA-256, in hex, over all that decides the analysis."""
    parts = "\x1f".join((model, prompt_version, codebook_version, normalized_comment))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()
