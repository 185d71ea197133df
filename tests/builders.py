"""What many tests build: a clock that is set by hand, jobs, tables and codes of the model."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from feedback.domain.job import Job, JobState, Source
from feedback.domain.models import Cell, Table

NOW = 1_780_000_000_000
"""A moment of May 2026, in milliseconds since 1970."""

GOOD_CODE = "980070011153063es"
"""A satisfied comment on support speed (positive) and price (positive), in Spanish."""

SOURCE = Source("uploads-bucket", "uploads/survey.csv", "v1")


class Clock:
    """A clock in milliseconds that stands still until it is moved; shift makes it go wrong by so much."""

    def __init__(self, now: int = NOW, shift: int = 0) -> None:
        self.now = now
        self.shift = shift

    def __call__(self) -> int:
        return self.now + self.shift

    def seconds(self) -> float:
        return self() / 1000

    def advance(self, *, seconds: float) -> None:
        self.now += round(seconds * 1000)


def a_job(job_id: str = "d1", state: JobState = JobState.ANALYZING, **changes: Any) -> Job:
    """A job of three batches created at NOW, changed as told."""
    job = Job(job_id, state, SOURCE, created_at=NOW, deadline_at=NOW + 3_600_000, touched_at=NOW, batches=3)
    return replace(job, **changes)


def a_table(rows: Sequence[Sequence[Cell]], columns: Sequence[str] = ("Nota", "Comentario Final")) -> Table:
    return Table(tuple(columns), [list(row) for row in rows])
