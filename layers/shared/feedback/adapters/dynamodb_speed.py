"""What was learned of the speed of model calls, in items of the jobs table."""

from dataclasses import asdict, fields
from typing import TYPE_CHECKING, Any

from feedback.domain.speed import CallSums, merged

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_NAMES = tuple(field.name for field in fields(CallSums))
_SET = "SET " + ", ".join(f"{name} = :{name}" for name in (*_NAMES, "version"))


class DynamoDbSpeedStore:
    """SpeedStore with one item for each name. An addition is one read and, unless others write as well, one write."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def get(self, name: str) -> CallSums:
        return self._read(name)[1]

    def add(self, name: str, sums: CallSums) -> None:
        # Ends: a write fails only where somebody else's has succeeded.
        while True:
            version, known = self._read(name)
            if self._store(name, version, merged(known, sums)):
                return

    def _read(self, name: str) -> tuple[int, CallSums]:
        """With the item's version, 0 where there is none."""
        item = self._client.get_item(TableName=self._table, Key=_key(name), ConsistentRead=True).get("Item", {})
        stored = {field: int(item[field]["N"]) for field in (*_NAMES, "version") if field in item}
        return stored.pop("version", 0), CallSums(**stored)

    def _store(self, name: str, version: int, sums: CallSums) -> bool:
        values = asdict(sums) | {"version": version + 1} | ({"seen": version} if version else {})
        try:
            self._client.update_item(
                TableName=self._table,
                Key=_key(name),
                UpdateExpression=_SET,
                ConditionExpression="version = :seen" if version else "attribute_not_exists(version)",
                ExpressionAttributeValues={f":{field}": {"N": str(value)} for field, value in values.items()},
            )
        except self._client.exceptions.ConditionalCheckFailedException:
            return False
        return True


def _key(name: str) -> Any:
    return {"pk": {"S": f"SPEED#{name}"}}
