"""SpeedStore: what is learned of calls is kept by name, and nothing that is added at the same time gets lost."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from feedback.adapters.dynamodb_speed import DynamoDbSpeedStore
from feedback.adapters.memory_speed import MemorySpeedStore
from feedback.domain.line import LineSums
from feedback.domain.speed import MOST_JOBS, CallSums, merged
from feedback.ports import SpeedStore

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

NAME = "gpt-6-luna#scores"
CALL = CallSums.of(comments=100, tokens_out=700, seconds=6.1)


@pytest.fixture(params=["memory", "aws"])
def speeds(request: pytest.FixtureRequest) -> SpeedStore:
    if request.param == "memory":
        return MemorySpeedStore()
    return DynamoDbSpeedStore(request.getfixturevalue("dynamodb"), request.getfixturevalue("jobs_table"))


def test_nothing_is_known_of_a_name_that_was_never_added_to(speeds: SpeedStore) -> None:
    speeds.add(NAME, CALL)

    assert speeds.get("another") == CallSums()


def test_sums_add_up(speeds: SpeedStore) -> None:
    other = CallSums.of(comments=20, tokens_out=150, seconds=1.9)

    speeds.add(NAME, CALL)
    speeds.add(NAME, other)

    assert speeds.get(NAME) == CALL + other


def test_old_sums_fade_for_new_ones(speeds: SpeedStore) -> None:
    many = sum([CALL] * 400, CallSums())
    slower = CallSums.of(comments=100, tokens_out=700, seconds=12)

    speeds.add(NAME, many)
    speeds.add(NAME, slower)

    assert speeds.get(NAME) == merged(many, slower) != many + slower


def test_additions_of_several_callers_at_a_time_are_all_counted(speeds: SpeedStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: speeds.add(NAME, CALL), range(24)))

    assert speeds.get(NAME) == sum([CALL] * 24, CallSums())


def test_what_jobs_take_beside_their_calls_is_kept_apart_from_all_calls(speeds: SpeedStore) -> None:
    small, large = LineSums.of(850, 0.7), LineSums.of(3000, 1.1)

    speeds.add(NAME, CALL)
    assert speeds.beside() == LineSums()
    speeds.add_beside(small)
    speeds.add_beside(large)

    assert speeds.beside() == small + large
    assert speeds.get(NAME) == CALL


def test_old_jobs_fade_for_new_ones(speeds: SpeedStore) -> None:
    old, new = sum([LineSums.of(850, 0.7)] * MOST_JOBS, LineSums()), LineSums.of(850, 3.0)

    speeds.add_beside(old)
    speeds.add_beside(new)

    assert speeds.beside() == old.merged(new, MOST_JOBS) != old + new


def test_an_addition_between_another_ones_read_and_write_is_counted(
    dynamodb: "DynamoDBClient", jobs_table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    speeds, other = (DynamoDbSpeedStore(dynamodb, jobs_table) for _ in range(2))
    store = speeds._store

    def late(key: str, version: int, sums: Mapping[str, int]) -> bool:
        monkeypatch.undo()
        other.add(NAME, CALL)
        return store(key, version, sums)

    monkeypatch.setattr(speeds, "_store", late)
    speeds.add(NAME, CALL)

    assert speeds.get(NAME) == CALL + CALL
