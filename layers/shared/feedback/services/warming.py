"""Wake the workers of the later stages while a file is still read, so that a job waits for no cold start twice."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from feedback.domain.job import JobState
from feedback.ports import BatchQueue, JobStore

AGAIN_SECONDS = 120
"""Workers that were woken so recently are awake: they are kept for some minutes without work."""


@dataclass(slots=True)
class Warming:
    """workers: how many analyzers run at once. now is in milliseconds since 1970. One for a process."""

    jobs: JobStore
    queue: BatchQueue
    workers: int
    now: Callable[[], int]
    _woken_at: int | None = field(default=None, init=False)

    def around(self, parse: Callable[[], str | None]) -> str | None:
        """Parse a file, the analyzers being woken beside it, and the aggregator after it; the job's id as parse has it.

        By then the first batches are sent, and the aggregator's start is hidden behind the model's calls.
        """
        now = self.now()
        if self._woken_at is not None and now - self._woken_at < AGAIN_SECONDS * 1000:
            return parse()
        self._woken_at = now
        waking = threading.Thread(target=self.queue.warm_analyzers, args=(self.workers,), daemon=True)
        waking.start()
        try:
            job_id = parse()
            if job_id and self._asks(job_id):
                self.queue.warm_aggregator()
            return job_id
        finally:
            waking.join()  # what runs on when the handler has ended is frozen with it

    def _asks(self, job_id: str) -> bool:
        """The aggregator of a job without calls is at work already, and one more worker would only be in its way."""
        job = self.jobs.get(job_id)
        return job is not None and job.state is JobState.ANALYZING and job.batches > 0
