"""Who asks for which comments: one item a job in the jobs table, with the beginnings of its cache keys."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_KEY_BYTES = 8  # enough to tell a million comments apart; a wrong match would only wait for nothing
_MOST_KEYS = 40_000  # an item holds 400 KB
_MOST_JOBS = 100  # of one BatchGetItem
_SECONDS = 3600


class DynamoDbCommentLeases:
    """CommentLeases. Cache keys are hex digests; the first 40,000 of a job are kept."""

    def __init__(self, client: "DynamoDBClient", table: str) -> None:
        self._client = client
        self._table = table

    def announce(self, job_id: str, keys: Collection[str], now: int) -> None:
        packed = b"".join(sorted(map(_packed, keys))[:_MOST_KEYS])
        self._client.put_item(
            TableName=self._table,
            Item={
                **_item_key(job_id),
                "at": {"N": str(now)},
                "keys": {"B": packed},
                "expires_at": {"N": str(now // 1000 + _SECONDS)},
            },
        )

    def held(self, job_id: str, keys: Collection[str], others: Collection[str], now: int) -> dict[str, str]:
        wanted = {_packed(key): key for key in keys}
        found: dict[str, str] = {}
        for other, packed in self._announced_before(job_id, others, now):
            for at in range(0, len(packed), _KEY_BYTES):
                if key := wanted.get(packed[at : at + _KEY_BYTES]):
                    found.setdefault(key, other)
        return found

    def _announced_before(self, job_id: str, others: Collection[str], now: int) -> list[tuple[str, bytes]]:
        names = [other for other in sorted(others) if other != job_id][:_MOST_JOBS]
        if not names:
            return []
        wanted: Any = {self._table: {"Keys": [_item_key(name) for name in names], "ConsistentRead": True}}
        # What is left unprocessed is not waited for: the comments are then asked twice, and nothing is lost.
        items = self._client.batch_get_item(RequestItems=wanted)["Responses"].get(self._table, [])
        told = [(int(item["at"]["N"]), item["pk"]["S"].removeprefix("ASKING#"), item["keys"]["B"]) for item in items]
        return [(other, packed) for at, other, packed in sorted(told) if (at, other) < (now, job_id)]


def _item_key(job_id: str) -> Any:
    return {"pk": {"S": f"ASKING#{job_id}"}}


def _packed(key: str) -> bytes:
    return bytes.fromhex(key[: 2 * _KEY_BYTES])
