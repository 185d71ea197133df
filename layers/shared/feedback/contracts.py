"""What crosses a border: queue messages, events, API requests and replies. Validated where it comes in."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self
from urllib.parse import unquote_plus

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic_core import from_json

from feedback.domain.job import Source


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class WarmMessage(_Strict):
    """Nothing to do: it only has a worker started before there is work. In any queue."""

    warm: Literal[True]


class _QueueMessage(_Strict):
    @classmethod
    def read(cls, body: str) -> Self | None:
        """The message in a queue record's body; None where it is a WarmMessage. Raises ValueError for anything else."""
        content = from_json(body)
        if isinstance(content, dict) and "warm" in content:
            WarmMessage.model_validate(content)
            return None
        return cls.model_validate(content)


class BatchMessage(_QueueMessage):
    """A pointer to batches: their job and their numbers, from 1."""

    job_id: str = Field(min_length=1)
    batches: tuple[Annotated[int, Field(ge=1)], ...] = Field(min_length=1)


class CompletionMessage(_QueueMessage):
    """All batches of the job are recorded, or it was stopped."""

    job_id: str = Field(min_length=1)


class DroppedFile(BaseModel):
    """One record of an S3 event. size in bytes, arrived_at in milliseconds since 1970."""

    source: Source
    size: int
    arrived_at: int

    @classmethod
    def of(cls, record: dict[str, Any]) -> "DroppedFile":
        """Keys arrive URL-encoded, with + for a space; a bucket without versions gives no versionId."""
        arrived = datetime.fromisoformat(record["eventTime"])
        entity = record["s3"]["object"]
        source = Source(
            bucket=record["s3"]["bucket"]["name"],
            key=unquote_plus(entity["key"]),
            version=entity.get("versionId", ""),
            etag=entity["eTag"].strip('"'),
        )
        return cls(source=source, size=entity["size"], arrived_at=round(arrived.timestamp() * 1000))


class UploadRequest(_Strict):
    """POST /jobs and POST /inspect: the name of the file that will be uploaded, and the options of its job.

    codebook: one for this job, as the document that docs/codebooks.md describes; parse_codebook checks it.
    """

    file_name: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"^[^/\\\x00-\x1f]+$")
    ]
    options: dict[str, Any] = {}
    codebook: Any = None


class UploadReply(BaseModel):
    """The job, and the multipart form to POST the file with: all fields, then the file in a field named `file`."""

    job: str
    url: str
    fields: dict[str, str]
    expires_in: int


class Progress(BaseModel):
    rows: int
    rows_done: int
    batches: int
    batches_done: int
    comments: int


class UsageReply(BaseModel):
    calls: int
    failed_calls: int
    rate_limited: int
    retries: int
    splits: int
    limiter_wait: float
    tokens_in: int
    tokens_out: int
    tokens_cached: int
    tokens_written: int
    service_tier: str | None
    cost_usd: float | None
    prices_as_of: str | None
    cache_hits: int
    cache_misses: int
    saved_usd: float


class AgreementReply(BaseModel):
    """How many comments have two analyses, and the share of them that agree; None for none."""

    compared: int
    agreement: float | None


class SpotCheckReply(AgreementReply):
    """How often the model agrees with itself about comments that were asked twice, in two batches.

    asked: how many were to be asked twice. by_group: by NPS group; by_place: by the third of the batch in which a
    comment was asked again. Shares are None for none.
    """

    asked: int
    low: float | None
    high: float | None
    sentiment: float | None
    themes: float | None
    language: float | None
    # Jobs of an earlier version have neither.
    by_group: dict[Literal["promoter", "passive", "detractor"], AgreementReply] = {}
    by_place: dict[Literal["start", "middle", "end"], AgreementReply] = {}


class ErrorReply(BaseModel):
    code: str
    message: str


class NpsReply(BaseModel):
    """low, high and the standard score's are 95 % intervals, None where there is no rating. small: fewer than 30."""

    method: Literal["shifted", "standard", "absolute", "weighted"]
    score: float | None
    low: float | None
    high: float | None
    margin: float | None
    standard: float | None
    standard_low: float | None
    standard_high: float | None
    shifted: float | None
    n: int
    promoters: int
    passives: int
    detractors: int
    unrated: int
    small: bool


class ChosenColumnReply(BaseModel):
    role: str
    column: str
    score: float
    reason: str


class UnratedExample(BaseModel):
    """row as people see it in the file, text cut."""

    row: int
    text: str
    reason: str


class ReadingReply(BaseModel):
    """How the file was read. unrated counts rows by reason."""

    format: str
    encoding: str | None
    sheet: str | None
    header_row: int
    rows: int
    columns: list[ChosenColumnReply]
    rating_scale: str | None
    unrated: dict[str, int]
    unrated_examples: list[UnratedExample]
    blank: int
    duplicates: int


class EstimateReply(BaseModel):
    calls: int
    tokens_in: int
    tokens_out: int
    cost_usd: float | None
    budget_left_usd: float | None
    seconds: float


class JobReply(BaseModel):
    """GET /jobs/{id}. Times are ISO 8601, timings in seconds by stage, results are links valid for an hour.

    reading: once the file is read; estimate: of a file that was only inspected, which has no results.
    """

    job: str
    state: str
    file: str
    created_at: str
    ended_at: str | None
    progress: Progress
    options: dict[str, Any]
    reading: ReadingReply | None
    estimate: EstimateReply | None
    ledger: dict[str, int] | None
    nps: NpsReply | None
    spot_check: SpotCheckReply | None
    usage: UsageReply
    timings: dict[str, float]
    model: str
    detail: str
    codebook_version: str
    stand_in: bool
    warnings: list[str]
    error: ErrorReply | None
    results: dict[str, str] | None
