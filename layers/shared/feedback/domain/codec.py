"""The code of one comment's analysis, as it is stored. The model writes its parts in another order: see answer_items.

S EEEEEEE C [TTP]{0,3} LL, without the spaces; where it was asked for, a space and the pain point follow.

    S        sentiment 1…9, 5 is neutral
    EEEEEEE  seven emotions 0…9, in the order of EMOTIONS
    C        churn risk 0…9
    TTP      a theme's position in the codebook (two digits) and its polarity: 1 negative, 2 neutral, 3 positive
    LL       ISO 639-1 language, "zz" unknown
"""

import re

from feedback.domain.codebook import Codebook
from feedback.domain.errors import MalformedAnswerError
from feedback.domain.models import EMOTIONS, Analysis, Polarity, ThemeMention

MAX_THEMES_PER_COMMENT = 3
MAX_PAIN_POINT = 160
"""Longest pain point, in characters."""

# What can be kept as it is: no control characters, no halves of characters.
_PAIN_POINT = rf"[^\x00-\x1f\x7f-\x9f\ud800-\udfff]{{1,{MAX_PAIN_POINT}}}"
_CODE = re.compile(f"([1-9])([0-9]{{7}})([0-9])((?:[0-9]{{2}}[1-3]){{0,3}})([a-z]{{2}})(?: ({_PAIN_POINT}))?")
_POLARITIES = {"1": Polarity.NEGATIVE, "2": Polarity.NEUTRAL, "3": Polarity.POSITIVE}
_POLARITY_DIGITS = {polarity: digit for digit, polarity in _POLARITIES.items()}


def decode(code: str, codebook: Codebook) -> Analysis:
    """The analysis a code stands for.

    Raises MalformedAnswerError where the code has another form, names a theme twice or one the codebook lacks.
    """
    match = _parts(code)
    if not match:
        raise MalformedAnswerError("the answer does not have the agreed form")
    sentiment, emotions, churn, mentions, language, pain_point = match.groups()
    positions = [int(mentions[at : at + 2]) for at in range(0, len(mentions), 3)]
    if len(set(positions)) != len(positions) or any(position >= len(codebook.themes) for position in positions):
        raise MalformedAnswerError("the answer names a theme twice, or one that the codebook lacks")
    return Analysis(
        sentiment=(int(sentiment) - 5) / 4,
        emotions=tuple(round(int(digit) / 9, 3) for digit in emotions),
        churn_risk=round(int(churn) / 9, 3),
        themes=tuple(
            ThemeMention(codebook.themes[position].key, _POLARITIES[mentions[3 * n + 2]])
            for n, position in enumerate(positions)
        ),
        language=language,
        pain_point=pain_point,
    )


def has_form(code: str) -> bool:
    """Whether a code has the agreed form; which themes there are depends on a codebook."""
    return _parts(code) is not None


def _parts(code: str) -> re.Match[str] | None:
    match = _CODE.fullmatch(code)
    return match if match and (match[6] is None or match[6] == match[6].strip()) else None


def is_readable(code: str, codebook: Codebook) -> bool:
    try:
        decode(code, codebook)
    except MalformedAnswerError:
        return False
    return True


def is_pain_point(text: str) -> bool:
    """Whether a code can hold it: 1 to MAX_PAIN_POINT characters, none of control, no white space at its ends."""
    return re.fullmatch(_PAIN_POINT, text) is not None and text == text.strip()


def encode(analysis: Analysis, codebook: Codebook) -> str:
    """The code of an analysis, each score rounded to the nearest step. Inverse of decode on what decode returns.

    Raises ValueError for an analysis that no code stands for: a score outside its range, more than three themes, one
    twice or unknown to the codebook, no ISO 639-1 language, a pain point of another form than is_pain_point tells.
    """
    unit_scores = (*analysis.emotions, analysis.churn_risk)
    in_range = -1 <= analysis.sentiment <= 1 and all(0 <= score <= 1 for score in unit_scores)
    if not in_range or len(analysis.emotions) != len(EMOTIONS):
        raise ValueError("an analysis has a sentiment in -1…1, and seven emotions and a churn risk in 0…1")
    if any(mention.theme not in codebook.positions for mention in analysis.themes):
        raise ValueError("a theme is not in the codebook")
    digits = [round(analysis.sentiment * 4) + 5, *(round(score * 9) for score in unit_scores)]
    themes = "".join(f"{codebook.positions[m.theme]:02d}{_POLARITY_DIGITS[m.polarity]}" for m in analysis.themes)
    pain_point = "" if analysis.pain_point is None else f" {analysis.pain_point}"
    code = "".join(map(str, digits)) + themes + analysis.language + pain_point
    if not _says_the_same(code, analysis, codebook):
        raise ValueError("the themes, the language or the pain point have no code")
    return code


def _says_the_same(code: str, analysis: Analysis, codebook: Codebook) -> bool:
    """Whether the code's parts without a fixed width are read as they were written."""
    if not is_readable(code, codebook):
        return False
    found = decode(code, codebook)
    written = (analysis.themes, analysis.language, analysis.pain_point)
    return (found.themes, found.language, found.pain_point) == written
