"""A job as the API tells it, for tests of what the command line does with it."""

from typing import Any

from feedback.contracts import JobReply, Progress, UsageReply

_NO_USAGE = UsageReply(
    calls=0,
    failed_calls=0,
    rate_limited=0,
    retries=0,
    splits=0,
    limiter_wait=0,
    tokens_in=0,
    tokens_out=0,
    tokens_cached=0,
    tokens_written=0,
    service_tier=None,
    cost_usd=0,
    prices_as_of=None,
    cache_hits=0,
    cache_misses=0,
    saved_usd=0,
)


def a_reply(state: str = "completed", rows: int = 0, **changes: Any) -> JobReply:
    """Nothing is known of the job but its state and its rows, unless changes say so."""
    nothing = dict.fromkeys(
        ("ended_at", "reading", "estimate", "ledger", "nps", "spot_check", "error", "results"), None
    )
    reply: dict[str, Any] = {
        **nothing,
        "job": "d1",
        "state": state,
        "file": "survey.csv",
        "created_at": "2026-01-01T00:00:00Z",
        "progress": Progress(rows=rows, rows_done=0, batches=0, batches_done=0, comments=0),
        "options": {},
        "usage": _NO_USAGE,
        "timings": {},
        "model": "gpt-6-luna",
        "detail": "scores",
        "codebook_version": "",
        "stand_in": False,
        "warnings": [],
    }
    return JobReply.model_validate(reply | changes)
