"""speed: what is learned of the time and the tokens that model calls take."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.line import LineSums
from feedback.domain.models import Detail
from feedback.domain.speed import CallSums, Speed, beside_calls, learned, merged

calls = st.builds(CallSums.of, st.integers(1, 996), st.integers(1, 20_000), st.floats(0.001, 600, allow_nan=False))
many_calls = st.lists(calls, max_size=40).map(lambda sums: sum(sums, CallSums()))


def a_job(first_token: float, tokens_per_second: float, per_comment: float, batches: list[int]) -> CallSums:
    outs = [(comments, round(comments * per_comment)) for comments in batches]
    timed = [CallSums.of(comments, out, first_token + out / tokens_per_second) for comments, out in outs]
    return sum(timed, CallSums())


def call_seconds(speed: Speed, comments: int) -> float:
    return speed.first_token + comments * speed.tokens_per_comment / speed.tokens_per_second


@pytest.mark.parametrize(
    ("model", "first_token", "speed"),
    [("gpt-6-luna", 0.74, 130), ("gpt-4o-mini", 0.5, 90), ("gpt-6-luna-2026-05-01", 0.74, 130), ("other", 0.74, 130)],
)
def test_before_any_call_a_model_has_its_typical_speed(model: str, first_token: float, speed: float) -> None:
    told = learned(CallSums(), model, Detail.SCORES)

    assert told.first_token == pytest.approx(first_token, abs=0.01)
    assert told.tokens_per_second == pytest.approx(speed, rel=0.01)


def test_before_any_call_a_comment_has_more_tokens_where_more_detail_is_asked() -> None:
    scores, full = (learned(CallSums(), "gpt-6-luna", detail).tokens_per_comment for detail in Detail)

    assert 5 < scores < full - 5


@pytest.mark.parametrize(
    ("truth", "batches"),
    [
        (Speed(0.5, 90, 7), [40, 60, 80, 100, 120] * 20),
        (Speed(2.5, 45, 12), [40, 60, 80, 100, 120] * 20),
        (Speed(0.3, 300, 20), [5, 120] * 50),
    ],
)
def test_after_some_jobs_the_speed_is_the_one_seen(truth: Speed, batches: list[int]) -> None:
    sums = a_job(truth.first_token, truth.tokens_per_second, truth.tokens_per_comment, batches)

    told = learned(sums, "gpt-6-luna", Detail.SCORES)

    assert told.tokens_per_comment == pytest.approx(truth.tokens_per_comment, rel=0.05)
    for comments in batches:
        assert call_seconds(told, comments) == pytest.approx(call_seconds(truth, comments), rel=0.1, abs=0.2)


def test_calls_all_of_one_size_tell_how_long_such_a_call_takes() -> None:
    told = learned(a_job(0.5, 90, 7, [100] * 100), "gpt-6-luna", Detail.SCORES)

    assert told.first_token + 700 / told.tokens_per_second == pytest.approx(0.5 + 700 / 90, rel=0.03)


def test_one_job_with_calls_of_a_fixed_time_shows_that_larger_calls_take_no_longer() -> None:
    sums = a_job(2.5, 1e9, 7, [64, 58, 55, 50, 46, 43, 40, 38, 36, 34, 32, 30, 28, 26, 24])

    told = learned(sums, "gpt-6-luna", Detail.SCORES)

    assert told.call_seconds(120) == pytest.approx(2.5, abs=0.3)


def test_many_small_calls_of_a_slow_model_tell_how_slow_it_is() -> None:
    # Calls of 20 to 40 comments at 0.8 s and 40 tokens a second, with noise.
    outs = [(size, size * 7, 0.8 + size * 7 / 40 + 0.2 * (-1) ** at) for at, size in enumerate([*range(20, 44)])]
    sums = sum((CallSums.of(*call) for call in outs), CallSums())

    told = learned(sums, "gpt-6-luna", Detail.SCORES)

    assert told.tokens_per_second == pytest.approx(40, rel=0.1)
    assert told.first_token == pytest.approx(0.8, abs=0.4)


def test_sums_of_an_earlier_version_that_lack_the_squared_times_can_be_learned_from() -> None:
    told = learned(replace(a_job(0.5, 90, 7, [40, 80, 120] * 9), timed_ms_squared=0), "gpt-6-luna", Detail.SCORES)

    assert told.call_seconds(80) == pytest.approx(0.5 + 560 / 90, rel=0.05)


def test_a_call_takes_the_time_to_its_first_token_and_that_of_its_comments() -> None:
    assert Speed(1.0, 100, 10).call_seconds(25) == pytest.approx(3.5)


def test_one_odd_call_does_not_change_the_picture() -> None:
    odd = CallSums.of(comments=100, tokens_out=700, seconds=18)

    told = learned(odd, "gpt-6-luna", Detail.SCORES)

    assert told.first_token < 2
    assert told.tokens_per_second > 85


@given(many_calls)
def test_whatever_was_measured_the_speed_is_one_that_models_have(sums: CallSums) -> None:
    told = learned(sums, "gpt-6-luna", Detail.SCORES)

    assert 0.05 <= told.first_token <= 20
    assert 5 <= told.tokens_per_second <= 2000 * (1 + 1e-9)
    assert 5 <= told.tokens_per_comment <= 60


@given(many_calls, many_calls)
def test_merged_sums_are_added_as_long_as_they_are_few(old: CallSums, new: CallSums) -> None:
    assert merged(old, new) == old + new


@given(many_calls, many_calls, st.integers(1, 60))
def test_merged_sums_never_weigh_more_than_so_many_calls(old: CallSums, new: CallSums, most: int) -> None:
    both = merged(old, new, most)

    assert both.timed_calls == min(old.timed_calls + new.timed_calls, most)


def test_new_calls_push_old_ones_out() -> None:
    slow, fast = a_job(2, 40, 7, [60, 120] * 200), a_job(0.5, 150, 7, [60, 120] * 10)
    known = slow
    for _ in range(100):
        known = merged(known, fast)

    told = learned(known, "gpt-6-luna", Detail.SCORES)

    assert told.first_token == pytest.approx(0.5, abs=0.1)
    assert told.tokens_per_second == pytest.approx(150, rel=0.05)
    assert told.tokens_per_comment == pytest.approx(7, rel=0.01)


def test_the_time_beside_the_calls_is_learned_over_the_rows() -> None:
    jobs = [LineSums.of(rows, 2.0 + rows / 1000) for rows in (850, 1800, 3000)] * 5

    told = sum(jobs, LineSums())

    assert beside_calls(told, 3000) == pytest.approx(5.0, rel=0.1)
    assert beside_calls(told, 850) == pytest.approx(2.85, rel=0.1)


def test_one_cold_start_does_not_change_what_is_believed_of_the_time_beside_the_calls() -> None:
    assert beside_calls(LineSums.of(850, 6.0), 850) < beside_calls(LineSums(), 850) + 0.1


@given(st.lists(st.builds(LineSums.of, st.integers(0, 100_000), st.floats(0.001, 900)), max_size=60))
def test_whatever_jobs_took_the_time_beside_the_calls_is_never_negative(jobs: list[LineSums]) -> None:
    assert beside_calls(sum(jobs, LineSums()), 850) >= 0.1
