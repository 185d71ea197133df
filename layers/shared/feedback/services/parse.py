"""Parse a dropped file: columns, unique comments, cache, batches, and the messages that start the analysis."""

import json
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from feedback.domain.batching import plan_batches
from feedback.domain.codebook import Codebook
from feedback.domain.codec import is_readable
from feedback.domain.documents import Batch, BatchComment, CachedComments, batch_key, comments_key, survey_key
from feedback.domain.errors import InputError
from feedback.domain.estimate import Pace, estimate
from feedback.domain.inspection import inspection, reading_dict, survey_notes
from feedback.domain.job import Job, JobState, Source, dropped_job_id, upload_id_in
from feedback.domain.normalization import cache_key, for_model
from feedback.domain.nps import NpsMethod
from feedback.domain.options import Options
from feedback.domain.survey import Survey, UniqueComment, dump_survey, read_survey
from feedback.ports import BatchQueue, CachedAnswer, CommentCache, JobStore, ObjectStore
from feedback.services.intake import Intake

MAX_SENTENCE = 2000
"""Longest error or warning of a job, in characters: names in a file can have any length, an item of the table can't."""


@dataclass(frozen=True, slots=True)
class ParseRules:
    """What the settings say of parsing. Times are in seconds."""

    batch_size: int
    parallel: bool
    cache: bool
    model: str
    model_identity: str
    prompt_version: str
    codebook: Codebook
    claim_seconds: int
    job_seconds: int
    pace: Pace
    method: NpsMethod
    passive_weight: float
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParseService:
    jobs: JobStore
    intake: Intake
    data: ObjectStore
    cache: CommentCache
    queue: BatchQueue
    rules: ParseRules
    now: Callable[[], int]

    def parse(self, source: Source, size: int, claimant: str, arrived_at: int | None = None) -> str | None:
        """Bring a dropped file to its analysis; the job's id, None where the job is somebody else's or long done.

        A file that can't be used ends the job as failed, with the sentence for its owner. Other errors are raised, and
        the claimant may try again.
        """
        job = self._claim(source, claimant, arrived_at)
        if job is None:
            return None
        try:
            self._analyze_file(job, size)
        except InputError as error:
            failure = {"error_code": error.code, "error_message": str(error)[:MAX_SENTENCE]}
            self.jobs.advance(job.id, JobState.FAILED, self.now(), failure)
        return job.id

    def _claim(self, source: Source, claimant: str, arrived_at: int | None) -> Job | None:
        now = self.now()
        job = Job(
            id=upload_id_in(source.key) or dropped_job_id(source),
            state=JobState.PARSING,
            source=source,
            created_at=arrived_at or now,
            deadline_at=now + self.rules.job_seconds * 1000,
            claimed_by=claimant,
            claim_until=now + self.rules.claim_seconds * 1000,
            parsing_at=now,
            model=self.rules.model,
        )
        return self.jobs.claim(job, now)

    def _analyze_file(self, job: Job, size: int) -> None:
        reading, options = self.intake.receive(job.source, size)
        survey, unique = read_survey(reading)
        keys = [self._key(comment) for comment in unique]
        parsed_at = self.now()
        known = self._known(keys)
        looked_up_at = self.now()
        misses = [number for number, key in enumerate(keys) if key not in known]
        rows_by_comment = survey.rows_by_comment()
        changes = {
            "parsed_at": parsed_at,
            "cache_looked_up_at": looked_up_at,
            "rows": survey.rows,
            "rows_done": survey.rows - sum(rows_by_comment[number] for number in misses),
            "comments": len(unique),
            "cache_hits": len(unique) - len(misses),
            "cache_misses": len(misses),
            "stand_in": any(answer.stand_in for answer in known.values()),
            "warnings": tuple(
                note[:MAX_SENTENCE] for note in (*self.rules.warnings, *survey_notes(reading, survey, unique))
            ),
            "options": options.dumps(),
            "reading": json.dumps(reading_dict(reading, survey)),
        }
        if options.inspect:
            self._end_inspection(job, changes, survey, options, [unique[number] for number in misses])
            return
        batches = self._batches(survey, unique, keys, misses)
        self._store(job, survey, keys, known, batches)
        changes |= {"analyzing_at": self.now(), "batches": len(batches)}
        if self.jobs.advance(job.id, JobState.ANALYZING, self.now(), changes):
            self._start(job.id, len(batches))

    def _end_inspection(
        self,
        job: Job,
        changes: dict[str, Any],
        survey: Survey,
        options: Options,
        misses: Sequence[UniqueComment],
    ) -> None:
        """Nothing is asked and nothing stored but what the file says, and what its analysis would take."""
        rules, texts = self.rules, [for_model(comment.text) for comment in misses]
        cost = estimate(texts, rules.codebook, rules.model, rules.batch_size, rules.pace)
        report = inspection(survey, cost, options.method or rules.method, rules.passive_weight)
        self.jobs.advance(job.id, JobState.COMPLETED, self.now(), changes | {"report": json.dumps(report)})

    def _known(self, keys: list[str]) -> dict[str, CachedAnswer]:
        """The cached answers that can be read; a damaged one is a miss."""
        found = self.cache.get_many(keys) if self.rules.cache else {}
        return {key: answer for key, answer in found.items() if is_readable(answer.code, self.rules.codebook)}

    def _key(self, comment: UniqueComment) -> str:
        rules = self.rules
        return cache_key(
            comment.normalized,
            model=rules.model_identity,
            prompt_version=rules.prompt_version,
            codebook_version=rules.codebook.version,
        )

    def _batches(self, survey: Survey, unique: list[UniqueComment], keys: list[str], misses: list[int]) -> list[Batch]:
        rows = survey.rows_by_comment()
        asked = [BatchComment(number, keys[number], for_model(unique[number].text)) for number in misses]
        plan = plan_batches([len(comment.text) for comment in asked], self.rules.batch_size)
        return [
            Batch(sum(rows[asked[at].comment] for at in positions), tuple(asked[at] for at in positions))
            for positions in plan
        ]

    def _store(
        self, job: Job, survey: Survey, keys: list[str], known: dict[str, CachedAnswer], batches: list[Batch]
    ) -> None:
        """Everything the later parts read is in place before the first message is sent."""
        cached = CachedComments({number: known[key].code for number, key in enumerate(keys) if key in known})
        objects = [(batch_key(job.id, number), batch.dumps()) for number, batch in enumerate(batches, start=1)]
        objects += [(survey_key(job.id), dump_survey(survey)), (comments_key(job.id), cached.dumps())]
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda entry: self.data.put(*entry), objects))

    def _start(self, job_id: str, batches: int) -> None:
        if batches == 0:
            self.queue.send_completion(job_id)
        else:
            # Without parallel processing each batch sends the next one when it is done.
            self.queue.send_batches(job_id, range(1, batches + 1) if self.rules.parallel else [1])
