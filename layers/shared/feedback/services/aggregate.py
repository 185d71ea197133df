"""Put a job's results together: ledger, NPS, what moves it, and the result files."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from feedback.domain.codebook import Codebook
from feedback.domain.codebook_names import DEFAULT_NAME
from feedback.domain.insights.earlier import SCHEMA_VERSION
from feedback.domain.insights.report import Insights, Scoring, insights
from feedback.domain.job import Job, JobState, beside_calls_seconds, iso_time, timings
from feedback.domain.ledger import CommentOutcomes, build_ledger
from feedback.domain.line import LineSums
from feedback.domain.models import LedgerState
from feedback.domain.nps import NpsMethod
from feedback.domain.options import Lang, Options
from feedback.domain.prompts import prompt_version
from feedback.domain.speed import speed_name
from feedback.domain.spot_check import spot_check_report, spot_check_warning
from feedback.domain.usage import usage_dict
from feedback.ports import JobStore, ObjectStore, SpeedStore
from feedback.services.earlier import compared
from feedback.services.job_inputs import JobInputs, read_inputs
from feedback.services.results import ResultWriters, Rows, store_results

TAKEN_MS = 180_000
"""The longest that one run can take: the function's timeout."""

STAND_IN_WARNING = "These analyses were made by the model stand-in from word lists, not by a language model."


@dataclass(frozen=True, slots=True)
class ReportRules:
    """model_identity: the model as its speed is known by."""

    method: NpsMethod
    passive_weight: float
    model_identity: str


@dataclass(frozen=True, slots=True)
class AggregateService:
    jobs: JobStore
    data: ObjectStore
    writers: ResultWriters
    speeds: SpeedStore
    rules: ReportRules
    now: Callable[[], int]

    def aggregate(self, job_id: str) -> bool:
        """Write the results and end the job; done twice, it writes them again. False where there is nothing to do."""
        job = self.jobs.get(job_id)
        if job is None or not job.all_done:
            return False
        now = self.now()
        job = self.jobs.begin_aggregation(job_id, now, now + TAKEN_MS)
        if job is None:
            return False
        inputs, options = read_inputs(self.data, job), Options.loads(job.options)
        survey, codebook, answers = inputs.survey, inputs.codebook, inputs.answers
        ledger = build_ledger(survey, self._outcomes(job, inputs), codebook)
        found = insights(survey, ledger, codebook, self._scoring(options))
        groups = survey.groups_by_comment()
        spot_check = spot_check_report(answers.codes, answers.repeats, job.spot_checks, groups, codebook)
        report = self._report(job, options, codebook, found, spot_check)
        comparison, notes = compared(report, options.compare_to, self.data, codebook)
        report |= {"comparison": comparison, "warnings": [*report["warnings"], *notes]}
        files = self.writers.files(report, Rows(survey, ledger, job.detail), found.at_risk_rows)
        store_results(self.data, job.id, files)
        return self._end(job, report)

    def _end(self, job: Job, report: Mapping[str, Any]) -> bool:
        failed = report["ledger"][LedgerState.FAILED.value]
        to = JobState.COMPLETED_WITH_ERRORS if failed or job.stop_reason else JobState.COMPLETED
        summary = {key: report[key] for key in ("ledger", "nps", "spot_check", "warnings")}
        changes = {"rows_done": job.rows, "report": json.dumps(summary), "error_message": job.stop_reason}
        ended = self.jobs.advance(job.id, to, self.now(), changes)
        if ended and ended.sums.timed_calls:
            self.speeds.add(speed_name(self.rules.model_identity, job.detail), ended.sums)
        if ended and (beside := beside_calls_seconds(ended)) is not None:
            self.speeds.add_beside(LineSums.of(ended.rows, beside))
        return ended is not None

    def _outcomes(self, job: Job, inputs: JobInputs) -> CommentOutcomes:
        return CommentOutcomes(
            cached=inputs.cached.codes | inputs.answers.borrowed,
            answered=inputs.answers.codes,
            failed=inputs.answers.failed,
            missing_reason=job.stop_reason or "not analysed",
        )

    def _scoring(self, options: Options) -> Scoring:
        lang = options.lang or Lang.ENGLISH
        return Scoring(options.method or self.rules.method, self.rules.passive_weight, lang, options.segment)

    def _report(
        self, job: Job, options: Options, codebook: Codebook, found: Insights, spot_check: Mapping[str, Any]
    ) -> dict[str, Any]:
        return {
            "schema_version": SCHEMA_VERSION,
            "job": job.id,
            "file": job.source.name,
            "created_at": iso_time(job.created_at),
            "lang": (options.lang or Lang.ENGLISH).value,
            "rows": job.rows,
            "options": json.loads(job.options or "{}"),
            "reading": json.loads(job.reading or "{}"),
            **found.numbers,
            "usage": usage_dict(job),
            "timings": timings(replace(job, ended_at=self.now())),
            "model": job.model,
            "stand_in": job.stand_in,
            "detail": job.detail.value,
            "prompt_version": prompt_version(job.detail),
            "codebook_version": codebook.version,
            "codebook_name": codebook.name or DEFAULT_NAME,
            "spot_check": spot_check,
            "warnings": [*job.warnings, *found.notes, *self._job_warnings(job, spot_check)],
        }

    def _job_warnings(self, job: Job, spot_check: Mapping[str, Any]) -> Iterator[str]:
        if job.stand_in:
            yield STAND_IN_WARNING
        if job.stop_reason:
            yield f"The analysis was stopped: {job.stop_reason}"
        if warning := spot_check_warning(spot_check):
            yield warning
