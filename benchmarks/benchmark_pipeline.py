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

import httpx2
import typer
from rich.console import Console
from rich.table import Table

from feedback.contracts import JobReply
from feedback.domain.job import ENDED
from tools.cli.stack import Stack
from tools.local_cloud import cloud
from tools.local_cloud.deploy import STACK
from tools.samples import write_sample

POLL_SECONDS = 0.05
WARM_UP_ROWS = 3000
TPM = 200_000
FIGURES = ("wall", "parse", "cache_lookup", "plan", "queue", "analyze", "aggregate", "total")
COUNTS = ("calls", "rate_limited", "tokens_in", "tokens_out", "cost_usd", "cache_hits", "cache_misses")


class Bench:
    """One deployed local stack and the stand-in that its functions call."""

    def __init__(self, timing: str) -> None:
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
            os.environ.pop(name, None)
        endpoints = cloud.up(lambda what: Console(stderr=True).print(f"{what} …"))
        self.stack = Stack(STACK, endpoints.aws)
        self.standin = (endpoints.standin or "").removesuffix("/v1")
        self.timing = timing

    def control(self, **settings: Any) -> None:
        httpx2.post(f"{self.standin}/control", json=settings, timeout=10).raise_for_status()

    def warm_up(self, folder: Path) -> dict[str, float]:
        """Start all workers: a large file, answered slowly enough that one worker can't take it all."""
        self.control(timing="fixed:1")
        sample = folder / "warm-up.csv"
        write_sample(sample, rows=WARM_UP_ROWS, seed=99)
        figures = self.run(sample)
        self.control(timing=self.timing)
        return figures

    def empty_cache(self) -> None:
        """Forget all comments."""
        table = self.stack.outputs["CacheTableName"]
        client = self.stack.client("dynamodb")
        keys = [
            item["pk"]
            for page in client.get_paginator("scan").paginate(TableName=table, ProjectionExpression="pk")
            for item in page["Items"]
        ]
        for start in range(0, len(keys), 25):
            deletes = [{"DeleteRequest": {"Key": {"pk": key}}} for key in keys[start : start + 25]]
            client.batch_write_item(RequestItems={table: deletes})

    def run(self, file: Path) -> dict[str, float]:
        """Drop the file, wait for its results; wall time as a user sees it, and what the job says of itself."""
        before = time.perf_counter()
        job_id = self.stack.drop(file)
        ended = {state.value for state in ENDED}
        job: JobReply | None = None
        while job is None or job.state not in ended:
            time.sleep(POLL_SECONDS)
            job = self.stack.job(job_id)
        wall = time.perf_counter() - before
        if job.state != "completed":
            raise SystemExit(f"the job ended {job.state}: {job.error}")
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
    last = bench.warm_up(folder)
    if not cold_cache:
        time.sleep(token_pause(last))
        last = bench.run(file)
    runs: list[dict[str, float]] = []
    for _ in range(iterations):
        if cold_cache:
            bench.empty_cache()
            time.sleep(token_pause(last))
        last = bench.run(file)
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
