"""The server's answers, without the network: from a request to a reply."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from typing import Any

from tools.standin import damage, refusals
from tools.standin.call import Call, prepared
from tools.standin.config import Config
from tools.standin.documents import FINGERPRINT, Counted, completion, model, models, reply_with
from tools.standin.errors import ApiError, OtherReplyError, bad_key, bad_request, no_key, unknown_model
from tools.standin.faults import FaultPlan
from tools.standin.limits import Limits, rate_limit_error
from tools.standin.prompt_cache import PromptCache
from tools.standin.stats import Stats
from tools.standin.tokens import count_tokens, cut_tokens, method
from tools.standin.wire import DropConnectionError, Reply, Request

_MODEL_PATH = "/v1/models/"

type Sleep = Callable[[float], Awaitable[None]]


class App:
    def __init__(
        self, config: Config, *, clock: Callable[[], float] = time.monotonic, sleep: Sleep = asyncio.sleep
    ) -> None:
        self._default = config
        self._clock = clock
        self._sleep = sleep
        self.stats = Stats()
        self._apply(config)

    def configure(self, wish: dict[str, Any]) -> None:
        """Change the named settings; limits start full and faults unused again. Raises ValueError for a bad one."""
        self._apply(self._config.changed(wish))

    def restore(self) -> None:
        """Back to the settings that the server started with."""
        self._apply(self._default)

    def _apply(self, config: Config) -> None:
        self._config = config
        self._limits = Limits(config.rps, config.tpm, self._clock())
        self._plan = FaultPlan(config.faults)
        self._prompts = PromptCache(config.prompt_cache)

    async def answer(self, request: Request) -> Reply:
        try:
            return await self._routed(request)
        except OtherReplyError as error:
            return error.reply

    async def _routed(self, request: Request) -> Reply:
        match request.method, request.path:
            case "POST", "/v1/chat/completions":
                return await self._chat(request)
            case "GET", "/v1/models":
                _check_key(request)
                return reply_with(models())
            case "GET", path if path.startswith(_MODEL_PATH):
                _check_key(request)
                return _model(path.removeprefix(_MODEL_PATH))
            case "GET", "/health":
                return reply_with({"status": "ok", "tokens": method(), "system_fingerprint": FINGERPRINT})
            case "GET", "/stats":
                return reply_with(self.stats.document())
            case "POST", "/stats/reset":
                self.stats.reset()
            case "POST", "/control":
                self._control(request.body)
            case ("DELETE", "/control") | ("POST", "/control/reset"):
                self.restore()
            case _:
                raise ApiError(404, f"Invalid URL ({request.method})", "invalid_request_error")
        return reply_with({"status": "ok"})

    def _control(self, body: bytes) -> None:
        try:
            self.configure(dict(json.loads(body)))
        except (ValueError, TypeError) as error:
            raise bad_request(str(error)) from error

    async def _chat(self, request: Request) -> Reply:
        arrived = self._clock()
        self.stats.arrived()
        try:
            _check_key(request)
            _check_fields(request, self._config.unknown)
            # In a thread, so that reading one call does not hold up the arrival of the next.
            return await self._complete(await asyncio.to_thread(prepared, request.body), arrived)
        finally:
            self.stats.left()

    async def _complete(self, call: Call, arrived: float) -> Reply:
        chat, items, tokens_in = call.chat, call.items, call.tokens_in
        comments = list(chat.comments.values())
        refusal = self._limits.take(tokens_in + call.tokens_out, arrived)
        headers = self._limits.headers(arrived)
        if refusal:
            self.stats.rate_limited += 1
            raise rate_limit_error(refusal.kind, refusal.wait, headers)
        await self._refuse(comments, chat.model, headers)
        content = self._content(call)
        tokens_out = count_tokens(content.text or content.refusal or "")
        wait = self._config.timing.seconds(tokens_out) - (self._clock() - arrived)
        if wait > 0:
            await self._sleep(wait)
        cached, written = self._prompts.used(chat, call.message_tokens)
        counted = Counted(tokens_in, tokens_out, cached, written, self._config.service_tier)
        self.stats.answer(counted, len(items))
        return reply_with(completion(self.stats.answered, chat.model, content, counted), headers)

    async def _refuse(self, comments: list[str], model: str, headers: dict[str, str]) -> None:
        """Returns where the call may be answered."""
        fault = self._plan.refusing(comments)
        if fault is None:
            return
        self.stats.faults[fault.kind] += 1
        if fault.kind == "reset":
            raise DropConnectionError
        if fault.kind != "timeout_hang":
            raise refusals.refusal(fault, model, headers)
        if fault.seconds is None:
            await asyncio.Event().wait()
        else:
            await self._sleep(fault.seconds)

    def _content(self, call: Call) -> damage.Content:
        items, max_tokens = call.items, call.chat.max_tokens
        faults = self._plan.altering(list(call.chat.comments.values()))
        for fault in faults:
            self.stats.faults[fault.kind] += 1
            items = damage.damaged(items, fault, self._config.seed) if items else items
        content = damage.Content(damage.rendered(items, call.chat.detail))
        for fault in faults:
            content = damage.spoiled(content, fault)
        if max_tokens and content.text and count_tokens(content.text) > max_tokens:
            return damage.Content(cut_tokens(content.text, max_tokens), finish_reason="length")
        return content


def _model(name: str) -> Reply:
    found = model(name)
    if found is None:
        raise unknown_model(name)
    return reply_with(found)


def _check_fields(request: Request, unknown: tuple[str, ...]) -> None:
    for name in unknown:
        if f'"{name}"'.encode() in request.body:
            raise bad_request(f"Unrecognized request argument supplied: {name}", name)


def _check_key(request: Request) -> None:
    scheme, _, key = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not key.strip():
        raise no_key()
    if key.strip() == "bad-key":
        raise bad_key()
