"""Processor time and memory of reading survey files, in the child process that the parser function uses.

    python benchmarks/benchmark_reading.py [--rows 100000] [--iterations 3] [--json]

Each file is read in a process of its own, which reports what it and the reader's child took; openpyxl reads the same
workbook beside them, for comparison. Medians of the iterations.
"""

import csv
import gzip
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import openpyxl
import typer
from rich.console import Console
from rich.table import Table

from feedback.adapters.table_process import ChildReader
from feedback.adapters.table_writer import xlsx_bytes
from feedback.domain.columns import ParserMode
from feedback.domain.models import Cell
from feedback.domain.options import Options
from tools.samples import make_rows

COLUMNS = ("id", "date", "region", "plan", "NPS", "Comment", "channel", "agent", "minutes", "score of agent")
FIGURES = ("cpu", "wall", "child_mb", "parent_mb")


def main(
    rows: Annotated[int, typer.Option(min=1)] = 100_000,
    iterations: Annotated[int, typer.Option(min=1)] = 3,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    one: Annotated[str, typer.Option(hidden=True)] = "",
) -> None:
    """Make the files, and time them in turns."""
    if one:
        print(json.dumps(_measured(Path(one))))
        return
    with TemporaryDirectory() as folder:
        files = _files(Path(folder), rows)
        runs: dict[str, list[dict[str, float]]] = {file.name: [] for file in files}
        for _ in range(iterations):
            for file in files:
                command = [sys.executable, __file__, "--one", str(file)]
                runs[file.name].append(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))
    medians = {name: {f: statistics.median(run[f] for run in taken) for f in FIGURES} for name, taken in runs.items()}
    if as_json:
        print(json.dumps(medians, indent=2))
    else:
        _show(medians)


def _files(folder: Path, rows: int) -> list[Path]:
    made: list[list[Cell]] = [
        [
            row.customer_id,
            row.date,
            row.region,
            row.plan,
            row.rating,
            row.comment,
            "web",
            f"agent {n % 50}",
            n / 7,
            n % 9,
        ]
        for n, row in enumerate(make_rows(rows, seed=1))
    ]
    paths = [folder / name for name in ("survey.xlsx", "survey.csv", "survey.csv.gz", "survey.jsonl", "openpyxl.xlsx")]
    paths[0].write_bytes(xlsx_bytes(COLUMNS, made))
    with paths[1].open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *made])
    paths[2].write_bytes(gzip.compress(paths[1].read_bytes()))
    with paths[3].open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(dict(zip(COLUMNS, row, strict=True)), default=str)}\n" for row in made)
    paths[4].write_bytes(paths[0].read_bytes())
    return paths


def _measured(file: Path) -> dict[str, Any]:
    data = file.read_bytes()
    read: Callable[[], object] = lambda: ChildReader(ParserMode.FLEXIBLE, 200_000)(data, file.name, Options())  # noqa: E731
    if file.name.startswith("openpyxl"):
        read = lambda: list(openpyxl.load_workbook(file, read_only=True, data_only=True).active.values)  # type: ignore[union-attr] # noqa: E731
    before, start = _cpu(), time.perf_counter()
    read()
    wall = time.perf_counter() - start
    peak = {who: resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)}
    return {
        "cpu": _cpu() - before,
        "wall": wall,
        "child_mb": peak[resource.RUSAGE_CHILDREN],
        "parent_mb": peak[resource.RUSAGE_SELF],
    }


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _show(medians: dict[str, dict[str, float]]) -> None:
    table = Table("file", "CPU s", "seconds", "child MB", "parent MB")
    for name, figures in medians.items():
        table.add_row(name, *(f"{figures[f]:.2f}" if f in ("cpu", "wall") else f"{figures[f]:.0f}" for f in FIGURES))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
