"""What follows a batch. Every delivery ends with it, repeated ones too: no crash between two writes is final."""

from dataclasses import dataclass

from feedback.domain.job import JobState
from feedback.ports import BatchQueue, JobStore


@dataclass(frozen=True, slots=True)
class FollowUp:
    """parallel: all batches are in the queue from the start; without it, each batch sends the next one."""

    jobs: JobStore
    queue: BatchQueue
    parallel: bool

    def after(self, job_id: str, *, recorded: bool) -> None:
        """Send the completion message if nothing is left to wait for; sent twice it does no harm.

        recorded: this delivery was the one that counted its batch, so the next one is its to send.
        """
        job = self.jobs.get(job_id)
        if job is None or job.state is not JobState.ANALYZING:
            return
        if job.all_done:
            self.queue.send_completion(job_id)
        elif recorded and not self.parallel:
            self.queue.send_batches(job_id, job.missing_batches[:1])
