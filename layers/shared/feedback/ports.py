"""What the services need of the world. Adapters fulfil these protocols; contract tests hold each adapter to them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any, Protocol

from feedback.domain.budget import Reserved
from feedback.domain.calls import NO_CALLS, CallRecord, CallTotals, ModelReply
from feedback.domain.documents import CachedAnswer
from feedback.domain.job import Job, JobState, Source
from feedback.domain.line import LineSums
from feedback.domain.models import Cell
from feedback.domain.objects import StoredFile, UploadForm
from feedback.domain.options import Options
from feedback.domain.prompts import ModelRequest
from feedback.domain.reading import Reading
from feedback.domain.speed import CallSums


class ObjectStore(Protocol):
    """The objects of one bucket."""

    def get(self, key: str) -> bytes | None:
        """The object's bytes; None where there is no such object."""

    def get_file(self, source: Source) -> StoredFile | None:
        """Exactly the object that was dropped; None where it is gone, or another one has taken its place."""

    def put(self, key: str, data: bytes, content_type: str = "application/json") -> None: ...

    def put_new(self, key: str, data: bytes) -> bool:
        """Put a JSON object unless there is one of that key, which then stays as it was. True for the call that put."""

    def link(self, key: str, seconds: int) -> str:
        """An address from which the object can be downloaded without credentials, for so many seconds."""

    def upload_form(self, key: str, max_bytes: int, seconds: int, metadata: Mapping[str, str]) -> UploadForm:
        """A form by which the object can be uploaded without credentials, at most max_bytes long, with that metadata.

        Metadata values are ASCII.
        """


class CommentCache(Protocol):
    """Analyses by cache key. Only what a model answered is ever stored."""

    def get_many(self, keys: Sequence[str]) -> dict[str, CachedAnswer]:
        """The answers there are, for any number of different keys. Expired and damaged entries are not there."""

    def put_many(self, answers: Mapping[str, CachedAnswer]) -> None: ...


class CommentLeases(Protocol):
    """Who asks the model for which comments, so that jobs that run at once ask for the same comment once."""

    def announce(self, job_id: str, keys: Collection[str], now: int) -> None:
        """Say that the job is about to ask for the comments of these cache keys."""

    def held(self, job_id: str, keys: Collection[str], others: Collection[str], now: int) -> dict[str, str]:
        """Which of the keys one of the other jobs announced before, with that job's id.

        now: when this job announced its own. Of two jobs that announce at the same time, the lower id was before.
        """


class Telemetry(Protocol):
    """What operators see of the model calls: metrics and a trace by job and batch. Never a comment's text."""

    def called(self, job_id: str, batch: int, record: CallRecord) -> None: ...

    def batch_done(self, job_id: str, batch: int, figures: Mapping[str, int | float | str]) -> None: ...


class JobStore(Protocol):
    """The job items. Every change is one conditional write, so that concurrent callers can't undo each other.

    now is in milliseconds since 1970 everywhere; changes mark the job as touched.
    """

    def create(self, job: Job) -> bool:
        """False where a job of that id is there already, which then stays as it was."""

    def claim(self, job: Job, now: int) -> Job | None:
        """Take the job for parsing, as job says (claimed_by, claim_until, parsing_at, deadline_at).

        Creates it, takes over one that awaits its upload, and takes over one in parsing that the same claimant had or
        whose claim has run out. None in every other case: there is nothing to do.
        """

    def get(self, job_id: str) -> Job | None: ...

    def advance(
        self,
        job_id: str,
        to: JobState,
        now: int,
        changes: Mapping[str, Any] | None = None,
        *,
        touched_at: int | None = None,
    ) -> Job | None:
        """Bring the job into a state, with other changes by field name; None where it may not come there from its own.

        touched_at: only if nobody has touched the job since. A job that ends gets its ended_at and is no longer among
        the open ones.
        """

    def begin_aggregation(self, job_id: str, now: int, until: int) -> Job | None:
        """Take an analyzing job, or an aggregating one whose last taker's time has run out, for writing its results.

        None where there is nothing to take. The first call stamps aggregating_at; until is this taker's time.
        """

    def lease_batch(self, job_id: str, number: int, now: int, until: int) -> bool:
        """Keep other deliveries of a batch from asking for it too; False while another one has the lease."""

    def release_batch(self, job_id: str, number: int) -> None: ...

    def begin_batch(self, job_id: str, now: int) -> Job | None:
        """The job; the first call stamps first_batch_at. None where there is no such job.

        The job is marked as touched only where the last mark may be TOUCH_MS old: mostly this only reads.
        """

    def record_batch(
        self, job_id: str, number: int, rows: int, now: int, *, borrowed: int = 0, totals: CallTotals = NO_CALLS
    ) -> Job | None:
        """Count a batch as done, once, if the job is analyzing. The job right after, for the call that counted it.

        borrowed: so many of its comments were cache hits in the end. totals: calls to add in the same write; they are
        not added where the batch is not counted.
        """

    def add_usage(self, job_id: str, totals: CallTotals, now: int) -> None:
        """Add what model calls used, and what they teach. Has no condition: money spent is spent."""

    def stop(self, job_id: str, reason: str, now: int) -> bool:
        """No more model calls for an analyzing job; the first reason stays. True for the call that stopped it."""

    def touch(self, job_id: str, now: int) -> None: ...

    def open_jobs(self) -> list[Job]:
        """All jobs that have not ended."""


