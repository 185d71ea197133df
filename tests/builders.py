"""What many tests build: a clock that is set by hand, jobs, tables and codes of the model."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from feedback.adapters.tabular.reader import open_file
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.column_names import known_titles
from feedback.domain.columns import Columns
from feedback.domain.job import Job, JobState, Source
from feedback.domain.layout import find_table
from feedback.domain.models import Cell, Table
from feedback.domain.rating_scale import RatingScale
from feedback.domain.ratings import read_ratings
from feedback.domain.reading import Reading

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
    job = Job(
        job_id,
        state,
        SOURCE,
        codebook=DEFAULT_CODEBOOK.version,
        created_at=NOW,
        deadline_at=NOW + 3_600_000,
        touched_at=NOW,
        batches=3,
        window=3,
    )
    return replace(job, **changes)


def a_table(rows: Sequence[Sequence[Cell]], columns: Sequence[str] = ("Nota", "Comentario Final")) -> Table:
    return Table(tuple(columns), [list(row) for row in rows])


def a_reading(
    rows: Sequence[Sequence[Cell]],
    columns: Sequence[str] = ("Nota", "Comentario Final"),
    comments: Sequence[int] = (1,),
) -> Reading:
    """The reading of a table whose first column is the rating."""
    table = replace(a_table(rows, columns), numbers=range(2, len(rows) + 2))
    ratings = read_ratings(table.column(0), RatingScale.ZERO_TO_TEN)
    chosen = Columns(0, tuple(comments))
    return Reading(table, chosen, "text", None, RatingScale.ZERO_TO_TEN, ratings, (), ())


def read_table(data: bytes, name: str = "survey.file", max_rows: int = 1000) -> Table:
    """The table of a file's first sheet."""
    table = find_table(open_file(data, name, max_rows=max_rows).sheets[0], name, known_titles, max_rows=max_rows)
    assert table is not None
    return table
