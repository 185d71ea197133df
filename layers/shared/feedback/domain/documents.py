"""What a job keeps in the data bucket while it runs: names of the objects, and the forms of the smaller ones."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum

RESULT_FILES = {
    "report.html": "text/html; charset=utf-8",
    "results.csv": "text/csv; charset=utf-8",
    "results.parquet": "application/vnd.apache.parquet",
    "results.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "results.json": "application/json",
}
"""Result files and their content types. The last is stored when all others are: who sees results.json sees them all."""


def survey_key(job_id: str) -> str:
    return f"work/{job_id}/survey.jsonl.gz"


def comments_key(job_id: str) -> str:
    return f"work/{job_id}/comments.json"


def codebook_key(job_id: str) -> str:
    return f"work/{job_id}/codebook.json"


def batch_key(job_id: str, number: int) -> str:
    return f"work/{job_id}/batches/{number:05d}.json"


def answers_key(job_id: str, number: int) -> str:
    return f"work/{job_id}/answers/{number:05d}.json"


def partial_answers_key(job_id: str, number: int) -> str:
    """Answers of a batch that was interrupted. Kept apart: a late second delivery must not overwrite a whole one."""
    return f"work/{job_id}/partial/{number:05d}.json"


def result_key(job_id: str, file_name: str) -> str:
    return f"results/{job_id}/{file_name}"


@dataclass(frozen=True, slots=True)
class BatchComment:
    """A unique comment to be asked: its number in the survey, its cache key, and the text for the model.

    repeat: it is asked first in another batch, and here once more, for the spot check. No row hangs on that answer.
    """

    comment: int
    key: str
    text: str
    repeat: bool = False


class BatchKind(StrEnum):
    """What is done about a batch's comments.

    ASK: they are asked together. BORROWED: another job is asking for them, and its answers are waited for.
    """

    ASK = "ask"
    BORROWED = "borrowed"


@dataclass(frozen=True, slots=True)
class Batch:
    """The comments of one message. rows is how many rows of the input they stand for.

    start_ms: when its calls are due, in milliseconds after the analysis began; seconds: how long a call should take.
    lenders: the jobs that ask for borrowed comments.
    """

    rows: int
    comments: tuple[BatchComment, ...]
    kind: BatchKind = BatchKind.ASK
    start_ms: int = 0
    seconds: float = 0.0
    lenders: tuple[str, ...] = ()

    def dumps(self) -> bytes:
        # Comments are lists of their fields: a large file has hundreds of batches, and names would be half of them.
        comments = [(comment.comment, comment.key, comment.text, comment.repeat) for comment in self.comments]
        stored = {field.name: getattr(self, field.name) for field in fields(self)} | {"comments": comments}
        return json.dumps(stored, ensure_ascii=False).encode("utf-8", "surrogatepass")

    @classmethod
    def loads(cls, data: bytes) -> "Batch":
        stored = json.loads(data.decode("utf-8", "surrogatepass"))
        stored["comments"] = tuple(BatchComment(at, key, text, again) for at, key, text, again in stored["comments"])
        stored["kind"] = BatchKind(stored["kind"])
        stored["lenders"] = tuple(stored["lenders"])
        return cls(**stored)


@dataclass(frozen=True, slots=True)
class RepeatedAnswer:
    """The code of a comment that was asked a second time. place: where in that batch it was, from 0 (first) to 1."""

    code: str
    place: float


@dataclass(slots=True)
class BatchAnswers:
    """What a batch has come to, by the comments' numbers in the survey: codes of the model, and reasons of failure.

    borrowed: codes that another job asked for; repeats: second answers for the spot check, which stand for no row.
    """

    codes: dict[int, str] = field(default_factory=dict)
    failed: dict[int, str] = field(default_factory=dict)
    borrowed: dict[int, str] = field(default_factory=dict)
    repeats: dict[int, RepeatedAnswer] = field(default_factory=dict)

    def add(self, other: "BatchAnswers") -> None:
        """Take in what another batch has come to."""
        self.codes |= other.codes
        self.failed |= other.failed
        self.borrowed |= other.borrowed
        self.repeats |= other.repeats

    def dumps(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def loads(cls, data: bytes) -> "BatchAnswers":
        stored = json.loads(data)
        repeats = {int(number): RepeatedAnswer(**answer) for number, answer in stored.pop("repeats").items()}
        return cls(**{name: _numbered(found) for name, found in stored.items()}, repeats=repeats)


@dataclass(frozen=True, slots=True)
class CachedAnswer:
    """An analysis as the model gave it; stand_in: it was made by the model stand-in."""

    code: str
    stand_in: bool


@dataclass(frozen=True, slots=True)
class CachedComments:
    """The answers that were in the cache when the file was parsed, by comment number."""

    codes: dict[int, str]

    def dumps(self) -> bytes:
        return json.dumps({"codes": self.codes}).encode()

    @classmethod
    def loads(cls, data: bytes) -> "CachedComments":
        return cls(_numbered(json.loads(data)["codes"]))


def _numbered(stored: Mapping[str, str]) -> dict[int, str]:
    return {int(number): text for number, text in stored.items()}
