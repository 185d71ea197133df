"""The model, through the openai SDK. One call is one HTTP request: the SDK's own retries would pass the limiter by."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import httpx2
from openai import (
    APIConnectionError,
    APIError,
    APIStatusError,
    APITimeoutError,
    AsyncOpenAI,
)
from openai.types.chat import ChatCompletion, ChatCompletionContentPartTextParam

from feedback.domain.answers import ANSWER_SCHEMAS
from feedback.domain.calls import ModelReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import FatalModelError, ModelError, TransientModelError
from feedback.domain.model_catalog import facts_of
from feedback.domain.prompts import (
    ModelRequest,
    estimated_tokens,
    output_token_limit,
    system_prompt,
    user_prompt,
)
from feedback.domain.provider_limits import limited_wait, provider_wait, retry_after

STAND_IN_FINGERPRINT = "feedback-stand-in"
OPENAI_URL = "https://api.openai.com/v1"
REASONING_ROOM = 8000
CACHED_FROM_CHARS = 4 * 1024
"""A shorter beginning of the prompt is not cached: the provider caches 1,024 tokens and more, of some four letters."""

_BILLING = ("service_tier", "prompt_cache")
_RETRYABLE = frozenset({408, 409, 429})
_NEVER_BETTER = frozenset({"insufficient_quota", "billing_hard_limit_reached"})
_UNREADABLE = "the model's reply could not be read"
_NOTHING: dict[str, Any] = {"id": "", "object": "chat.completion", "created": 0, "model": "", "choices": []}
_PROBLEMS = {
    "length": "the model's answer was cut off",
    "content_filter": "the provider's content filter held the answer back",
}


class OpenAiAnalyzer:
    """CommentAnalyzer on any OpenAI-compatible endpoint. base_url None is OpenAI's own.

    api_key may be asked for before each call: a key that was changed is then used without a new process. Once ready
    has asked for it, calls use what it got.
    """

    def __init__(self, api_key: str | Callable[[], Awaitable[str]], model: str, base_url: str | None = None) -> None:
        # Never None for the SDK: it would take OPENAI_BASE_URL from the environment, where it may be set and empty.
        key = api_key if isinstance(api_key, str) else self._current_key
        self._client = AsyncOpenAI(api_key=key, base_url=base_url or OPENAI_URL, max_retries=0)
        self._new_key = None if isinstance(api_key, str) else api_key
        self._key: str | None = None
        self._model = model
        self._facts = facts_of(model)
        # An unknown model is sent none of these: not every model takes them.
        self._options: dict[str, Any] = {}
        self._billing: dict[str, Any] = {}
        if self._facts:
            self._options = {"reasoning_effort": "none"} if self._facts.reasons else {"temperature": 0}
            # The default, but only an answer to a request that names a tier tells which one served it.
            self._billing["service_tier"] = "auto"
            if self._facts.charges_cache_writes:
                # Else the whole prompt is written at 1.25 times the price, with comments that no other call sends.
                self._billing["prompt_cache_options"] = {"mode": "explicit"}

    async def warm_up(self) -> None:
        """One call that goes nowhere: the SDK makes its types at the first, and that must not make a turn late."""
        transport = httpx2.MockTransport(lambda _: httpx2.Response(httpx2.codes.OK, json=_NOTHING))
        async with httpx2.AsyncClient(transport=transport) as nowhere:
            client = AsyncOpenAI(api_key="none", base_url=OPENAI_URL, http_client=nowhere, max_retries=0)
            await self._create(client, ModelRequest({}, DEFAULT_CODEBOOK), 5)

    async def ready(self) -> None:
        if self._new_key:
            self._key = await self._new_key()

    async def _current_key(self) -> str:
        """The SDK asks for it with each request, when the call's turn has come: no time to fetch anything then."""
        if self._key is None and self._new_key:
            return await self._new_key()
        return self._key or ""

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        try:
            answer, headers = await self._create(self._client, request, timeout)
        except APIStatusError as error:
            if self._billing and _names_billing(error):
                self._billing = {}
                raise TransientModelError(
                    "the endpoint takes no options of tier and prompt cache", answered=True
                ) from error
            raise _status_error(error, sum(estimated_tokens(request))) from error
        except APITimeoutError as error:
            raise TransientModelError(f"no answer within {timeout:.0f} s", answered=False) from error
        except APIConnectionError as error:
            raise TransientModelError("the connection to the model broke", answered=False) from error
        except (APIError, ValueError) as error:  # the SDK lets a body that is no JSON through as a ValueError
            raise TransientModelError(_UNREADABLE, answered=False) from error
        if not isinstance(answer, ChatCompletion):  # another document, or a page of something that lies between
            raise TransientModelError(_UNREADABLE, answered=False)
        return _reply(answer, headers)

    async def _create(
        self, client: AsyncOpenAI, request: ModelRequest, timeout: float
    ) -> tuple[ChatCompletion, Mapping[str, str]]:
        answer = await client.chat.completions.with_raw_response.create(
            model=self._model,
            messages=[
                {"role": "system", "content": self._instructions(request)},
                {"role": "user", "content": user_prompt(request.comments)},
            ],
            response_format={
                "type": "json_schema",
                "json_schema": {"name": "codes", "strict": True, "schema": ANSWER_SCHEMAS[request.detail]},
            },
            # A model that nothing is known of may reason, and that counts as output.
            max_completion_tokens=output_token_limit(request) + (0 if self._facts else REASONING_ROOM),
            timeout=timeout,
            **self._options,
            **self._billing,
        )
        return answer.parse(), answer.headers

    def _instructions(self, request: ModelRequest) -> str | list[ChatCompletionContentPartTextParam]:
        """The instructions, marked as worth caching where they are long enough: a large codebook's are."""
        text = system_prompt(request)
        if "prompt_cache_options" not in self._billing or len(text) < CACHED_FROM_CHARS:
            return text
        return [{"type": "text", "text": text, "prompt_cache_breakpoint": {"mode": "explicit"}}]


