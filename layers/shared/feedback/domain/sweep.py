"""What to do about a job that stands still. Pure: the sweeper service carries it out."""

from enum import StrEnum

from feedback.domain.job import Job, JobState

TOUCH_MS = 30_000
"""A job at which batches begin is marked as touched at least so often: well before it would seem to stand still."""

STALLED_MS = 120_000
"""A job that nothing has touched for so long is set going again. A batch that is at work is not asked for twice: it has
a lease."""

PROGRESS_MS = 900_000
"""Past its deadline a job goes on as long as a batch is counted at least so often."""

RESULTS_STALLED_MS = 240_000
"""Results that stand still for so long, more than one run can take, are written again."""

RESULTS_MS = 900_000
"""How long past its deadline a job may still be at its results."""


class Remedy(StrEnum):
    NONE = "none"
    EXPIRE_UPLOAD = "expire_upload"
    FAIL_PARSE = "fail_parse"
    SEND_BATCHES = "send_batches"
    SEND_COMPLETION = "send_completion"
    STOP = "stop"
    FAIL_RESULTS = "fail_results"


def remedy_for(job: Job, now: int) -> Remedy:
    """now in milliseconds since 1970. A job past its deadline is ended; one that merely stands still is set going."""
    late = now >= job.deadline_at
    stalled = now - job.touched_at >= STALLED_MS
    match job.state:
        case JobState.AWAITING_UPLOAD:
            return Remedy.EXPIRE_UPLOAD if late else Remedy.NONE
        case JobState.PARSING:
            return Remedy.FAIL_PARSE if now >= job.claim_until and stalled else Remedy.NONE
        case JobState.ANALYZING if job.all_done:
            return Remedy.SEND_COMPLETION if stalled else Remedy.NONE
        case JobState.ANALYZING if late and now - (job.progress_at or 0) >= PROGRESS_MS:
            return Remedy.STOP
        case JobState.ANALYZING:
            return Remedy.SEND_BATCHES if stalled else Remedy.NONE
        case JobState.AGGREGATING if now - job.touched_at < RESULTS_STALLED_MS:
            return Remedy.NONE
        case JobState.AGGREGATING:
            return Remedy.FAIL_RESULTS if now >= job.deadline_at + RESULTS_MS else Remedy.SEND_COMPLETION
        case _:
            return Remedy.NONE
