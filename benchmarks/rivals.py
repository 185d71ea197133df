"""What a team would write instead of the analysis stage; one measured run in a process of its own, in .venv-benchmarks.

    python -m benchmarks.rivals WAY URL TIMING < comments.json

Each way sends the product's own prompt and schema through the openai SDK or LangChain, with their own retries, and
reads the answers as the product does. Reads a JSON list of comments and prints seconds, from the first request to the
last answer read, the comments left without an answer, and the failed calls by kind. One comment is asked before the
clock starts: clients and their types are then made, as the product's workers are warm.
"""

import asyncio
import json
import os
import sys
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from typing import Any

from openai import AsyncOpenAI, OpenAIError
from openai.types.chat import ChatCompletion

from benchmarks.standin_control import StandInControl
from feedback.domain.answers import ANSWER_SCHEMAS, read_answer
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.model_catalog import facts_of
from feedback.domain.prompts import ModelRequest, comment_id, output_token_limit, system_prompt, user_prompt

MODEL = os.environ.get("AI_MODEL") or "gpt-6-luna"
KEY = "stand-in"
AT_ONCE = 8
FULL_BATCH = 120
PATIENT = "langchain-20"
"""LangChain with retries enough to lose nothing; measured where it is named."""

type Outcome = str | BaseException
"""An answer's content, or what came instead of it."""
type AskAll = Callable[[Sequence[ModelRequest]], Awaitable[list[Outcome]]]


def answer_form(request: ModelRequest) -> dict[str, Any]:
    return {"name": "codes", "strict": True, "schema": ANSWER_SCHEMAS[request.detail]}


def model_options() -> dict[str, Any]:
    """As the product sends them."""
    facts = facts_of(MODEL)
    if facts is None:
        return {}
    return {"reasoning_effort": "none"} if facts.reasons else {"temperature": 0}


def arguments(request: ModelRequest) -> dict[str, Any]:
    """What the openai SDK sends of a request; adapters/openai_analyzer.py sends the same."""
    return {
        "model": MODEL,
        "messages": [
            {"role": "system", "content": system_prompt(request)},
            {"role": "user", "content": user_prompt(request.comments)},
        ],
        "response_format": {"type": "json_schema", "json_schema": answer_form(request)},
        "max_completion_tokens": output_token_limit(request),
        **model_options(),
    }


async def ask(client: AsyncOpenAI, request: ModelRequest) -> Outcome:
    try:
        answer: ChatCompletion = await client.chat.completions.create(**arguments(request))
    except OpenAIError as error:
        return error
    return answer.choices[0].message.content or ""


def sequential(url: str) -> AskAll:
    """One call after another."""
    client = AsyncOpenAI(api_key=KEY, base_url=url)

    async def ask_all(requests: Sequence[ModelRequest]) -> list[Outcome]:
        return [await ask(client, request) for request in requests]

    return ask_all


def semaphore(url: str) -> AskAll:
    """All calls as tasks, eight of them at a time."""
    client = AsyncOpenAI(api_key=KEY, base_url=url)

    async def ask_all(requests: Sequence[ModelRequest]) -> list[Outcome]:
        turns = asyncio.Semaphore(AT_ONCE)

        async def in_turn(request: ModelRequest) -> Outcome:
            async with turns:
                return await ask(client, request)

        return list(await asyncio.gather(*map(in_turn, requests)))

    return ask_all


def langchain(url: str, retries: int | None = None) -> AskAll:
    """abatch as it comes: no limit on calls at a time, the retries that ChatOpenAI makes by itself unless told."""
    from langchain_openai import ChatOpenAI  # type: ignore[import-not-found] # in .venv-benchmarks alone

    model = ChatOpenAI(model=MODEL, api_key=KEY, base_url=url, max_retries=retries, **model_options())

    async def ask_all(requests: Sequence[ModelRequest]) -> list[Outcome]:
        largest = max(requests, key=lambda request: len(request.comments))
        limited = model.model_copy(update={"max_tokens": output_token_limit(largest)})
        chain = limited.with_structured_output(answer_form(largest), method="json_schema", include_raw=True)
        prompts = [[("system", system_prompt(one)), ("human", user_prompt(one.comments))] for one in requests]
        answers = await chain.abatch(prompts, return_exceptions=True)
        return [one if isinstance(one, BaseException) else str(one["raw"].content) for one in answers]

    return ask_all


WAYS: dict[str, tuple[Callable[[str], AskAll], int]] = {
    "sequential": (sequential, 50),
    "semaphore": (semaphore, FULL_BATCH),
    "langchain": (langchain, FULL_BATCH),
    PATIENT: (partial(langchain, retries=20), FULL_BATCH),
}


def requests_of(comments: Sequence[str], size: int) -> list[ModelRequest]:
    """The comments in calls of that size, in order."""
    batches = [comments[start : start + size] for start in range(0, len(comments), size)]
    return [
        ModelRequest({comment_id(place): text for place, text in enumerate(batch, start=1)}, DEFAULT_CODEBOOK)
        for batch in batches
    ]


def read_all(requests: Sequence[ModelRequest], outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Comments without an answer, and how many calls failed, by the error's name."""
    answered = sum(
        len(read_answer(outcome, request).codes)
        for request, outcome in zip(requests, outcomes, strict=True)
        if isinstance(outcome, str)
    )
    failures = Counter(type(one).__name__ for one in outcomes if isinstance(one, BaseException))
    return {"lost": sum(len(request.comments) for request in requests) - answered, "failures": dict(failures)}


async def measured(way: str, url: str, timing: str, comments: Sequence[str]) -> dict[str, Any]:
    make, size = WAYS[way]
    requests, ask_all = requests_of(comments, size), make(url)
    standin = StandInControl(url)
    standin.set(timing="none")
    await ask_all(requests_of(["ok"], 1))
    standin.start_afresh(timing)
    started = time.perf_counter()
    found = read_all(requests, await ask_all(requests))
    return {"seconds": time.perf_counter() - started, **found}


if __name__ == "__main__":
    way, url, timing = sys.argv[1:]
    print(json.dumps(asyncio.run(measured(way, url, timing, json.load(sys.stdin)))))
