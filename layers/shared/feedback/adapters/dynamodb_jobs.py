"""The jobs table: one item a job, every change one conditional write."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import batched
from typing import TYPE_CHECKING, Any

from feedback.adapters.dynamodb_job_changes import Stamps, added_calls
from feedback.adapters.dynamodb_job_item import from_item, job_key, lease_key, plain, to_item
from feedback.adapters.dynamodb_job_values import to_attribute
from feedback.domain.calls import NO_CALLS, CallTotals
from feedback.domain.job import CAME_FROM, Job, JobState

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

OPEN_INDEX = "open-job-keys"
_MOST_JOBS = 100
"""Of one BatchGetItem."""
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


class TableBusyError(Exception):
    """The table left keys unprocessed again and again."""


class DynamoDbJobStore:
    """JobStore on a table with the string key `pk` and the sparse index `open-job-keys` on `open`.

    The index holds keys only, so that a change of a job is not paid for twice. May be used from several threads.
    """

    def __init__(self, client: "DynamoDBClient", table: str, ttl_days: int) -> None:
        self._client = client
        self._table = table
        self._ttl_ms = ttl_days * 86_400_000
        self._stamps = Stamps()

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
        found = self._client.get_item(TableName=self._table, Key=job_key(job_id), ConsistentRead=True).get("Item")
        return from_item(found) if found else None

    def advance(
        self,
        job_id: str,
        to: JobState,
        now: int,
        changes: Mapping[str, Any] | None = None,
        *,
        touched_at: int | None = None,
    ) -> Job | None:
        if not CAME_FROM[to]:
            return None  # an empty IN () is no valid condition
        sets = {"state": to.value, "touched_at": now, **(changes or {})}
        if to.ended:
            sets["ended_at"] = now
        came_from: dict[str, Any] = {f":from{n}": state.value for n, state in enumerate(sorted(CAME_FROM[to]))}
        condition = f"#state IN ({', '.join(came_from)})"
        if touched_at is not None:
            condition += " AND touched_at = :seen"
            came_from[":seen"] = touched_at
        return self._update(
            job_id,
            "SET " + ", ".join(f"#{name} = :{name}" for name in sets) + (" REMOVE #open" if to.ended else ""),
            condition,
            {f":{name}": plain(value) for name, value in sets.items()} | came_from,
            {f"#{name}": name for name in [*sets, *(["open"] if to.ended else [])]},
        )

    def begin_aggregation(self, job_id: str, now: int, until: int) -> Job | None:
        return self._update(
            job_id,
            "SET #state = :to, touched_at = :now, claim_until = :until, "
            "aggregating_at = if_not_exists(aggregating_at, :now)",
            "#state = :analyzing OR (#state = :to AND claim_until < :now)",
            {
                ":to": JobState.AGGREGATING.value,
                ":analyzing": JobState.ANALYZING.value,
                ":now": now,
                ":until": until,
            },
            {"#state": "state"},
        )

    def lease_batch(self, job_id: str, number: int, now: int, until: int) -> bool:
        lease = {**lease_key(job_id, number), "until": {"N": str(until)}, "expires_at": {"N": str(until // 1000 + 60)}}
        try:
            self._client.put_item(
                TableName=self._table,
                Item=lease,
                ConditionExpression="attribute_not_exists(pk) OR #until < :now",
                ExpressionAttributeNames={"#until": "until"},
                ExpressionAttributeValues={":now": {"N": str(now)}},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True

    def release_batch(self, job_id: str, number: int) -> None:
        self._client.delete_item(TableName=self._table, Key=lease_key(job_id, number))

    def begin_batch(self, job_id: str, now: int) -> Job | None:
        with self._stamps.due(job_id, now) as due:
            if not due:
                return self.get(job_id)
            stamp = "SET touched_at = :now, first_batch_at = if_not_exists(first_batch_at, :now)"
            return self._update(job_id, stamp, "attribute_exists(pk)", {":now": now}, {})

    def record_batch(
        self, job_id: str, number: int, rows: int, now: int, *, borrowed: int = 0, totals: CallTotals = NO_CALLS
    ) -> Job | None:
        sets, adds, values = added_calls(totals)
        adds = ["done :numbers", "rows_done :rows", "cache_hits :borrowed", "cache_misses :asked_less", *adds]
        return self._update(
            job_id,
            f"SET {', '.join(['touched_at = :now', 'progress_at = :now', *sets])} ADD {', '.join(adds)}",
            "#state = :analyzing AND NOT contains(done, :number)",
            {
                ":now": now,
                ":numbers": {number},
                ":number": number,
                ":rows": rows,
                ":borrowed": borrowed,
                ":asked_less": -borrowed,
                ":analyzing": JobState.ANALYZING.value,
                **values,
            },
            {"#state": "state"},
        )

    def add_usage(self, job_id: str, totals: CallTotals, now: int) -> None:
        sets, adds, values = added_calls(totals)
        change = f"SET {', '.join(['touched_at = :now', *sets])}" + (f" ADD {', '.join(adds)}" if adds else "")
        self._update(job_id, change, "attribute_exists(pk)", {":now": now, **values}, {})

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
        keys = [{"pk": item["pk"]} for page in pages for item in page["Items"]]
        jobs = [from_item(item) for some in batched(keys, _MOST_JOBS, strict=False) for item in self._items(some)]
        # The index may lag behind.
        return [job for job in jobs if not job.state.ended]

    def _items(self, keys: Sequence[Any]) -> list[Any]:
        """The items of these keys that are there."""
        left: Any = {self._table: {"Keys": list(keys), "ConsistentRead": True}}
        found: list[Any] = []
        for pause in _PAUSES:
            answer = self._client.batch_get_item(RequestItems=left)
            found += answer["Responses"].get(self._table, [])
            left = answer.get("UnprocessedKeys")
            if not left:
                return found
            time.sleep(pause)
        raise TableBusyError(f"{self._table} left reads unprocessed {len(_PAUSES)} times")

    def _put(self, job: Job, condition: str, values: dict[str, Any], names: dict[str, str] | None = None) -> bool:
        item = to_item(job, self._ttl_ms)
        expressions: dict[str, Any] = {"ExpressionAttributeNames": names} if names else {}
        if values:
            expressions["ExpressionAttributeValues"] = {name: to_attribute(value) for name, value in values.items()}
        try:
            self._client.put_item(
                TableName=self._table,
                Item=item,
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
                Key=job_key(job_id),
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues={name: to_attribute(value) for name, value in values.items()},
                ReturnValues="ALL_NEW",
                **optional,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return None
        return from_item(answer["Attributes"])
