"""The server on a port, and StandIn: the same in a thread, for tests and benchmarks."""

import asyncio
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from types import TracebackType
from typing import Any, Self

from tools.standin.app import App, Sleep
from tools.standin.config import Config
from tools.standin.timing import Timing
from tools.standin.tokens import method
from tools.standin.wire import Connection

_HOST = "127.0.0.1"


async def listen(app: App, port: int) -> tuple[asyncio.Server, int]:
    """The running server and its port."""
    method()  # loads the tokenizer now and not in the first call
    loop = asyncio.get_running_loop()
    # One thread: more of them would only take turns with the one that serves the connections.
    loop.set_default_executor(ThreadPoolExecutor(1, "stand-in-reader"))
    server = await loop.create_server(lambda: Connection(app.answer), _HOST, port, backlog=512)
    return server, server.sockets[0].getsockname()[1]


class StandIn:
    """The stand-in in a thread of its own, on a free port, for as long as the with block lasts.

    Limits are off unless asked for. clock and sleep are for tests of timing.
    """

    def __init__(
        self,
        *,
        timing: str = "none",
        rps: float = 0,
        tpm: float = 0,
        seed: int = 0,
        clock: Callable[[], float] = time.monotonic,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        config = Config(Timing.parse(timing), seed=seed).changed({"rps": rps, "tpm": tpm})
        self._app = App(config, clock=clock, sleep=sleep)
        self._thread = threading.Thread(target=self._run, name="stand-in", daemon=True)
        self._ready = threading.Event()
        self._port = 0

    @property
    def base_url(self) -> str:
        """What a client takes as its base URL."""
        return f"{self.root_url}/v1"

    @property
    def root_url(self) -> str:
        """Where /stats, /control and /health are."""
        return f"http://{_HOST}:{self._port}"

    def stats(self) -> dict[str, Any]:
        return self._call(self._app.stats.document)

    def reset_stats(self) -> None:
        self._call(self._app.stats.reset)

    def configure(self, **wish: Any) -> None:
        """Change timing, rps, tpm, faults (a list of dicts) or seed; what is not named stays."""
        self._call(lambda: self._app.configure(wish))

    def restore(self) -> None:
        """Back to the settings it started with, without faults."""
        self._call(self._app.restore)

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the stand-in did not start")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _call[T](self, function: Callable[[], T]) -> T:
        async def inside() -> T:
            return function()

        return asyncio.run_coroutine_threadsafe(inside(), self._loop).result(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        server, self._port = await listen(self._app, 0)
        self._ready.set()
        await self._stop.wait()
        server.close()
        server.abort_clients()
