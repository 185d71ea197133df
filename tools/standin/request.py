"""Reading a chat request: its form, the comments in its last user message, the themes in its system message."""

import json
import re
from dataclasses import dataclass
from itertools import count, takewhile
from typing import Any

from feedback.domain.answers import ANSWER_SCHEMAS
from feedback.domain.models import Detail
from tools.standin.errors import bad_request

_COMMENT = re.compile(r'([0-9]{3}) (".*")')
_THEME = re.compile(r"^([0-9]{2}) (.+)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """prompt is all that is counted as input; labels are the themes' in the order of their numbers.

    marked: how many messages end with one that is marked for the prompt cache, 0 for none; caches_all: the provider may
    cache the whole prompt.
    """

    model: str
    prompt: tuple[str, ...]
    comments: dict[int, str]
    labels: tuple[str, ...]
    detail: Detail
    max_tokens: int | None
    marked: int
    caches_all: bool


def read_request(body: bytes) -> ChatRequest:
    """The request in a body; raises the error 400 for one that can't be answered."""
    try:
        document = json.loads(body)
    except ValueError:
        raise bad_request("We could not parse the JSON body of your request.") from None
    if not isinstance(document, dict) or not isinstance(document.get("model"), str):
        raise bad_request("you must provide a model parameter", "model")
    if document.get("stream"):
        raise bad_request("this server does not stream", "stream")
    detail = _asked_detail(document.get("response_format"))
    messages = _messages(document)
    users = [text for role, text in messages if role == "user"]
    if not users:
        raise bad_request("there is no user message", "messages")
    instructions = "\n".join(text for role, text in messages if role in ("system", "developer"))
    return ChatRequest(
        model=document["model"],
        prompt=tuple(text for _, text in messages),
        comments=_comments(users[-1]),
        labels=_labels(instructions),
        detail=detail,
        max_tokens=_max_tokens(document),
        marked=_marked(document["messages"]),
        caches_all=_cache_mode(document) == "implicit",
    )


def _asked_detail(value: Any) -> Detail:
    """Holds the request to a strict schema of an agreed shape, which says what is asked; its patterns are free."""
    param = "response_format"
    wanted = value.get("json_schema") if isinstance(value, dict) and value.get("type") == "json_schema" else None
    if not isinstance(wanted, dict) or not wanted.get("name") or wanted.get("strict") is not True:
        raise bad_request("response_format must be a json_schema with a name and strict true", param)
    for detail, schema in ANSWER_SCHEMAS.items():
        if _shape(wanted.get("schema")) == _shape(schema):
            return detail
    raise bad_request("this server answers only to the schemas of feedback.domain.answers", param)


def _shape(schema: Any) -> Any:
    """A schema without what may change from one prompt version to the next."""
    if isinstance(schema, dict):
        return {key: _shape(value) for key, value in schema.items() if key not in ("pattern", "description", "title")}
    return schema


def _messages(document: dict[str, Any]) -> list[tuple[str, str]]:
    messages = document.get("messages")
    if not isinstance(messages, list) or not all(isinstance(message, dict) for message in messages):
        raise bad_request("messages must be a list of objects", "messages")
    return [(str(message.get("role")), _text(message.get("content"))) for message in messages]


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def _comments(text: str) -> dict[int, str]:
    comments: dict[int, str] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            match = _COMMENT.fullmatch(line.strip())
            try:
                comments[int(match[1]) if match else -1] = json.loads(match[2] if match else "")
            except ValueError:
                raise bad_request(f"line {number} is not an id and a JSON string", "messages") from None
    if not comments:
        raise bad_request("the last user message holds no comments", "messages")
    return comments


def _labels(instructions: str) -> tuple[str, ...]:
    """The themes' labels, as far as their numbers run on from 00 without a gap."""
    found = {int(number): label.strip() for number, label in _THEME.findall(instructions)}
    return tuple(found[number] for number in takewhile(found.__contains__, count()))


def _max_tokens(document: dict[str, Any]) -> int | None:
    for name in ("max_completion_tokens", "max_tokens"):
        value = document.get(name)
        if value is not None:
            if not isinstance(value, int) or value < 1:
                raise bad_request(f"{name} must be a whole number from 1", name)
            return value
    return None


def _marked(messages: list[dict[str, Any]]) -> int:
    ends = [
        at
        for at, message in enumerate(messages, start=1)
        if isinstance(parts := message.get("content"), list)
        and any(isinstance(part, dict) and part.get("prompt_cache_breakpoint") for part in parts)
    ]
    return max(ends, default=0)


def _cache_mode(document: dict[str, Any]) -> str:
    options = document.get("prompt_cache_options") or {}
    mode = options.get("mode", "implicit") if isinstance(options, dict) else None
    if mode not in ("implicit", "explicit"):
        raise bad_request("prompt_cache_options has a mode, implicit or explicit", "prompt_cache_options")
    return str(mode)
