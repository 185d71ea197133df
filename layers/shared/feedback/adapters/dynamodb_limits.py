"""Rate limit and budget: two items of the jobs table that all functions share."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from feedback.domain.errors import BudgetError, NotYourTurnError
from feedback.domain.limits import LimitRates, LimitState, take_turn

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_FIELDS = ("requests_until", "tokens_until", "blocked_until")


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

    def take(self, tokens: int, max_wait: float) -> float:
        # One thread of a worker at a time: they would only make each other's write fail.
        with self._lock:
            fresh = False
            while True:
                version, state = self._known
                turn = take_turn(state, self._rates, tokens, self._now())
                if turn.wait > max_wait and fresh:
                    raise NotYourTurnError(turn.wait)
                if turn.wait <= max_wait and self._store(version, turn.state):
                    return turn.wait
                self._read()
                fresh = True

    def settle(self, tokens: int) -> None:
        milliseconds = round(tokens * 60_000 / self._rates.tokens_per_minute)
        if milliseconds:
            self._add("ADD tokens_until :change, version :one", {":change": milliseconds, ":one": 1})

    def push_back(self, seconds: float) -> None:
        until = self._now() + round(seconds * 1000)
        try:
            self._add(
                "SET blocked_until = :until ADD version :one",
                {":until": until, ":one": 1},
                "attribute_not_exists(blocked_until) OR blocked_until < :until",
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return  # somebody pushed everybody back further

    def _store(self, version: int, state: LimitState) -> bool:
        values = {f":{name}": getattr(state, name) for name in _FIELDS}
        condition = "version = :seen" if version else "attribute_not_exists(version)"
        try:
            self._add(
                "SET " + ", ".join(f"{name} = :{name}" for name in _FIELDS) + ", version = :next",
                values | {":next": version + 1} | ({":seen": version} if version else {}),
                condition,
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        self._known = (version + 1, state)
        return True

    def _read(self) -> None:
        item = self._client.get_item(TableName=self._table, Key=self._key, ConsistentRead=True).get("Item", {})
        stored = {name: int(item[name]["N"]) for name in (*_FIELDS, "version") if name in item}
        self._known = (stored.pop("version", 0), LimitState(**stored))

    def _add(self, update: str, values: dict[str, int], condition: str | None = None) -> None:
        optional: dict[str, Any] = {"ConditionExpression": condition} if condition else {}
        self._client.update_item(
            TableName=self._table,
            Key=self._key,
            UpdateExpression=update,
            ExpressionAttributeValues={name: {"N": str(value)} for name, value in values.items()},
            **optional,
        )


class DynamoDbBudget:
    """Budget on one item a calendar month (UTC), which holds what is spent or reserved, in millionths of a dollar."""

    def __init__(self, client: "DynamoDBClient", table: str, cap_usd: float, now: Callable[[], int]) -> None:
        self._client = client
        self._table = table
        self._cap = round(cap_usd * 1_000_000)
        self._now = now

    def reserve(self, micro_usd: int) -> None:
        room = self._cap - micro_usd
        try:
            if room < 0:
                raise self._passed()
            self._add(micro_usd, room)
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise self._passed() from error

    def settle(self, micro_usd: int) -> None:
        if micro_usd:
            self._add(micro_usd)

    def _passed(self) -> BudgetError:
        return BudgetError(
            f"budget: the next model call would pass this month's cap of ${self._cap / 1_000_000:.2f} (BUDGET_USD)"
        )

    def _add(self, micro_usd: int, room: int | None = None) -> None:
        """room: only where no more than that is spent so far."""
        month = datetime.fromtimestamp(self._now() / 1000, UTC).strftime("%Y-%m")
        values: dict[str, Any] = {":change": {"N": str(micro_usd)}}
        condition: dict[str, Any] = {}
        if room is not None:
            values[":room"] = {"N": str(room)}
            condition = {"ConditionExpression": "attribute_not_exists(spent) OR spent <= :room"}
        self._client.update_item(
            TableName=self._table,
            Key={"pk": {"S": f"BUDGET#{month}"}},
            UpdateExpression="ADD spent :change",
            ExpressionAttributeValues=values,
            **condition,
        )
