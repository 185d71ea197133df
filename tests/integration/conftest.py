"""A deployed stack for the session: its own ministack and stand-in on free ports, stopped by process id at the end."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest

from feedback_cli.stack import Stack
from tests.integration.forward_proxy import ForwardProxy, forward_proxy

ROOT = Path(__file__).resolve().parents[2]
FEEDBACK = Path(sys.executable).parent / "feedback"


@dataclass(frozen=True)
class LocalStack:
    """The running local cloud. environment makes `feedback` and any AWS client speak to it."""

    environment: dict[str, str]
    state_dir: Path
    stack: Stack
    standin_url: str
    proxy: ForwardProxy | None
    """What it was started behind; None where this machine itself needs a proxy."""

    def feedback(self, *arguments: str, settings: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(FEEDBACK), *arguments],
            env=self.environment | {"COLUMNS": "160"} | (settings or {}),
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    def standin(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        return httpx2.request(method, f"{self.standin_url}{path}", json=body, timeout=10).raise_for_status().json()

    def stats(self) -> Any:
        return self.standin("GET", "/stats")


def state(directory: Path) -> Any:
    return json.loads((directory / "state.json").read_text())


@pytest.fixture(scope="session")
def proxy() -> Iterator[ForwardProxy | None]:
    if any(name.lower().endswith("_proxy") and value for name, value in os.environ.items()):
        yield None
        return
    with forward_proxy() as proxy:
        yield proxy


@pytest.fixture(scope="session")
def running_stack(tmp_path_factory: pytest.TempPathFactory, proxy: ForwardProxy | None) -> Iterator[LocalStack]:
    """Started as on a company's laptop: behind a proxy, and with an AWS profile that is not there."""
    directory = tmp_path_factory.mktemp("local-cloud")
    hidden = ("AWS_", "OPENAI_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    environment |= {"FEEDBACK_LOCAL_DIR": str(directory), "AI_MODEL": "gpt-6-luna"}
    company = {"AWS_PROFILE": "nobody", **(proxy.environment if proxy else {})}
    started = subprocess.run(
        [str(FEEDBACK), "up"], env=environment | company, cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert started.returncode == 0, started.stdout + started.stderr
    known = state(directory)
    endpoint = f"http://127.0.0.1:{known['ministack']['port']}"
    try:
        yield LocalStack(
            environment,
            directory,
            Stack("feedback", endpoint),
            f"http://127.0.0.1:{known['standin']['port']}",
            proxy,
        )
    finally:
        subprocess.run([str(FEEDBACK), "down"], env=environment, cwd=ROOT, capture_output=True, check=True)


@pytest.fixture
def stack(running_stack: LocalStack) -> Iterator[LocalStack]:
    """The stack with a stand-in that answers at once, without faults and with fresh counts."""
    running_stack.standin("DELETE", "/control")
    running_stack.standin("POST", "/control", {"timing": "none"})
    running_stack.standin("POST", "/stats/reset")
    yield running_stack
    running_stack.standin("DELETE", "/control")
