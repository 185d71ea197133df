"""intervals: the score interval of a share, against published values and its own definition."""

import math
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.intervals import Z_95, wilson

shares = st.integers(1, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


def test_the_quantile_is_that_of_a_two_sided_95_percent_interval() -> None:
    assert pytest.approx(NormalDist().inv_cdf(0.975), abs=1e-6) == Z_95


# Newcombe, "Two-sided confidence intervals for the single proportion", Statistics in Medicine 17, 1998, table I.
@pytest.mark.parametrize(
    ("hits", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_is_newcombes(hits: int, n: int, low: float, high: float) -> None:
    assert wilson(hits, n) == pytest.approx((low, high), abs=5e-5)


def test_nothing_is_known_of_a_share_of_nothing() -> None:
    assert wilson(0, 0) == (0.0, 1.0)


@given(shares)
def test_each_end_is_a_share_from_which_the_one_seen_is_just_not_too_far_away(share: tuple[int, int]) -> None:
    hits, n = share

    for end in wilson(hits, n):
        assert abs(hits / n - end) == pytest.approx(Z_95 * math.sqrt(max(0.0, end * (1 - end)) / n), abs=1e-6)


@given(shares)
def test_the_interval_holds_the_share_and_stays_within_0_and_1(share: tuple[int, int]) -> None:
    hits, n = share
    low, high = wilson(hits, n)

    assert 0 <= low <= hits / n + 1e-12
    assert hits / n - 1e-12 <= high <= 1
    assert low < high


@given(shares)
def test_the_interval_of_the_misses_is_the_mirror_of_that_of_the_hits(share: tuple[int, int]) -> None:
    hits, n = share
    low, high = wilson(hits, n)

    assert wilson(n - hits, n) == pytest.approx((1 - high, 1 - low))


@given(shares, st.integers(2, 9))
def test_the_same_share_of_more_has_a_narrower_interval(share: tuple[int, int], times: int) -> None:
    hits, n = share
    (low, high), (wide_low, wide_high) = wilson(hits * times, n * times), wilson(hits, n)

    assert high - low < wide_high - wide_low
