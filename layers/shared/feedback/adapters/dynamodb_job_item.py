"""A job as an item of the jobs table: every field an attribute, numbers whole."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from feedback.adapters.dynamodb_job_values import from_attribute, to_attribute
from feedback.domain.job import Job, JobState, Source
from feedback.domain.models import Detail, Usage
from feedback.domain.speed import CallSums

_SOURCE = [f.name for f in fields(Source)]
USAGE = [f.name for f in fields(Usage) if f.name != "tiers"]
SUMS = [f.name for f in fields(CallSums)]
_PLAIN = [f.name for f in fields(Job) if f.name not in ("id", "source", "usage", "sums", "done", "warnings")]


def job_key(job_id: str) -> Any:
    return {"pk": {"S": f"JOB#{job_id}"}}


def lease_key(job_id: str, number: int) -> Any:
    return {"pk": {"S": f"LEASE#{job_id}#{number}"}}


def plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def to_item(job: Job, ttl_ms: int) -> dict[str, Any]:
    """The whole item; only a job that has not ended carries `open`, the key of the sparse index."""
    item = {
        "pk": f"JOB#{job.id}",
        **({} if job.state.ended else {"open": "yes"}),
        "expires_at": (job.created_at + ttl_ms) // 1000,
        **{name: value for name in _SOURCE if (value := getattr(job.source, name))},
        **{name: plain(value) for name in _PLAIN if (value := getattr(job, name)) not in (None, "")},
        **{name: value for name in USAGE if (value := getattr(job.usage, name))},
        **{name: value for name in SUMS if (value := getattr(job.sums, name))},
        "cost_unknown": job.usage.cost_micro_usd is None,
        "warnings": list(job.warnings),
        **({"done": set(job.done)} if job.done else {}),
        **({"tiers": set(job.usage.tiers)} if job.usage.tiers else {}),
    }
    return {name: to_attribute(value) for name, value in item.items()}


def from_item(item: Mapping[str, Any]) -> Job:
    known = {name: from_attribute(value) for name, value in item.items()}
    usage = {name: known[name] for name in USAGE if name in known}
    if known.get("cost_unknown"):
        usage["cost_micro_usd"] = None
    return Job(
        id=known["pk"].removeprefix("JOB#"),
        source=Source(**{name: known.get(name, "") for name in _SOURCE}),
        usage=Usage(**usage, tiers=frozenset(known.get("tiers", ()))),
        sums=CallSums(**{name: known[name] for name in SUMS if name in known}),
        done=frozenset(known.get("done", ())),
        warnings=tuple(known.get("warnings", ())),
        **{name: known[name] for name in _PLAIN if name in known and name not in ("state", "detail")},
        state=JobState(known["state"]),
        detail=Detail(known.get("detail", Detail.SCORES)),
    )
