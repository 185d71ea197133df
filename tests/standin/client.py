"""How the tests talk to the stand-in: through the openai SDK, and in plain HTTP where the SDK has no call for it."""

import asyncio
import json
from collections.abc import Iterable, Mapping
from http.client import HTTPConnection
from typing import Any
from urllib.parse import urlsplit

from openai import AsyncOpenAI
from openai.types.chat import ChatCompletion

from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook
from feedback.domain.codec import ANSWER_SCHEMA, Answers, decode, read_answer
from feedback.domain.models import Analysis
from feedback.domain.prompts import system_prompt, user_prompt
from tools.standin import StandIn

FORMAT: dict[str, Any] = {
    "type": "json_schema",
    "json_schema": {"name": "codes", "strict": True, "schema": ANSWER_SCHEMA},
}


def request(comments: Iterable[str], codebook: Codebook) -> dict[str, Any]:
    """The arguments of a well-formed call."""
    return {
        "model": "gpt-6-luna",
        "response_format": FORMAT,
        "messages": [
            {"role": "system", "content": system_prompt(codebook)},
            {"role": "user", "content": user_prompt(dict(enumerate(comments, start=1)))},
        ],
    }


class Asker:
    """Asks one server, each comment under its place in the list, counted from 1."""

    def __init__(self, server: StandIn, key: str = "any-key", timeout: float = 5) -> None:
        self._runner = asyncio.Runner()
        self._client = AsyncOpenAI(api_key=key, base_url=server.base_url, max_retries=0, timeout=timeout)

    def close(self) -> None:
        self._runner.run(self._client.close())
        self._runner.close()

    def ask(self, *comments: str, codebook: Codebook = DEFAULT_CODEBOOK, **changes: Any) -> ChatCompletion:
        return self._runner.run(self._ask(comments, codebook, changes))

    def headers(self, *comments: str) -> Mapping[str, str]:
        """The headers of a successful answer."""

        async def call() -> Mapping[str, str]:
            raw = self._client.chat.completions.with_raw_response
            answer = await raw.create(**request(comments, DEFAULT_CODEBOOK))
            return dict(answer.headers)

        return self._runner.run(call())

    def ask_at_once(self, calls: int, *comments: str) -> list[ChatCompletion]:
        async def all_of_them() -> list[ChatCompletion]:
            return await asyncio.gather(*(self._ask(comments, DEFAULT_CODEBOOK, {}) for _ in range(calls)))

        return self._runner.run(all_of_them())

    async def _ask(self, comments: Iterable[str], codebook: Codebook, changes: Mapping[str, Any]) -> ChatCompletion:
        wanted = request(comments, codebook) | dict(changes)
        answer: ChatCompletion = await self._client.chat.completions.create(**wanted)
        return answer

    def answers(self, *comments: str) -> Answers:
        content = self.ask(*comments).choices[0].message.content
        return read_answer(content or "", range(1, len(comments) + 1), DEFAULT_CODEBOOK)

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
