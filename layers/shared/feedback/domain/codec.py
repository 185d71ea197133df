"""The compact answer of the model, and the form in which an analysis is stored.

One comment's analysis is a string of digits and a language: S EEEEEEE C [TTP]{0,3} LL, without the spaces.

    S        sentiment 1…9, 5 is neutral
    EEEEEEE  seven emotions 0…9, in the order of EMOTIONS
    C        churn risk 0…9
    TTP      a theme's position in the codebook (two digits) and its polarity: 1 negative, 2 neutral, 3 positive
    LL       ISO 639-1 language, "zz" unknown

In an answer the comment's three-digit id stands in front. Three digits are one token of o200k, so id and scores take
four tokens and a theme one.
"""

import json
import re
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from feedback.domain.codebook import Codebook
from feedback.domain.errors import MalformedAnswerError
from feedback.domain.models import EMOTIONS, Analysis, Polarity, ThemeMention

MAX_THEMES_PER_COMMENT = 3
MAX_ID = 999
ITEM_PATTERN = "^[0-9]{3}[1-9][0-9]{8}([0-9]{2}[1-3]){0,3}[a-z]{2}$"
_CODE = re.compile(r"([1-9])([0-9]{7})([0-9])((?:[0-9]{2}[1-3]){0,3})([a-z]{2})")
_POLARITIES = {"1": Polarity.NEGATIVE, "2": Polarity.NEUTRAL, "3": Polarity.POSITIVE}
_POLARITY_DIGITS = {polarity: digit for digit, polarity in _POLARITIES.items()}

# One schema for every batch size: providers compile a schema once and keep it, so a changing one would cost latency.
ANSWER_SCHEMA = {
    "type": "object",
    "properties": {"r": {"type": "array", "items": {"type": "string", "pattern": ITEM_PATTERN}}},
    "required": ["r"],
    "additionalProperties": False,
}


def decode(code: str, codebook: Codebook) -> Analysis:
    """The analysis a code stands for.

    Raises MalformedAnswerError where the code has another form, names a theme twice or one the codebook lacks.
    """
    match = _CODE.fullmatch(code)
    if not match:
        raise MalformedAnswerError("the answer does not have the agreed form")
    sentiment, emotions, churn, mentions, language = match.groups()
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
    )


def is_readable(code: str, codebook: Codebook) -> bool:
    try:
        decode(code, codebook)
    except MalformedAnswerError:
        return False
    return True


def encode(analysis: Analysis, codebook: Codebook) -> str:
    """The code of an analysis, each value rounded to the nearest step. Inverse of decode on what decode returns."""
    if len(analysis.emotions) != len(EMOTIONS) or len(analysis.themes) > MAX_THEMES_PER_COMMENT:
        raise ValueError("an analysis has seven emotions and at most three themes")
    scores = [round(analysis.sentiment * 4) + 5, *(round(value * 9) for value in analysis.emotions)]
    themes = "".join(f"{codebook.positions[m.theme]:02d}{_POLARITY_DIGITS[m.polarity]}" for m in analysis.themes)
    return "".join(map(str, scores)) + str(round(analysis.churn_risk * 9)) + themes + analysis.language


@dataclass(frozen=True, slots=True)
class Answers:
    """The items of a model answer that can be used, by id, and what was wrong with the rest.

    problems holds only ids that were asked for and have no usable item.
    """

    codes: dict[int, str]
    problems: dict[int, str]


def read_answer(content: str, asked: Collection[int], codebook: Codebook) -> Answers:
    """Match the answer's items to the ids asked for, by id and never by position.

    An id that comes twice is not used at all: which of the two is right can't be known. Unknown ids are dropped.
    """
    items = _items(content)
    seen = Counter(item[:3] for item in items)
    codes: dict[int, str] = {}
    problems = dict.fromkeys(asked, "missing from the model's answer")
    for item in items:
        number = int(item[:3]) if re.fullmatch(r"[0-9]{3}", item[:3]) else None
        if number not in problems:
            continue
        if seen[item[:3]] > 1:
            problems[number] = "repeated in the model's answer"
            continue
        try:
            decode(item[3:], codebook)
        except MalformedAnswerError as error:
            problems[number] = str(error)
        else:
            codes[number] = item[3:]
            del problems[number]
    return Answers(codes, problems)


def _items(content: str) -> list[str]:
    """The answer's items; from an answer that was cut off, those that came whole."""
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        return re.findall(r'"([0-9]{12}(?:[0-9]{3}){0,3}[a-z]{2})"', content)
    found = parsed.get("r") if isinstance(parsed, dict) else None
    return [item for item in found if isinstance(item, str)] if isinstance(found, list) else []
