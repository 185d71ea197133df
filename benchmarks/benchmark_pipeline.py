"""Time the deployed local stack, with the settings that a user gets, from the drop of a file in S3 to its results.

    python benchmarks/benchmark_pipeline.py [--all] [--repeats 3] [--markdown FILE]
    python benchmarks/benchmark_pipeline.py --file survey.xlsx [--cold-start] [--warm-cache] [--model-timing fixed:2.5]

Without --file it measures what README promises, on files that no run has seen before, and tells for each promise
whether it holds; the exit code is 1 where one does not. The model's speed is forgotten first, and learned from one job
that is not counted. --all adds the first job after `feedback up`, one after ten idle minutes, the same comments again,
and OPTIMIZE_FOR=time beside the least time there is. It takes about half an hour.

With --file it drops that file. --cold-start stops the cloud and starts it anew before each run.

Seconds are those that a user sees. The stand-in holds 8 requests a second and 200,000 tokens a minute; its buckets are
full at each start. All settings that the caller's environment names are left out.
"""

import itertools
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.analysis_report import medians
from benchmarks.bench import Bench
from benchmarks.contest import ENVIRONMENT, OURS, VOCABULARY, Case, run_case
from benchmarks.promises import (
    LUNA,
    SIZES,
    TIMINGS,
    Check,
    Run,
    bound_check,
    cached_checks,
    checks_of_size,
    first_job_checks,
    markdown,
)
from feedback.contracts import JobReply
from tools.local_cloud import cloud
from tools.local_cloud.deploy import SETTINGS
from tools.samples import write_sample

IDLE_SECONDS = 600
FIRST_SEED = 50_000
SAY = Console(stderr=True, highlight=False)
SEEDS = itertools.count(FIRST_SEED + int(time.time()) % 100_000)
"""Files that no run has seen before, nor an earlier benchmark."""


def main(
    everything: Annotated[bool, typer.Option("--all", help="also what takes long")] = False,
    repeats: Annotated[int, typer.Option(min=1)] = 3,
    file: Annotated[Path | None, typer.Option(exists=True, dir_okay=False)] = None,
    cold_start: Annotated[bool, typer.Option("--cold-start", help="with --file: a fresh cloud for each run")] = False,
    cold_cache: Annotated[bool, typer.Option("--cold-cache/--warm-cache", help="with --file")] = True,
    model_timing: Annotated[str, typer.Option(help="with --file")] = LUNA,
    markdown_file: Annotated[Path | None, typer.Option("--markdown", dir_okay=False)] = None,
) -> None:
    """Measure, and print each figure beside what is promised."""
    if not file and (cold_start or not cold_cache or model_timing != LUNA):
        raise typer.BadParameter("--cold-start, --warm-cache and --model-timing go with --file")
    if file and everything:
        raise typer.BadParameter("--all goes without --file")
    _only_defaults()
    with TemporaryDirectory() as folder:
        if file:
            _measure_file(file, Path(folder), repeats, model_timing, cold_start=cold_start, cold_cache=cold_cache)
            return
        checks = list(_checks(Path(folder), repeats, everything=everything))
    show(checks)
    if markdown_file:
        markdown_file.write_text(markdown(checks) + "\n")
    if not all(check.passed for check in checks):
        raise typer.Exit(1)


def _only_defaults() -> None:
    """What a user gets who sets nothing. Tokens are counted exactly where the vocabulary is installed."""
    for name in SETTINGS:
        os.environ.pop(name, None)
    if (vocabulary := ENVIRONMENT / VOCABULARY).is_dir():
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(vocabulary))


def _checks(folder: Path, repeats: int, *, everything: bool) -> Iterator[Check]:
    if everything:
        yield from first_job_checks("first job after feedback up", [_first_job(folder) for _ in range(repeats)])
        SAY.print(f"waiting {IDLE_SECONDS} s")
        time.sleep(IDLE_SECONDS)
        yield from first_job_checks("after ten idle minutes", [_unseen_job(Bench(LUNA), folder, 850)])
    bench = Bench(LUNA)
    bench.warm_up(folder)
    for timing in TIMINGS:
        bench.timing = timing
        _learn_speed(bench, folder)
        for rows in SIZES:
            yield from checks_of_size(rows, timing, [_unseen_job(bench, folder, rows) for _ in range(repeats)])
    if everything:
        yield from cached_checks(_same_comments(bench, folder, repeats))
        with _optimizing_for_time():
            yield from _bound_checks(folder, repeats)


