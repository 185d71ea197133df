"""planning: every comment in one batch, in order, so that the analysis ends soonest or takes the fewest calls."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.limits import LimitRates, LimitState, take_turn
from feedback.domain.planning import (
    CLOSE_ENOUGH,
    CLOSE_ENOUGH_LATE,
    MAX_BATCH_CHARS,
    WORTH_A_SECOND_CALL,
    Aim,
    OptimizeFor,
    Pace,
    Plan,
    TokensIn,
    plan_batches,
    seconds_left,
)
from feedback.domain.speed import Speed

LUNA, MINI = Speed(0.74, 130, 7.0), Speed(0.5, 90, 7.0)
PACE = Pace(rps=8, tpm=200_000, in_flight=40)
MANY_TOKENS = 1e12
TOKENS_IN = TokensIn(per_call=900, per_comment=25)

speeds = st.builds(Speed, st.floats(0.05, 20), st.floats(5, 2000), st.floats(5, 60))
paces = st.builds(Pace, st.floats(0.2, 100), st.floats(2000, 1e9), st.integers(1, 60))
unlimited_paces = st.builds(Pace, st.floats(0.2, 100), st.just(MANY_TOKENS), st.integers(1, 60))
optimize = st.sampled_from(OptimizeFor)
any_length = st.lists(
    st.one_of(st.integers(0, 4000), st.integers(10_000, 2 * MAX_BATCH_CHARS)), min_size=1, max_size=300
)


def planned(
    comments: int | list[int],
    speed: Speed = LUNA,
    pace: Pace = PACE,
    optimize_for: OptimizeFor = OptimizeFor.TIME,
    most: int = 120,
    within: float = 5.0,
) -> Plan:
    """The plan for so many comments of 60 characters, or for comments of these lengths."""
    lengths = [60] * comments if isinstance(comments, int) else comments
    return plan_batches(lengths, most, speed, pace, Aim(optimize_for, within), TOKENS_IN)


def sizes(plan: Plan) -> list[int]:
    return [len(batch.positions) for batch in plan.batches]


def turns(rps: float, calls: int) -> list[float]:
    burst = int(max(1, 0.75 * rps))
    return [max(0, call - burst + 1) / rps for call in range(calls)]


def least_seconds(comments: int, most: int, speed: Speed, pace: Pace) -> float:
    """By bisection: the least time in which any number of calls in flight can hold all comments, tokens unlimited."""
    comment = speed.tokens_per_comment / speed.tokens_per_second

    def enough(seconds: float, calls: int) -> bool:
        starts = turns(pace.rps, calls)
        rooms = ((seconds - start - speed.first_token) / comment + 1e-9 for start in starts[:calls])
        return sum(max(0, min(most, math.floor(room))) for room in rooms) >= comments

    best = math.inf
    for calls in range(math.ceil(comments / most), pace.in_flight + 1):
        low, high = 0.0, 1e5
        while high - low > 1e-6 * high:
            middle = (low + high) / 2
            low, high = (low, middle) if enough(middle, calls) else (middle, high)
        best = min(best, high)
    return best


def test_no_comments_make_no_batch() -> None:
    assert planned(0) == Plan((), 0, 0.0)


@pytest.mark.parametrize("most", [0, -1])
def test_a_batch_without_room_is_an_error(most: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        planned(1, most=most)


@given(any_length, st.integers(1, 130), speeds, paces, optimize, st.floats(-10, 100))
def test_every_position_is_there_once_and_in_order_and_no_batch_is_empty_or_over_a_limit(
    lengths: list[int], most: int, speed: Speed, pace: Pace, optimize_for: OptimizeFor, within: float
) -> None:
    plan = planned(lengths, speed, pace, optimize_for, most, within)

    assert [at for batch in plan.batches for at in batch.positions] == list(range(len(lengths)))
    for batch in plan.batches:
        assert 1 <= len(batch.positions) <= most
        assert len(batch.positions) == 1 or sum(lengths[at] for at in batch.positions) <= MAX_BATCH_CHARS
    assert 1 <= plan.window <= min(len(plan.batches), pace.in_flight)
    assert plan.batches[0].start_ms == 0
    assert all(before.start_ms <= after.start_ms for before, after in pairwise(plan.batches))


@given(st.integers(1, 3000), st.integers(1, 130), speeds, unlimited_paces)
def test_the_fewest_calls_are_the_fewest_there_can_be(comments: int, most: int, speed: Speed, pace: Pace) -> None:
    plan = planned([10] * comments, speed, pace, OptimizeFor.CALLS, most)

    assert len(plan.batches) == math.ceil(comments / most)


@pytest.mark.parametrize(("comments", "calls"), [(850, 8), (1800, 15), (3000, 25)])
def test_the_targets_for_calls_are_met_with_the_default_batch_size(comments: int, calls: int) -> None:
    assert len(planned(comments, optimize_for=OptimizeFor.CALLS).batches) == calls


@pytest.mark.parametrize(
    ("comments", "speed", "calls", "seconds"),
    [
        (850, LUNA, 24, 3.56),
        (1800, LUNA, 34, 5.11),
        (3000, LUNA, 38, 6.76),
        (850, MINI, 28, 4.03),
        (1800, MINI, 38, 5.96),
        (3000, MINI, 39, 8.32),
    ],
)
def test_known_plans_of_the_least_time(comments: int, speed: Speed, calls: int, seconds: float) -> None:
    plan = planned(comments, speed)

    assert len(plan.batches) == plan.window == calls
    assert plan.seconds == pytest.approx(seconds, abs=0.01)


@given(st.integers(1, 3000), st.integers(10, 130), speeds, unlimited_paces)
def test_no_plan_of_calls_in_flight_is_so_much_faster_that_it_is_worth_its_calls(
    comments: int, most: int, speed: Speed, pace: Pace
) -> None:
    comments = min(comments, most * pace.in_flight)

    plan = planned([10] * comments, speed, pace, most=most)

    least = least_seconds(comments, most, speed, pace)
    allowed = least + WORTH_A_SECOND_CALL if len(plan.batches) == 1 else least * CLOSE_ENOUGH
    assert least * (1 - 1e-5) <= plan.seconds <= allowed * (1 + 1e-5)


@given(st.integers(1, 3000), st.integers(10, 130), speeds, unlimited_paces, st.floats(0, 60))
def test_a_target_is_reached_with_the_fewest_calls_that_reach_it_and_else_missed_by_as_little_as_can_be(
    comments: int, most: int, speed: Speed, pace: Pace, within: float
) -> None:
    comments = min(comments, most * pace.in_flight)

    plan = planned([10] * comments, speed, pace, OptimizeFor.TARGET, most, within)

    least = least_seconds(comments, most, speed, pace)
    if len(plan.batches) == 1:
        assert plan.seconds <= max(within, least + WORTH_A_SECOND_CALL, least * CLOSE_ENOUGH_LATE) * (1 + 1e-5)
    elif plan.seconds > within:
        assert within <= least * (1 + 1e-5)
        assert plan.seconds <= least * CLOSE_ENOUGH_LATE * (1 + 1e-5)
    elif len(plan.batches) > math.ceil(comments / most):
        fewer = replace(pace, in_flight=len(plan.batches) - 1)
        assert least_seconds(comments, most, speed, fewer) > within * (1 - 1e-5)


TARGETS = [
    # Different comments in a file of so many rows; calls and seconds of its analysis at 130 tokens a second.
    (850, 639, (16, 18), 3.5),
    (850, 680, (16, 20), 3.6),
    (1800, 1370, (12, 15), 7.0),
    (1800, 1440, (12, 15), 7.0),
    (3000, 2400, (20, 25), 12.3),
    (3000, 3000, (25, 25), 12.3),
]


@pytest.mark.parametrize(("rows", "comments", "calls", "seconds"), TARGETS)
def test_the_targets_of_surveys_are_met_with_the_calls_they_are_to_take(
    rows: int, comments: int, calls: tuple[int, int], seconds: float
) -> None:
    within = seconds_left(rows, elapsed=0.35, beside=0.7)

    plan = planned(comments, replace(LUNA, tokens_per_comment=7.1), optimize_for=OptimizeFor.TARGET, within=within)

    assert calls[0] <= len(plan.batches) <= calls[1]
    assert plan.seconds <= seconds


@pytest.mark.parametrize(("rows", "comments", "calls"), [(850, 680, 6), (1800, 1440, 12), (3000, 2400, 20)])
def test_calls_of_a_fixed_time_are_as_few_as_can_be(rows: int, comments: int, calls: int) -> None:
    fixed = Speed(first_token=2.5, tokens_per_second=2000, tokens_per_comment=7)

    plan = planned(comments, fixed, optimize_for=OptimizeFor.TARGET, within=seconds_left(rows, 0.35, 0.7))

    assert len(plan.batches) == calls


@pytest.mark.parametrize(
    ("rows", "left"), [(1, 3.5), (850, 3.5), (1000, 3.5), (1800, 7.1), (3000, 12.5), (100_000, 449)]
)
def test_what_is_left_for_the_analysis_is_the_targets_nine_tenths_less_what_else_a_job_takes(
    rows: int, left: float
) -> None:
    assert seconds_left(rows, elapsed=0.4, beside=0.6) == pytest.approx(left)


@pytest.mark.parametrize("optimize_for", OptimizeFor)
def test_tiny_files_are_one_call(optimize_for: OptimizeFor) -> None:
    assert len(planned(9, optimize_for=optimize_for).batches) == 1


def test_no_call_has_more_tokens_than_a_minute_allows() -> None:
    plan = planned(500, pace=replace(PACE, tpm=2000), optimize_for=OptimizeFor.CALLS)

    assert max(sizes(plan)) == (2000 - 900) // 32


def test_where_a_minute_allows_less_than_one_comment_each_is_a_call() -> None:
    assert sizes(planned(3, pace=replace(PACE, tpm=100), optimize_for=OptimizeFor.CALLS)) == [1, 1, 1]


@given(st.integers(1, 3000), st.integers(10, 130), speeds, unlimited_paces, optimize)
def test_batches_do_not_grow_and_end_together_as_far_as_the_largest_size_allows(
    comments: int, most: int, speed: Speed, pace: Pace, optimize_for: OptimizeFor
) -> None:
    comments = min(comments, most * pace.in_flight)

    plan = planned([10] * comments, speed, pace, optimize_for, most)

    comment = speed.tokens_per_comment / speed.tokens_per_second
    ends = [start + size * comment for start, size in zip(turns(pace.rps, 60), sizes(plan), strict=False)]
    free = [end for end, size in zip(ends, sizes(plan), strict=True) if size < most]
    assert all(before >= after for before, after in pairwise(sizes(plan)))
    assert not free or max(free) - min(free) <= comment * (1 + 1e-6)
    assert plan.seconds == pytest.approx(max(ends) + speed.first_token)


@given(st.integers(1, 2000), st.integers(1, 200), speeds, paces)
def test_more_comments_take_no_less_time_but_for_what_counts_as_equally_fast(
    comments: int, more: int, speed: Speed, pace: Pace
) -> None:
    pace = replace(pace, in_flight=max(20, pace.in_flight))

    fewer_seconds = planned([10] * comments, speed, pace).seconds

    more_seconds = planned([10] * (comments + more), speed, pace).seconds
    assert more_seconds * CLOSE_ENOUGH * (1 + 1e-9) + WORTH_A_SECOND_CALL >= fewer_seconds


def test_calls_start_in_the_turns_that_the_limiter_gives() -> None:
    state, starts = LimitState(), []
    for _ in planned(850).batches:
        turn = take_turn(state, LimitRates(PACE.rps, PACE.tpm), "job", tokens=1, now=10**6)
        state = turn.state
        starts.append(round(turn.wait * 1000))

    assert [batch.start_ms for batch in planned(850).batches] == starts


def test_one_call_at_a_time_takes_the_fewest_equal_batches_one_after_the_other() -> None:
    plan = planned(460, pace=replace(PACE, in_flight=1), most=50)

    assert sizes(plan) == [46] * 10
    assert plan.window == 1
    assert {batch.start_ms for batch in plan.batches} == {0}
    assert plan.seconds == pytest.approx(10 * (0.74 + 46 * 7 / 130))


def test_what_does_not_fit_in_flight_goes_in_full_equal_batches() -> None:
    plan = planned(10_001)

    assert len(plan.batches) == 84
    assert set(sizes(plan)) == {119, 120}


def test_a_job_held_back_by_the_token_limit_keeps_few_calls_in_flight() -> None:
    plan = planned(100_000)

    assert 8 <= plan.window <= 12
    assert plan.seconds == pytest.approx((834 * 900 + 100_000 * 32 - 200_000) / 200_000 * 60, rel=0.02)


def test_a_job_whose_tokens_are_there_at_once_keeps_as_many_calls_in_flight_as_may_be() -> None:
    assert planned(4801).window == 40


@pytest.mark.parametrize("comments", [850, 3000])
def test_tokens_above_a_minutes_worth_delay_the_end(comments: int) -> None:
    plan = planned(comments, pace=replace(PACE, tpm=20_000))

    lacking = (len(plan.batches) * 900 + comments * 32 - 20_000) / 20_000 * 60
    full_call = 0.74 + 120 * 7 / 130
    assert lacking < plan.seconds <= lacking + full_call * (1 + 1e-9)


def test_long_comments_are_spread_over_more_batches() -> None:
    half = MAX_BATCH_CHARS // 2

    assert sizes(planned([half, half, half, 1], optimize_for=OptimizeFor.CALLS)) == [2, 2]


def test_a_comment_longer_than_a_batch_is_alone_in_one() -> None:
    assert sizes(planned([1, MAX_BATCH_CHARS + 1, 1], optimize_for=OptimizeFor.CALLS)) == [1, 1, 1]


def test_long_comments_take_no_more_calls_than_their_characters_need() -> None:
    assert len(planned([600] * 1000, optimize_for=OptimizeFor.CALLS).batches) == 10


def test_what_a_batch_of_long_comments_could_not_hold_does_not_overfill_those_after_it() -> None:
    plan = planned([1000] * 120 + [10] * 240, optimize_for=OptimizeFor.CALLS)

    assert len(plan.batches) == 4
    assert max(sizes(plan)) <= 120


@pytest.mark.parametrize("optimize_for", OptimizeFor)
def test_long_comments_never_make_more_calls_at_once_than_may_be_in_flight(optimize_for: OptimizeFor) -> None:
    plan = planned([MAX_BATCH_CHARS] * 5, pace=replace(PACE, in_flight=3), optimize_for=optimize_for)

    assert len(plan.batches) == 5
    assert plan.window == 3
