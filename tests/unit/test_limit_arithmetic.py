"""limits: over any second and any minute, no more is granted than burst and rate allow."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.limits import (
    REQUEST_BURST_SECONDS,
    TOKEN_BURST_SECONDS,
    LimitRates,
    LimitState,
    take_turn,
)
from tests.builders import NOW

rates = st.floats(0.2, 50)
gaps = st.lists(st.one_of(st.just(0), st.integers(0, 300), st.integers(0, 5000)), min_size=1, max_size=120)


def granted(limit: LimitRates, gaps_ms: list[int], tokens: list[int]) -> list[tuple[float, int]]:
    """When each call goes, in milliseconds, with its tokens; calls come one gap after another."""
    state, now = LimitState(), NOW
    starts = []
    for gap, amount in zip(gaps_ms, tokens, strict=False):
        now += gap
        turn = take_turn(state, limit, amount, now)
        assert turn.wait >= 0
        state = turn.state
        starts.append((now + turn.wait * 1000, amount))
    return starts


@given(rates, gaps)
def test_over_any_second_no_more_calls_start_than_burst_and_rate_allow(rate: float, gaps_ms: list[int]) -> None:
    starts = [start for start, _ in granted(LimitRates(rate, 1e12), gaps_ms, [1] * len(gaps_ms))]
    burst = max(REQUEST_BURST_SECONDS * rate, 1)

    for first in starts:
        in_window = sum(first <= start < first + 1000 for start in starts)
        assert in_window <= math.floor(burst + rate + 1e-6)


@given(st.floats(1000, 1e6), st.lists(st.tuples(st.integers(0, 20_000), st.integers(1, 1000)), max_size=80))
def test_over_any_minute_no_more_tokens_start_than_burst_and_rate_allow(
    per_minute: float, calls: list[tuple[int, int]]
) -> None:
    starts = granted(LimitRates(1e6, per_minute), [gap for gap, _ in calls], [tokens for _, tokens in calls])
    burst = per_minute * TOKEN_BURST_SECONDS / 60

    for first, _ in starts:
        in_window = sum(tokens for start, tokens in starts if first <= start < first + 60_000)
        assert in_window <= burst + per_minute + 1e-3


@pytest.mark.parametrize("rate", [0.3, 3, 7, 30, 300, 700])
def test_a_long_run_at_the_steady_pace_does_not_drift_above_the_rate(rate: float) -> None:
    starts = granted(LimitRates(rate, 1e12), [0] * 3000, [1] * 3000)

    (first, _), (last, _) = starts[0], starts[-1]
    assert rate * (max(REQUEST_BURST_SECONDS, 1 / rate) + (last - first) / 1000) + 1e-6 >= 3000


@given(rates, st.integers(0, 10_000), st.integers(0, 10_000), st.integers(0, 10_000), st.integers(1, 5000))
def test_no_wait_is_negative_whatever_the_state(
    rate: float, requests: int, tokens: int, blocked: int, use: int
) -> None:
    state = LimitState(NOW - 5000 + requests, NOW - 5000 + tokens, NOW - 5000 + blocked)
    turn = take_turn(state, LimitRates(rate, 60_000), use, NOW)

    assert turn.wait >= 0
    assert turn.wait * 1000 >= state.blocked_until - NOW - 1e-6  # 4.055 * 1000 is a little less than 4055
    assert turn.state.blocked_until == state.blocked_until


def test_after_a_rest_there_is_a_burst_and_no_more() -> None:
    starts = granted(LimitRates(8, 1e12), [0] * 10, [1] * 10)

    assert [start - NOW for start, _ in starts] == [0, 0, 0, 0, 0, 0, 125, 250, 375, 500]


@pytest.mark.parametrize(("rate", "wait"), [(0.5, 2), (0.1, 10)])
def test_a_rate_below_one_a_second_still_lets_one_call_go(rate: float, wait: float) -> None:
    first, second = granted(LimitRates(rate, 1e12), [0, 0], [1, 1])

    assert (first[0] - NOW, second[0] - NOW) == (0, wait * 1000)
