"""The JSON documents of successful answers."""

import json
import time
from typing import Any

from tools.standin.damage import Content
from tools.standin.wire import Reply

FINGERPRINT = "feedback-stand-in"
MODELS = ("gpt-6-luna", "gpt-6-sol", "gpt-5.6-luna", "gpt-4o-mini", "gpt-4.1-mini")


def reply_with(document: dict[str, Any], headers: dict[str, str] | None = None) -> Reply:
    return Reply(200, json.dumps(document, ensure_ascii=False).encode(), headers or {})


def models() -> dict[str, Any]:
    entries = [{"id": model, "object": "model", "created": 0, "owned_by": FINGERPRINT} for model in MODELS]
    return {"object": "list", "data": entries}


def completion(number: int, model: str, content: Content, tokens_in: int, tokens_out: int) -> dict[str, Any]:
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
            "prompt_tokens": tokens_in,
            "completion_tokens": tokens_out,
            "total_tokens": tokens_in + tokens_out,
            "prompt_tokens_details": {"cached_tokens": 0},
            "completion_tokens_details": {"reasoning_tokens": 0},
        },
        "system_fingerprint": FINGERPRINT,
    }
