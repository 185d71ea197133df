"""limits: over any second and any minute, no more is granted than burst and rate allow."""

import math
from collections import Counter
from collections.abc import Sequence
from itertools import cycle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.limits import (
    ACTIVE_SECONDS,
    REQUEST_BURST_SECONDS,
    REQUEST_LEAD_SECONDS,
    TOKEN_BURST_SECONDS,
    TOKEN_LEAD_SECONDS,
    JobShare,
    LimitRates,
    LimitState,
    mark_waiting,
    take_turn,
)
from tests.builders import NOW

rates = st.floats(0.2, 50)
gaps = st.lists(st.one_of(st.just(0), st.integers(0, 300), st.integers(0, 5000)), min_size=1, max_size=120)


def granted(
    limit: LimitRates, gaps_ms: list[int], tokens: list[int], jobs: Sequence[str] = ("d1", "d2", "d3")
) -> list[tuple[float, int]]:
    """When each call goes, in milliseconds, with its tokens; calls come one gap after another, jobs in turn."""
    state, now = LimitState(), NOW
    job = cycle(jobs)
    starts = []
    for gap, amount in zip(gaps_ms, tokens, strict=False):
        now += gap
        turn = take_turn(state, limit, next(job), amount, now)
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
    turn = take_turn(state, LimitRates(rate, 60_000), "d1", use, NOW)

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


EIGHT_A_SECOND = LimitRates(8, 1e12)
HORIZON = 2


def shared_out(rates: LimitRates, tokens: dict[str, int], seconds: int, asks: dict[str, int]) -> Counter[str]:
    """Tokens taken by jobs that ask so many times, in this order, every 50 ms; tokens are of one call of each job."""
    state, taken = LimitState(), Counter[str]()
    for now in range(NOW, NOW + seconds * 1000, 50):
        for job_id in (job_id for job_id, times in asks.items() for _ in range(times)):
            turn = take_turn(state, rates, job_id, tokens[job_id], now)
            if turn.claim <= HORIZON:
                state = turn.state
                taken[job_id] += tokens[job_id]
            else:
                state = mark_waiting(state, job_id, now) or state
    return taken


@given(rates, gaps)
def test_a_job_alone_is_held_by_nothing_but_the_limit(rate: float, gaps_ms: list[int]) -> None:
    state, now = LimitState(), NOW
    for gap in gaps_ms:
        now += gap
        turn = take_turn(state, LimitRates(rate, 60_000), "d1", 100, now)
        state = turn.state

        assert turn.claim == turn.wait
        assert state.jobs == {"d1": JobShare(now)}


@pytest.mark.parametrize("jobs", [2, 3, 10])
def test_jobs_that_ask_all_the_time_share_requests_equally(jobs: int) -> None:
    asks = {f"d{n}": 12 if n == 0 else 1 for n in range(jobs)}
    taken = shared_out(EIGHT_A_SECOND, dict.fromkeys(asks, 1), 60, asks)

    assert taken.total() >= 0.95 * 8 * 60
    # The first one took what may be taken ahead before any other was seen.
    assert max(taken.values()) - min(taken.values()) <= 8 * (HORIZON + REQUEST_BURST_SECONDS)


def test_jobs_with_calls_of_other_sizes_share_tokens_equally() -> None:
    asks = {"large": 12, "small": 1}
    taken = shared_out(LimitRates(1000, 200_000), {"large": 4900, "small": 1200}, 600, asks)

    assert taken.total() >= 2_000_000
    assert abs(taken["small"] - taken["large"]) <= 200_000  # of the first burst the small one can't ask for half


def test_large_calls_are_not_kept_out_by_small_ones() -> None:
    asks = {"small": 12, "large": 1}
    taken = shared_out(LimitRates(1000, 200_000), {"large": 4900, "small": 400}, 600, asks)

    assert taken["large"] == pytest.approx(taken["small"], rel=0.1)