class BatchQueue(Protocol):
    def send_batches(self, job_id: str, groups: Iterable[Sequence[int]], delay: int = 0) -> None:
        """A message for each group of batch numbers. delay in seconds, 0…900."""

    def send_completion(self, job_id: str) -> None: ...

    def warm_analyzers(self, workers: int) -> None:
        """Wake so many analyzers, so that they have started when there is work.

        Raises nothing where the queue can't be reached: a job does without.
        """

    def warm_aggregator(self) -> None:
        """The same for the aggregator."""


class RateLimiter(Protocol):
    """One limit on requests and tokens for all callers everywhere, of which jobs that ask at a time have equal shares.

    Shares are fair as far as nobody takes turns far ahead: ask with a max_wait of some 2 s, and again later.
    """

    def take(self, job_id: str, tokens: int, max_wait: float) -> float:
        """Take the next turn of a job for a request of that many tokens; the seconds to wait before going.

        Raises NotYourTurnError, with its wait in seconds, and takes nothing, where the wait would be longer than
        max_wait seconds. The job is known as waiting then, so that others leave it its share.
        """

    def settle(self, tokens: int) -> None:
        """Correct a turn taken by the difference between the tokens used and those taken (negative: give back).

        Once for each turn, also by 0. What is given back may travel with the next turn taken here: others see it then,
        or as soon as no turn taken here is left to be settled.
        """

    def push_back(self, seconds: float) -> None:
        """Nobody goes within that time: the provider has said so."""


class Budget(Protocol):
    """A calendar month's (UTC) cap on model spend, in millionths of a dollar. Months are written as "2026-11"."""

    def month(self) -> str:
        """The current one."""

    def reserve(self, micro_usd: int) -> Reserved:
        """Raises BudgetError, and reserves nothing, beyond the cap."""

    def settle(self, month: str, micro_usd: int) -> None:
        """Correct a reservation of that month, also after its end, by what was spent less what was reserved."""

    def left(self) -> int:
        """What is neither spent nor reserved this month; never below 0."""


class CommentAnalyzer(Protocol):
    async def ready(self) -> None:
        """Fetch what a call needs and does not have yet, such as a key: to be awaited before the call's turn.

        Raises TransientModelError or FatalModelError where it can't be had.
        """

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        """One model call, without retries, within timeout seconds.

        Raises TransientModelError where another try may succeed, FatalModelError where none can.
        """


class SurveyReader(Protocol):
    def __call__(self, data: bytes, name: str, options: Options) -> Reading:
        """Read a survey file by its options. Raises InputError."""


class TableWriter(Protocol):
    def __call__(self, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes: ...


class SpeedStore(Protocol):
    """What was learned of model calls, by a name of the caller's choice, and of what jobs take beside their calls."""

    def get(self, name: str) -> CallSums:
        """All zeros where nothing is known."""

    def add(self, name: str, sums: CallSums) -> None:
        """Merge the sums of further calls into what is known, of which the oldest fades."""

    def beside(self) -> LineSums:
        """What jobs took beside their calls: points of rows and seconds. All zeros where nothing is known."""

    def add_beside(self, sums: LineSums) -> None:
        """Merge the points of further jobs into what is known, of which the oldest fades."""
