"""Time and memory of the numbers that are made of ratings and analyses together, at their worst case.

    python benchmarks/benchmark_impact.py [--rows 100000] [--themes 80] [--iterations 3] [--json]

Every row mentions a random set of up to three themes, so that nearly every row is a pattern of its own; 1 % failed.
All is measured in a process of its own, in turn: seconds, processor seconds, and the most memory that the step took
beyond what the process held before it. Beside impacts, the same intervals from resamples of the distinct patterns of
rows. Medians of the iterations.
"""

import datetime
import json
import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from rich.console import Console
from rich.table import Table

from feedback.domain.codebook import Codebook, Theme
from feedback.domain.columns import Columns
from feedback.domain.insights.at_risk import at_risk
from feedback.domain.insights.frame import Frame
from feedback.domain.insights.impact import RESAMPLES, SEED, impacts
from feedback.domain.insights.moods import moods
from feedback.domain.insights.primary import primary_themes
from feedback.domain.insights.quotes import quotes
from feedback.domain.insights.scale_check import scale_check
from feedback.domain.insights.theme_segments import theme_segment_table
from feedback.domain.insights.themes import theme_table
from feedback.domain.ledger import LedgerRow
from feedback.domain.models import Analysis, Cell, LedgerState, Polarity, ThemeMention
from feedback.domain.models import Table as Cells
from feedback.domain.nps import NpsMethod
from feedback.domain.survey import Survey

FIGURES = ("wall", "cpu", "added_mb", "process_mb")
COLUMNS = ("id", "date", "region", "plan", "NPS", "Comment")
WORDS = ("the", "delivery", "was", "late", "again", "but", "support", "solved", "it", "quickly", "price", "app", "slow")
CHUNK = 50


