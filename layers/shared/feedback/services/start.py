"""Start an analysis: plan the batches, store all that the later parts read, and give out the first batches."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codebook_document import dump_codebook
from feedback.domain.documents import (
    BatchComment,
    CachedAnswer,
    CachedComments,
    batch_key,
    codebook_key,
    comments_key,
    survey_key,
)
from feedback.domain.estimate import Estimate
from feedback.domain.job import Job
from feedback.domain.planning import seconds_left
from feedback.domain.prompts import ModelRequest
from feedback.domain.speed import beside_calls, learned, speed_name
from feedback.domain.survey import Survey, dump_survey
from feedback.domain.work import Asking, PlanRules, Schedule, Work, shared_out, work_of
from feedback.ports import BatchQueue, ObjectStore, SpeedStore

STORE_THREADS = 16
"""Objects that are stored at the same time."""


@dataclass(frozen=True, slots=True)
class Start:
    """model_identity: the model as its speed is known by. now is in milliseconds since 1970."""

    data: ObjectStore
    queue: BatchQueue
    speeds: SpeedStore
    model_identity: str
    rules: PlanRules
    now: Callable[[], int]

    def asking(self, job: Job, rows: int, template: ModelRequest) -> Asking:
        """How the comments of a job with so many rows are asked, and the seconds that are left for it."""
        speed = learned(
            self.speeds.get(speed_name(self.model_identity, template.detail)), self.rules.model, template.detail
        )
        elapsed = max(0.0, (self.now() - job.created_at) / 1000)
        beside = beside_calls(self.speeds.beside(), rows)
        return Asking(template, speed, self.rules, seconds_left(rows, elapsed, beside), elapsed, beside)

    @staticmethod
    def estimate(misses: Sequence[BatchComment], asking: Asking) -> Estimate:
        """What asking for these comments is likely to take."""
        return Schedule([comment.text for comment in misses], asking).estimate()

    def prepare(
        self,
        job: Job,
        survey: Survey,
        comments: Sequence[BatchComment],
        cached: Mapping[str, CachedAnswer],
        lenders: Mapping[str, str],
        asking: Asking,
    ) -> dict[str, Any]:
        """Store everything before the first message is sent; the changes of the job that go with it.

        comments: all of the survey, in order. cached: answers by cache key. lenders: jobs that ask already, by key.
        """
        misses = [comment for comment in comments if comment.key not in cached]
        work = work_of(job.id, misses, survey.rows_by_comment(), survey.groups_by_comment(), lenders, asking)
        codes = {comment.comment: cached[comment.key].code for comment in comments if comment.key in cached}
        self._store(job, survey, CachedComments(codes), work, asking.template)
        return {
            "batches": len(work.batches),
            "window": work.window,
            "spot_checks": work.spot_checks,
            "comment_nano_usd": asking.comment_nano_usd([comment.text for comment in comments]),
        }

    def send(self, job: Job) -> None:
        """Give out the first batches; where there are none, the job is complete."""
        if job.batches == 0:
            self.queue.send_completion(job.id)
        else:
            self.queue.send_batches(job.id, shared_out(range(1, min(job.window, job.batches) + 1), self.rules.workers))

    def _store(self, job: Job, survey: Survey, cached: CachedComments, work: Work, template: ModelRequest) -> None:
        objects = [(batch_key(job.id, number), batch.dumps()) for number, batch in enumerate(work.batches, start=1)]
        objects += [(survey_key(job.id), dump_survey(survey)), (comments_key(job.id), cached.dumps())]
        if template.codebook.version != DEFAULT_CODEBOOK.version:
            objects.append((codebook_key(job.id), dump_codebook(template.codebook)))
        with ThreadPoolExecutor(STORE_THREADS) as pool:
            list(pool.map(lambda entry: self.data.put(*entry), objects))
