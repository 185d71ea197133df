"""Whether bytes are Western European text in a Windows or Latin encoding: each sign is judged by its neighbours."""

import codecs
import re

ERRORS = "feedback-western"
"""Error handler for decoding: a byte that does not fit is read as in Windows-1252, or as in latin-1 where it lacks it.
"""
_ENOUGH = 20_000  # judged characters
_MOST_DOUBTS = 20  # one doubtful character in so many: Czech, Hungarian and Polish read as Western have twice as many
_LONGEST_RUN = 4
_MOST_LETTERS = 2  # outside ASCII side by side in a word, as in opções

_NOT_ASCII = re.compile(rb"[\x80-\xff]+")
_SMALL = "áàâãäåæçéèêëíìîïñóòôõöøœúùûüß"
_LETTERS = frozenset(_SMALL + _SMALL.replace("ß", "").upper())
_VOWELS = "aeiouáéíóúâêôäëïöü"
_NEXT = {"ñ": _VOWELS, "ã": "oeszi", "õ": "e", "œ": "ui", "ì": "", "ù": ""}
"""Letters that stand only before these, or at the end of a word, in the Western languages; elsewhere in words they are
what Polish, Czech, Hungarian and Romanian letters look like."""
_ANYWHERE = "’‘´…–—•·™®°\xa0"
_NOT_BETWEEN = "¿¡«»“‹›"  # two letters
_NOT_AFTER = "„‚µ"  # a letter
_NOT_BEFORE = "”"
_APART = "£¢¥§©½¼¾±×÷‰†‡¶"  # from letters
_ROUND_A_LETTER = "’‘“”«»¿¡…\xa0"


def _as_western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    found = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in found), error.end


codecs.register_error(ERRORS, _as_western)


def is_western(data: bytes, codec: str) -> bool:
    """Whether the bytes outside ASCII, read with codec, stand as they do in Spanish, Portuguese, French, German, …

    codec has one byte a character. At most one in 20 may be out of place, so none in a short text.
    """
    judged = doubts = 0
    for match in _NOT_ASCII.finditer(data):
        start, end = match.start(), min(match.end(), match.start() + _ENOUGH)
        before = data[max(0, start - 2) : start].decode(codec, ERRORS).rjust(2)
        run = data[start:end].decode(codec, ERRORS)
        after = data[end : end + 1].decode(codec, ERRORS).ljust(1)
        judged += len(run)
        if len(run) > _LONGEST_RUN and len(set(run)) > 2:
            doubts += len(run)
        else:
            text = before + run + after
            doubts += sum(not _fits(text, place) for place in range(2, 2 + len(run)))
        if judged >= _ENOUGH:
            break
    return doubts * _MOST_DOUBTS <= judged


def _fits(text: str, place: int) -> bool:
    """Whether the character stands where it may. Two characters before it and one after it are there."""
    sign, before, after = text[place], text[place - 1], text[place + 1]
    if sign in _LETTERS:
        return _letter_fits(text, place)
    left, right = before.isalpha(), after.isalpha()
    if sign in "ªº":  # 1ª, Nº; within or after a word it is a letter of Turkish or Romanian
        return not right and (before.isdigit() or before.isupper() or before in ".n")
    if sign in "²³¹":  # m², CO²
        return not right and (before.isdigit() or before in "mMO)")
    if sign == "€":
        return not right or before.isdigit()
    if sign == "\xad":  # a soft hyphen
        return left and right
    return (
        sign in _ANYWHERE
        or (sign in _NOT_BETWEEN and not (left and right))
        or (sign in _NOT_AFTER and not left)
        or (sign in _NOT_BEFORE and not right)
        or (sign in _APART and not left and not right)
    )


def _letter_fits(text: str, place: int) -> bool:
    first = last = place
    while text[first - 1] in _LETTERS and place - first < _MOST_LETTERS:
        first -= 1
    while last + 1 < len(text) and text[last + 1] in _LETTERS and last - place < _MOST_LETTERS:
        last += 1
    before, after = text[first - 1], text[last + 1 : last + 2]
    in_word = (before.isascii() and before.isalpha()) or (after.isascii() and after.isalpha())
    if not in_word:  # a word by itself, as à, é, ó
        return first == last and all(sign.isascii() or sign in _ROUND_A_LETTER for sign in (before, after))
    return last - first < _MOST_LETTERS and _spelled(text[place - 1], text[place], text[place + 1])


def _spelled(before: str, letter: str, after: str) -> bool:
    """Whether the languages of Western Europe put the letter between these two, one of which is a letter at least."""
    small = letter.lower()
    if before.islower() and letter.isupper():
        return False
    if small in "ñõ" and not after.isalpha():
        return False
    if small == "ï" and before.isalpha():
        return before.lower() in _VOWELS
    if small == "è" and not before.isalpha():
        return False
    return not after.isalpha() or small not in _NEXT or after.lower() in _NEXT[small]
