"""Look after the jobs that stand still, once a minute, so that none stays open for ever."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import batched

from feedback.domain.job import Job, JobState
from feedback.domain.sweep import Remedy, remedy_for
from feedback.domain.work import WORTH_A_WORKER
from feedback.ports import BatchQueue, JobStore


@dataclass(frozen=True, slots=True)
class SweepService:
    jobs: JobStore
    queue: BatchQueue
    now: Callable[[], int]

    def sweep(self) -> dict[str, int]:
        """Apply the remedy that each open job needs; how many jobs got which."""
        applied: Counter[str] = Counter()
        for job in self.jobs.open_jobs():
            remedy = remedy_for(job, self.now())
            if remedy is not Remedy.NONE:
                self._apply(remedy, job)
                applied[remedy.value] += 1
        return dict(applied)

    def _apply(self, remedy: Remedy, job: Job) -> None:
        match remedy:
            case Remedy.EXPIRE_UPLOAD:
                self._end(job, JobState.CANCELLED, "upload_expired", "The file was not uploaded in time.")
            case Remedy.FAIL_PARSE:
                self._end(job, JobState.FAILED, "parse_failed", "The file could not be read in the time there is.")
            case Remedy.FAIL_RESULTS:
                self._end(job, JobState.FAILED, "results_failed", "The results could not be written in time.")
            case Remedy.SEND_BATCHES:
                missing = job.missing_batches[: job.window]
                self.queue.send_batches(job.id, batched(missing, WORTH_A_WORKER, strict=False))
                self.jobs.touch(job.id, self.now())
            case Remedy.SEND_COMPLETION:
                self.queue.send_completion(job.id)
                self.jobs.touch(job.id, self.now())
            case Remedy.STOP:
                self.jobs.stop(job.id, "the job ran past its deadline", self.now())
                self.queue.send_completion(job.id)
            case Remedy.NONE:
                pass

    def _end(self, job: Job, state: JobState, code: str, message: str) -> None:
        # The index may lag: a job that somebody has touched since is not this one any more.
        changes = {"error_code": code, "error_message": message}
        self.jobs.advance(job.id, state, self.now(), changes, touched_at=job.touched_at)
