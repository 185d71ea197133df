"""A batch's objects in the data bucket, as the analyzer and the dead-letter consumer read and write them."""

from dataclasses import dataclass

from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook
from feedback.domain.codebook_document import load_codebook
from feedback.domain.documents import (
    Batch,
    BatchAnswers,
    answers_key,
    batch_key,
    codebook_key,
    partial_answers_key,
)
from feedback.domain.job import Job
from feedback.ports import ObjectStore


@dataclass(frozen=True, slots=True)
class BatchFiles:
    data: ObjectStore

    def batch(self, job_id: str, number: int) -> Batch:
        """Raises LookupError where the batch is not there: the parser stores it before it sends the message."""
        stored = self.data.get(batch_key(job_id, number))
        if stored is None:
            raise LookupError(f"batch {number} of job {job_id} is not in the data bucket")
        return Batch.loads(stored)

    def codebook(self, job: Job) -> Codebook:
        """The codebook that the job's comments are coded by. Raises LookupError where a team's own is not there."""
        if job.codebook == DEFAULT_CODEBOOK.version:
            return DEFAULT_CODEBOOK
        stored = self.data.get(codebook_key(job.id))
        if stored is None:
            raise LookupError(f"the codebook of job {job.id} is not in the data bucket")
        return load_codebook(stored)

    def answers(self, job_id: str, number: int) -> BatchAnswers | None:
        """The final answers of a batch; None where there are none yet."""
        stored = self.data.get(answers_key(job_id, number))
        return BatchAnswers.loads(stored) if stored else None

    def partial_answers(self, job_id: str, number: int) -> BatchAnswers:
        """What an interrupted delivery had found; empty where there was none."""
        stored = self.data.get(partial_answers_key(job_id, number))
        return BatchAnswers.loads(stored) if stored else BatchAnswers()

    def put_answers(self, job_id: str, number: int, answers: BatchAnswers) -> None:
        """Final answers are put once: those of a late second delivery are dropped, so results stay as they were."""
        self.data.put_new(answers_key(job_id, number), answers.dumps())

    def put_partial_answers(self, job_id: str, number: int, answers: BatchAnswers) -> None:
        self.data.put(partial_answers_key(job_id, number), answers.dumps())
