"""What could not be processed in all its deliveries: its rows are marked failed, and the job still ends."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from feedback.domain.job import Job, JobState, Source, dropped_job_id, upload_id_in
from feedback.ports import JobStore
from feedback.services.batch_files import BatchFiles
from feedback.services.completion import FollowUp


@dataclass(frozen=True, slots=True)
class DeadLetterService:
    jobs: JobStore
    files: BatchFiles
    follow_up: FollowUp
    now: Callable[[], int]

    def batches_failed(self, job_id: str, numbers: Sequence[int]) -> None:
        """Give a batch up; several get a try each first: whatever ended their message may be the fault of one."""
        if len(numbers) == 1:
            self.batch_failed(job_id, numbers[0])
        elif (job := self.jobs.get(job_id)) and job.state is JobState.ANALYZING:
            self.follow_up.queue.send_batches(job_id, [[number] for number in numbers if number not in job.done])

    def batch_failed(self, job_id: str, number: int) -> None:
        """Mark what has no answer as failed, record the batch, and see what follows it."""
        job = self.jobs.get(job_id)
        recorded = None
        if job and job.state is JobState.ANALYZING and number not in job.done:
            recorded = self._give_up(job_id, number)
        if following := self.follow_up.after(job_id, recorded):
            self.follow_up.queue.send_batches(job_id, [[following]])

    def _give_up(self, job_id: str, number: int) -> Job | None:
        batch = self.files.batch(job_id, number)
        answers = self.files.answers(job_id, number)
        if answers is None:
            answers = self.files.partial_answers(job_id, number)
            reason = "the model could not be reached, also after repeated tries"
            known = answers.codes.keys() | answers.borrowed.keys()
            answers.failed = {c.comment: reason for c in batch.comments if c.comment not in known and not c.repeat}
            self.files.put_answers(job_id, number, answers)
        return self.jobs.record_batch(job_id, number, batch.rows, self.now(), borrowed=len(answers.borrowed))

    def results_failed(self, job_id: str) -> None:
        self._fail(
            job_id,
            "results_failed",
            "The results could not be written. Please drop the file again, under another name.",
        )

    def parse_failed(self, source: Source) -> None:
        """The parser died on the file, in every try; it may have died before it made the job."""
        now = self.now()
        job_id = upload_id_in(source.key) or dropped_job_id(source)
        self.jobs.create(Job(job_id, JobState.PARSING, source, created_at=now, deadline_at=now))
        self._fail(
            job_id,
            "parse_failed",
            "The file could not be read. Please save it as .csv or .xlsx again, and drop it anew.",
        )

    def _fail(self, job_id: str, code: str, message: str) -> None:
        self.jobs.advance(job_id, JobState.FAILED, self.now(), {"error_code": code, "error_message": message})
