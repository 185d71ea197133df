"""Comments as people wrote them, as the model reads them, and as the cache knows them."""

import hashlib
import re
import unicodedata

MAX_MODEL_CHARS = 4000
"""Longest text the model is given of one comment, in characters; the output keeps the whole comment."""

# Controls but tab and line feed, zero-width signs, direction overrides, the byte order mark, halves of characters.
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u2060\ufeff\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
_SPACE = re.compile(r"\s+")


def for_model(comment: str) -> str:
    """The comment without what can't be seen, cut at MAX_MODEL_CHARS. Joiners inside emoji and scripts stay."""
    return _UNSEEN.sub("", comment.replace("\r\n", "\n").replace("\r", "\n")).strip()[:MAX_MODEL_CHARS]


def is_blank(comment: str) -> bool:
    """Nothing but white space and signs that can't be seen. Words such as "N/A" or "None" are text."""
    return not for_model(comment)


def normalized(comment: str) -> str:
    """NFKC, case-folded, white space collapsed. Drops no word and no script, so "no lo recomiendo" keeps its "no"."""
    text = unicodedata.normalize("NFKC", for_model(comment)).casefold()
    return _SPACE.sub(" ", text).strip()


def cache_key(normalized_comment: str, *, model: str, prompt_version: str, codebook_version: str) -> str:
    """SHA-256, in hex, over all that decides the analysis."""
    parts = "\x1f".join((model, prompt_version, codebook_version, normalized_comment))
    return hashlib.sha256(parts.encode("utf-8", "surrogatepass")).hexdigest()
