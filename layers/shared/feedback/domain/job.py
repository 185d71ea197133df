"""A job: one survey file on its way from drop to results."""

import hashlib
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum

from feedback.domain.models import Detail, Usage
from feedback.domain.option_sources import SIDECAR_ENDING
from feedback.domain.speed import CallSums

UPLOAD_PREFIX = "uploads/"
_RANDOM_ID = re.compile(r"u[0-9a-f]{24}")


class JobState(StrEnum):
    AWAITING_UPLOAD = "awaiting_upload"
    PARSING = "parsing"
    ANALYZING = "analyzing"
    AGGREGATING = "aggregating"
    COMPLETED = "completed"
    COMPLETED_WITH_ERRORS = "completed_with_errors"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        return self in ENDED

    @property
    def completed(self) -> bool:
        return self in (JobState.COMPLETED, JobState.COMPLETED_WITH_ERRORS)


ENDED = frozenset({JobState.COMPLETED, JobState.COMPLETED_WITH_ERRORS, JobState.FAILED, JobState.CANCELLED})

# From which states a job may come into a state. Aggregating may be entered again: the aggregator is idempotent.
CAME_FROM: dict[JobState, frozenset[JobState]] = {
    JobState.AWAITING_UPLOAD: frozenset(),
    JobState.PARSING: frozenset({JobState.AWAITING_UPLOAD}),
    JobState.ANALYZING: frozenset({JobState.PARSING}),
    JobState.AGGREGATING: frozenset({JobState.ANALYZING, JobState.AGGREGATING}),
    JobState.COMPLETED: frozenset({JobState.AGGREGATING, JobState.PARSING}),  # an inspection ends after parsing
    JobState.COMPLETED_WITH_ERRORS: frozenset({JobState.AGGREGATING}),
    JobState.FAILED: frozenset(set(JobState) - ENDED),
    JobState.CANCELLED: frozenset(set(JobState) - ENDED),
}


@dataclass(frozen=True, slots=True)
class Source:
    """Where the survey file lies. version is the object's version id, "" in a bucket without versions."""

    bucket: str
    key: str
    version: str = ""
    etag: str = ""

    @property
    def name(self) -> str:
        return self.key.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class Job:
    """The job item. Times are whole milliseconds since 1970, None for what has not happened.

    Comments are counted as unique ones; rows_done are rows whose state in the ledger is known. done holds the numbers
    (from 1) of the batches whose answers are stored; progress_at is when the last one was counted. claimed_by and
    claim_until: who parses or aggregates the job, and for how long. stop_reason: no more model calls, for this reason.
    options (Options.dumps), reading (Reading.summary) and report (a summary of the results) are JSON, "" for none.
    window: how many batches are given out at once. spot_checks: comments that are asked twice. sums: what
    its calls teach about the model's speed. codebook is a version. comment_nano_usd: what asking one of its comments
    costs on average, in billionths of a dollar, 0 where the model's price is unknown.
    """

    id: str
    state: JobState
    source: Source
    created_at: int
    deadline_at: int
    touched_at: int = 0
    claimed_by: str = ""
    claim_until: int = 0
    parsing_at: int | None = None
    parsed_at: int | None = None
    cache_looked_up_at: int | None = None
    analyzing_at: int | None = None
    first_batch_at: int | None = None
    aggregating_at: int | None = None
    ended_at: int | None = None
    progress_at: int | None = None
    rows: int = 0
    rows_done: int = 0
    comments: int = 0
    cache_hits: int = 0
    cache_misses: int = 0
    comment_nano_usd: int = 0
    batches: int = 0
    window: int = 0
    spot_checks: int = 0
    done: frozenset[int] = frozenset()
    usage: Usage = field(default_factory=Usage)
    sums: CallSums = field(default_factory=CallSums)
    model: str = ""
    codebook: str = ""
    detail: Detail = Detail.SCORES
    stand_in: bool = False
    stop_reason: str = ""
    error_code: str = ""
    error_message: str = ""
    warnings: tuple[str, ...] = ()
    options: str = ""
    reading: str = ""
    report: str = ""

    @property
    def all_done(self) -> bool:
        """Nothing is left to wait for: every batch is recorded, or the job was stopped."""
        return bool(self.stop_reason) or len(self.done) == self.batches

    @property
    def asking(self) -> bool:
        """It asks the model for its comments, or is about to."""
        return self.state in (JobState.PARSING, JobState.ANALYZING) and not self.stop_reason

    @property
    def missing_batches(self) -> list[int]:
        return [number for number in range(1, self.batches + 1) if number not in self.done]

    @property
    def next_batch(self) -> int | None:
        """The batch to give out because one was just counted; each count has its own, so none is given out twice."""
        number = self.window + len(self.done)
        return number if number <= self.batches else None

    @property
    def saved_micro_usd(self) -> int:
        """What the cache saved: the comments it knew at the price of asking one, in millionths of a dollar."""
        return self.cache_hits * self.comment_nano_usd // 1000


