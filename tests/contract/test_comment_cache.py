"""CommentCache: what was put is there until it expires, and only what can be used."""

from typing import TYPE_CHECKING, Any, cast

import pytest

from feedback.adapters.dynamodb_cache import CacheBusyError, DynamoDbCommentCache
from feedback.domain.documents import CachedAnswer
from feedback.ports import CommentCache
from tests.builders import GOOD_CODE, NOW, Clock

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

WEEK_SECONDS = 7 * 86_400
DAMAGED_CODES = [
    *("", "980", "980070011153063", "080070011153063es", "980070011154es", "980070011153063ES", "no lo sé"),
    *(f"{GOOD_CODE} ", f"{GOOD_CODE}tarda", f"{GOOD_CODE}  tarda", f"{GOOD_CODE} tarda\n", f"{GOOD_CODE} {'x' * 161}"),
]


def answers(count: int) -> dict[str, CachedAnswer]:
    return {f"key-{n}": CachedAnswer(f"9{n % 10}1800081en", stand_in=n % 2 == 0) for n in range(count)}


@pytest.mark.parametrize("count", [0, 1, 250])
def test_whatever_was_put_is_found(cache: CommentCache, count: int) -> None:
    cache.put_many(answers(count))

    assert cache.get_many(list(answers(count))) == answers(count)


def test_only_the_keys_asked_for_are_answered(cache: CommentCache) -> None:
    cache.put_many(answers(5))

    assert cache.get_many(["key-3", "key-99"]) == {"key-3": answers(5)["key-3"]}
    assert cache.get_many([]) == {}


def test_a_later_answer_takes_the_place_of_an_earlier_one(cache: CommentCache) -> None:
    cache.put_many({"key": CachedAnswer("911800081en", stand_in=True)})
    cache.put_many({"key": CachedAnswer(GOOD_CODE, stand_in=False)})

    assert cache.get_many(["key"]) == {"key": CachedAnswer(GOOD_CODE, stand_in=False)}


def test_an_entry_is_there_until_its_time_is_over(cache: CommentCache, clock: Clock) -> None:
    cache.put_many(answers(1))

    clock.advance(seconds=WEEK_SECONDS - 1)
    assert cache.get_many(["key-0"]) == answers(1)
    clock.advance(seconds=1)
    assert cache.get_many(["key-0"]) == {}


def test_an_expired_item_that_dynamodb_has_not_removed_yet_is_a_miss(
    dynamodb: "DynamoDBClient", cache_table: str, clock: Clock
) -> None:
    cache = DynamoDbCommentCache(dynamodb, cache_table, 7, clock)
    cache.put_many(answers(3))
    clock.advance(seconds=WEEK_SECONDS)

    assert len(dynamodb.scan(TableName=cache_table)["Items"]) == 3
    assert cache.get_many(list(answers(3))) == {}


def test_a_code_with_a_pain_point_comes_back_as_it_was(cache: CommentCache) -> None:
    answer = CachedAnswer(f"{GOOD_CODE} tarda “mucho” 🙂", stand_in=False)
    cache.put_many({"key": answer})

    assert cache.get_many(["key"]) == {"key": answer}


def test_putting_an_entry_again_gives_it_its_whole_time_again(cache: CommentCache, clock: Clock) -> None:
    cache.put_many(answers(1))
    clock.advance(seconds=WEEK_SECONDS - 1)
    cache.put_many(answers(1))
    clock.advance(seconds=WEEK_SECONDS - 1)

    assert cache.get_many(["key-0"]) == answers(1)


@pytest.mark.parametrize("code", DAMAGED_CODES)
def test_an_entry_whose_code_is_damaged_is_a_miss(cache: CommentCache, code: str) -> None:
    cache.put_many({"damaged": CachedAnswer(code, stand_in=False)} | answers(1))

    assert cache.get_many(["damaged", "key-0"]) == answers(1)


@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"code": {"S": GOOD_CODE}},
        {"expires_at": {"N": "9999999999"}},
        {"code": {"N": "1"}, "expires_at": {"N": "9999999999"}},
        {"code": {"S": GOOD_CODE}, "expires_at": {"S": "tomorrow"}},
        {"code": {"S": GOOD_CODE}, "expires_at": {"N": "1.5"}},
    ],
)
def test_an_item_with_damaged_attributes_is_a_miss(
    dynamodb: "DynamoDBClient", cache_table: str, attributes: dict[str, Any]
) -> None:
    dynamodb.put_item(TableName=cache_table, Item={"pk": {"S": "key"}} | attributes)

    assert DynamoDbCommentCache(dynamodb, cache_table, 7, Clock()).get_many(["key"]) == {}


class BusyTable:
    """A DynamoDB client that processes at most so many entries a call; none at all where patience is over."""

    def __init__(self, at_most: int) -> None:
        self.at_most = at_most
        self.items: dict[str, Any] = {}
        self.calls = 0

    def batch_write_item(self, RequestItems: dict[str, list[Any]]) -> dict[str, Any]:  # noqa: N803 (AWS's name)
        ((table, requests),) = RequestItems.items()
        self.calls += 1
        for request in requests[: self.at_most]:
            item = request["PutRequest"]["Item"]
            self.items[item["pk"]["S"]] = item
        left = requests[self.at_most :]
        return {"UnprocessedItems": {table: left} if left else {}}

    def batch_get_item(self, RequestItems: dict[str, dict[str, list[Any]]]) -> dict[str, Any]:  # noqa: N803
        ((table, wanted),) = RequestItems.items()
        self.calls += 1
        now, left = wanted["Keys"][: self.at_most], wanted["Keys"][self.at_most :]
        found = [self.items[key["pk"]["S"]] for key in now if key["pk"]["S"] in self.items]
        return {"Responses": {table: found}, "UnprocessedKeys": {table: {"Keys": left}} if left else {}}


def busy_cache(table: BusyTable) -> DynamoDbCommentCache:
    return DynamoDbCommentCache(cast("DynamoDBClient", table), "cache", 7, Clock(NOW))


@pytest.fixture
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses made, none of which takes time."""
    made: list[float] = []
    monkeypatch.setattr("feedback.adapters.dynamodb_cache.time.sleep", made.append)
    return made


def test_what_the_table_left_unprocessed_is_written_and_read_again(pauses: list[float]) -> None:
    table = BusyTable(at_most=10)
    cache = busy_cache(table)

    cache.put_many(answers(25))
    assert len(table.items) == 25
    assert table.calls == 3
    table.at_most = 30
    assert cache.get_many(list(answers(100))) == answers(25)
    assert table.calls == 3 + 4
    assert pauses == [0.05, 0.1, 0.05, 0.1, 0.2]


def test_keys_that_stay_unprocessed_are_misses(pauses: list[float]) -> None:
    table = BusyTable(at_most=25)
    busy_cache(table).put_many(answers(25))
    table.at_most = 1

    found = busy_cache(table).get_many(list(answers(25)))

    assert found == answers(6)
    assert len(pauses) == 6


def test_writes_that_stay_unprocessed_are_an_error(pauses: list[float]) -> None:
    with pytest.raises(CacheBusyError, match="unprocessed"):
        busy_cache(BusyTable(at_most=1)).put_many(answers(25))
    assert len(pauses) == 6
