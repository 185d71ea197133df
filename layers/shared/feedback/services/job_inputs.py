"""What the parts of a job before the aggregator have stored, read side by side."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from feedback.domain.codebook import Codebook
from feedback.domain.documents import (
    BatchAnswers,
    CachedComments,
    answers_key,
    comments_key,
    partial_answers_key,
    survey_key,
)
from feedback.domain.job import Job
from feedback.domain.survey import Survey, load_survey
from feedback.ports import ObjectStore
from feedback.services.batch_files import BatchFiles

READERS = 16
"""How many objects are read at once."""


@dataclass(frozen=True, slots=True)
class JobInputs:
    """answers: of all batches together. cached: what the cache knew when the file was parsed."""

    survey: Survey
    codebook: Codebook
    cached: CachedComments
    answers: BatchAnswers


def read_inputs(data: ObjectStore, job: Job) -> JobInputs:
    """Of a stopped job also what its unrecorded batches had found. Raises LookupError where something is gone."""

    def stored(key: str) -> bytes:
        found = data.get(key)
        if found is None:
            raise LookupError(f"{key} is not in the data bucket")
        return found

    def unrecorded(number: int) -> bytes | None:
        return data.get(answers_key(job.id, number)) or data.get(partial_answers_key(job.id, number))

    with ThreadPoolExecutor(READERS) as pool:
        survey, comments = (pool.submit(stored, key(job.id)) for key in (survey_key, comments_key))
        codebook = pool.submit(BatchFiles(data).codebook, job)
        recorded = pool.map(lambda number: stored(answers_key(job.id, number)), sorted(job.done))
        left = pool.map(unrecorded, job.missing_batches)
        # The survey is unpacked while the others are still on their way.
        return JobInputs(
            survey=load_survey(survey.result()),
            codebook=codebook.result(),
            cached=CachedComments.loads(comments.result()),
            answers=_together(data for data in (*recorded, *left) if data),
        )


def _together(stored: Iterable[bytes]) -> BatchAnswers:
    together = BatchAnswers()
    for batch in stored:
        together.add(BatchAnswers.loads(batch))
    return together
