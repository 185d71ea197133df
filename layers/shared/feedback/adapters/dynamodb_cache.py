"""The comment cache table: analyses by cache key, with a time to live."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from feedback.domain.codec import has_form
from feedback.domain.documents import CachedAnswer

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

_GET_LIMIT, _WRITE_LIMIT = 100, 25
_PAUSES = (0.05, 0.1, 0.2, 0.4, 0.8, 1.6)


class CacheBusyError(Exception):
    """The table left keys unprocessed again and again."""


class DynamoDbCommentCache:
    """CommentCache on a table with the string key `pk` and TTL on `expires_at`. now is in milliseconds since 1970."""

    def __init__(self, client: "DynamoDBClient", table: str, ttl_days: int, now: Callable[[], int]) -> None:
        self._client = client
        self._table = table
        self._ttl_seconds = ttl_days * 86_400
        self._now = now

    def get_many(self, keys: Sequence[str]) -> dict[str, CachedAnswer]:
        with ThreadPoolExecutor(8) as pool:
            found: dict[str, CachedAnswer] = {}
            for answers in pool.map(self._get, _chunks(list(keys), _GET_LIMIT)):
                found |= answers
        return found

    def put_many(self, answers: Mapping[str, CachedAnswer]) -> None:
        expires = str(self._now() // 1000 + self._ttl_seconds)
        requests = [
            {
                "PutRequest": {
                    "Item": {
                        "pk": {"S": key},
                        "code": {"S": answer.code},
                        "stand_in": {"BOOL": answer.stand_in},
                        "expires_at": {"N": expires},
                    }
                }
            }
            for key, answer in answers.items()
        ]
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(self._put, _chunks(requests, _WRITE_LIMIT)))

    def _get(self, keys: list[str]) -> dict[str, CachedAnswer]:
        found: dict[str, CachedAnswer] = {}
        left: Any = {self._table: {"Keys": [{"pk": {"S": key}} for key in keys]}}
        for pause in _PAUSES:
            answer = self._client.batch_get_item(RequestItems=left)
            for item in answer["Responses"].get(self._table, []):
                if usable := self._usable(item):
                    found[item["pk"]["S"]] = usable
            left = answer.get("UnprocessedKeys")
            if not left:
                return found
            time.sleep(pause)
        return found  # what could not be read in the end is a miss

    def _usable(self, item: Mapping[str, Any]) -> CachedAnswer | None:
        """None where the entry is expired (DynamoDB removes it only days later) or damaged."""
        code = item.get("code", {}).get("S", "")
        expires = item.get("expires_at", {}).get("N", "0")
        if float(expires) * 1000 <= self._now() or not has_form(code):
            return None
        return CachedAnswer(code, bool(item.get("stand_in", {}).get("BOOL", False)))

    def _put(self, requests: list[Any]) -> None:
        left: Any = {self._table: requests}
        for pause in _PAUSES:
            left = self._client.batch_write_item(RequestItems=left).get("UnprocessedItems")
            if not left:
                return
            time.sleep(pause)
        raise CacheBusyError(f"{self._table} left writes unprocessed {len(_PAUSES)} times")


def _chunks[T](entries: list[T], size: int) -> Iterator[list[T]]:
    for start in range(0, len(entries), size):
        yield entries[start : start + size]