def test_what_a_job_leaves_unused_others_take() -> None:
    """The modest one asks for little, and is active all the time."""
    asks = {"busy": 12, "modest": 1}
    taken = shared_out(LimitRates(1000, 200_000), {"busy": 4900, "modest": 10}, 300, asks)

    assert taken["modest"] == 10 * 20 * 300
    assert taken.total() >= 200_000 * (5 + 1) - 200_000 / 60 * TOKEN_LEAD_SECONDS - 4900


def test_a_job_that_asks_for_little_does_not_end_the_fairness_among_others() -> None:
    asks = {"greedy": 12, "fair": 1, "modest": 1}
    taken = shared_out(LimitRates(1000, 200_000), {"greedy": 4900, "fair": 1200, "modest": 10}, 600, asks)

    assert abs(taken["greedy"] - taken["fair"]) <= 200_000


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.integers(0, 4000), st.integers(1, 9000)), max_size=60))
def test_leads_keep_their_bounds_and_only_active_jobs_are_kept(calls: list[tuple[str, int, int]]) -> None:
    state, now = LimitState(), NOW
    for job_id, gap, tokens in calls:
        now += gap
        state = take_turn(state, LimitRates(4, 60_000), job_id, tokens, now).state

        assert all(0 <= share.requests_lead <= REQUEST_LEAD_SECONDS * 1000 for share in state.jobs.values())
        assert all(0 <= share.tokens_lead <= TOKEN_LEAD_SECONDS * 1000 for share in state.jobs.values())
        assert all(now - share.seen <= ACTIVE_SECONDS * 1000 for share in state.jobs.values())


def test_once_the_others_have_left_a_lead_holds_nobody() -> None:
    jobs = {"d1": JobShare(NOW + 4000, requests_lead=1000, tokens_lead=1000), "d2": JobShare(NOW)}
    state = LimitState(NOW + 60_000, jobs=jobs)
    held = take_turn(state, EIGHT_A_SECOND, "d1", 1, NOW + 5000)
    free = take_turn(state, EIGHT_A_SECOND, "d1", 1, NOW + 5001)

    assert held.claim - held.wait == 1
    assert free.claim == free.wait


def test_a_rest_of_the_limit_makes_up_for_a_lead() -> None:
    state = LimitState(NOW, jobs={"d1": JobShare(NOW, requests_lead=1000), "d2": JobShare(NOW)})

    assert take_turn(state, EIGHT_A_SECOND, "d1", 1, NOW).claim == 0.375
    assert take_turn(state, EIGHT_A_SECOND, "d1", 1, NOW + 400).claim == 0


def test_a_job_that_waits_is_marked_at_most_once_a_second() -> None:
    marked = mark_waiting(LimitState(NOW), "d1", NOW)

    assert marked == LimitState(NOW, jobs={"d1": JobShare(NOW)})
    assert mark_waiting(marked, "d1", NOW + 999) is None
    assert mark_waiting(marked, "d2", NOW + 999) is not None
    assert mark_waiting(marked, "d1", NOW + 1000) == LimitState(NOW, jobs={"d1": JobShare(NOW + 1000)})


def test_a_job_that_comes_back_is_marked_without_the_lead_it_had() -> None:
    away = LimitState(NOW, jobs={"d1": JobShare(NOW - 6000, 500, 700)})

    assert mark_waiting(away, "d1", NOW) == LimitState(NOW, jobs={"d1": JobShare(NOW)})


def test_a_mark_changes_no_lead_and_drops_those_who_left() -> None:
    jobs = {"d1": JobShare(NOW, 500, 700), "gone": JobShare(NOW - 9000, 1, 1)}

    assert mark_waiting(LimitState(NOW, jobs=jobs), "d1", NOW + 2000) == LimitState(
        NOW, jobs={"d1": JobShare(NOW + 2000, 500, 700)}
    )
