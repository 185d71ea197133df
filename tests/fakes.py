"""Scripted stand-ins for what lies outside: the model, the readers and the writers of files."""

import asyncio
import json
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import decode
from feedback.domain.columns import ParserMode
from feedback.domain.errors import InputError
from feedback.domain.models import Analysis, Cell, Contents, Sheet
from feedback.domain.options import Options
from feedback.domain.prompts import ModelRequest
from feedback.domain.reading import Reading, read_contents
from feedback.ports import ModelReply

TOKENS_IN, TOKENS_OUT = 100, 50
CALL_COST = 35
"""What one call of the fake costs with gpt-6-luna: 100 tokens at $0.10 and 50 at $0.50 a million, in millionths."""

type Step = Callable[[ModelRequest], ModelReply] | Exception
"""What the model does with one call: how it replies, or the error."""


def code_for(text: str) -> str:
    """The code that the fake model gives a text; different texts seldom have the same."""
    digits = f"{zlib.crc32(text.encode('utf-8', 'surrogatepass')):010d}"
    return f"{int(digits[-1]) % 9 + 1}{digits[1:9]}{int(digits[0]):02d}3en"


def analysis_of(text: str) -> Analysis:
    return decode(code_for(text), DEFAULT_CODEBOOK)


def reply(
    items: Iterable[str] | str, *, problem: str | None = None, stand_in: bool = False, tokens_out: int = TOKENS_OUT
) -> ModelReply:
    """A reply with these items, or with this content as it is."""
    content = items if isinstance(items, str) else json.dumps({"r": list(items)})
    return ModelReply(content, TOKENS_IN, tokens_out, problem=problem, stand_in=stand_in)


def items_for(comments: Mapping[int, str]) -> list[str]:
    return [f"{number:03d}{code_for(text)}" for number, text in comments.items()]


def answer_all(request: ModelRequest) -> ModelReply:
    return reply(items_for(request.comments))


def answer_only(*numbers: int) -> Step:
    """Leaves every comment but these out of its answer."""
    return lambda request: reply(items_for({n: t for n, t in request.comments.items() if n in numbers}))


class FakeAnalyzer:
    """CommentAnalyzer that takes one step after another, and `then` once the steps are used up.

    calls holds the comments of each call, most_at_once how many calls ran at the same time at most.
    """

    def __init__(self, *steps: Step, then: Step = answer_all) -> None:
        self._steps = list(steps)
        self._then = then
        self._running = 0
        self.calls: list[dict[int, str]] = []
        self.most_at_once = 0

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        self.calls.append(dict(request.comments))
        step = self._steps.pop(0) if self._steps else self._then
        self._running += 1
        self.most_at_once = max(self.most_at_once, self._running)
        try:
            await asyncio.sleep(0.002)  # long enough for a call that need not wait to begin meanwhile
            if isinstance(step, Exception):
                raise step
            return step(request)
        finally:
            self._running -= 1


def write_json(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A TableWriter whose result is easily read back."""
    return json.dumps([list(columns), *(list(row) for row in rows)]).encode()


class JsonReader:
    """A SurveyReader of what write_json wrote; counts its calls."""

    def __init__(self, mode: ParserMode = ParserMode.FLEXIBLE, max_rows: int = 1000) -> None:
        self._lock = threading.Lock()
        self._mode, self._max_rows = mode, max_rows
        self.calls = 0

    def __call__(self, data: bytes, name: str, options: Options) -> Reading:
        with self._lock:
            self.calls += 1
        try:
            rows = json.loads(data)
        except ValueError as error:
            raise InputError("not_a_table", f"{name} is not a table.") from error
        contents = Contents("json", [Sheet(rows, range(1, len(rows) + 1))], notes=(f"Read from {name}.",))
        return read_contents(contents, name, options, self._mode, self._max_rows)
