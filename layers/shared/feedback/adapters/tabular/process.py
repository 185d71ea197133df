"""Reading a survey file in a child process with limits on memory and time."""

import datetime
import gc
import io
import json
import logging
import os
import pickle
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from typing import Any

from feedback.adapters.tabular.child import MEMORY_EXCEEDED, ReadTask
from feedback.domain.columns import ChosenColumn, Columns, ParserMode
from feedback.domain.errors import InputError
from feedback.domain.models import CellError, Percent, Table
from feedback.domain.options import Options
from feedback.domain.rating_scale import RatingScale
from feedback.domain.ratings import Ratings, Unrated, UnratedExample
from feedback.domain.reading import Reading

MEMORY = 900 * 2**20
CPU_SECONDS = 9
WALL_SECONDS = 40
"""Far more than CPU_SECONDS: a busy machine is not the file's fault."""

_LOG = logging.getLogger(__name__)
# -I and -S: nothing but the modules given here is found, and no site code runs.
_START = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); from feedback.adapters.tabular.child import main; main()"
)
_OUT_OF_MEMORY = b"memory allocation of"  # Rust's words before it aborts
_SAVE = (
    "Open it in a spreadsheet program, keep only the sheet with the answers, save it as .xlsx or .csv, and try again."
)


@dataclass(frozen=True, slots=True)
class ChildReader:
    """A SurveyReader that reads each file in a process of its own. memory in bytes."""

    mode: ParserMode
    max_rows: int
    memory: int = MEMORY
    cpu_seconds: int = CPU_SECONDS
    wall_seconds: int = WALL_SECONDS

    def __call__(self, data: bytes, name: str, options: Options) -> Reading:
        """Raises InputError; beside those of read_survey_file: too_much_memory, too_slow, unreadable_file."""
        task = ReadTask(name, options.dumps(), self.mode.value, self.max_rows, self.memory, self.cpu_seconds)
        command = [sys.executable, "-I", "-S", "-c", _START, json.dumps(sys.path)]
        given = json.dumps(asdict(task)).encode() + b"\n" + data
        # The child gets no credentials; the interpreter's own libraries may need their path.
        environment = {key: os.environ[key] for key in ("LD_LIBRARY_PATH",) if key in os.environ}
        try:
            done = subprocess.run(  # noqa: S603 - our own interpreter and code
                command, input=given, capture_output=True, env=environment, timeout=self.wall_seconds, check=False
            )
        except subprocess.TimeoutExpired:
            raise _too_slow(name) from None
        if done.returncode == 0:
            return _reading(done.stdout, name)
        raise self._death(done.returncode, done.stderr, name)

    def _death(self, status: int, said: bytes, name: str) -> InputError:
        if status in (-signal.SIGXCPU, -signal.SIGKILL):
            return _too_slow(name)
        if _OUT_OF_MEMORY in said:
            return _too_much_memory(name)
        # What our own code says of itself holds no cell; anything else might.
        _LOG.error(
            "the reader ended with status %d: %s",
            status,
            said[:200].decode("ascii", "replace") if status == 1 else "no word",
        )
        return InputError("unreadable_file", f"{name} can't be read: it is damaged, or of an unusual make. {_SAVE}")


# Not by module: a name with dots would lead from a module to all that it imports.
_PARTS = {
    (part.__module__, part.__qualname__): part
    for part in (
        *(Reading, Table, Columns, ChosenColumn, RatingScale, Ratings, Unrated, UnratedExample, Percent, CellError),
        *(datetime.date, datetime.time, datetime.datetime),
    )
}


class _Unpickler(pickle.Unpickler):
    """Takes what the child may answer, and nothing else: the child has read a file from strangers."""

    def find_class(self, module: str, name: str) -> Any:
        try:
            return _PARTS[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a reading") from None


def _reading(answer: bytes, name: str) -> Reading:
    gc.disable()  # a million new cells are no reason to look for cycles
    try:
        found = _Unpickler(io.BytesIO(answer)).load()
    finally:
        gc.enable()
    match found:
        case Reading():
            return found
        case (code, message) if (code, message) == MEMORY_EXCEEDED:
            raise _too_much_memory(name)
        case (str(code), str(message)):
            raise InputError(code, message)
    raise pickle.UnpicklingError("the reader's answer is neither a reading nor an error")


def _too_slow(name: str) -> InputError:
    return InputError("too_slow", f"{name} takes too long to read. {_SAVE}")


def _too_much_memory(name: str) -> InputError:
    return InputError("too_much_memory", f"{name} needs more memory to be read than a survey file may. {_SAVE}")
