"""RateLimiter: one limit for everybody, also for many threads and for workers whose clocks differ."""

import random
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from feedback.adapters.dynamodb_limits import DynamoDbRateLimiter
from feedback.domain.errors import NotYourTurnError
from feedback.domain.limits import LimitRates
from feedback.ports import RateLimiter
from tests.builders import Clock
from tests.contract.makers import LimiterMaker

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

JOB, OTHER_JOB = "d1", "d2"
FOUR_A_SECOND = LimitRates(requests_per_second=4, tokens_per_minute=60_000_000)
TOKEN_A_MILLISECOND = LimitRates(requests_per_second=1000, tokens_per_minute=60_000)


def waits(limiter: RateLimiter, turns: int, tokens: int = 1) -> list[float]:
    return [limiter.take(JOB, tokens, max_wait=600) for _ in range(turns)]


def provider_accepts(starts: Sequence[float], rate: float) -> bool:
    """Whether a token bucket that holds one second's worth, as providers have it, refuses none of the requests."""
    ordered = sorted(starts)
    level = rate - 1
    for before, start in pairwise(ordered):
        level = min(rate, level + (start - before) * rate) - 1
        if level < -1e-6:
            return False
    return True


def test_the_checking_bucket_refuses_what_is_too_fast() -> None:
    assert provider_accepts([0.0] * 4 + [0.25, 0.5], rate=4)
    assert not provider_accepts([0.0] * 5, rate=4)
    assert not provider_accepts([0.0] * 4 + [0.2], rate=4)


def test_a_burst_goes_at_once_and_then_one_turn_follows_another_at_the_steady_pace(
    make_limiter: LimiterMaker, clock: Clock
) -> None:
    limiter = make_limiter(FOUR_A_SECOND, clock)

    assert waits(limiter, 7) == [0, 0, 0, 0.25, 0.5, 0.75, 1.0]


def test_time_that_passes_brings_turns_back_but_no_more_than_a_burst(make_limiter: LimiterMaker, clock: Clock) -> None:
    limiter = make_limiter(FOUR_A_SECOND, clock)
    waits(limiter, 3)

    clock.advance(seconds=0.25)
    assert waits(limiter, 2) == [0, 0.25]
    clock.advance(seconds=600)
    assert waits(limiter, 4) == [0, 0, 0, 0.25]


def test_tokens_are_limited_to_a_minutes_worth(make_limiter: LimiterMaker, clock: Clock) -> None:
    limiter = make_limiter(TOKEN_A_MILLISECOND, clock)

    assert waits(limiter, 3, tokens=30_000) == [0, 0, 30]


def test_a_call_larger_than_a_minutes_tokens_goes_when_nothing_else_is_pending(
    make_limiter: LimiterMaker, clock: Clock
) -> None:
    assert make_limiter(TOKEN_A_MILLISECOND, clock).take(JOB, 90_000, max_wait=0) == 0


def test_a_turn_too_far_away_is_refused_with_its_wait_and_takes_nothing(
    make_limiter: LimiterMaker, clock: Clock
) -> None:
    limiter = make_limiter(FOUR_A_SECOND, clock)
    waits(limiter, 4)

    for _ in range(3):
        with pytest.raises(NotYourTurnError) as refusal:
            limiter.take(JOB, 1, max_wait=0.4)
        assert refusal.value.wait == 0.5
    assert limiter.take(JOB, 1, max_wait=0.5) == 0.5


def test_tokens_given_back_can_be_taken_again(make_limiter: LimiterMaker, clock: Clock) -> None:
    limiter = make_limiter(TOKEN_A_MILLISECOND, clock)
    limiter.take(JOB, 60_000, max_wait=0)

    limiter.settle(-20_000)
    assert waits(limiter, 2, tokens=20_000) == [0, 20]


def test_tokens_used_beyond_those_taken_delay_the_next_turn(make_limiter: LimiterMaker, clock: Clock) -> None:
    limiter = make_limiter(TOKEN_A_MILLISECOND, clock)
    limiter.take(JOB, 60_000, max_wait=0)

    limiter.settle(5_000)
    assert limiter.take(JOB, 1_000, max_wait=60) == 6


