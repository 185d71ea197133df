"""The rate limit: one item of the jobs table that all functions share."""

import json
import random
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import astuple, dataclass, replace
from typing import TYPE_CHECKING, Any

from feedback.domain.errors import NotYourTurnError
from feedback.domain.limits import JobShare, LimitRates, LimitState, mark_waiting, take_turn
from feedback.domain.together import Together

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_FIELDS = ("requests_until", "tokens_until", "blocked_until")
_PAUSE, _LONGEST_PAUSE = 0.01, 0.3


@dataclass(slots=True)
class _Asked:
    """A turn that is asked for, and what comes of it: the wait of a turn taken, or the claim of one refused."""

    job_id: str
    tokens: int
    max_wait: float
    wait: float = 0.0
    refused: float | None = None


class DynamoDbRateLimiter:
    """RateLimiter on one item: optimistic, so turns cost one write where nobody else took one in between.

    Threads that ask at the same time have their turns in one write, and tokens that calls did not use are given back
    with the next turns, or when the last call of this process has ended. now is in milliseconds since 1970. May be used
    from several threads.
    """

    def __init__(
        self, client: "DynamoDBClient", table: str, name: str, rates: LimitRates, now: Callable[[], int]
    ) -> None:
        self._client = client
        self._table = table
        self._key: Any = {"pk": {"S": f"LIMIT#{name}"}}
        self._rates = rates
        self._now = now
        self._together = Together(self._take_all)
        self._known: tuple[int, LimitState] = (0, LimitState())
        self._guard = threading.Lock()
        self._at_work = 0
        self._unused_ms = 0

    def take(self, job_id: str, tokens: int, max_wait: float) -> float:
        asked = self._together.ask(_Asked(job_id, tokens, max_wait))
        if asked.refused is not None:
            raise NotYourTurnError(asked.refused)
        return asked.wait

    def settle(self, tokens: int) -> None:
        change = round(tokens * 60_000 / self._rates.tokens_per_minute)
        with self._guard:
            self._at_work = max(0, self._at_work - 1)
            change -= self._unused_ms
            self._unused_ms = 0
            if change < 0 and self._at_work:
                self._unused_ms = -change
                return
        if change:
            self._update("ADD tokens_until :change, version :one", {":change": change, ":one": 1})

    def _take_all(self, together: Sequence[_Asked]) -> Sequence[_Asked]:
        fresh, lost = False, 0
        while not self._taken(together, fresh=fresh):
            if fresh:
                # Lost to others who ask right now. What is known will be old after the pause.
                lost += 1
                time.sleep(random.uniform(0, min(_PAUSE * 2**lost, _LONGEST_PAUSE)))  # noqa: S311
            fresh = not fresh
        return together

    def _taken(self, together: Sequence[_Asked], *, fresh: bool) -> bool:
        """Take the turns that there are, by what is known; False where that was old, and something newer is known now.

        fresh: what is known was read just now. Nobody is refused by what is not.
        """
        version, known = self._known
        with self._guard:
            unused, self._unused_ms = self._unused_ms, 0
        stored = False
        try:
            before = replace(known, tokens_until=known.tokens_until - unused) if unused else known
            wanted = self._turns(before, together)
            if not fresh and any(asked.refused is not None for asked in together):
                self._read()
                return False
            stored = wanted is known or self._store(version, wanted)
            return stored
        finally:
            with self._guard:
                if stored:
                    self._at_work += sum(asked.refused is None for asked in together)
                else:
                    self._unused_ms += unused

    def _turns(self, state: LimitState, together: Sequence[_Asked]) -> LimitState:
        """The state after these turns, one after another; each of them is told what comes of it."""
        now = self._now()
        for asked in together:
            turn = take_turn(state, self._rates, asked.job_id, asked.tokens, now)
            if turn.claim <= asked.max_wait:
                state, asked.wait, asked.refused = turn.state, turn.wait, None
            else:
                state, asked.refused = mark_waiting(state, asked.job_id, now) or state, turn.claim
        return state

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
