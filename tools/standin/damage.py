"""What a fault does to an answer: to its items, to its content, or by refusing it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tools.standin.errors import ApiError, bad_key
from tools.standin.faults import Fault
from tools.standin.limits import rate_limit_error

_PROSE = "Here is what I think of these comments: most customers are content, some are not."
_REFUSAL = "I'm sorry, I can't help with that."


@dataclass(frozen=True, slots=True)
class Item:
    """One comment of the request with its code."""

    number: int
    comment: str
    code: str


@dataclass(frozen=True, slots=True)
class Content:
    """What the answer's message says, and why it ends."""

    text: str | None
    refusal: str | None = None
    finish_reason: str = "stop"


def refusal_error(fault: Fault, model: str) -> ApiError:
    """The error by which a call is refused for a fault."""
    match fault.kind:
        case "rate_limit_429":
            return rate_limit_error("requests", fault.retry_after, {})
        case "insufficient_quota":
            message = "You exceeded your current quota, please check your plan and billing details."
            return ApiError(429, message, "insufficient_quota", "insufficient_quota")
        case "bad_key":
            return bad_key()
        case "model_not_found":
            message = f"The model `{model}` does not exist or you do not have access to it."
            return ApiError(404, message, "invalid_request_error", "model_not_found")
        case "status_503":
            return ApiError(503, "The engine is currently overloaded.", "server_error")
        case _:
            return ApiError(500, "The server had an error while processing your request.", "server_error")


def damaged(items: Sequence[Item], fault: Fault, seed: int) -> list[Item]:
    """The items with a fault's damage done to those it concerns."""
    result = list(items)
    places = _places(items, fault, seed)
    match fault.kind:
        case "missing_ids":
            return [item for place, item in enumerate(items) if place not in places]
        case "repeated_ids":
            return [item for place, item in enumerate(items) for _ in range(2 if place in places else 1)]
        case "swapped_ids":
            for place in places:
                other = (place + 1) % len(result)
                mine, theirs = result[place], result[other]
                result[place], result[other] = replace(mine, code=theirs.code), replace(theirs, code=mine.code)
        case "unknown_ids":
            taken = {item.number for item in items}
            free = (number for number in range(999, 0, -1) if number not in taken)
            result += [replace(items[place], number=number) for place, number in zip(places, free, strict=False)]
        case "malformed_item":
            for place in places:  # a sentiment of 0 is outside the pattern, and easily overlooked
                result[place] = replace(result[place], code="0" + result[place].code[1:])
    return result


def _places(items: Sequence[Item], fault: Fault, seed: int) -> list[int]:
    if fault.match is not None:
        return [place for place, item in enumerate(items) if fault.match in item.comment]
    return [(seed + step) % len(items) for step in range(min(fault.count, len(items)))]


def rendered(items: Sequence[Item]) -> str:
    return json.dumps({"r": [f"{item.number:03d}{item.code}" for item in items]}, separators=(",", ":"))


def spoiled(content: Content, fault: Fault) -> Content:
    """The content with a fault of the whole answer; other faults leave it as it is."""
    match fault.kind:
        case "cut_json":
            return Content((content.text or "")[: len(content.text or "") // 2], finish_reason="length")
        case "not_json":
            return Content(_PROSE)
        case "empty":
            return Content("")
        case "null_content":
            return Content(None)
        case "refusal":
            return Content(None, refusal=_REFUSAL)
        case "content_filter":
            return Content(None, finish_reason="content_filter")
    return content
