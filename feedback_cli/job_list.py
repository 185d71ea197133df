"""The jobs of a stack, read from its table with the caller's own credentials."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from rich.console import Console

from feedback.adapters.dynamodb_job_item import from_item
from feedback.domain.job import Job
from feedback_cli.stack import Stack

_FIELDS = ("pk", "state", "bucket", "key", "created_at", "deadline_at", "rows", "report")


@dataclass(frozen=True, slots=True)
class JobLine:
    """nps: the score by the job's own method, None where the job has none (yet)."""

    id: str
    file: str
    state: str
    rows: int
    nps: float | None
    created_at: datetime


def newest_jobs(stack: Stack, limit: int) -> list[JobLine]:
    """At most limit jobs, the newest first.

    A scan with a filter, page by page: the table has no index over all jobs, so all of it is read and paid for. The
    caller needs dynamodb:Scan on it.
    """
    pages = (
        stack.client("dynamodb")
        .get_paginator("scan")
        .paginate(
            TableName=stack.outputs["JobsTableName"],
            FilterExpression="begins_with(pk, :job)",
            ExpressionAttributeValues={":job": {"S": "JOB#"}},
            ProjectionExpression=", ".join(f"#{name}" for name in _FIELDS),
            ExpressionAttributeNames={f"#{name}": name for name in _FIELDS},
        )
    )
    lines = [_line(from_item(item)) for page in pages for item in page["Items"]]
    return sorted(lines, key=lambda line: line.created_at, reverse=True)[:limit]


def _line(job: Job) -> JobLine:
    report: Mapping[str, Any] = json.loads(job.report) if job.report else {}
    nps: Mapping[str, Any] = report.get("nps") or {}
    created_at = datetime.fromtimestamp(job.created_at / 1000, UTC)
    return JobLine(job.id, job.source.name, job.state.value, job.rows, nps.get("score"), created_at)


def show_jobs(lines: list[JobLine], console: Console) -> None:
    """One line a job, never cut, times in the time zone of this machine."""
    if not lines:
        console.print("There are no jobs.")
        return
    cells = [("job", "state", "rows", "NPS", "begun", "file"), *map(_cells, lines)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(cells[0]) - 1)]
    for row in cells:
        aligned = [
            f"{text:>{width}}" if right else f"{text:<{width}}"
            for text, width, right in zip(row[:-1], widths, _RIGHT, strict=True)
        ]
        console.print("  ".join([*aligned, row[-1]]), highlight=False, markup=False, soft_wrap=True)


_RIGHT = (False, False, True, True, False)


def _cells(line: JobLine) -> tuple[str, ...]:
    nps = "" if line.nps is None else f"{line.nps:g}"
    begun = f"{line.created_at.astimezone():%Y-%m-%d %H:%M:%S}"
    return line.id, line.state, f"{line.rows}" if line.rows else "", nps, begun, line.file
