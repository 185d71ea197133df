"""The rate limit: one item of the jobs table that all functions share."""

import json
import random
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import astuple
from typing import TYPE_CHECKING, Any

from feedback.domain.errors import NotYourTurnError
from feedback.domain.limits import JobShare, LimitRates, LimitState, mark_waiting, take_turn

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_FIELDS = ("requests_until", "tokens_until", "blocked_until")
_PAUSE, _LONGEST_PAUSE = 0.01, 0.3


class DynamoDbRateLimiter:
    """RateLimiter on one item: optimistic, so a turn costs one write where nobody else took one in between.

    now is in milliseconds since 1970. May be used from several threads.
    """

    def __init__(
        self, client: "DynamoDBClient", table: str, name: str, rates: LimitRates, now: Callable[[], int]
    ) -> None:
        self._client = client
        self._table = table
        self._key: Any = {"pk": {"S": f"LIMIT#{name}"}}
        self._rates = rates
        self._now = now
        self._lock = threading.Lock()
        self._known: tuple[int, LimitState] = (0, LimitState())

    def take(self, job_id: str, tokens: int, max_wait: float) -> float:
        # One thread of a worker at a time: they would only make each other's write fail.
        with self._lock:
            fresh, lost = False, 0
            while True:
                version, state = self._known
                now = self._now()
                turn = take_turn(state, self._rates, job_id, tokens, now)
                mine = turn.claim <= max_wait
                if not mine and not fresh:
                    self._read()
                    fresh = True
                    continue
                wanted = turn.state if mine else mark_waiting(state, job_id, now)
                if wanted is None or self._store(version, wanted):
                    if mine:
                        return turn.wait
                    raise NotYourTurnError(turn.claim)
                if fresh:
                    # Lost to others who ask right now. What is known will be old after the pause.
                    lost += 1
                    time.sleep(random.uniform(0, min(_PAUSE * 2**lost, _LONGEST_PAUSE)))  # noqa: S311
                fresh = not fresh

    def settle(self, tokens: int) -> None:
        milliseconds = round(tokens * 60_000 / self._rates.tokens_per_minute)
        if milliseconds:
            self._update("ADD tokens_until :change, version :one", {":change": milliseconds, ":one": 1})

    def push_back(self, seconds: float) -> None:
        until = self._now() + round(seconds * 1000)
        try:
            self._update(
                "SET blocked_until = :until ADD version :one",
                {":until": until, ":one": 1},
                "attribute_not_exists(blocked_until) OR blocked_until < :until",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return  # somebody pushed everybody back further

    def _store(self, version: int, state: LimitState) -> bool:
        """Write the state over that version; False where there is another one, which is known then."""
        values: dict[str, int | str] = {f":{name}": getattr(state, name) for name in _FIELDS}
        values |= {":jobs": _dumped(state.jobs), ":next": version + 1}
        if version:
            values[":seen"] = version
        try:
            self._update(
                "SET " + ", ".join(f"{name} = :{name}" for name in (*_FIELDS, "jobs")) + ", version = :next",
                values,
                "version = :seen" if version else "attribute_not_exists(version)",
            )
        except self._client.exceptions.ConditionalCheckFailedException as error:
            answer: Any = error.response
            self._learn(answer.get("Item", {}))
            return False
        self._known = (version + 1, state)
        return True

    def _read(self) -> None:
        answer = self._client.get_item(TableName=self._table, Key=self._key, ConsistentRead=True)
        self._learn(answer.get("Item", {}))

    def _learn(self, item: Mapping[str, Any]) -> None:
        stored = {name: int(item[name]["N"]) for name in (*_FIELDS, "version") if name in item}
        jobs = json.loads(item["jobs"]["S"]) if "jobs" in item else {}
        version = stored.pop("version", 0)
        self._known = (version, LimitState(**stored, jobs={name: JobShare(*share) for name, share in jobs.items()}))

    def _update(self, update: str, values: Mapping[str, int | str], condition: str | None = None) -> None:
        optional: dict[str, Any] = {}
        if condition:
            # The item that was in the way comes back with the refusal: no second request has to read it.
            optional = {"ConditionExpression": condition, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}
        self._client.update_item(
            TableName=self._table,
            Key=self._key,
            UpdateExpression=update,
            ExpressionAttributeValues={
                name: {"S": value} if isinstance(value, str) else {"N": str(value)} for name, value in values.items()
            },
            **optional,
        )


def _dumped(jobs: Mapping[str, JobShare]) -> str:
    return json.dumps({job_id: astuple(share) for job_id, share in jobs.items()}, separators=(",", ":"))
