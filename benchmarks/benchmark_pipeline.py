"""Time the deployed local stack from the drop of a file in S3 to its results.

    python benchmarks/benchmark_pipeline.py --file survey.xlsx --iterations 5 [--warm-cache]
        [--model-timing fixed:2.5|tokens:0.74:130] [--json]

Starts the local cloud if it is down. Workers are warmed by a file that is not counted. --cold-cache (the default)
empties the comment cache before each run; --warm-cache drops the same comments again. The stand-in enforces 8 requests
a second and 200,000 tokens a minute, so between cold runs the benchmark waits until its token bucket is full again.
"""

import json
import os
import statistics
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.bench import Bench
from benchmarks.standin_control import TPM
from feedback.contracts import JobReply

FIGURES = ("wall", "parse", "cache_lookup", "plan", "queue", "analyze", "aggregate", "total")
COUNTS = ("calls", "rate_limited", "tokens_in", "tokens_out", "cost_usd", "cache_hits", "cache_misses")


def measured(job: JobReply, wall: float) -> dict[str, float]:
    """Wall time, and what the job says of itself."""
    usage = job.usage.model_dump()
    return {"wall": wall, **job.timings, **{name: usage[name] for name in COUNTS}}


def token_pause(run: dict[str, float]) -> float:
    """Seconds until the tokens of a run have flowed back into a bucket of a minute's worth."""
    return (run["tokens_in"] + run["tokens_out"]) * 60 / TPM


def medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: statistics.median(run.get(name, 0) for run in runs) for name in (*FIGURES, *COUNTS)}


def main(
    file: Annotated[Path, typer.Option(exists=True, dir_okay=False)],
    iterations: Annotated[int, typer.Option(min=1)] = 5,
    cold_cache: Annotated[bool, typer.Option("--cold-cache/--warm-cache")] = True,
    model_timing: Annotated[str, typer.Option()] = "fixed:2.5",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Drop FILE so many times, and print each run and the median."""
    bench = Bench(model_timing)
    folder = Path(os.environ.get("TMPDIR", "/tmp"))  # noqa: S108 - a scratch file
    last = measured(bench.warm_up(folder), 0)
    if not cold_cache:
        time.sleep(token_pause(last))
        last = measured(*bench.run(file))
    runs: list[dict[str, float]] = []
    for _ in range(iterations):
        if cold_cache:
            bench.empty_cache()
            time.sleep(token_pause(last))
        last = measured(*bench.run(file))
        runs.append(last)
    report = {"file": file.name, "model_timing": model_timing, "cold_cache": cold_cache, "runs": runs}
    report["median"] = medians(runs)
    if as_json:
        print(json.dumps(report, indent=2))
    else:
        show(report)


def show(report: dict[str, Any]) -> None:
    cache = "cold" if report["cold_cache"] else "warm"
    table = Table(
        title=f"{report['file']}, {cache} cache, model timing {report['model_timing']}, warm workers; seconds"
    )
    table.add_column("")
    for name in (*FIGURES, *COUNTS):
        table.add_column(name, justify="right")
    for label, run in [*((str(n), run) for n, run in enumerate(report["runs"], 1)), ("median", report["median"])]:
        cells = [f"{run.get(name, 0):.2f}" for name in FIGURES] + [f"{run[name]:g}" for name in COUNTS]
        table.add_row(label, *cells, style="bold" if label == "median" else "")
    Console(width=200).print(table)


if __name__ == "__main__":
    typer.run(main)