def dropped_job_id(source: Source) -> str:
    """The id of a dropped file's job, derived from what was dropped: a repeated event finds the same job."""
    text = "\x1f".join((source.bucket, source.key, source.version or source.etag))
    return "d" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def is_survey_key(key: str) -> bool:
    """False for what lies beside survey files in the upload bucket: sidecars with options, and folders."""
    return not key.endswith((SIDECAR_ENDING, "/"))


def sidecar_keys(key: str) -> tuple[str, str]:
    """Where options may lie for a file: "survey.xlsx.options.json", or "survey.options.json"."""
    folder, slash, name = key.rpartition("/")
    stem = name.rpartition(".")[0] or name
    return key + SIDECAR_ENDING, f"{folder}{slash}{stem}{SIDECAR_ENDING}"


def upload_key(folder: str, file_name: str) -> str:
    return f"{UPLOAD_PREFIX}{folder}/{file_name}"


def upload_id_in(key: str) -> str | None:
    """The upload id that a key names, None for the key of a file dropped by hand."""
    first, slash, _ = key.removeprefix(UPLOAD_PREFIX).partition("/")
    return first if slash and key.startswith(UPLOAD_PREFIX) and _RANDOM_ID.fullmatch(first) else None


def timings(job: Job) -> dict[str, float]:
    """Seconds by stage, for the stages that have ended.

    start: from the file's arrival to the parser; parse: file read, columns and unique comments found; cache_lookup;
    plan: batches written; queue: from the messages sent to the first analyzer at work, a part of analyze; analyze: to
    the last answer that was recorded; aggregator_start: from there until the aggregator is at work; aggregate; total:
    from the file's arrival to the results.
    """
    last_answer = None if job.aggregating_at is None else job.progress_at or job.analyzing_at
    points: tuple[tuple[str, int | None, int | None], ...] = (
        ("start", job.created_at, job.parsing_at),
        ("parse", job.parsing_at, job.parsed_at),
        ("cache_lookup", job.parsed_at, job.cache_looked_up_at),
        ("plan", job.cache_looked_up_at, job.analyzing_at),
        ("queue", job.analyzing_at, job.first_batch_at),
        ("analyze", job.analyzing_at, last_answer),
        ("aggregator_start", last_answer, job.aggregating_at),
        ("aggregate", job.aggregating_at, job.ended_at),
        ("total", job.created_at, job.ended_at),
    )
    return {
        name: round((end - start) / 1000, 3) for name, start, end in points if start is not None and end is not None
    }


def beside_calls_seconds(job: Job) -> float | None:
    """What an ended job took beside its model calls, from its plan to its end; None where it asked nothing."""
    took = timings(job)
    stages = ("plan", "queue", "aggregator_start", "aggregate")
    if not job.usage.calls or not all(stage in took for stage in stages):
        return None
    return sum(took[stage] for stage in stages)


def iso_time(milliseconds: int) -> str:
    """ISO 8601 in UTC, to the millisecond."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="milliseconds")
