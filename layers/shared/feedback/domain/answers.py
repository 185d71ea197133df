"""The model's answer to one call, matched to what was asked: what can be used of it, and why the rest can not."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from feedback.domain.answer_items import (
    ITEM_PATTERN,
    PAIN_POINT_PATTERN,
    Item,
    joined_items,
    listed_items,
    render_item,
    whole_values,
)
from feedback.domain.codec import decode, is_pain_point
from feedback.domain.errors import MalformedAnswerError
from feedback.domain.models import Detail
from feedback.domain.normalization import for_model, is_blank, normalized
from feedback.domain.prompts import ModelRequest

MISSING = "missing from the model's answer"
REPEATED = "repeated in the model's answer"
MADE_UP = "the ids in the model's answer are not those that were asked for"

_STRING_BEGINS = re.compile(r'"r"\s*:\s*"([0-9a-z]*)("?)')


def _schema(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": {"r": items}, "required": ["r"], "additionalProperties": False}


# One schema for every batch size: providers compile a schema once and keep it, so a changing one would cost latency.
ANSWER_SCHEMAS = {
    Detail.SCORES: _schema({"type": "string", "pattern": f"^({ITEM_PATTERN})+$"}),
    Detail.FULL: _schema(
        {"type": "array", "items": {"type": "string", "pattern": f"^{ITEM_PATTERN}{PAIN_POINT_PATTERN}$"}},
    ),
}


def render_answer(codes: Iterable[tuple[int, str]], detail: Detail) -> str:
    """The answer that holds these codes, each under its id: what read_answer reads."""
    items = [render_item(number, code) for number, code in codes]
    return json.dumps({"r": "".join(items) if detail is Detail.SCORES else items}, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class Answers:
    """The items of a model answer that can be used, by id, and what was wrong with the rest.

    problems holds only ids that were asked for and have no usable item; unknown counts items under other ids.
    """

    codes: dict[int, str]
    problems: dict[int, str]
    unknown: int = 0


def read_answer(content: str, request: ModelRequest) -> Answers:
    """Match the answer's items to the ids asked for, by id and never by position.

    An id that comes twice is not used at all: which of the two is right can't be known. Unknown ids are dropped. See
    _doubt for answers of which nothing is used. A pain point that is not word for word in the comment is dropped, and
    the scores are kept. What no reader can see: a digit in another's place, a theme left out whole, two analyses
    exchanged.
    """
    asked = {f"{number:03d}": number for number in request.comments}
    items = list(_items(content, request.detail, asked))
    seen = Counter(item.number for item in items)
    unknown = sum(item.number != "" and item.number not in asked for item in items)
    doubt = _doubt(seen, asked.keys(), unknown)
    codes: dict[int, str] = {}
    problems = dict.fromkeys(request.comments, MISSING)
    for item in items:
        number = asked.get(item.number)
        if number is None:
            continue
        if doubt or seen[item.number] > 1:
            problems[number] = doubt or REPEATED
            continue
        try:
            decode(item.code, request.codebook)
        except MalformedAnswerError as error:
            problems[number] = str(error)
        else:
            codes[number] = item.code + _pain_point(item.said, request.comments[number])
            del problems[number]
    return Answers(codes, problems, unknown)


def _doubt(seen: Counter[str], asked: Set[str], unknown: int) -> str:
    """Why nothing of an answer can be relied on; "" where it can.

    Where more items have lost their ids than comments lack an item, one of them came a second time. Where many items
    have unknown ids in place of those asked for, the model counted or guessed, and others are right by chance only.
    """
    missing = sum(number not in seen for number in asked)
    if seen[""] > missing:
        return REPEATED
    return MADE_UP if min(unknown, missing) > max(2, len(asked) / 4) else ""


def _items(content: str, detail: Detail, asked: dict[str, int]) -> Iterator[Item]:
    """The answer's items; from an answer that was cut off or is broken, those that came whole."""
    try:
        parsed = json.loads(content)
    except (ValueError, RecursionError):
        if detail is Detail.FULL:
            return listed_items(whole_values(content))
        begun = _STRING_BEGINS.search(content)
        return joined_items(begun[1], asked.keys(), ended=begun[2] == '"') if begun else iter(())
    found = parsed.get("r") if isinstance(parsed, dict) else None
    if detail is Detail.FULL:
        return listed_items(found if isinstance(found, list) else [])
    return joined_items(found if isinstance(found, str) else "", asked.keys(), ended=True)


def _pain_point(said: str, comment: str) -> str:
    """The pain point as a code ends in it, with a space before; nothing where it is not the customer's own words."""
    words = " ".join(for_model(said).split())
    if not is_pain_point(words) or is_blank(words) or normalized(words) not in normalized(comment):
        return ""
    return f" {words}"
