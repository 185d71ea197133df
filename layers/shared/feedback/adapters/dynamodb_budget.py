"""The budget: one item of the jobs table for each month."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from feedback.domain.errors import BudgetError

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

    def reserve(self, micro_usd: int) -> str:
        period, room = self._period(), self._cap - micro_usd
        try:
            if room < 0:
                raise self._passed()
            self._add(period, micro_usd, room)
        except self._client.exceptions.ConditionalCheckFailedException as error:
            raise self._passed() from error
        return period

    def settle(self, period: str, micro_usd: int) -> None:
        if micro_usd:
            self._add(period, micro_usd)

    def left(self) -> int:
        answer = self._client.get_item(TableName=self._table, Key=self._key(self._period()), ConsistentRead=True)
        spent = int(answer["Item"]["spent"]["N"]) if "Item" in answer else 0
        return max(0, self._cap - spent)

    def _period(self) -> str:
        return datetime.fromtimestamp(self._now() / 1000, UTC).strftime("%Y-%m")

    def _passed(self) -> BudgetError:
        return BudgetError(
            f"budget: the next model call would pass this month's cap of ${self._cap / 1_000_000:.2f} (BUDGET_USD)"
        )

    def _add(self, period: str, micro_usd: int, room: int | None = None) -> None:
        """room: only where no more than that is spent so far."""
        values: dict[str, Any] = {":change": {"N": str(micro_usd)}}
        condition: dict[str, Any] = {}
        if room is not None:
            values[":room"] = {"N": str(room)}
            condition = {"ConditionExpression": "attribute_not_exists(spent) OR spent <= :room"}
        self._client.update_item(
            TableName=self._table,
            Key=self._key(period),
            UpdateExpression="ADD spent :change",
            ExpressionAttributeValues=values,
            **condition,
        )

    @staticmethod
    def _key(period: str) -> Any:
        return {"pk": {"S": f"BUDGET#{period}"}}
