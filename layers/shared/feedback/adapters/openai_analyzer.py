"""The model, through the openai SDK. One call is one HTTP request: the SDK's own retries would pass the limiter by."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import httpx2
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
)
from openai.types.chat import ChatCompletion

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import ANSWER_SCHEMA
from feedback.domain.errors import FatalModelError, ModelError, TransientModelError
from feedback.domain.model_catalog import facts_of
from feedback.domain.prompts import ModelRequest, output_token_limit, system_prompt, user_prompt
from feedback.ports import ModelReply

STAND_IN_FINGERPRINT = "feedback-stand-in"
OPENAI_URL = "https://api.openai.com/v1"
REASONING_ROOM = 8000
_RETRYABLE = frozenset({408, 409, 429})
_NEVER_BETTER = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
_NOTHING: dict[str, Any] = {"id": "", "object": "chat.completion", "created": 0, "model": "", "choices": []}
_PROBLEMS = {
    "length": "the model's answer was cut off",
    "content_filter": "the provider's content filter held the answer back",
}


class OpenAiAnalyzer:
    """CommentAnalyzer on any OpenAI-compatible endpoint. base_url None is OpenAI's own.

    api_key may be asked for before each call: a key that was changed is then used without a new process.
    """

    def __init__(self, api_key: str | Callable[[], Awaitable[str]], model: str, base_url: str | None = None) -> None:
        # Never None for the SDK: it would take OPENAI_BASE_URL from the environment, where it may be set and empty.
        self._client = AsyncOpenAI(api_key=api_key, base_url=base_url or OPENAI_URL, max_retries=0)
        self._model = model
        self._facts = facts_of(model)
        # An unknown model is sent neither: not every model takes them.
        self._options: dict[str, Any] = {}
        if self._facts:
            self._options = {"reasoning_effort": "none"} if self._facts.reasons else {"temperature": 0}

    async def warm_up(self) -> None:
        """One call that goes nowhere: the SDK makes its types at the first, and that must not make a turn late."""
        transport = httpx2.MockTransport(lambda _: httpx2.Response(httpx2.codes.OK, json=_NOTHING))
        async with httpx2.AsyncClient(transport=transport) as nowhere:
            client = AsyncOpenAI(api_key="none", base_url=OPENAI_URL, http_client=nowhere, max_retries=0)
            await self._create(client, ModelRequest({}, DEFAULT_CODEBOOK), 5)

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        try:
            answer = await self._create(self._client, request, timeout)
        except APIStatusError as error:
            raise _status_error(error) from error
        except APITimeoutError as error:
            raise TransientModelError(f"no answer within {timeout:.0f} s", answered=False) from error
        except APIConnectionError as error:
            raise TransientModelError("the connection to the model broke", answered=False) from error
        except APIError as error:
            raise TransientModelError("the model's reply could not be read", answered=False) from error
        return _reply(answer)

    async def _create(self, client: AsyncOpenAI, request: ModelRequest, timeout: float) -> ChatCompletion:
        answer: ChatCompletion = await client.chat.completions.create(
            model=self._model,
            messages=[
                {"role": "system", "content": system_prompt(request.codebook)},
                {"role": "user", "content": user_prompt(request.comments)},
            ],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "codes", "strict": True, "schema": ANSWER_SCHEMA},
            },
            # A model that nothing is known of may reason, and that counts as output.
            max_completion_tokens=output_token_limit(request) + (0 if self._facts else REASONING_ROOM),
            timeout=timeout,
            **self._options,
        )
        return answer


def _reply(answer: ChatCompletion) -> ModelReply:
    choice = answer.choices[0] if answer.choices else None
    content = (choice.message.content if choice else None) or ""
    problem = _PROBLEMS.get(choice.finish_reason) if choice else None
    if choice and choice.message.refusal:
        problem = "the model refused to answer"
    elif not content and not problem:
        problem = "the model's answer was empty"
    usage = answer.usage
    details = usage.prompt_tokens_details if usage else None
    return ModelReply(
        content=content,
        tokens_in=usage.prompt_tokens if usage else 0,
        tokens_out=usage.completion_tokens if usage else 0,
        tokens_cached=(details.cached_tokens or 0) if details else 0,
        problem=problem,
        stand_in=answer.system_fingerprint == STAND_IN_FINGERPRINT,
    )


def _status_error(error: APIStatusError) -> ModelError:
    """Transient where another try may succeed; fatal, with the provider's words, where none can."""
    limited = error.status_code == 429
    retryable = error.status_code in _RETRYABLE or error.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR
    if retryable and error.code not in _NEVER_BETTER:
        return TransientModelError(
            f"the model answered with status {error.status_code}",
            answered=True,
            rate_limited=limited,
            retry_after=_retry_after(error.response.headers),
        )
    return FatalModelError(f"the model provider refused: {error.message}", rate_limited=limited)


def _retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds; the HTTP date form is not used by model providers and is left to the backoff."""
    for name, unit in (("retry-after-ms", 0.001), ("retry-after", 1.0)):
        try:
            return max(0.0, float(headers[name]) * unit)
        except (KeyError, ValueError):
            continue
    return None
