"""CommentLeases: of jobs that run at once, one asks for a comment, and the others know which."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from itertools import permutations
from random import Random
from threading import Barrier
from typing import TYPE_CHECKING, Any, cast

import pytest

from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.adapters.dynamodb_leases import DynamoDbCommentLeases
from feedback.adapters.memory_leases import MemoryCommentLeases
from feedback.ports import CommentLeases
from tests.builders import NOW

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


def key(number: int) -> str:
    """A cache key, as all are: a digest in hex."""
    return hashlib.sha256(str(number).encode()).hexdigest()


def keys(count: int) -> list[str]:
    return [key(number) for number in range(count)]


@pytest.fixture(params=["memory", "aws"])
def leases(request: pytest.FixtureRequest) -> CommentLeases:
    if request.param == "memory":
        return MemoryCommentLeases()
    return DynamoDbCommentLeases(request.getfixturevalue("dynamodb"), request.getfixturevalue("jobs_table"))


def test_what_another_job_announced_before_is_held_by_it(leases: CommentLeases) -> None:
    leases.announce("d1", [key(1), key(2)], NOW)
    leases.announce("d2", [key(2), key(3)], NOW + 1)

    assert leases.held("d2", [key(2), key(3)], ["d1", "d2"], NOW + 1) == {key(2): "d1"}


def test_what_another_job_announced_later_is_not_held(leases: CommentLeases) -> None:
    leases.announce("d1", [key(1)], NOW)
    leases.announce("d2", [key(1)], NOW + 1)

    assert leases.held("d1", [key(1)], ["d2"], NOW) == {}


def test_a_job_holds_nothing_against_itself(leases: CommentLeases) -> None:
    leases.announce("d1", keys(3), NOW)

    assert leases.held("d1", keys(3), ["d1"], NOW + 1) == {}


def test_only_the_jobs_that_are_named_hold_anything(leases: CommentLeases) -> None:
    leases.announce("d1", keys(3), NOW)
    leases.announce("d2", [key(1)], NOW)

    assert leases.held("d9", keys(3), ["d2", "d7"], NOW + 1) == {key(1): "d2"}
    assert leases.held("d9", keys(3), [], NOW + 1) == {}


def test_only_the_keys_that_are_asked_for_are_told(leases: CommentLeases) -> None:
    leases.announce("d1", keys(9), NOW)

    assert leases.held("d2", [key(4), key(99)], ["d1"], NOW + 1) == {key(4): "d1"}
    assert leases.held("d2", [], ["d1"], NOW + 1) == {}


@pytest.mark.parametrize("order", list(permutations(["d1", "d2", "d3"])))
def test_of_several_jobs_the_one_that_announced_first_holds_a_key(
    leases: CommentLeases, order: tuple[str, ...]
) -> None:
    for at, job_id in enumerate(order):
        leases.announce(job_id, [key(1)], NOW + at)

    assert leases.held("d9", [key(1)], ["d3", "d1", "d2"], NOW + 5) == {key(1): order[0]}


@pytest.mark.parametrize("order", [("d1", "d2"), ("d2", "d1")])
def test_of_two_jobs_that_announce_at_the_same_time_the_lower_id_lends(
    leases: CommentLeases, order: tuple[str, str]
) -> None:
    for job_id in order:
        leases.announce(job_id, keys(3), NOW)

    assert leases.held("d1", keys(3), ["d1", "d2"], NOW) == {}
    assert leases.held("d2", keys(3), ["d1", "d2"], NOW) == dict.fromkeys(keys(3), "d1")


def test_what_a_job_announces_anew_takes_the_place_of_what_it_said_before(leases: CommentLeases) -> None:
    leases.announce("d1", [key(1), key(2)], NOW)
    leases.announce("d1", [key(2), key(3)], NOW + 1)

    assert leases.held("d2", keys(5), ["d1"], NOW + 2) == {key(2): "d1", key(3): "d1"}
    assert leases.held("d2", keys(5), ["d1"], NOW) == {}


@pytest.mark.parametrize("seed", range(5))
def test_when_all_have_announced_each_comment_is_asked_by_one_job_and_borrowed_from_it_by_the_others(
    leases: CommentLeases, seed: int
) -> None:
    dice = Random(seed)  # noqa: S311 (a repeatable test)
    announced = {f"d{n}": (NOW + dice.randrange(3), dice.sample(keys(12), dice.randint(1, 12))) for n in range(6)}
    for job_id, (at, asked) in announced.items():
        leases.announce(job_id, asked, at)

    held = {job_id: leases.held(job_id, asked, list(announced), at) for job_id, (at, asked) in announced.items()}

    for one in keys(12):
        wanting = [(at, job_id) for job_id, (at, asked) in announced.items() if one in asked]
        first = min(wanting)[1] if wanting else ""
        assert [job_id for _, job_id in wanting if one not in held[job_id]] == [first] * bool(wanting)
        assert {held[job_id][one] for _, job_id in wanting if job_id != first} <= {first}


def test_of_8_threads_that_announce_the_same_comments_at_the_same_moment_one_asks(leases: CommentLeases) -> None:
    jobs, barrier = [f"d{n}" for n in range(8)], Barrier(8)

    def announce_and_look(job_id: str) -> dict[str, str]:
        leases.announce(job_id, keys(20), NOW)
        barrier.wait(30)
        return leases.held(job_id, keys(20), jobs, NOW)

    with ThreadPoolExecutor(8) as pool:
        held = list(pool.map(announce_and_look, jobs))

    assert held == [{}] + [dict.fromkeys(keys(20), "d0")] * 7


def test_of_threads_that_look_while_others_announce_none_waits_for_one_that_waits_for_it(leases: CommentLeases) -> None:
    jobs = [f"d{n}" for n in range(8)]

    def announce_and_look(job_id: str) -> dict[str, str]:
        leases.announce(job_id, keys(20), NOW)
        return leases.held(job_id, keys(20), jobs, NOW)

    with ThreadPoolExecutor(8) as pool:
        held = list(pool.map(announce_and_look, reversed(jobs)))

    for job_id, lenders in zip(reversed(jobs), held, strict=True):
        assert all(lender < job_id for lender in lenders.values())


def test_more_than_100_other_jobs_do_no_harm(leases: CommentLeases) -> None:
    others = [f"d{n:03d}" for n in range(130)]
    for number, job_id in enumerate(others):
        leases.announce(job_id, [key(number)], NOW)

    held = leases.held("e", keys(130), others, NOW + 1)

    assert held.items() <= {key(number): job_id for number, job_id in enumerate(others)}.items()
    assert len(held) >= 100


def test_a_large_job_fits_in_an_item_and_the_first_40_000_of_its_comments_are_known(
    dynamodb: "DynamoDBClient", jobs_table: str
) -> None:
    leases = DynamoDbCommentLeases(dynamodb, jobs_table)

    leases.announce("d1", keys(45_000), NOW)

    held = leases.held("d2", keys(45_000), ["d1"], NOW + 1)
    assert len(held) == 40_000
    assert set(held.values()) == {"d1"}


def test_an_announcement_is_no_job_and_is_forgotten_after_an_hour(dynamodb: "DynamoDBClient", jobs_table: str) -> None:
    DynamoDbCommentLeases(dynamodb, jobs_table).announce("d1", keys(3), NOW)

    jobs = DynamoDbJobStore(dynamodb, jobs_table, ttl_days=30)
    assert jobs.get("d1") is None
    assert jobs.open_jobs() == []
    (item,) = dynamodb.scan(TableName=jobs_table)["Items"]
    assert item["expires_at"] == {"N": str(NOW // 1000 + 3600)}


class HalfTheItems:
    """A DynamoDB client that leaves half of the items it is asked for unprocessed."""

    def __init__(self, client: "DynamoDBClient") -> None:
        self._client = client
        self.calls = 0

    def batch_get_item(self, RequestItems: dict[str, dict[str, Any]]) -> Any:  # noqa: N803 (AWS's name)
        ((table, wanted),) = RequestItems.items()
        self.calls += 1
        middle = len(wanted["Keys"]) // 2
        now: Any = {table: {**wanted, "Keys": wanted["Keys"][:middle]}}
        left = {table: {**wanted, "Keys": wanted["Keys"][middle:]}}
        return {**self._client.batch_get_item(RequestItems=now), "UnprocessedKeys": left}


def test_jobs_that_dynamodb_leaves_unprocessed_are_passed_over_and_not_waited_for(
    dynamodb: "DynamoDBClient", jobs_table: str
) -> None:
    for number in range(4):
        DynamoDbCommentLeases(dynamodb, jobs_table).announce(f"d{number}", [key(number)], NOW)
    half = HalfTheItems(dynamodb)

    held = DynamoDbCommentLeases(cast("DynamoDBClient", half), jobs_table).held(
        "e", keys(4), ["d0", "d1", "d2", "d3"], NOW + 1
    )

    assert held == {key(0): "d0", key(1): "d1"}
    assert half.calls == 1
