"""Parse a dropped file: columns, unique comments, cache, batches, and the messages that start the analysis."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from feedback.domain.batching import plan_batches
from feedback.domain.codebook import Codebook
from feedback.domain.codec import is_readable
from feedback.domain.columns import ParserMode, find_columns
from feedback.domain.documents import Batch, BatchComment, CachedComments, batch_key, comments_key, survey_key
from feedback.domain.errors import InputError
from feedback.domain.job import Job, JobState, Source, dropped_job_id, upload_id_in
from feedback.domain.normalization import MAX_MODEL_CHARS, cache_key, for_model
from feedback.domain.survey import Survey, UniqueComment, dump_survey, read_survey
from feedback.ports import BatchQueue, CachedAnswer, CommentCache, JobStore, ObjectStore, TableReader


@dataclass(frozen=True, slots=True)
class ParseRules:
    """What the settings say of parsing. Times are in seconds."""

    mode: ParserMode
    max_bytes: int
    max_rows: int
    batch_size: int
    parallel: bool
    cache: bool
    model: str
    model_identity: str
    prompt_version: str
    codebook: Codebook
    claim_seconds: int
    job_seconds: int
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ParseService:
    jobs: JobStore
    uploads: ObjectStore
    data: ObjectStore
    cache: CommentCache
    queue: BatchQueue
    read_table: TableReader
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
            failure = {"error_code": error.code, "error_message": str(error)}
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
        survey, unique = self._read(job, size)
        keys = [self._key(comment) for comment in unique]
        parsed_at = self.now()
        known = self._known(keys)
        looked_up_at = self.now()
        misses = [number for number, key in enumerate(keys) if key not in known]
        batches = self._batches(survey, unique, keys, misses)
        self._store(job, survey, keys, known, batches)
        rows_by_comment = survey.rows_by_comment()
        totals = {
            "parsed_at": parsed_at,
            "cache_looked_up_at": looked_up_at,
            "analyzing_at": self.now(),
            "rows": survey.rows,
            "rows_done": survey.rows - sum(rows_by_comment[number] for number in misses),
            "comments": len(unique),
            "cache_hits": len(unique) - len(misses),
            "cache_misses": len(misses),
            "batches": len(batches),
            "stand_in": any(answer.stand_in for answer in known.values()),
            "warnings": (*self.rules.warnings, *_warnings(survey, unique)),
        }
        if self.jobs.advance(job.id, JobState.ANALYZING, self.now(), totals):
            self._start(job.id, len(batches))

    def _read(self, job: Job, size: int) -> tuple[Survey, list[UniqueComment]]:
        limit = self.rules.max_bytes
        data = b"" if size > limit else self.uploads.get(job.source.key)
        if data is None:
            raise InputError("file_gone", "The file was removed before it could be read. Please drop it anew.")
        if max(size, len(data)) > limit:
            raise InputError(
                "file_too_large",
                f"The file has {max(size, len(data)) / 1e6:.1f} MB; at most {limit / 1e6:g} MB are taken."
                " Please split it, or remove columns that are not needed.",
            )
        table = self.read_table(data, job.source.name, max_rows=self.rules.max_rows)
        return read_survey(table, find_columns(table, self.rules.mode))

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


def _warnings(survey: Survey, unique: list[UniqueComment]) -> list[str]:
    """What an owner should know of how the file was read."""
    found = list(survey.table.notes)
    columns = survey.table.columns
    found.append(
        f"Ratings are taken from the column “{columns[survey.columns.rating]}”,"
        f" comments from “{columns[survey.columns.comment]}”."
    )
    rated = [rating for rating in survey.ratings if rating is not None]
    if len(rated) >= 20 and max(rated) <= 5:
        found.append("No rating is above 5. If the survey asked for 1 to 5, the NPS of this report is not meaningful.")
    cut = sum(len(comment.text) > MAX_MODEL_CHARS for comment in unique)
    if cut:
        found.append(
            f"{cut} comments are longer than {MAX_MODEL_CHARS} characters; the model read only their beginning."
        )
    return found
