"""Parse a dropped file: columns, unique comments, cache, batches, and the messages that start the analysis."""

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from feedback.domain.documents import BatchComment
from feedback.domain.errors import InputError
from feedback.domain.inspection import budget_note, inspection, reading_dict, survey_notes
from feedback.domain.job import Job, JobState, Source, dropped_job_id, upload_id_in
from feedback.domain.normalization import cache_key, for_model
from feedback.domain.nps import NpsMethod
from feedback.domain.options import Options
from feedback.domain.prompts import ModelRequest, prompt_version
from feedback.domain.reading import Reading
from feedback.domain.survey import Survey, UniqueComment, read_survey
from feedback.ports import Budget, JobStore
from feedback.services.codebooks import Codebooks
from feedback.services.earlier import EarlierJobs
from feedback.services.intake import Intake
from feedback.services.known import KnownComments
from feedback.services.start import Start

MAX_SENTENCE = 2000
"""Longest error or warning of a job, in characters: names in a file can have any length, an item of the table can't."""


@dataclass(frozen=True, slots=True)
class ParseRules:
    """What the settings say of parsing. Times are in seconds. model_identity: the model as the cache knows it."""

    model: str
    model_identity: str
    claim_seconds: int
    job_seconds: int
    method: NpsMethod
    passive_weight: float
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParseService:
    jobs: JobStore
    intake: Intake
    codebooks: Codebooks
    known: KnownComments
    start: Start
    budget: Budget
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
        EarlierJobs(self.jobs).check(options)
        survey, unique = read_survey(reading)
        template = ModelRequest({}, self.codebooks.of(options), options.detail or job.detail)
        comments = self._comments(unique, template)
        parsed_at = self.now()
        cached = self.known.cached([comment.key for comment in comments], template.codebook)
        misses = [comment for comment in comments if comment.key not in cached]
        rows = survey.rows_by_comment()
        asking = self.start.asking(job, survey.rows, template)
        cost, budget_left = self.start.estimate(misses, asking), self.budget.left()
        notes = [*survey_notes(reading, survey, unique), *filter(None, [budget_note(cost, budget_left)])]
        # A codebook of the team's own is as good as part of the file, and may be changed while the job runs.
        job = replace(job, codebook=template.codebook.version, detail=template.detail)
        changes = {
            "parsed_at": parsed_at,
            "cache_looked_up_at": self.now(),
            "rows": survey.rows,
            "rows_done": survey.rows - sum(rows[comment.comment] for comment in misses),
            "comments": len(unique),
            "cache_hits": len(unique) - len(misses),
            "cache_misses": len(misses),
            "codebook": job.codebook,
            "detail": job.detail,
            "stand_in": any(answer.stand_in for answer in cached.values()),
            "warnings": self._warnings(notes),
            **_told(reading, survey, options),
        }
        if options.inspect:
            method = options.method or self.rules.method
            report = inspection(survey, cost, method, self.rules.passive_weight, budget_left)
            self.jobs.advance(job.id, JobState.COMPLETED, self.now(), changes | {"report": json.dumps(report)})
            return
        lenders = self.known.lenders(job.id, [comment.key for comment in misses])
        changes |= self.start.prepare(job, survey, comments, cached, lenders, asking)
        if started := self.jobs.advance(job.id, JobState.ANALYZING, self.now(), changes | {"analyzing_at": self.now()}):
            self.start.send(started)

    def _comments(self, unique: list[UniqueComment], template: ModelRequest) -> list[BatchComment]:
        """The survey's unique comments, each with all that decides its analysis in its key."""
        keys = (
            cache_key(
                comment.normalized,
                model=self.rules.model_identity,
                prompt_version=prompt_version(template.detail),
                codebook_version=template.codebook.version,
            )
            for comment in unique
        )
        return [
            BatchComment(number, key, for_model(comment.text))
            for number, (comment, key) in enumerate(zip(unique, keys, strict=True))
        ]

    def _warnings(self, notes: Iterable[str]) -> tuple[str, ...]:
        return tuple(note[:MAX_SENTENCE] for note in (*self.rules.warnings, *notes))


def _told(reading: Reading, survey: Survey, options: Options) -> dict[str, str]:
    return {"options": options.dumps(), "reading": json.dumps(reading_dict(reading, survey))}
