"""What follows a batch. Every delivery ends with it, repeated ones too: no crash between two writes is final."""

from dataclasses import dataclass

from feedback.domain.job import Job, JobState
from feedback.ports import BatchQueue, JobStore


@dataclass(frozen=True, slots=True)
class FollowUp:
    """As many batches are given out at once as the job's window says; each that is counted is followed by another."""

    jobs: JobStore
    queue: BatchQueue

    def after(self, job_id: str, recorded: Job | None) -> int | None:
        """The batch that the caller goes on with, or gives out; None for none.

        Sends the completion message if nothing is left to wait for; sent twice it does no harm. recorded: the job as it
        was right after this delivery counted its batch; None where it counted none.
        """
        job = recorded or self.jobs.get(job_id)
        if job is None or job.state is not JobState.ANALYZING:
            return None
        if job.all_done:
            self.queue.send_completion(job_id)
            return None
        return recorded.next_batch if recorded else None
