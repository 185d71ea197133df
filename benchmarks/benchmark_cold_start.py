"""What a new worker of each function costs: files and megabytes to unzip, and processor time to import.

    python benchmarks/benchmark_cold_start.py [--build .local/build] [--iterations 5] [--json]

Measures the artefacts of `sam build` (`feedback up` leaves them in .local/build), each in fresh processes of this
Python that find nothing else; medians, processor seconds. init is all that Lambda does before the first event: imports,
clients, and what app.py makes ready. unzip is done as the embedded cloud does it, function and layer, by one process,
but into memory where there is /dev/shm: on a busy disk the same takes three to ten times as long.
Then it computes, and does not measure, how long a survey of 850 rows takes in AWS with every worker cold.
"""

import io
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

LAYER = "SharedLayer"
FUNCTIONS = ("Parser", "Analyzer", "Aggregator", "DeadLetter", "Sweeper", "Api")
INIT = """
import sys, time
sys.path[:0] = sys.argv[1:]
begun = time.process_time()
import app
print(time.process_time() - begun)
"""
MEMORY = Path("/dev/shm")  # noqa: S108 - a folder of its own is made there
PACKAGES = 6
"""So many packages are named, those whose modules take longest to import."""

_NAMES = ("JOBS_TABLE", "CACHE_TABLE", "UPLOAD_BUCKET", "DATA_BUCKET", "BATCH_QUEUE_URL", "COMPLETION_QUEUE_URL")
ENVIRONMENT = {
    **dict.fromkeys(_NAMES, "https://nowhere"),
    **dict.fromkeys(("OPENAI_API_KEY", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "none"),
    "AWS_REGION": "us-east-1",
    "AWS_DEFAULT_REGION": "us-east-1",
    "POWERTOOLS_METRICS_NAMESPACE": "Feedback",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """files and megabytes with the layer's; times in processor seconds; packages: milliseconds of importing each."""

    files: int
    megabytes: float
    unzip: float
    init: float
    packages: dict[str, int]


@dataclass(frozen=True, slots=True)
class Assumed:
    """What can't be measured here, in seconds. slower: a Lambda vCPU beside a core of this machine."""

    slower: float = 1.5
    event: float = 0.3
    """From the drop to Lambda's having the event."""
    environment: float = 0.25
    """Lambda's making of a new worker and fetching of its package."""
    message: float = 0.05
    """From sending a message to a worker's having it."""
    parsing: float = 0.45
    """Reading 850 rows, the cache, the plan: measured on the local cloud, here."""
    calls: float = 3.5
    """The model's calls for 850 comments, at 0.74 s and 130 tokens a second."""
    aggregating: float = 0.35
    """Measured on the local cloud, here."""


def aws_timeline(init: Mapping[str, float], assumed: Assumed, *, woken: bool = True) -> dict[str, float]:
    """Seconds after the drop at which each step has ended, every worker being cold.

    woken: the analyzers when the parser begins, and the aggregator when the first batches are sent; so a job waits for
    what is left of their start by then. Else each starts when it has work. The key is fetched while the SDK makes its
    types.
    """
    started = {name: assumed.environment + seconds * assumed.slower for name, seconds in init.items()}
    parser = assumed.event + started["Parser"]
    parsed = parser + assumed.parsing * assumed.slower
    analyzers = max(parsed, (parser if woken else parsed) + assumed.message + started["Analyzer"])
    answered = analyzers + assumed.message + assumed.calls
    aggregator = max(answered, (parsed if woken else answered) + assumed.message + started["Aggregator"])
    results = aggregator + assumed.message + assumed.aggregating * assumed.slower
    return {
        "parser has started": parser,
        "first batches sent": parsed,
        "analyzers have started": analyzers,
        "last answer": answered,
        "aggregator has started": aggregator,
        "results": results,
    }


def main(
    build: Annotated[Path, typer.Option(exists=True, file_okay=False)] = Path(".local/build"),
    iterations: Annotated[int, typer.Option(min=1)] = 5,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Measure each function's package in turn."""
    found = {name: measured(build.resolve(), name, iterations) for name in FUNCTIONS}
    inits = {name: figures.init for name, figures in found.items()}
    timelines = {which: aws_timeline(inits, Assumed(), woken=which == "woken") for which in ("woken", "not woken")}
    if as_json:
        report = {"functions": {name: asdict(figures) for name, figures in found.items()}, "aws": timelines}
        print(json.dumps(report | {"assumed": asdict(Assumed())}, indent=2))
    else:
        show(found, timelines)


def measured(build: Path, name: str, iterations: int) -> Figures:
    folders = [build / f"{name}Function", build / LAYER]
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    path = [str(folders[0]), str(folders[1] / "python")]
    inits = [float(_run(["-c", INIT, *path]).stdout) for _ in range(iterations)]
    return Figures(
        files=len(files),
        megabytes=sum(file.stat().st_size for file in files) / 1e6,
        unzip=_unzip(folders, iterations),
        init=statistics.median(inits),
        packages=_packages(_run(["-X", "importtime", "-c", INIT, *path]).stderr),
    )


def _run(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-I", "-S", "-B", *arguments]
    return subprocess.run(command, env=ENVIRONMENT, check=True, capture_output=True, text=True)


def _unzip(folders: list[Path], iterations: int) -> float:
    packed = [_zipped(folder) for folder in folders]
    taken = []
    for _ in range(iterations):
        with tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None) as target:
            begun = time.process_time()
            for number, data in enumerate(packed):
                with zipfile.ZipFile(io.BytesIO(data)) as archive:
                    archive.extractall(Path(target) / str(number))
            taken.append(time.process_time() - begun)
    return statistics.median(taken)


def _zipped(folder: Path) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for file in sorted(folder.rglob("*")):
            archive.write(file, file.relative_to(folder))
    return buffer.getvalue()


def _packages(trace: str) -> dict[str, int]:
    """Milliseconds that the modules of each package take by themselves; -X importtime makes all somewhat slower."""
    times: Counter[str] = Counter()
    for microseconds, module in re.findall(r"import time:\s+(\d+) \|\s+\d+ \|\s+(\S+)", trace):
        package = module.split(".")[0]
        times["(standard library)" if package in sys.stdlib_module_names else package] += int(microseconds)
    return {package: round(time / 1000) for package, time in times.most_common(PACKAGES)}


def show(found: Mapping[str, Figures], timelines: Mapping[str, Mapping[str, float]]) -> None:
    table = Table("function", "files", "MB", "unzip, s", "init, s", "of it importing, ms", title="A new worker")
    for name, figures in found.items():
        named = ", ".join(f"{package} {time}" for package, time in figures.packages.items())
        numbers = (f"{figures.files:,}", f"{figures.megabytes:.1f}", f"{figures.unzip:.2f}", f"{figures.init:.2f}")
        table.add_row(name, *numbers, named)
    paper = Table("computed for AWS, 850 rows, all cold; s after the drop", *timelines)
    for step in timelines["woken"]:
        paper.add_row(step, *(f"{timeline[step]:.1f}" for timeline in timelines.values()))
    console = Console(width=int(os.environ.get("COLUMNS", "160")))
    console.print(table, paper, _told(asdict(Assumed())))


def _told(assumed: Mapping[str, Any]) -> str:
    return "assumed: " + ", ".join(f"{name} {value:g}" for name, value in assumed.items())


if __name__ == "__main__":
    typer.run(main)
