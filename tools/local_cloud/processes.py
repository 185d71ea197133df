"""Starting, finding and stopping the servers of the local cloud, by process id."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from feedback_cli.errors import CommandError
from tools.local_cloud.paths import LOGS
from tools.local_cloud.state import Process


class LocalCloudError(CommandError):
    """Something of the local cloud did not start or deploy; the message says what, and where its log is."""


def start_time(pid: int) -> str | None:
    """The start time of a running process as the system tells it, None where there is none."""
    answer = subprocess.run(["ps", "-o", "lstart=,stat=", "-p", str(pid)], capture_output=True, text=True, check=False)
    text = answer.stdout.strip()
    return None if not text or text.split()[-1].startswith("Z") else text.rsplit(maxsplit=1)[0]


def is_running(process: Process | None) -> bool:
    return process is not None and start_time(process.pid) == process.started


def free_port(preferred: int | None = None) -> int:
    """A port of loopback that nobody listens on: the preferred one if it is free."""
    for port in (preferred or 0, 0):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise LocalCloudError("no free port was found on loopback")


def start(
    name: str, command: Sequence[str], environment: Mapping[str, str], port: int, ready: Callable[[], bool]
) -> Process:
    """Start a server in a session of its own, with its log in .local/logs, and wait up to 30 s until it is ready."""
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"{name}.log"
    with log.open("ab") as output:
        child = subprocess.Popen(
            command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            start_new_session=True,
        )
    until = time.monotonic() + 30
    while time.monotonic() < until:
        if child.poll() is not None:
            raise LocalCloudError(f"{name} ended at its start, with {child.returncode}; its log: {_tail(log)}")
        if ready():
            return Process(pid=child.pid, port=port, started=start_time(child.pid) or "")
        time.sleep(0.05)
    child.terminate()
    raise LocalCloudError(f"{name} was not ready after 30 s; its log: {_tail(log)}")


def stop(process: Process | None) -> None:
    """Ask a server to end, then make it; servers it started in its session go with it."""
    if process is None or not is_running(process):
        return
    for number in (signal.SIGTERM, signal.SIGKILL):
        try:
            os.killpg(process.pid, number)
        except ProcessLookupError:
            return
        for _ in range(100):
            if not is_running(process):
                return
            time.sleep(0.05)


def _tail(log: Path) -> str:
    lines = log.read_text(errors="replace").splitlines()[-8:]
    return f"{log}\n  " + "\n  ".join(lines)