def _learn_speed(bench: Bench, folder: Path) -> None:
    """Forget the speed of the warm-up, whose calls were not those of the model, and learn it from one job."""
    bench.forget_speed()
    _unseen_job(bench, folder, 850)


def _first_job(folder: Path) -> Run:
    """A file dropped right after `feedback up` has come back."""
    cloud.down()
    return _unseen_job(Bench(LUNA), folder, 850)


def _unseen_job(bench: Bench, folder: Path, rows: int) -> Run:
    """A new file, over an empty cache and full limits."""
    bench.start_afresh(bench.timing)
    seed = next(SEEDS)
    file = folder / f"survey-{rows}-{seed}.xlsx"
    write_sample(file, rows=rows, seed=seed)
    return _run(bench, file)


def _run(bench: Bench, file: Path) -> Run:
    job, wall = bench.finished(file)
    run = _measured(job, wall)
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in job.timings.items())
    SAY.print(f"{file.name} {bench.timing}: {run.wall:.2f} s, {run.calls} calls, {run.rate_limited} × 429; {stages}")
    return run


def _measured(job: JobReply, wall: float) -> Run:
    """A job without a ledger has lost all its rows, and one that failed early took no stage."""
    ledger = job.ledger or {}
    lost = job.progress.rows - sum(ledger.values()) + ledger.get("failed", 0)
    stages = ("start", "parse", "cache_lookup", "plan", "queue", "aggregator_start", "aggregate")
    beside = sum(job.timings.get(stage, 0.0) for stage in stages)
    return Run(wall, beside, job.usage.calls, job.usage.rate_limited, lost if job.ledger else max(1, lost))


def _same_comments(bench: Bench, folder: Path, repeats: int) -> list[Run]:
    file = folder / "again.xlsx"
    write_sample(file, rows=850, seed=next(SEEDS))
    _run(bench, file)
    return [_run(bench, file) for _ in range(repeats)]


@contextmanager
def _optimizing_for_time() -> Iterator[None]:
    """A deployment with OPTIMIZE_FOR=time, and afterwards the usual one again."""
    os.environ["OPTIMIZE_FOR"] = "time"
    try:
        yield
    finally:
        del os.environ["OPTIMIZE_FOR"]
        Bench(LUNA)


def _bound_checks(folder: Path, repeats: int) -> Iterator[Check]:
    """Different comments, so many, with the spot check on as by default."""
    bench = Bench(LUNA)
    bench.warm_up(folder)
    bench.forget_speed()
    run_case(Case(OURS, LUNA, max(SIZES), next(SEEDS)), bench, bench.standin, folder)  # it learns
    for comments in SIZES:
        runs = [run_case(Case(OURS, LUNA, comments, next(SEEDS)), bench, bench.standin, folder) for _ in range(repeats)]
        ratios = []
        for run in runs:
            SAY.print(run)
            ours, _ = medians([run])
            ratios.append(ours["ratio"])
        yield bound_check(comments, LUNA, ratios)


def _measure_file(file: Path, folder: Path, repeats: int, timing: str, *, cold_start: bool, cold_cache: bool) -> None:
    """One file, as often as asked."""
    bench = Bench(timing)
    if not cold_start:
        bench.warm_up(folder)
        _learn_speed(bench, folder)
    if not cold_cache:
        _run(bench, file)
    walls = []
    for _ in range(repeats):
        if cold_start:
            cloud.down()
            bench = Bench(timing)
        bench.start_afresh(timing, cold_cache=cold_cache)
        walls.append(_run(bench, file).wall)
    SAY.print(f"median {median(walls):.2f} s, {min(walls):.2f} to {max(walls):.2f}")


def show(checks: list[Check]) -> None:
    table = Table(title="default settings")
    for head in ("what", "measured", "all runs", "promised", ""):
        table.add_column(head, justify="left" if head == "what" else "right")
    for check in checks:
        runs = " ".join(map(check.figure, check.values))
        verdict = "[green]pass[/green]" if check.passed else "[bold red]FAIL[/bold red]"
        table.add_row(check.name, f"{check.figure(check.value)} {check.unit}", runs, check.promise, verdict)
    Console(width=160).print(table)


if __name__ == "__main__":
    typer.run(main)
