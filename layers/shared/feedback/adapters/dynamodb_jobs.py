"""The jobs table: one item a job, every change one conditional write."""

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from feedback.domain.job import CAME_FROM, Job, JobState, Source
from feedback.domain.models import Usage

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

OPEN_INDEX = "open-jobs"
_SOURCE = [f.name for f in fields(Source)]
_USAGE = [f.name for f in fields(Usage)]
_PLAIN = [f.name for f in fields(Job) if f.name not in ("id", "source", "usage", "done", "warnings")]
_serialize = TypeSerializer().serialize
_deserialize = TypeDeserializer().deserialize


class DynamoDbJobStore:
    """JobStore on a table with the string key `pk` and the sparse index `open-jobs` on `open`."""

    def __init__(self, client: "DynamoDBClient", table: str, ttl_days: int) -> None:
        self._client = client
        self._table = table
        self._ttl_ms = ttl_days * 86_400_000

    def create(self, job: Job) -> bool:
        touched = replace(job, touched_at=job.touched_at or job.created_at)
        return self._put(touched, "attribute_not_exists(pk)", {})

    def claim(self, job: Job, now: int) -> Job | None:
        may_take = (
            "attribute_not_exists(pk) OR #state = :awaiting OR "
            "(#state = :parsing AND (claimed_by = :me OR claim_until < :now))"
        )
        values = {
            ":awaiting": JobState.AWAITING_UPLOAD.value,
            ":parsing": JobState.PARSING.value,
            ":me": job.claimed_by,
            ":now": now,
        }
        taken = replace(job, touched_at=now)
        return taken if self._put(taken, may_take, values, {"#state": "state"}) else None

    def get(self, job_id: str) -> Job | None:
        found = self._client.get_item(TableName=self._table, Key=_key(job_id), ConsistentRead=True).get("Item")
        return _job(found) if found else None

    def advance(self, job_id: str, to: JobState, now: int, changes: Mapping[str, Any] | None = None) -> Job | None:
        if not CAME_FROM[to]:
            return None  # an empty IN () is no valid condition
        sets = {"state": to.value, "touched_at": now, **(changes or {})}
        if to.ended:
            sets["ended_at"] = now
        came_from = {f":from{n}": state.value for n, state in enumerate(sorted(CAME_FROM[to]))}
        return self._update(
            job_id,
            "SET " + ", ".join(f"#{name} = :{name}" for name in sets) + (" REMOVE #open" if to.ended else ""),
            f"#state IN ({', '.join(came_from)})",
            {f":{name}": _plain(value) for name, value in sets.items()} | came_from,
            {f"#{name}": name for name in [*sets, *(["open"] if to.ended else [])]},
        )

    def begin_batch(self, job_id: str, now: int) -> Job | None:
        stamp = "SET touched_at = :now, first_batch_at = if_not_exists(first_batch_at, :now)"
        return self._update(job_id, stamp, "attribute_exists(pk)", {":now": now}, {})

    def record_batch(self, job_id: str, number: int, rows: int, now: int) -> bool:
        updated = self._update(
            job_id,
            "SET touched_at = :now ADD done :numbers, rows_done :rows",
            "#state = :analyzing AND NOT contains(done, :number)",
            {
                ":now": now,
                ":numbers": {number},
                ":number": number,
                ":rows": rows,
                ":analyzing": JobState.ANALYZING.value,
            },
            {"#state": "state"},
        )
        return updated is not None

    def add_usage(self, job_id: str, usage: Usage, *, stand_in: bool, now: int) -> None:
        added = {name: value for name in _USAGE if (value := getattr(usage, name))}
        sets = "SET touched_at = :now"
        sets += ", stand_in = :true" if stand_in else ""
        sets += ", cost_unknown = :true" if usage.cost_micro_usd is None else ""
        adds = " ADD " + ", ".join(f"{name} :{name}" for name in added) if added else ""
        values: dict[str, Any] = {":now": now, **{f":{name}": value for name, value in added.items()}}
        if ":true" in sets:
            values[":true"] = True
        self._update(job_id, sets + adds, "attribute_exists(pk)", values, {})

    def stop(self, job_id: str, reason: str, now: int) -> bool:
        updated = self._update(
            job_id,
            "SET stop_reason = :reason, touched_at = :now",
            "#state = :analyzing AND (attribute_not_exists(stop_reason) OR stop_reason = :none)",
            {":reason": reason, ":now": now, ":analyzing": JobState.ANALYZING.value, ":none": ""},
            {"#state": "state"},
        )
        return updated is not None

    def touch(self, job_id: str, now: int) -> None:
        self._update(job_id, "SET touched_at = :now", "attribute_exists(pk)", {":now": now}, {})

    def open_jobs(self) -> list[Job]:
        pages = self._client.get_paginator("query").paginate(
            TableName=self._table,
            IndexName=OPEN_INDEX,
            KeyConditionExpression="#open = :yes",
            ExpressionAttributeNames={"#open": "open"},
            ExpressionAttributeValues={":yes": {"S": "yes"}},
        )
        return [_job(item) for page in pages for item in page["Items"]]

    def _put(self, job: Job, condition: str, values: dict[str, Any], names: dict[str, str] | None = None) -> bool:
        item = {
            "pk": f"JOB#{job.id}",
            **({} if job.state.ended else {"open": "yes"}),
            "expires_at": (job.created_at + self._ttl_ms) // 1000,
            **{name: value for name in _SOURCE if (value := getattr(job.source, name))},
            **{name: _plain(value) for name in _PLAIN if (value := getattr(job, name)) not in (None, "")},
            **{name: value for name in _USAGE if (value := getattr(job.usage, name))},
            "cost_unknown": job.usage.cost_micro_usd is None,
            "warnings": list(job.warnings),
            **({"done": set(job.done)} if job.done else {}),
        }
        expressions: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
        if values:
            expressions["ExpressionAttributeValues"] = {name: _serialize(value) for name, value in values.items()}
        try:
            self._client.put_item(
                TableName=self._table,
                Item={name: _serialize(value) for name, value in item.items()},
                ConditionExpression=condition,
                **expressions,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def _update(
        self, job_id: str, update: str, condition: str, values: dict[str, Any], names: dict[str, str]
    ) -> Job | None:
        optional: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
        try:
            answer = self._client.update_item(
                TableName=self._table,
                Key=_key(job_id),
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues={name: _serialize(value) for name, value in values.items()},
                ReturnValues="ALL_NEW",
                **optional,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return _job(answer["Attributes"])


def _key(job_id: str) -> Any:
    return {"pk": {"S": f"JOB#{job_id}"}}


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _job(item: Mapping[str, Any]) -> Job:
    known = {name: _value(value) for name, value in item.items()}
    usage = {name: known[name] for name in _USAGE if name in known}
    if known.get("cost_unknown"):
        usage["cost_micro_usd"] = None
    return Job(
        id=known["pk"].removeprefix("JOB#"),
        source=Source(**{name: known.get(name, "") for name in _SOURCE}),
        usage=Usage(**usage),
        done=frozenset(known.get("done", ())),
        warnings=tuple(known.get("warnings", ())),
        **{name: known[name] for name in _PLAIN if name in known and name != "state"},
        state=JobState(known["state"]),
    )


def _value(attribute: Any) -> Any:
    """Numbers of the table are whole, and become ints."""
    value = _deserialize(attribute)
    if isinstance(value, set):
        return {int(entry) for entry in value}
    return int(value) if hasattr(value, "as_tuple") else value
