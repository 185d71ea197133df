"""What a fault does to an answer: to its items, or to its content."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from feedback.domain.answer_items import render_item
from feedback.domain.answers import render_answer
from feedback.domain.models import Detail
from tools.standin.faults import Fault

_PROSE = "Here is what I think of these comments: most customers are content, some are not."
_REFUSAL = "I'm sorry, I can't help with that."
_OTHER_SHAPE = {"results": [{"id": 1, "sentiment": "positive"}, {"id": 2, "sentiment": "negative"}]}
_AROUND = "Here are the codes:\n```json\n{}\n```\nI hope this helps."


@dataclass(frozen=True, slots=True)
class Item:
    """One comment of the request with its code; digits: so many of its scores are too many."""

    number: int
    comment: str
    code: str
    digits: int = 0


@dataclass(frozen=True, slots=True)
class Content:
    """What the answer's message says, and why it ends; lacking: "message" or "choices", where there is none."""

    text: str | None
    refusal: str | None = None
    finish_reason: str = "stop"
    lacking: str = ""


def damaged(items: Sequence[Item], fault: Fault, seed: int) -> list[Item]:
    """The items with a fault's damage done to those it concerns."""
    result = list(items)
    places = _places(items, fault, seed)
    match fault.kind:
        case "missing_ids":
            return [item for place, item in enumerate(items) if place not in places]
        case "repeated_ids":
            return [item for place, item in enumerate(items) for _ in range(2 if place in places else 1)]
        case "contradicted_ids":  # the second time with what belongs to the next comment
            for place in sorted(places, reverse=True):
                result.insert(place + 1, replace(items[place], code=items[(place + 1) % len(items)].code))
        case "swapped_ids":
            for place in places:
                other = (place + 1) % len(result)
                mine, theirs = result[place], result[other]
                result[place], result[other] = replace(mine, code=theirs.code), replace(theirs, code=mine.code)
        case "unknown_ids":
            taken = {item.number for item in items}
            free = (number for number in range(999, 0, -1) if number not in taken)
            result += [replace(items[place], number=number) for place, number in zip(places, free, strict=False)]
        case "counted_ids":  # all of them: who counts does not begin in the middle
            return [replace(item, number=number) for number, item in enumerate(items, start=1)]
        case "lost_digit" | "added_digit":
            for place in places:
                result[place] = replace(result[place], digits=-1 if fault.kind == "lost_digit" else 1)
        case "malformed_item":
            for place in places:  # a sentiment of 0 is outside the pattern, and easily overlooked
                result[place] = replace(result[place], code="0" + result[place].code[1:])
    return result


def _places(items: Sequence[Item], fault: Fault, seed: int) -> list[int]:
    if fault.match is not None:
        return [place for place, item in enumerate(items) if fault.match in item.comment]
    return [(seed + step) % len(items) for step in range(min(fault.count, len(items)))]


def rendered(items: Sequence[Item], detail: Detail) -> str:
    answer = render_answer([(item.number, item.code) for item in items], detail)
    for item in items:
        if item.digits:
            true = render_item(item.number, item.code.partition(" ")[0])
            answer = answer.replace(true, f"{true}7" if item.digits > 0 else true[:-1], 1)
    return answer


def spoiled(content: Content, fault: Fault) -> Content:
    """The content with a fault of the whole answer; other faults leave it as it is."""
    match fault.kind:
        case "cut_json":
            return Content((content.text or "")[: len(content.text or "") // 2], finish_reason="length")
        case "not_json":
            return Content(_PROSE)
        case "wrong_schema":
            return Content(json.dumps(_OTHER_SHAPE))
        case "extra_text":
            return replace(content, text=_AROUND.format(content.text)) if content.text else content
        case "null_message" | "no_choices":
            return replace(content, lacking=fault.kind.rpartition("_")[2])
        case "empty":
            return Content("")
        case "null_content":
            return Content(None)
        case "refusal":
            return Content(None, refusal=_REFUSAL)
        case "content_filter":
            return Content(None, finish_reason="content_filter")
    return content
