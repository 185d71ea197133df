"""The child process that reads one survey file: it may run out of memory or time, or die, without harm.

It gets a line of JSON (ReadTask) and then the file on its standard input, and answers on its standard output with a
pickle: a Reading, or the code and message of an InputError. It is given no credentials and no environment.
"""

import gc
import io
import json
import pickle
import resource
import sys
import traceback
from dataclasses import dataclass

MEMORY_EXCEEDED = ("too_much_memory", "")
"""The answer where reading took more memory than the process may have; the parent knows the sentence."""


@dataclass(frozen=True, slots=True)
class ReadTask:
    """What to read, within which limits. options as Options.dumps; memory in bytes; cpu_seconds of processor time."""

    name: str
    options: str
    mode: str
    max_rows: int
    memory: int
    cpu_seconds: int


def main() -> None:
    gc.disable()  # the process ends soon; looking for cycles among a million cells is a tenth of its time
    task = ReadTask(**json.loads(sys.stdin.buffer.readline()))
    resource.setrlimit(resource.RLIMIT_AS, (task.memory, task.memory))
    resource.setrlimit(resource.RLIMIT_CPU, (task.cpu_seconds, task.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer = _answer(task)
    except MemoryError:
        answer = pickle.dumps(MEMORY_EXCEEDED)
    except BaseException as error:  # noqa: BLE001 - Rust panics are none of Exception; the process ends here
        # The parent is told where, and never a cell's text, which a message could hold.
        place = traceback.extract_tb(error.__traceback__)[-1]
        sys.stderr.write(f"{type(error).__name__} at {place.filename.rsplit('/', 1)[-1]}:{place.lineno}")
        raise SystemExit(1) from None
    sys.stdout.buffer.write(answer)
    sys.stdout.flush()


def _answer(task: ReadTask) -> bytes:
    # Imported under the limits: a reader that needs much of its own counts, too.
    from feedback.adapters.tabular.reader import read_survey_file
    from feedback.domain.columns import ParserMode
    from feedback.domain.errors import InputError
    from feedback.domain.options import Options

    data = sys.stdin.buffer.read()
    options, mode = Options.loads(task.options), ParserMode(task.mode)
    try:
        reading = read_survey_file(data, task.name, options, mode=mode, max_rows=task.max_rows)
    except InputError as error:
        return pickle.dumps((error.code, str(error)))
    answer = io.BytesIO()
    pickler = pickle.Pickler(answer, protocol=5)
    pickler.fast = True  # a reading refers to nothing twice
    pickler.dump(reading)
    return answer.getvalue()
