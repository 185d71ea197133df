"""Seconds and memory of writing the result files that hold every row: results.csv, results.xlsx and results.parquet.

    python benchmarks/benchmark_results.py [--rows 100000] [--iterations 3] [--json]

The rows are a sample's, 10 columns of input and those of the analysis with its pain point. Each file, and all of them
one after another, is written in a process of its own; memory is the process's peak less what it held before. Medians.
"""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from feedback.adapters.report_csv import csv_bytes
from feedback.adapters.report_parquet import parquet_bytes
from feedback.adapters.report_xlsx.workbook import workbook_bytes
from feedback.domain.models import EMOTIONS, Cell, Detail
from feedback.domain.report import analysis_columns
from tests.report_fixture import a_report
from tools.samples import make_rows

INPUT = ("id", "date", "region", "plan", "NPS", "Comment", "channel", "agent", "minutes", "score of agent")
COLUMNS = (*INPUT, *analysis_columns(Detail.FULL))
FIGURES = ("wall", "peak_mb", "held_mb", "file_mb")
AT_RISK = 8
"""One row in so many is a detractor at high churn risk."""

type Rows = Sequence[Sequence[Cell]]


def main(
    rows: Annotated[int, typer.Option(min=1)] = 100_000,
    iterations: Annotated[int, typer.Option(min=1)] = 3,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    one: Annotated[str, typer.Option(hidden=True)] = "",
) -> None:
    """Write the files, in turns."""
    if one:
        print(json.dumps(_measured(one, rows)))
        return
    runs: dict[str, list[dict[str, float]]] = {name: [] for name in (*WRITERS, "all")}
    for _ in range(iterations):
        for name, taken in runs.items():
            command = [sys.executable, __file__, "--one", name, "--rows", str(rows)]
            folder = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
            taken.append(json.loads(subprocess.run(command, check=True, capture_output=True, env=folder).stdout))
    medians = {name: {f: statistics.median(run[f] for run in taken) for f in FIGURES} for name, taken in runs.items()}
    if as_json:
        print(json.dumps(medians, indent=2))
    else:
        _show(medians)


def _workbook(rows: Rows) -> bytes:
    report = a_report(rows=len(rows), detail="full")
    report["at_risk"]["total"] = len(rows) // AT_RISK
    risky = (_risky(row) for row in rows[::AT_RISK])
    return workbook_bytes(report, COLUMNS, rows, risky)


def _risky(row: Sequence[Cell]) -> dict[str, Any]:
    named = dict(zip(COLUMNS, row, strict=True))
    told = {"id": named["id"], "comment": named["Comment"], "rating": named["NPS"], "themes": ["price"]}
    return {**told, **{key: named[key] for key in ("row", "churn_risk", "sentiment")}}


WRITERS: dict[str, Callable[[Rows], bytes]] = {
    "results.csv": lambda rows: csv_bytes(COLUMNS, rows),
    "results.xlsx": _workbook,
    "results.parquet": lambda rows: parquet_bytes(COLUMNS, rows),
}


def _rows(count: int) -> list[list[Cell]]:
    """A sample's rows; the analyses are made up."""
    return [
        [
            *(row.customer_id, row.date, row.region, row.plan, row.rating, row.comment),
            *("web", f"agent {n % 50}", n / 7, n % 9),
            *(n, "analyzed", None, ("promoter", "passive", "detractor")[n % 3], n % 9 / 4 - 1),
            *(round((n + at) % 10 / 9, 3) for at in range(len(EMOTIONS))),
            *(round(n % 10 / 9, 3), "price:negative; staff:positive", "es", row.comment[:40]),
        ]
        for n, row in enumerate(make_rows(count, seed=1), start=1)
    ]


def _measured(name: str, count: int) -> dict[str, float]:
    rows = _rows(count)
    held, start = _status("VmRSS"), time.perf_counter()
    written = [write(rows) for file, write in WRITERS.items() if name in (file, "all")]
    wall = time.perf_counter() - start
    size = sum(map(len, written)) / 2**20
    return {"wall": wall, "peak_mb": _status("VmHWM") - held, "held_mb": held, "file_mb": size}


def _status(field: str) -> float:
    """Megabytes of this process that the kernel counts under that name."""
    status = Path("/proc/self/status").read_text()
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(field)) / 1024


def _show(medians: Mapping[str, Mapping[str, float]]) -> None:
    table = Table("file", "seconds", "MB to write it", "MB of the rows", "MB of the file")
    for name, figures in medians.items():
        digits = ("2f", "0f", "0f", "1f")
        table.add_row(name, *(f"{figures[f]:.{form}}" for f, form in zip(FIGURES, digits, strict=True)))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
