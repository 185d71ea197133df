"""The JSON documents of successful answers."""

import json
import time
from dataclasses import dataclass
from typing import Any

from feedback.domain.model_catalog import KNOWN_MODELS
from tools.standin.damage import Content
from tools.standin.wire import Reply

FINGERPRINT = "feedback-stand-in"


@dataclass(frozen=True, slots=True)
class Counted:
    """What a call is billed for; cached and written are parts of tokens_in. tier: "" where none is told."""

    tokens_in: int
    tokens_out: int
    cached: int = 0
    written: int = 0
    tier: str = ""


def reply_with(document: dict[str, Any], headers: dict[str, str] | None = None) -> Reply:
    return Reply(200, json.dumps(document, ensure_ascii=False).encode(), headers or {})


def models() -> dict[str, Any]:
    """The models there are; one that will be shut down says when."""
    return {"object": "list", "data": [_model(name) for name in KNOWN_MODELS]}


def model(name: str) -> dict[str, Any] | None:
    """One of the models; None for a name that none has."""
    return _model(name) if name in KNOWN_MODELS else None


def _model(name: str) -> dict[str, Any]:
    retires = KNOWN_MODELS[name].retires
    return {
        "id": name,
        "object": "model",
        "created": 0,
        "owned_by": FINGERPRINT,
        "shutdown_date": retires.isoformat() if retires else None,
    }


def completion(number: int, model: str, content: Content, counted: Counted) -> dict[str, Any]:
    """A chat completion as the API gives it; its fingerprint says that no model made it."""
    said = {"role": "assistant", "content": content.text, "refusal": content.refusal}
    message = None if content.lacking == "message" else said
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": content.finish_reason}
    return {
        "id": f"chatcmpl-standin-{number}",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": model,
        "choices": [] if content.lacking == "choices" else [choice],
        "usage": {
            "prompt_tokens": counted.tokens_in,
            "completion_tokens": counted.tokens_out,
            "total_tokens": counted.tokens_in + counted.tokens_out,
            "prompt_tokens_details": {"cached_tokens": counted.cached, "cache_write_tokens": counted.written},
            "completion_tokens_details": {"reasoning_tokens": 0},
        },
        "system_fingerprint": FINGERPRINT,
        **({"service_tier": counted.tier} if counted.tier else {}),
    }
