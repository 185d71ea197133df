"""What is running, kept between commands in one small file."""

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel

from tools.local_cloud.paths import LOCAL, STATE


class Process(BaseModel):
    """A server of ours. started is the kernel's start time of the pid, so that a reused pid is not taken for it."""

    pid: int
    port: int
    started: str


class State(BaseModel):
    ministack: Process | None = None
    standin: Process | None = None
    deployed: str = ""
    """Fingerprint of what was last deployed to the running ministack."""
    warmed: str = ""
    """The same of the deployment whose workers were last started."""
    temporary: str = ""
    """The running ministack's folder for temporary files, where that is not under LOCAL."""


def load_state() -> State:
    try:
        return State.model_validate_json(STATE.read_text())
    except FileNotFoundError:
        return State()


def save_state(state: State) -> None:
    LOCAL.mkdir(parents=True, exist_ok=True)
    draft = STATE.with_suffix(".new")
    draft.write_text(json.dumps(state.model_dump(), indent=2))
    draft.replace(STATE)


@contextmanager
def only_one() -> Iterator[None]:
    """One command changes the local cloud at a time; a second one waits."""
    LOCAL.mkdir(parents=True, exist_ok=True)
    with (LOCAL / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
