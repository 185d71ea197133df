"""Counting tokens as the models' o200k tokenizer does.

With the tokenizer's vocabulary in tiktoken's cache folder the count is exact. Nothing is ever downloaded for it:
without that file it is an approximation, which cuts the text into the same pieces as the tokenizer (words with the sign
before them, up to three digits, runs of punctuation) and prices each piece by what such pieces cost on average in
English and Spanish survey comments. Against the exact count it was 0.2 % low on 4,400 English reviews, 5 % low on
a page of Spanish, 2 % high on the instructions, and within one token in 400 on the model's digit strings.
"""

import math
import os
import re
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import tiktoken

# The name under which tiktoken keeps the vocabulary of o200k_base.
_CACHED_VOCABULARY = "fb374d419588a4632f3f557e76b4b70aebbca790"
_WORD = r"(?P<word>[^\r\n\w]?[^\W\d_]+(?:'(?:s|t|re|ve|m|ll|d)\b)?)"
_PIECE = re.compile(_WORD + r"|\d{1,3}|(?P<signs> ?(?:[^\s\w]|_)+[\r\n/]*)|\s*[\r\n]+|\s+", re.IGNORECASE)


def method() -> str:
    """Which count this is: o200k or approximation."""
    return "o200k" if _tokenizer() else "approximation"


def count_tokens(text: str) -> int:
    tokenizer = _tokenizer()
    if tokenizer:
        return len(tokenizer.encode_ordinary(text))
    return math.ceil(sum(price for _, price in _priced(text)) - 1e-9)


def cut_tokens(text: str, limit: int) -> str:
    """The text's first tokens, at most limit of them."""
    tokenizer = _tokenizer()
    if tokenizer:
        return tokenizer.decode(tokenizer.encode_ordinary(text)[:limit], errors="ignore")
    used = 0.0
    for span, price in _priced(text):
        used += price
        if used > limit:
            return text[: span[0]]
    return text


@cache
def _tokenizer() -> tiktoken.Encoding | None:
    folder = os.environ.get("TIKTOKEN_CACHE_DIR", os.environ.get("DATA_GYM_CACHE_DIR"))
    path = Path(folder if folder is not None else Path(tempfile.gettempdir()) / "data-gym-cache") / _CACHED_VOCABULARY
    if folder == "" or not path.is_file():
        return None
    try:
        return tiktoken.get_encoding("o200k_base")
    except (OSError, ValueError):  # a damaged file, which tiktoken then tries to replace
        return None


def _priced(text: str) -> Iterator[tuple[tuple[int, int], float]]:
    """The text's pieces, as start and end, each with its price in tokens."""
    for match in _PIECE.finditer(text):
        price = 1.0
        if match["word"]:
            price = _word_price(match["word"])
        elif match["signs"]:
            price = math.ceil(len(match["signs"].encode()) / 4)
        yield match.span(), price


@cache
def _script_price(character: str) -> float:
    """Tokens a letter: about five letters of a word in Cyrillic or Greek make one, and two elsewhere."""
    return 0.2 if character < "\u0600" else 0.5


def _word_price(word: str) -> float:
    if word.isascii() or max(word) < "\u0250":
        long = max(0, len(word) - 6)
        return 1 + (0.05 if word.isascii() else 0.12) * long
    return max(1.0, sum(_script_price(character) for character in word))