def test_a_push_back_holds_everybody_until_it_is_over(make_limiter: LimiterMaker, clock: Clock) -> None:
    one, other = make_limiter(FOUR_A_SECOND, clock), make_limiter(FOUR_A_SECOND, clock)
    other.take(JOB, 1, max_wait=0)

    one.push_back(5)
    with pytest.raises(NotYourTurnError):
        other.take(JOB, 1, max_wait=4.9)
    assert other.take(JOB, 1, max_wait=5) == 5
    clock.advance(seconds=5)
    assert one.take(JOB, 1, max_wait=0) == 0


def test_a_shorter_push_back_does_not_shorten_a_longer_one(make_limiter: LimiterMaker, clock: Clock) -> None:
    limiter = make_limiter(FOUR_A_SECOND, clock)

    limiter.push_back(5)
    limiter.push_back(2)
    assert limiter.take(JOB, 1, max_wait=9) == 5


def test_a_turn_is_taken_on_top_of_what_others_settled_in_between(make_limiter: LimiterMaker, clock: Clock) -> None:
    one, other = make_limiter(TOKEN_A_MILLISECOND, clock), make_limiter(TOKEN_A_MILLISECOND, clock)

    one.take(JOB, 60_000, max_wait=0)
    other.settle(1_000)
    other.push_back(1)
    assert one.take(JOB, 1_000, max_wait=9) == 2


def test_a_job_that_was_refused_is_left_its_share(make_limiter: LimiterMaker, clock: Clock) -> None:
    one, other = make_limiter(FOUR_A_SECOND, clock), make_limiter(FOUR_A_SECOND, clock)
    for _ in range(3):
        one.take(JOB, 1, max_wait=0)
    with pytest.raises(NotYourTurnError):
        other.take(OTHER_JOB, 1, max_wait=0)

    clock.advance(seconds=0.25)
    assert one.take(JOB, 1, max_wait=0) == 0
    clock.advance(seconds=0.25)
    with pytest.raises(NotYourTurnError) as refusal:
        one.take(JOB, 1, max_wait=0)
    assert refusal.value.wait == 0.25
    assert other.take(OTHER_JOB, 1, max_wait=0) == 0


def test_a_job_that_does_not_ask_is_left_nothing(make_limiter: LimiterMaker, clock: Clock) -> None:
    limiter = make_limiter(FOUR_A_SECOND, clock)
    limiter.take(OTHER_JOB, 1, max_wait=0)
    clock.advance(seconds=6)

    assert [limiter.take(JOB, 1, max_wait=0) for _ in range(3)] == [0, 0, 0]


def test_a_job_that_asks_seldom_gets_as_many_turns_as_one_that_asks_all_the_time(
    make_limiter: LimiterMaker, clock: Clock
) -> None:
    greedy, modest = make_limiter(FOUR_A_SECOND, clock), make_limiter(FOUR_A_SECOND, clock)
    turns = Counter[str]()

    def ask(limiter: RateLimiter, job_id: str) -> None:
        with suppress(NotYourTurnError):
            limiter.take(job_id, 1, max_wait=2)
            turns[job_id] += 1

    for _ in range(40):
        for _ in range(4):
            ask(greedy, JOB)
        ask(modest, OTHER_JOB)
        clock.advance(seconds=0.25)

    most = 3 + 4 * 2 + 39  # the burst, what may be taken ahead, and one for each step of the clock
    assert most - 1 <= turns.total() <= most
    assert turns[JOB] - turns[OTHER_JOB] <= 5  # the greedy one had five turns before the other was seen


def test_turns_of_several_jobs_are_together_no_faster_than_the_limit(make_limiter: LimiterMaker, clock: Clock) -> None:
    limiter = make_limiter(FOUR_A_SECOND, clock)

    assert [limiter.take(f"d{n}", 1, max_wait=600) for n in range(6)] == [0, 0, 0, 0.25, 0.5, 0.75]


@pytest.mark.parametrize("seed", range(3))
def test_two_workers_with_clocks_100_ms_apart_never_exceed_the_providers_rate(
    make_limiter: LimiterMaker, seed: int
) -> None:
    rates = LimitRates(requests_per_second=7, tokens_per_minute=60_000_000)
    dice = random.Random(seed)  # noqa: S311 (a repeatable test)
    early, late = Clock(shift=0), Clock(shift=100)
    workers = [(make_limiter(rates, early), early), (make_limiter(rates, late), late)]
    starts = []

    for _ in range(60):
        limiter, clock = dice.choice(workers)
        starts.append(clock.now / 1000 + limiter.take(JOB, 1, max_wait=600))
        pause = dice.choice([0, 0, 0, 0.05, 0.1, 1.5])
        early.advance(seconds=pause)
        late.advance(seconds=pause)

    assert provider_accepts(starts, rate=7)