def _reply(answer: ChatCompletion, headers: Mapping[str, str]) -> ModelReply:
    choice = answer.choices[0] if answer.choices else None
    message = choice.message if choice else None  # the SDK checks no types: null, where a proxy held the answer back
    content = message.content if message and isinstance(message.content, str) else ""
    problem = _PROBLEMS.get(choice.finish_reason) if choice else None
    if message and message.refusal:
        problem = "the model refused to answer"
    elif not content and not problem:
        problem = "the model's answer was empty"
    usage = answer.usage
    details = usage.prompt_tokens_details if usage else None
    return ModelReply(
        content=content,
        tokens_in=(usage.prompt_tokens or 0) if usage else 0,
        tokens_out=(usage.completion_tokens or 0) if usage else 0,
        tokens_cached=(details.cached_tokens or 0) if details else 0,
        tokens_written=(details.cache_write_tokens or 0) if details else 0,
        tier=answer.service_tier or "",
        problem=problem,
        stand_in=answer.system_fingerprint == STAND_IN_FINGERPRINT,
        hold_back=provider_wait(headers, (usage.total_tokens or 0) if usage else 0),
    )


def _names_billing(error: APIStatusError) -> bool:
    """An endpoint that is not OpenAI's own may refuse what only OpenAI bills by."""
    told = f"{error.param or ''} {error.message}"
    return error.status_code == httpx2.codes.BAD_REQUEST and any(name in told for name in _BILLING)


def _status_error(error: APIStatusError, tokens: int) -> ModelError:
    """Transient where another try may succeed; fatal, with the provider's words, where none can.

    tokens: those of the request, for the wait after a 429.
    """
    limited = error.status_code == 429
    retryable = error.status_code in _RETRYABLE or error.status_code >= httpx2.codes.INTERNAL_SERVER_ERROR
    if retryable and _NEVER_BETTER.isdisjoint({error.code, error.type}):
        headers, now = error.response.headers, datetime.now(UTC)
        return TransientModelError(
            f"the model answered with status {error.status_code}",
            answered=True,
            rate_limited=limited,
            retry_after=limited_wait(headers, tokens, now) if limited else retry_after(headers, now),
        )
    return FatalModelError(f"the model provider refused: {error.message}", rate_limited=limited)
