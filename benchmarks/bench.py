"""One deployed local stack, warmed and emptied for the benchmarks."""

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from rich.console import Console

from benchmarks.standin_control import StandInControl
from feedback.contracts import JobReply
from feedback.domain.job import ENDED
from feedback_cli.stack import Stack
from feedback_cli.steps import steps_on
from tools.local_cloud import cloud
from tools.local_cloud.deploy import STACK
from tools.samples import write_sample

WARM_UP_ROWS = 3000
LONGEST_JOB = 900.0


class BenchError(Exception):
    """A job that did not do what a benchmark measures; the message says what it did."""


class Bench:
    """The local cloud, started if it is down, and the stand-in that its functions call."""

    def __init__(self, timing: str) -> None:
        for name in ("OPENAI_API_KEY", "OPENAI_BASE_URL"):
            os.environ.pop(name, None)
        endpoints = cloud.up(steps_on(Console(stderr=True)))
        self.stack = Stack(STACK, endpoints.aws)
        self.standin = StandInControl(endpoints.standin or "")
        self.timing = timing
        self._dynamodb = self.stack.client("dynamodb")

    def warm_up(self, folder: Path) -> JobReply:
        """Start all workers: a large file, answered slowly enough that one worker can't take it all."""
        self.empty_cache()  # a file that was analysed before would start no worker
        self.fill_limits()
        self.standin.set(timing="fixed:1")
        sample = folder / "warm-up.csv"
        write_sample(sample, rows=WARM_UP_ROWS, seed=99)
        job, _ = self.finished(sample)
        self.standin.set(timing=self.timing)
        return job

    def start_afresh(self, timing: str, *, cold_cache: bool = True) -> None:
        """As if nobody had asked anything this minute: full limits here and at the stand-in, and an empty cache."""
        if cold_cache:
            self.empty_cache()
        self.fill_limits()
        self.standin.start_afresh(timing)

    def empty_cache(self) -> None:
        """Forget all comments."""
        table = self.stack.outputs["CacheTableName"]
        keys = [item["pk"] for item in self._items(table)]
        for start in range(0, len(keys), 25):
            deletes = [{"DeleteRequest": {"Key": {"pk": key}}} for key in keys[start : start + 25]]
            self._dynamodb.batch_write_item(RequestItems={table: deletes})

    def fill_limits(self) -> None:
        """As if nothing had been asked this minute and nothing spent this month."""
        self._delete("BUDGET#")
        table = self.stack.outputs["JobsTableName"]
        for item in self._items(table):
            if item["pk"]["S"].startswith("LIMIT#"):
                # Workers remember the item by its version, so a new one must not come to the same versions again.
                version = {"N": str(int(item.get("version", {"N": "0"})["N"]) + 1)}
                self._dynamodb.put_item(TableName=table, Item={"pk": item["pk"], "version": version})

    def forget_speed(self) -> None:
        """Forget how fast the model was seen to be, and what jobs took beside their calls."""
        self._delete("SPEED#")
        self._delete("BESIDE")

    def _delete(self, prefix: str) -> None:
        table = self.stack.outputs["JobsTableName"]
        for item in self._items(table):
            if item["pk"]["S"].startswith(prefix):
                self._dynamodb.delete_item(TableName=table, Key={"pk": item["pk"]})

    def _items(self, table: str) -> Iterator[Mapping[str, Any]]:
        pages = self._dynamodb.get_paginator("scan").paginate(TableName=table, ProjectionExpression="pk, version")
        for page in pages:
            yield from page["Items"]

    def finished(self, file: Path, pause: float = 0.05) -> tuple[JobReply, float]:
        """Drop the file and ask for its job until that has ended; with the seconds it took, as a user sees them.

        Raises BenchError where it did not end in 15 minutes.
        """
        before = time.perf_counter()
        job_id = self.stack.drop(file)
        ended = {state.value for state in ENDED}
        while True:
            time.sleep(pause)
            job, wall = self.stack.job(job_id), time.perf_counter() - before
            if job and job.state in ended:
                return job, wall
            if wall > LONGEST_JOB:
                raise BenchError(f"the job was not done after {wall:.0f} s")

    def run(self, file: Path) -> tuple[JobReply, float]:
        """The same for a job that must end well; raises BenchError where it did not."""
        job, wall = self.finished(file)
        if job.state != "completed":
            raise BenchError(f"the job ended {job.state}: {job.error}")
        return job, wall
