"""Scripted stand-ins for what lies outside: the model, the readers and the writers of files."""

import asyncio
import json
import threading
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence

from feedback.domain.answer_items import render_item
from feedback.domain.answers import render_answer
from feedback.domain.calls import CallRecord, ModelReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import decode
from feedback.domain.columns import ParserMode
from feedback.domain.errors import InputError
from feedback.domain.models import Analysis, Cell, Contents, Sheet
from feedback.domain.options import Options
from feedback.domain.prompts import ModelRequest
from feedback.domain.reading import Reading, read_contents
from feedback.ports import RateLimiter
from feedback.services.results import ResultWriters

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
    content = items if isinstance(items, str) else json.dumps({"r": "".join(items)})
    return ModelReply(content, TOKENS_IN, tokens_out, problem=problem, stand_in=stand_in)


def item_for(number: int, text: str) -> str:
    return render_item(number, code_for(text))


def items_for(comments: Mapping[int, str]) -> list[str]:
    return [item_for(number, text) for number, text in comments.items()]


def answer_all(request: ModelRequest) -> ModelReply:
    codes = ((number, code_for(text)) for number, text in request.comments.items())
    return reply(render_answer(codes, request.detail))


def answer_only(*texts: str) -> Step:
    """Leaves every comment but these out of its answer."""
    return lambda request: answer_all(request.of({n: t for n, t in request.comments.items() if t in texts}))


class FakeAnalyzer:
    """CommentAnalyzer that takes one step after another, and `then` once the steps are used up.

    requests and timeouts are those of each call, most_at_once is how many calls ran at the same time at most.
    """

    def __init__(self, *steps: Step, then: Step = answer_all) -> None:
        self._steps = list(steps)
        self._then = then
        self._running = 0
        self.requests: list[ModelRequest] = []
        self.timeouts: list[float] = []
        self.most_at_once = 0

    @property
    def calls(self) -> list[list[str]]:
        """The texts of each call."""
        return [list(request.comments.values()) for request in self.requests]

    async def ready(self) -> None: ...

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        self.requests.append(request)
        self.timeouts.append(timeout)
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


class SeenLimiter:
    """RateLimiter that hands on to another one and keeps what it was asked.

    takes: job, tokens and longest wait of each turn asked for; settled: each correction, in tokens.
    """

    def __init__(self, limiter: RateLimiter) -> None:
        self._limiter = limiter
        self.takes: list[tuple[str, int, float]] = []
        self.settled: list[int] = []

    def take(self, job_id: str, tokens: int, max_wait: float) -> float:
        self.takes.append((job_id, tokens, max_wait))
        return self._limiter.take(job_id, tokens, max_wait)

    def settle(self, tokens: int) -> None:
        self.settled.append(tokens)
        self._limiter.settle(tokens)

    def push_back(self, seconds: float) -> None:
        self._limiter.push_back(seconds)


class SeenTelemetry:
    """Telemetry that keeps what it was told."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, int, CallRecord]] = []
        self.batches: list[tuple[str, int, Mapping[str, int | float | str]]] = []

    def called(self, job_id: str, batch: int, record: CallRecord) -> None:
        self.calls.append((job_id, batch, record))

    def batch_done(self, job_id: str, batch: int, figures: Mapping[str, int | float | str]) -> None:
        self.batches.append((job_id, batch, figures))


def write_json(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A TableWriter whose result is easily read back."""
    return json.dumps([list(columns), *(list(row) for row in rows)]).encode()


PLAIN_WRITERS = ResultWriters(
    csv=write_json,
    parquet=write_json,
    xlsx=lambda report, columns, rows, at_risk: write_json(columns, rows),
    html=lambda report: json.dumps(report).encode(),
)
"""Writers whose files are easily read back."""


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
