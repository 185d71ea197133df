"""Adapters that keep everything in this process: for tests and for trials on one machine. Safe for many threads."""

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from feedback.adapters.memory_jobs import MemoryJobStore
from feedback.adapters.memory_limits import LimitItem, MemoryBudget, MemoryRateLimiter
from feedback.domain.codec import has_form
from feedback.domain.documents import CachedAnswer
from feedback.domain.job import Source
from feedback.domain.objects import StoredFile, UploadForm

__all__ = [
    "BatchMessage",
    "LimitItem",
    "MemoryBatchQueue",
    "MemoryBudget",
    "MemoryCommentCache",
    "MemoryJobStore",
    "MemoryObjectStore",
    "MemoryRateLimiter",
]


class MemoryObjectStore:
    """ObjectStore on a dictionary, without versions. objects, content_types and metadata are by key."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.objects: dict[str, bytes] = {}
        self.metadata: dict[str, dict[str, str]] = {}
        self.content_types: dict[str, str] = {}

    def get(self, key: str) -> bytes | None:
        with self._lock:
            return self.objects.get(key)

    def get_file(self, source: Source) -> StoredFile | None:
        data = self.get(source.key)
        return None if data is None else StoredFile(data, self.metadata.get(source.key, {}))

    def put(self, key: str, data: bytes, content_type: str = "application/json") -> None:
        with self._lock:
            self.objects[key] = data
            self.content_types[key] = content_type

    def put_new(self, key: str, data: bytes) -> bool:
        with self._lock:
            new = key not in self.objects
            if new:
                self.objects[key] = data
                self.content_types[key] = "application/json"
            return new

    def link(self, key: str, seconds: int) -> str:
        """Names the object and the time; nothing answers at this address."""
        return f"memory:///{key}?seconds={seconds}"

    def upload_form(self, key: str, max_bytes: int, seconds: int, metadata: Mapping[str, str]) -> UploadForm:
        fields = {f"x-amz-meta-{name}": value for name, value in metadata.items()}
        return UploadForm("memory:///", {"key": key, "max_bytes": str(max_bytes), "seconds": str(seconds)} | fields)


class MemoryCommentCache:
    """CommentCache on a dictionary. now is in milliseconds since 1970."""

    def __init__(self, ttl_days: int, now: Callable[[], int]) -> None:
        self._lock = threading.Lock()
        self._ttl_seconds = ttl_days * 86_400
        self._now = now
        self._entries: dict[str, tuple[CachedAnswer, int]] = {}

    def get_many(self, keys: Sequence[str]) -> dict[str, CachedAnswer]:
        now = self._now()
        with self._lock:
            entries = {key: self._entries[key] for key in keys if key in self._entries}
        return {
            key: answer for key, (answer, expires) in entries.items() if expires * 1000 > now and has_form(answer.code)
        }

    def put_many(self, answers: Mapping[str, CachedAnswer]) -> None:
        expires = self._now() // 1000 + self._ttl_seconds
        with self._lock:
            self._entries |= {key: (answer, expires) for key, answer in answers.items()}


@dataclass(frozen=True, slots=True)
class BatchMessage:
    """delay is in seconds."""

    job_id: str
    numbers: tuple[int, ...]
    delay: int = 0


class MemoryBatchQueue:
    """BatchQueue that keeps every message, in the order sent, until somebody takes them out. Warm ones are counted."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.batches: list[BatchMessage] = []
        self.completions: list[str] = []
        self.warmed_analyzers = 0
        self.warmed_aggregators = 0

    def send_batches(self, job_id: str, groups: Iterable[Sequence[int]], delay: int = 0) -> None:
        with self._lock:
            self.batches += [BatchMessage(job_id, tuple(numbers), delay) for numbers in groups]

    def send_completion(self, job_id: str) -> None:
        with self._lock:
            self.completions.append(job_id)

    def warm_analyzers(self, workers: int) -> None:
        with self._lock:
            self.warmed_analyzers += workers

    def warm_aggregator(self) -> None:
        with self._lock:
            self.warmed_aggregators += 1

    def take_batches(self) -> list[BatchMessage]:
        """The batch messages, which are then no longer in the queue."""
        with self._lock:
            taken, self.batches = self.batches, []
        return taken

    def take_completions(self) -> list[str]:
        """The ids of jobs to complete, which are then no longer in the queue."""
        with self._lock:
            taken, self.completions = self.completions, []
        return taken
