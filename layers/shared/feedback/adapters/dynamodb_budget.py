"""The budget: one item of the jobs table for each month."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from feedback.domain.budget import Reserved, cap_passed, month_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class DynamoDbBudget:
    """Budget on one item a calendar month (UTC), which holds what is spent or reserved, in millionths of a dollar.

    now is in milliseconds since 1970.
    """

    def __init__(self, client: "DynamoDBClient", table: str, cap_usd: float, now: Callable[[], int]) -> None:
        self._client = client
        self._table = table
        self._cap = round(cap_usd * 1_000_000)
        self._now = now

    def month(self) -> str:
        return month_of(self._now())

    def reserve(self, micro_usd: int) -> Reserved:
        month, room = self.month(), self._cap - micro_usd
        if room < 0:
            raise cap_passed(self._cap)
        try:
            spent = self._add(month, micro_usd, room)
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise cap_passed(self._cap) from error
        return Reserved(month, self._cap - spent)

    def settle(self, month: str, micro_usd: int) -> None:
        if micro_usd:
            self._add(month, micro_usd)

    def left(self) -> int:
        answer = self._client.get_item(TableName=self._table, Key=self._key(self.month()), ConsistentRead=True)
        spent = int(answer["Item"]["spent"]["N"]) if "Item" in answer else 0
        return max(0, self._cap - spent)

    def _add(self, month: str, micro_usd: int, room: int | None = None) -> int:
        """What is spent or reserved right after. room: only where no more than that is so far."""
        values: dict[str, Any] = {":change": {"N": str(micro_usd)}}
        condition: dict[str, Any] = {}
        if room is not None:
            values[":room"] = {"N": str(room)}
            condition = {"ConditionExpression": "attribute_not_exists(spent) OR spent <= :room"}
        answer = self._client.update_item(
            TableName=self._table,
            Key=self._key(month),
            UpdateExpression="ADD spent :change",
            ExpressionAttributeValues=values,
            ReturnValues="UPDATED_NEW",
            **condition,
        )
        return int(answer["Attributes"]["spent"]["N"])

    @staticmethod
    def _key(month: str) -> Any:
        return {"pk": {"S": f"BUDGET#{month}"}}
