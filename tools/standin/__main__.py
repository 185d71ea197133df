"""The command line: python -m tools.standin. Prints one JSON line with its port once it listens."""

import argparse
import asyncio
import json
import os
import signal
from pathlib import Path

from tools.standin.app import App
from tools.standin.config import Config
from tools.standin.server import listen
from tools.standin.timing import Timing


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tools.standin", description=__doc__)
    parser.add_argument("--port", type=int, default=0, help="0: any free port")
    parser.add_argument("--timing", type=Timing.parse, default=Timing(), help="none, fixed:S or tokens:TTFT:SPEED")
    parser.add_argument("--rps", type=float, default=8.0, help="requests a second, 0: no limit")
    parser.add_argument("--tpm", type=float, default=200_000.0, help="tokens a minute, 0: no limit")
    parser.add_argument("--state", type=Path, help="a file that holds the JSON line for as long as the server listens")
    parser.add_argument("--seed", type=int, default=0, help="chooses the items that faults without a match damage")
    return parser.parse_args()


async def _run(arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    app = App(Config(arguments.timing, arguments.rps, arguments.tpm, seed=arguments.seed))
    server, port = await listen(app, arguments.port)
    line = json.dumps({"port": port, "pid": os.getpid()})
    state: Path | None = arguments.state
    if state:
        state.write_text(line + "\n")
    print(line, flush=True)
    await stop.wait()
    if state:
        state.unlink(missing_ok=True)
    server.close()
    server.abort_clients()


if __name__ == "__main__":
    asyncio.run(_run(_arguments()))
