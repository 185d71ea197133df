"""What was learned of the speed of model calls and of jobs, in items of the jobs table."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from feedback.domain.line import LineSums
from feedback.domain.speed import MOST_JOBS, CallSums, merged

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_BESIDE = "BESIDE"


class DynamoDbSpeedStore:
    """SpeedStore with one item for each name. An addition is one read and, unless others write as well, one write."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, name: str) -> CallSums:
        return CallSums(**self._read(_calls_key(name), CallSums)[1])

    def add(self, name: str, sums: CallSums) -> None:
        self._change(_calls_key(name), CallSums, lambda known: asdict(merged(CallSums(**known), sums)))

    def beside(self) -> LineSums:
        return LineSums(**self._read(_BESIDE, LineSums)[1])

    def add_beside(self, sums: LineSums) -> None:
        self._change(_BESIDE, LineSums, lambda known: asdict(LineSums(**known).merged(sums, MOST_JOBS)))

    def _change(
        self, key: str, kind: type[CallSums | LineSums], changed: Callable[[dict[str, int]], dict[str, int]]
    ) -> None:
        # Ends: a write fails only where somebody else's has succeeded.
        while True:
            version, known = self._read(key, kind)
            if self._store(key, version, changed(known)):
                return

    def _read(self, key: str, kind: type[CallSums | LineSums]) -> tuple[int, dict[str, int]]:
        """The item's version, 0 where there is none, and its sums by field."""
        item = self._client.get_item(TableName=self._table, Key=_key(key), ConsistentRead=True).get("Item", {})
        names = [field.name for field in fields(kind)]
        version = int(item["version"]["N"]) if "version" in item else 0
        return version, {name: int(item[name]["N"]) for name in names if name in item}

    def _store(self, key: str, version: int, sums: Mapping[str, int]) -> bool:
        sets = {**sums, "version": version + 1}
        values = {**sets, "seen": version} if version else sets
        try:
            self._client.update_item(
                TableName=self._table,
                Key=_key(key),
                # Some of the names are words that expressions keep for themselves.
                UpdateExpression="SET " + ", ".join(f"#{name} = :{name}" for name in sets),
                ConditionExpression="version = :seen" if version else "attribute_not_exists(version)",
                ExpressionAttributeNames={f"#{name}": name for name in sets},
                ExpressionAttributeValues={f":{name}": {"N": str(value)} for name, value in values.items()},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _calls_key(name: str) -> str:
    return f"SPEED#{name}"


def _key(key: str) -> Any:
    return {"pk": {"S": key}}
