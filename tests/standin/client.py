"""How the tests talk to the stand-in: through the openai SDK, and in plain HTTP where the SDK has no call for it."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from openai import AsyncOpenAI
from openai.types import Model
from openai.types.chat import ChatCompletion

from feedback.domain.answers import ANSWER_SCHEMAS, Answers, read_answer
from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook
from feedback.domain.codec import decode
from feedback.domain.models import Analysis, Detail
from feedback.domain.prompts import ModelRequest, system_prompt, user_prompt
from tools.standin import StandIn

FORMATS: dict[Detail, dict[str, Any]] = {
    detail: {"type": "json_schema", "json_schema": {"name": "codes", "strict": True, "schema": schema}}
    for detail, schema in ANSWER_SCHEMAS.items()
}


def numbered(
    comments: Iterable[str], codebook: Codebook = DEFAULT_CODEBOOK, detail: Detail = Detail.SCORES
) -> ModelRequest:
    """The comments under their places, counted from 1."""
    return ModelRequest(dict(enumerate(comments, start=1)), codebook, detail)


def request(asked: ModelRequest) -> dict[str, Any]:
    """The arguments of a well-formed call."""
    return {
        "model": "gpt-6-luna",
        "response_format": FORMATS[asked.detail],
        "messages": [
            {"role": "system", "content": system_prompt(asked)},
            {"role": "user", "content": user_prompt(asked.comments)},
        ],
    }


class Asker:
    """Asks one server, each comment under its place in the list, counted from 1."""

    def __init__(self, server: StandIn, key: str = "any-key", timeout: float = 5) -> None:
        self._runner = asyncio.Runner()
        self._client = AsyncOpenAI(api_key=key, base_url=server.base_url, max_retries=0, timeout=timeout)

    def models(self) -> list[Model]:
        async def listed() -> list[Model]:
            return [model async for model in self._client.models.list()]

        return self._runner.run(listed())

    def close(self) -> None:
        self._runner.run(self._client.close())
        self._runner.close()

    def ask(
        self,
        *comments: str,
        codebook: Codebook = DEFAULT_CODEBOOK,
        detail: Detail = Detail.SCORES,
        **changes: Any,
    ) -> ChatCompletion:
        return self._runner.run(self._ask(numbered(comments, codebook, detail), changes))

    def headers(self, *comments: str) -> Mapping[str, str]:
        """The headers of a successful answer."""

        async def call() -> Mapping[str, str]:
            raw = self._client.chat.completions.with_raw_response
            answer = await raw.create(**request(numbered(comments)))
            return dict(answer.headers)

        return self._runner.run(call())

    def ask_at_once(self, calls: int, *comments: str) -> list[ChatCompletion]:
        async def all_of_them() -> list[ChatCompletion]:
            return await asyncio.gather(*(self._ask(numbered(comments), {}) for _ in range(calls)))

        return self._runner.run(all_of_them())

    async def _ask(self, asked: ModelRequest, changes: Mapping[str, Any]) -> ChatCompletion:
        wanted = request(asked) | dict(changes)
        answer: ChatCompletion = await self._client.chat.completions.create(**wanted)
        return answer

    def answers(self, *comments: str, detail: Detail = Detail.SCORES) -> Answers:
        content = self.ask(*comments, detail=detail).choices[0].message.content
        return read_answer(content or "", numbered(comments, detail=detail))

    def analyses(self, *comments: str) -> list[Analysis]:
        codes = self.answers(*comments).codes
        return [decode(codes[number], DEFAULT_CODEBOOK) for number in sorted(codes)]


def fetch(server: StandIn, method: str, path: str, body: Any = None) -> tuple[int, dict[str, Any]]:
    """Status and document of a plain HTTP call."""
    address = urlsplit(server.root_url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=5)
    try:
        connection.request(method, path, json.dumps(body) if body is not None else None)
        response = connection.getresponse()
        return response.status, dict(json.loads(response.read()))
    finally:
        connection.close()
