"""What the API tells of a job, and how a file is sent through it."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from feedback.domain.codebook import Codebook
from feedback.domain.codebook_document import dump_codebook
from feedback.domain.codebook_names import codebook_key, sent_codebook_name
from feedback.domain.documents import RESULT_FILES, result_key
from feedback.domain.errors import InputError
from feedback.domain.job import Job, JobState, Source, iso_time, timings, upload_key
from feedback.domain.job_ids import new_upload_id
from feedback.domain.objects import UploadForm
from feedback.domain.option_sources import WHOLE
from feedback.domain.options import Options
from feedback.domain.usage import usage_dict
from feedback.ports import JobStore, ObjectStore

LINK_SECONDS = 3600
UPLOAD_SECONDS = 900
UPLOAD_GRACE_SECONDS = 300  # an upload that began in time may end later


@dataclass(frozen=True, slots=True)
class StatusService:
    jobs: JobStore
    uploads: ObjectStore
    data: ObjectStore
    upload_bucket: str
    max_bytes: int
    model: str
    model_warnings: tuple[str, ...]
    now: Callable[[], int]

    def status(self, job_id: str) -> dict[str, Any] | None:
        """State, progress by rows, cache, usage, timings, NPS and result links of a job; None where there is none."""
        job = self.jobs.get(job_id)
        if job is None:
            return None
        report = json.loads(job.report) if job.report else {}
        return {
            "job": job.id,
            "state": job.state.value,
            "file": job.source.name,
            "created_at": iso_time(job.created_at),
            "ended_at": iso_time(job.ended_at) if job.ended_at else None,
            "progress": _progress(job),
            "options": json.loads(job.options or "{}"),
            "reading": json.loads(job.reading) if job.reading else None,
            "estimate": report.get("estimate"),
            "ledger": report.get("ledger"),
            "nps": report.get("nps"),
            "spot_check": report.get("spot_check"),
            "usage": usage_dict(job),
            "timings": timings(job),
            "model": job.model,
            "detail": job.detail.value,
            "codebook_version": job.codebook,
            "stand_in": job.stand_in,
            "warnings": list(dict.fromkeys([*report.get("warnings", job.warnings), *self.model_warnings])),
            "error": _error(job),
            "results": self._links(job),
        }

    def _links(self, job: Job) -> dict[str, str] | None:
        if not job.state.completed or Options.loads(job.options).inspect:
            return None
        return {name: self.data.link(result_key(job.id, name), LINK_SECONDS) for name in RESULT_FILES}

    def new_upload(self, file_name: str, options: Options, codebook: Codebook | None = None) -> tuple[Job, UploadForm]:
        """A job that awaits its file, and the form to send it with, which carries the options along.

        codebook is stored for the parser, under a name that becomes the job's option. Raises InputError wrong_option
        where the options name one too.
        """
        if codebook is not None:
            options = self._with_codebook(options, codebook)
        now = self.now()
        job_id = new_upload_id()
        key = upload_key(job_id, file_name)
        job = Job(
            id=job_id,
            state=JobState.AWAITING_UPLOAD,
            source=Source(self.upload_bucket, key),
            created_at=now,
            deadline_at=now + (UPLOAD_SECONDS + UPLOAD_GRACE_SECONDS) * 1000,
            model=self.model,
        )
        self.jobs.create(job)
        given = options.dumps()
        metadata = {WHOLE: given} if given else {}
        return job, self.uploads.upload_form(key, self.max_bytes, UPLOAD_SECONDS, metadata)

    def _with_codebook(self, options: Options, codebook: Codebook) -> Options:
        if options.codebook is not None:
            raise InputError("wrong_option", "Give a codebook or the option codebook, not both.")
        name = sent_codebook_name(codebook)
        named = Options.loads(replace(options, codebook=name).dumps())  # they may be too long now
        # Put again even where it is there: a bucket may delete by age.
        self.uploads.put(codebook_key(name, ".json"), dump_codebook(codebook))
        return named


def _progress(job: Job) -> dict[str, Any]:
    return {
        "rows": job.rows,
        "rows_done": job.rows_done,
        "batches": job.batches,
        "batches_done": len(job.done),
        "comments": job.comments,
    }


def _error(job: Job) -> dict[str, str] | None:
    if not job.error_message:
        return None
    return {"code": job.error_code or "stopped", "message": job.error_message}