def main(
    rows: Annotated[int, typer.Option(min=1)] = 100_000,
    themes: Annotated[int, typer.Option(min=3, max=80)] = 80,
    iterations: Annotated[int, typer.Option(min=1)] = 3,
    as_json: Annotated[bool, typer.Option("--json")] = False,
    one: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Make the rows, and measure every step."""
    if one:
        print(json.dumps(_measured(rows, themes)))
        return
    command = [sys.executable, __file__, "--one", "--rows", str(rows), "--themes", str(themes)]
    runs: list[dict[str, dict[str, float]]] = [
        json.loads(subprocess.run(command, check=True, capture_output=True).stdout) for _ in range(iterations)
    ]
    medians = {
        step: {figure: statistics.median(run[step][figure] for run in runs) for figure in FIGURES} for step in runs[0]
    }
    if as_json:
        print(json.dumps(medians, indent=2))
    else:
        _show(medians, f"{rows:,} rows, {themes} themes, {RESAMPLES:,} resamples")


def _measured(rows: int, themes: int) -> dict[str, dict[str, float]]:
    codebook = Codebook(tuple(Theme(f"theme_{n:02d}", f"Theme {n}", f"Tema {n}") for n in range(themes)))
    survey, ledger = _survey(rows, codebook)
    frame = Frame.of(survey, ledger, codebook)
    method, weight = NpsMethod.SHIFTED, 0.5
    known = impacts(frame)
    steps: dict[str, Callable[[], object]] = {
        "impacts": lambda: impacts(frame),
        "impacts by patterns of rows": lambda: _by_patterns(frame),
        "frame": lambda: Frame.of(survey, ledger, codebook),
        "themes": lambda: theme_table(frame, codebook, method, weight, known=known),
        "themes by segment": lambda: theme_segment_table(frame, survey, codebook, method, weight),
        "quotes": lambda: quotes(frame, survey, codebook),
        "moods": lambda: moods(frame),
        "at risk": lambda: at_risk(frame, survey, ledger),
        "scale check": lambda: scale_check(frame, survey, method, weight),
        "primary themes": lambda: primary_themes(frame, codebook),
        "all of the report's": lambda: _all(survey, ledger, codebook),
    }
    return {name: _step(run) for name, run in steps.items()}


def _all(survey: Survey, ledger: list[LedgerRow], codebook: Codebook) -> list[object]:
    frame = Frame.of(survey, ledger, codebook)
    method, weight = NpsMethod.SHIFTED, 0.5
    return [
        theme_table(frame, codebook, method, weight),
        theme_segment_table(frame, survey, codebook, method, weight),
        quotes(frame, survey, codebook),
        moods(frame),
        at_risk(frame, survey, ledger, None),
        scale_check(frame, survey, method, weight),
        primary_themes(frame, codebook),
    ]


def _by_patterns(frame: Frame) -> tuple[Any, Any]:
    """The textbook way: a resample draws how often each distinct row comes, and all themes are counted in it."""
    known = np.flatnonzero(frame.rated & ~frame.failed)
    mentions = frame.mentions[known] > 0
    coded = np.column_stack(
        [frame.values[known].astype(np.int8).view(np.uint8)[:, None], np.packbits(mentions, axis=1)]
    )
    _, first, counts = np.unique(coded, axis=0, return_index=True, return_counts=True)
    values, sets = frame.values[known][first].astype(np.float32), mentions[first].astype(np.float32)
    rng, n = np.random.default_rng(SEED), len(known)
    found = []
    for _ in range(0, RESAMPLES, CHUNK):
        drawn = rng.multinomial(n, counts / n, size=CHUNK).astype(np.float32)
        total, here, sums = drawn @ values, drawn @ sets, (drawn * values) @ sets
        found.append(100 * (total[:, None] / n - (total[:, None] - sums) / (n - here)))
    low, high = np.percentile(np.concatenate(found), [2.5, 97.5], axis=0)
    return low, high


def _survey(rows: int, codebook: Codebook) -> tuple[Survey, list[LedgerRow]]:
    rng = random.Random(1)  # noqa: S311 - not a secret
    cells: list[list[Cell]] = []
    ratings: list[int | None] = []
    ledger: list[LedgerRow] = []
    start, steps = datetime.date(2026, 1, 1), [round(n / 9, 3) for n in range(10)]
    keys, polarities = [theme.key for theme in codebook.themes], list(Polarity)
    for n in range(rows):
        comment = f"{' '.join(rng.choices(WORDS, k=12))} {n}"
        day = start + datetime.timedelta(days=n % 365)
        ratings.append(rng.randrange(11))
        cells.append([f"C-{n}", day, f"region {n % 30}", f"plan {n % 5}", ratings[-1], comment])
        ledger.append(_row(rng, keys, polarities, steps))
    chosen = Columns(4, (5,), id=0, date=1, segments=(2, 3))
    return Survey(Cells(COLUMNS, cells), chosen, ratings, list(range(rows))), ledger


def _row(rng: random.Random, keys: list[str], polarities: list[Polarity], steps: list[float]) -> LedgerRow:
    if rng.random() < 0.01:
        return LedgerRow(LedgerState.FAILED, failure_reason="refused")
    themes = tuple(ThemeMention(key, rng.choice(polarities)) for key in rng.sample(keys, rng.randrange(4)))
    scores = tuple(rng.choices(steps, k=8))
    analysis = Analysis(rng.randrange(-4, 5) / 4, scores[:7], scores[7], themes, "en")
    return LedgerRow(LedgerState.ANALYZED, analysis)


def _step(run: Callable[[], object]) -> dict[str, float]:
    # 5 makes the kernel begin VmHWM, the most memory held, anew.
    Path("/proc/self/clear_refs").write_text("5")
    before, wall, cpu = _status("VmRSS"), time.perf_counter(), time.process_time()
    result = run()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    most = _status("VmHWM")
    del result
    return {"wall": wall, "cpu": cpu, "added_mb": max(0.0, most - before), "process_mb": most}


def _status(name: str) -> float:
    """A figure of this process, in MB."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{name}:")) / 1024


def _show(medians: dict[str, dict[str, float]], title: str) -> None:
    table = Table("step", "seconds", "CPU s", "added MB", "process MB", title=title)
    for name, figures in medians.items():
        table.add_row(name, *(f"{figures[f]:.0f}" if f.endswith("mb") else f"{figures[f]:.3f}" for f in FIGURES))
    Console().print(table)


if __name__ == "__main__":
    typer.run(main)
