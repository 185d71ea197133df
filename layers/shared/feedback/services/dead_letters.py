"""What could not be processed in all its deliveries: its rows are marked failed, and the job still ends."""

from collections.abc import Callable
from dataclasses import dataclass

from feedback.domain.documents import Batch, BatchAnswers, answers_key, batch_key, partial_answers_key
from feedback.domain.job import JobState, Source, dropped_job_id, upload_id_in
from feedback.ports import BatchQueue, JobStore, ObjectStore
from feedback.services.completion import complete_if_done


@dataclass(frozen=True, slots=True)
class DeadLetterService:
    jobs: JobStore
    data: ObjectStore
    queue: BatchQueue
    now: Callable[[], int]

    def batch_failed(self, job_id: str, number: int) -> None:
        """Mark what has no answer as failed, record the batch, and complete the job if it was the last one."""
        job = self.jobs.get(job_id)
        if job and job.state is JobState.ANALYZING and number not in job.done:
            self._give_up(job_id, number)
        complete_if_done(self.jobs, self.queue, job_id)

    def _give_up(self, job_id: str, number: int) -> None:
        stored = self.data.get(batch_key(job_id, number))
        if stored is None:
            raise LookupError(f"batch {number} of job {job_id} is not in the data bucket")
        batch = Batch.loads(stored)
        earlier = self.data.get(partial_answers_key(job_id, number))
        answers = BatchAnswers.loads(earlier) if earlier else BatchAnswers()
        reason = "the model could not be reached, also after repeated tries"
        answers.failed = {c.comment: reason for c in batch.comments if c.comment not in answers.codes}
        self.data.put(answers_key(job_id, number), answers.dumps())
        self.jobs.record_batch(job_id, number, batch.rows, self.now())

    def results_failed(self, job_id: str) -> None:
        self._fail(job_id, "results_failed", "The results could not be written. Please drop the file again.")

    def parse_failed(self, source: Source) -> None:
        """The parser died on the file, in every try."""
        job_id = upload_id_in(source.key) or dropped_job_id(source)
        self._fail(
            job_id,
            "parse_failed",
            "The file could not be read. Please save it as .csv or .xlsx again, and drop it anew.",
        )

    def _fail(self, job_id: str, code: str, message: str) -> None:
        self.jobs.advance(job_id, JobState.FAILED, self.now(), {"error_code": code, "error_message": message})
