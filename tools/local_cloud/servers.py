"""The two servers: ministack in an environment of its own, and the model stand-in."""

import os
import subprocess
import sys
from pathlib import Path

import httpx2

from feedback_cli.clients import direct_to_loopback
from tools.local_cloud.paths import MINISTACK_ENV, MINISTACK_LOCK, ROOT, VENV_BIN
from tools.local_cloud.processes import LocalCloudError, free_port, start
from tools.local_cloud.state import Process

WARM_SECONDS = 86_400
"""How long ministack keeps an idle worker. By itself it lets all but one go after five minutes."""


def has_ministack_environment() -> bool:
    ready = MINISTACK_ENV / ".ready"
    return ready.exists() and ready.read_text() == MINISTACK_LOCK.read_text()


def make_ministack_environment() -> None:
    """ministack pins a botocore of its own, so it can't share the project's environment."""
    uv = VENV_BIN / "uv"
    _run([str(uv), "venv", "--quiet", "--clear", "--python", sys.executable, str(MINISTACK_ENV)])
    python = str(MINISTACK_ENV / "bin" / "python")
    _run([str(uv), "pip", "sync", "--quiet", "--python", python, str(MINISTACK_LOCK)])
    (MINISTACK_ENV / ".ready").write_text(MINISTACK_LOCK.read_text())


def ministack_environment(port: int, temporary: Path) -> dict[str, str]:
    """Functions inherit it: nothing of the caller's AWS or model settings may reach them, and the proxy only for hosts
    that are not this machine.
    """
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "OPENAI_"))}
    return direct_to_loopback(inherited) | {
        "GATEWAY_PORT": str(port),
        "BIND_HOST": "127.0.0.1",
        "IOT_MTLS_ENABLED": "0",
        "LAMBDA_WARM_TTL_SECONDS": str(WARM_SECONDS),
        "TMPDIR": str(temporary),
        "VIRTUAL_ENV": str(MINISTACK_ENV),
        "PATH": f"{MINISTACK_ENV / 'bin'}:{os.environ.get('PATH', '')}",
    }


def start_ministack(temporary: Path) -> Process:
    port = free_port()
    command = [str(MINISTACK_ENV / "bin" / "ministack")]
    environment = ministack_environment(port, temporary)
    return start("ministack", command, environment, port, lambda: answers(f"http://127.0.0.1:{port}/_ministack/health"))


def start_standin(preferred_port: int | None) -> Process:
    """The stand-in keeps its port where it can: the port is part of the endpoint that functions were deployed with."""
    port = free_port(preferred_port)
    command = [str(VENV_BIN / "python"), "-m", "tools.standin", "--port", str(port), "--timing", "tokens:0.74:130"]
    environment = direct_to_loopback(os.environ) | {"PYTHONPATH": str(ROOT)}
    return start("standin", command, environment, port, lambda: answers(f"http://127.0.0.1:{port}/health"))


def answers(url: str) -> bool:
    try:
        return httpx2.get(url, timeout=2, trust_env=False).status_code == httpx2.codes.OK
    except httpx2.TransportError:
        return False


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(ROOT))
    if done.returncode:
        raise LocalCloudError(f"{' '.join(command[:3])} failed:\n{done.stderr.strip()}")
