"""What to do about a job that stands still. Pure: the sweeper service carries it out."""

from enum import StrEnum

from feedback.domain.job import Job, JobState

STALLED_MS = 120_000
"""A job that nothing has touched for so long is looked after; batches under way are asked for at most once more."""


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
        case JobState.ANALYZING if late:
            return Remedy.STOP
        case JobState.ANALYZING:
            return Remedy.SEND_BATCHES if stalled else Remedy.NONE
        case JobState.AGGREGATING if late and stalled:
            return Remedy.FAIL_RESULTS
        case JobState.AGGREGATING:
            return Remedy.SEND_COMPLETION if stalled else Remedy.NONE
        case _:
            return Remedy.NONE
