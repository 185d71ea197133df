"""HTTP/1.1 on asyncio, as much of it as an API client needs.

A protocol and not streams: it hears at once when a client leaves, also in the middle of a wait, and an idle call costs
one small task. That holds 64 and more calls at the same time on a fraction of a core.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import cast

MAX_HEAD_BYTES = 64 * 1024
MAX_BODY_BYTES = 32 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Request:
    """Header names are in lower case."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """Headers may take the place of those that every reply has; "connection: close" ends the connection after it."""

    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)

    def encoded(self) -> bytes:
        always = {"content-type": "application/json", "content-length": str(len(self.body))}
        lines = [f"HTTP/1.1 {self.status} {HTTPStatus(self.status).phrase}"]
        lines += [f"{name}: {value}" for name, value in (always | dict(self.headers)).items()]
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1") + self.body


class DropConnectionError(Exception):
    """Raised by the one who answers, to close the connection without an answer."""


class BadRequestError(Exception):
    """What came is not a request this server reads."""


type Answer = Callable[[Request], Awaitable[Reply]]


class Connection(asyncio.Protocol):
    """One client's connection: one request at a time, in order, until either side closes it."""

    def __init__(self, answer: Answer) -> None:
        self._answer = answer
        self._buffer = bytearray()
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast("asyncio.Transport", transport)

    def connection_lost(self, exc: Exception | None) -> None:  # noqa: ARG002
        if self._task:
            self._task.cancel()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._next()

    def _next(self) -> None:
        """Start on the next request if it has come whole and none is being answered."""
        if self._task or self._transport.is_closing():
            return
        try:
            request = take_request(self._buffer)
        except BadRequestError:
            self._transport.write(Reply(400, b"{}", {"connection": "close"}).encoded())
            self._transport.close()
            return
        if request:
            self._task = asyncio.get_running_loop().create_task(self._serve(request))

    async def _serve(self, request: Request) -> None:
        reply: Reply | None = None
        try:
            reply = await self._answer(request)
        except DropConnectionError:
            pass
        finally:
            self._task = None
            if reply is None:
                self._transport.abort()
        if reply is not None:
            self._transport.write(reply.encoded())
            if "close" in (headers.get("connection", "").lower() for headers in (request.headers, reply.headers)):
                self._transport.close()
            self._next()


def take_request(buffer: bytearray) -> Request | None:
    """The request at the buffer's start, taken out of it; None while it has not come whole."""
    end = buffer.find(b"\r\n\r\n")
    if end < 0:
        if len(buffer) > MAX_HEAD_BYTES:
            raise BadRequestError
        return None
    first, *lines = buffer[:end].decode("latin-1").split("\r\n")
    parts = first.split(" ")
    headers = {name.strip().lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    length = headers.get("content-length", "0")
    if len(parts) != 3 or not length.isdecimal() or int(length) > MAX_BODY_BYTES or "transfer-encoding" in headers:
        raise BadRequestError
    start, stop = end + 4, end + 4 + int(length)
    if len(buffer) < stop:
        return None
    body = bytes(buffer[start:stop])
    del buffer[:stop]
    return Request(parts[0], parts[1].partition("?")[0], headers, body)
