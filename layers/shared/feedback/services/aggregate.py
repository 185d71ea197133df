"""Put a job's results together: ledger, NPS, themes, segments, and the three result files."""

import json
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

from feedback.domain.codebook import Codebook
from feedback.domain.documents import (
    RESULT_FILES,
    BatchAnswers,
    CachedComments,
    answers_key,
    comments_key,
    partial_answers_key,
    result_key,
    survey_key,
)
from feedback.domain.job import Job, JobState, iso_time, timings
from feedback.domain.ledger import CommentOutcomes, LedgerRow, build_ledger, ledger_totals
from feedback.domain.models import Cell, LedgerState
from feedback.domain.nps import NpsMethod
from feedback.domain.options import Lang, Options
from feedback.domain.prompts import prompt_version
from feedback.domain.report import analysis_cells, analysis_columns, nps_dict, segment_table, theme_table
from feedback.domain.spot_check import spot_check_report, spot_check_warning
from feedback.domain.survey import Survey, load_survey
from feedback.domain.usage import usage_dict
from feedback.ports import JobStore, ObjectStore, SpeedStore, TableWriter
from feedback.services.batch_files import BatchFiles

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
    write_csv: TableWriter
    write_xlsx: TableWriter
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
        survey, options = load_survey(self._stored(survey_key(job.id))), Options.loads(job.options)
        codebook = BatchFiles(self.data).codebook(job)
        answers = self._answers(job)
        ledger = build_ledger(survey, self._outcomes(job, answers), codebook)
        tables = self._tables(job, survey, ledger)
        spot_check = spot_check_report(answers.codes, answers.alone, job.spot_checks, codebook)
        report = self._report(job, survey, ledger, options, codebook) | {"spot_check": spot_check}
        report["warnings"] = [*job.warnings, *self._job_warnings(job, spot_check)]
        self._write(job, tables | {"results.json": _json(report)})
        return self._end(job, report)

    def _end(self, job: Job, report: Mapping[str, Any]) -> bool:
        failed = report["ledger"][LedgerState.FAILED.value]
        to = JobState.COMPLETED_WITH_ERRORS if failed or job.stop_reason else JobState.COMPLETED
        summary = {key: report[key] for key in ("ledger", "nps", "spot_check", "warnings")}
        changes = {"rows_done": job.rows, "report": json.dumps(summary), "error_message": job.stop_reason}
        ended = self.jobs.advance(job.id, to, self.now(), changes)
        if ended and ended.sums.timed_calls:
            self.speeds.add(f"{self.rules.model_identity}#{job.detail}", ended.sums)
        return ended is not None

    def _stored(self, key: str) -> bytes:
        data = self.data.get(key)
        if data is None:
            raise LookupError(f"{key} is not in the data bucket")
        return data

    def _answers(self, job: Job) -> BatchAnswers:
        """Answers of the recorded batches; of a stopped job also what its other batches had found by then."""
        with ThreadPoolExecutor(8) as pool:
            stored = pool.map(lambda number: self._stored(answers_key(job.id, number)), sorted(job.done))
            batches = [BatchAnswers.loads(data) for data in stored]
            left = pool.map(lambda number: self._unrecorded(job.id, number), job.missing_batches)
            batches += [BatchAnswers.loads(data) for data in left if data]
        together = BatchAnswers()
        for batch in batches:
            together.add(batch)
        return together

    def _outcomes(self, job: Job, answers: BatchAnswers) -> CommentOutcomes:
        return CommentOutcomes(
            cached=CachedComments.loads(self._stored(comments_key(job.id))).codes | answers.borrowed,
            answered=answers.codes,
            failed=answers.failed,
            missing_reason=job.stop_reason or "not analysed",
        )

    def _unrecorded(self, job_id: str, number: int) -> bytes | None:
        return self.data.get(answers_key(job_id, number)) or self.data.get(partial_answers_key(job_id, number))

    def _report(
        self, job: Job, survey: Survey, ledger: list[LedgerRow], options: Options, codebook: Codebook
    ) -> dict[str, Any]:
        method, weight = options.method or self.rules.method, self.rules.passive_weight
        return {
            "job": job.id,
            "file": job.source.name,
            "created_at": iso_time(job.created_at),
            "rows": survey.rows,
            "options": json.loads(job.options or "{}"),
            "reading": json.loads(job.reading or "{}"),
            "ledger": ledger_totals(ledger),
            "nps": nps_dict(survey.ratings, method, weight),
            "themes": theme_table(survey, ledger, codebook, method, weight, options.lang or Lang.ENGLISH),
            "segments": segment_table(survey, method, weight),
            "usage": usage_dict(job),
            "timings": timings(replace(job, ended_at=self.now())),
            "model": job.model,
            "stand_in": job.stand_in,
            "detail": job.detail.value,
            "prompt_version": prompt_version(job.detail),
            "codebook_version": codebook.version,
        }

    def _job_warnings(self, job: Job, spot_check: Mapping[str, Any]) -> Iterator[str]:
        if job.stand_in:
            yield STAND_IN_WARNING
        if job.stop_reason:
            yield f"The analysis was stopped: {job.stop_reason}"
        if warning := spot_check_warning(spot_check):
            yield warning

    def _tables(self, job: Job, survey: Survey, ledger: list[LedgerRow]) -> dict[str, bytes]:
        columns = [*survey.table.columns, *analysis_columns(job.detail)]
        rows: list[list[Cell]] = [
            [*cells, *analysis_cells(number, row, rating, job.detail)]
            for number, (cells, row, rating) in enumerate(
                zip(survey.table.rows, ledger, survey.ratings, strict=True), start=1
            )
        ]
        return {"results.csv": self.write_csv(columns, rows), "results.xlsx": self.write_xlsx(columns, rows)}

    def _write(self, job: Job, files: Mapping[str, bytes]) -> None:
        """All files are made before the first is written; results.json comes last."""
        for name, content_type in RESULT_FILES.items():
            self.data.put(result_key(job.id, name), files[name], content_type)


def _json(report: Mapping[str, Any]) -> bytes:
    return json.dumps(report, ensure_ascii=False, indent=2).encode("utf-8", "surrogatepass")