def test_16_threads_of_two_workers_are_granted_exactly_the_turns_there_are(
    make_limiter: LimiterMaker, clock: Clock
) -> None:
    workers = [make_limiter(FOUR_A_SECOND, clock), make_limiter(FOUR_A_SECOND, clock)]
    granted: list[float] = []

    def ask_twice(number: int) -> None:
        for _ in range(2):
            with suppress(NotYourTurnError):
                granted.append(workers[number % 2].take(JOB, 1, max_wait=1))

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(ask_twice, range(16)))

    assert sorted(granted) == [0, 0, 0, 0.25, 0.5, 0.75, 1.0]


def test_tokens_given_back_are_there_for_others_once_no_turn_is_left_to_settle(
    make_limiter: LimiterMaker, clock: Clock
) -> None:
    one, other = make_limiter(TOKEN_A_MILLISECOND, clock), make_limiter(TOKEN_A_MILLISECOND, clock)
    for _ in range(2):
        one.take(JOB, 30_000, max_wait=0)

    one.settle(-10_000)
    one.settle(-5_000)

    assert waits(other, 2, tokens=15_000) == [0, 15]


def test_tokens_used_beyond_those_taken_delay_others_at_once(make_limiter: LimiterMaker, clock: Clock) -> None:
    one, other = make_limiter(TOKEN_A_MILLISECOND, clock), make_limiter(TOKEN_A_MILLISECOND, clock)
    for _ in range(2):
        one.take(JOB, 30_000, max_wait=0)

    one.settle(7_000)

    assert other.take(JOB, 1_000, max_wait=60) == 8


def test_a_call_that_used_nothing_it_is_known_of_gives_nothing_back(make_limiter: LimiterMaker, clock: Clock) -> None:
    limiter = make_limiter(TOKEN_A_MILLISECOND, clock)
    limiter.take(JOB, 60_000, max_wait=0)

    limiter.settle(0)

    assert limiter.take(JOB, 1_000, max_wait=60) == 1


def test_after_turns_of_many_threads_that_were_all_settled_only_what_was_used_is_gone(
    make_limiter: LimiterMaker, clock: Clock
) -> None:
    workers = [make_limiter(TOKEN_A_MILLISECOND, clock), make_limiter(TOKEN_A_MILLISECOND, clock)]

    def call(number: int) -> None:
        limiter = workers[number % 2]
        limiter.take(f"d{number % 3}", 3_000, max_wait=600)
        limiter.settle(2_500 - 3_000)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(call, range(24)))

    assert waits(workers[0], 1, tokens=1_000) == [24 * 2.5 + 1 - 60]


def test_turns_asked_for_at_once_and_their_corrections_cost_few_writes(
    dynamodb: "DynamoDBClient", jobs_table: str, clock: Clock
) -> None:
    limiter = DynamoDbRateLimiter(dynamodb, jobs_table, "model", TOKEN_A_MILLISECOND, clock)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda _: limiter.take(JOB, 3_000, max_wait=600), range(16)))
    for _ in range(16):
        limiter.settle(-500)

    item = dynamodb.get_item(TableName=jobs_table, Key={"pk": {"S": "LIMIT#model"}})["Item"]
    assert int(item["version"]["N"]) <= 16  # of 32; the last of them gives all back at once
    assert int(item["tokens_until"]["N"]) == clock.now + 16 * 2_500


def test_a_correction_that_could_not_be_written_is_written_with_the_next_turn(
    dynamodb: "DynamoDBClient", jobs_table: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    limiter = DynamoDbRateLimiter(dynamodb, jobs_table, "model", TOKEN_A_MILLISECOND, clock)
    for _ in range(2):
        limiter.take(JOB, 30_000, max_wait=0)
    limiter.settle(-10_000)

    def broken(*_: object) -> None:
        raise ConnectionError

    with monkeypatch.context() as patched:
        patched.setattr(limiter, "_update", broken)
        with pytest.raises(ConnectionError):
            limiter.take(JOB, 5_000, max_wait=60)

    assert waits(limiter, 2, tokens=5_000) == [0, 0]
