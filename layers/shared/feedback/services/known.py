"""What need not be asked: comments that the cache knows, and those that another job is asking for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from feedback.domain.codebook import Codebook
from feedback.domain.codec import is_readable
from feedback.domain.documents import CachedAnswer
from feedback.ports import CommentCache, CommentLeases, JobStore


@dataclass(frozen=True, slots=True)
class KnownComments:
    """cache is None where no answers are kept: then each job asks for itself."""

    cache: CommentCache | None
    leases: CommentLeases
    jobs: JobStore
    now: Callable[[], int]

    def cached(self, keys: Sequence[str], codebook: Codebook) -> dict[str, CachedAnswer]:
        """The cached answers that can be read; a damaged one is a miss."""
        found = self.cache.get_many(keys) if self.cache else {}
        return {key: answer for key, answer in found.items() if is_readable(answer.code, codebook)}

    def lenders(self, job_id: str, keys: Sequence[str]) -> dict[str, str]:
        """By cache key, the job that began to ask for a comment before this one. Announces what this one asks for."""
        if not self.cache or not keys:
            return {}
        now = self.now()
        self.leases.announce(job_id, keys, now)
        others = [job.id for job in self.jobs.open_jobs() if job.asking]
        return self.leases.held(job_id, keys, others, now)
