"""The limits and the waiting, on a clock that only the test moves."""

from collections.abc import Iterator

import pytest
from openai import RateLimitError

from tests.standin.client import Asker
from tools.standin import StandIn
from tools.standin.limits import Limits, duration
from tools.standin.timing import Timing


class Clock:
    """A clock and a sleep that note what they are asked for, and take no time."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.slept: list[float] = []

    def time(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server(clock: Clock) -> Iterator[StandIn]:
    with StandIn(clock=clock.time, sleep=clock.sleep) as server:
        yield server


@pytest.fixture
def asker(server: StandIn) -> Iterator[Asker]:
    asker = Asker(server)
    yield asker
    asker.close()


def test_more_than_a_second_s_worth_at_once_is_refused(server: StandIn, asker: Asker, clock: Clock) -> None:
    server.configure(rps=4)
    for _ in range(4):
        asker.ask("Good")
    with pytest.raises(RateLimitError) as caught:
        asker.ask("Good")
    headers = caught.value.response.headers
    assert (caught.value.type, caught.value.code) == ("requests", "rate_limit_exceeded")
    assert (headers["retry-after"], headers["retry-after-ms"]) == ("1", "250")
    assert headers["x-ratelimit-limit-requests"] == "4"
    assert headers["x-ratelimit-remaining-requests"] == "0"
    assert headers["x-ratelimit-reset-requests"] == "1s"
    clock.now += 0.25
    asker.ask("Good")
    assert server.stats()["rate_limited"] == 1


def test_who_keeps_to_the_pace_is_never_refused(server: StandIn, asker: Asker, clock: Clock) -> None:
    server.configure(rps=3)
    for _ in range(40):
        asker.ask("Good")
        clock.now += 1 / 3
    assert server.stats()["rate_limited"] == 0


def test_tokens_are_limited_by_the_minute(server: StandIn, asker: Asker, clock: Clock) -> None:
    usage = asker.ask("Good").usage
    assert usage
    server.configure(tpm=2 * usage.total_tokens)
    asker.ask("Good")
    asker.ask("Good")
    with pytest.raises(RateLimitError) as caught:
        asker.ask("Good")
    assert caught.value.type == "tokens"
    assert caught.value.response.headers["retry-after"] == "30"
    assert caught.value.response.headers["x-ratelimit-remaining-tokens"] == "0"
    clock.now += 30
    asker.ask("Good")


def test_a_refused_call_takes_nothing_from_either_limit() -> None:
    limits = Limits(rps=1, tpm=600, now=0)
    assert limits.take(500, 0) is None
    refused = limits.take(500, 2)
    assert refused
    assert refused.kind == "tokens"
    assert limits.take(100, 2) is None


def test_zero_is_no_limit(server: StandIn, asker: Asker) -> None:
    server.configure(rps=0, tpm=0)
    for _ in range(30):
        asker.ask("Good")
    assert server.stats()["rate_limited"] == 0


def test_successful_answers_carry_the_limits_headers(server: StandIn, asker: Asker) -> None:
    server.configure(rps=8, tpm=200_000)
    raw = asker.headers("Good")
    names = [
        f"x-ratelimit-{what}-{kind}" for what in ("limit", "remaining", "reset") for kind in ("requests", "tokens")
    ]
    assert [name for name in names if name not in raw] == []
    assert (raw["x-ratelimit-limit-requests"], raw["x-ratelimit-remaining-requests"]) == ("8", "7")
    assert raw["x-ratelimit-limit-tokens"] == "200000"


def test_fixed_timing_waits_the_same_for_every_call(server: StandIn, asker: Asker, clock: Clock) -> None:
    server.configure(timing="fixed:2.5")
    asker.ask("Good")
    asker.ask(*["Good"] * 50)
    assert clock.slept == [2.5, 2.5]


def test_token_timing_waits_for_the_first_token_and_each_one_after(server: StandIn, asker: Asker, clock: Clock) -> None:
    server.configure(timing="tokens:0.74:130")
    usage = asker.ask(*["Good price"] * 50).usage
    assert usage
    assert clock.slept == [pytest.approx(0.74 + usage.completion_tokens / 130)]


def test_without_timing_nothing_waits(asker: Asker, clock: Clock) -> None:
    asker.ask("Good")
    assert clock.slept == []


@pytest.mark.parametrize("text", ["", "fast", "fixed", "fixed:-1", "fixed:nan", "tokens:1", "tokens:1:0", "none:1"])
def test_a_timing_that_means_nothing_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"fixed|float"):
        Timing.parse(text)


def test_durations_are_written_as_the_provider_writes_them() -> None:
    assert [duration(seconds) for seconds in (0.12, 1, 7.66, 360)] == ["120ms", "1s", "7.66s", "6m0s"]
