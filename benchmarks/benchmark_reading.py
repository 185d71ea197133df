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
import xlsxwriter
from rich.console import Console
from rich.table import Table

from feedback.adapters.report_xlsx.table import xlsx_bytes
from feedback.adapters.tabular.process import ChildReader
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
    names = ("survey.xlsx", "inline-strings.xlsx", "survey.csv", "survey.csv.gz", "survey.jsonl", "openpyxl.xlsx")
    paths = {name: folder / name for name in names}
    _write_shared(paths["survey.xlsx"], made)
    paths["openpyxl.xlsx"].write_bytes(paths["survey.xlsx"].read_bytes())
    paths["inline-strings.xlsx"].write_bytes(xlsx_bytes(COLUMNS, made))
    with paths["survey.csv"].open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([COLUMNS, *made])
    paths["survey.csv.gz"].write_bytes(gzip.compress(paths["survey.csv"].read_bytes()))
    with paths["survey.jsonl"].open("w", encoding="utf-8") as file:
        file.writelines(f"{json.dumps(dict(zip(COLUMNS, row, strict=True)), default=str)}\n" for row in made)
    return list(paths.values())


def _write_shared(path: Path, rows: list[list[Cell]]) -> None:
    """As Excel writes workbooks: texts in a table of their own. Our own large results have them in the cells."""
    with xlsxwriter.Workbook(path, {"default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("Answers")
        for number, row in enumerate([COLUMNS, *rows]):
            sheet.write_row(number, 0, row)


def _measured(file: Path) -> dict[str, Any]:
    data = file.read_bytes()
    read: Callable[[], object] = lambda: ChildReader(ParserMode.FLEXIBLE, 200_000)(data, file.name, Options())  # noqa: E731
    if file.name.startswith("openpyxl"):
        read = lambda: list(openpyxl.load_workbook(file, read_only=True, data_only=True).active.values)  # type: ignore[union-attr] # noqa: E731
    before, start = _cpu(), time.perf_counter()
    read()
    wall = time.perf_counter() - start
    # The kernel keeps ru_maxrss of the process that started this one; VmHWM begins anew.
    status = Path("/proc/self/status").read_text()
    own = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM"))
    return {
        "cpu": _cpu() - before,
        "wall": wall,
        "child_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024,
        "parent_mb": own / 1024,
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
