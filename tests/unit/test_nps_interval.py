"""nps: the adjusted-Wald interval of the score, in all four methods."""

import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.weightstats import DescrStatsW

from feedback.domain.nps import NpsCounts, NpsMethod, NpsReport, adjusted_mean, interval, margin, score

STANDARD, SHIFTED, ABSOLUTE, WEIGHTED = NpsMethod.STANDARD, NpsMethod.SHIFTED, NpsMethod.ABSOLUTE, NpsMethod.WEIGHTED
counts = st.builds(NpsCounts, st.integers(0, 500), st.integers(0, 500), st.integers(0, 500)).filter(lambda c: c.n > 0)
weights = st.floats(0, 1)


def ends(found: NpsCounts, method: NpsMethod = STANDARD, weight: float = 0.5) -> tuple[float, float]:
    both = interval(found, method, weight)
    assert both is not None
    return both


def by_statsmodels(found: NpsCounts, passive_value: float = 0.0) -> tuple[float, float]:
    """The normal interval of the mean of all values, those of the 3 added ratings too, in points."""
    times = np.array([found.promoters + 0.75, found.passives + 1.5, found.detractors + 0.75])
    # statsmodels divides by the sum of weights less 1: with this factor the sum is n + 4, as n + 3 is wanted.
    one = DescrStatsW([1.0, passive_value, -1.0], times * (times.sum() + 1) / times.sum())
    low, high = one.zconfint_mean()
    return 100 * float(low), 100 * float(high)


def test_the_interval_is_as_worked_out_by_hand() -> None:
    # 50 promoters, 30 passives, 20 detractors: centre 100·30/103 = 29.126, half width 15.075.
    assert ends(NpsCounts(50, 30, 20)) == pytest.approx((14.051, 44.201), abs=0.001)
    assert ends(NpsCounts(50, 30, 20), SHIFTED) == pytest.approx((57.026, 72.101), abs=0.001)


@given(counts)
def test_the_interval_is_that_of_statsmodels_within_the_range_of_the_score(found: NpsCounts) -> None:
    low, high = by_statsmodels(found)

    assert ends(found) == pytest.approx((max(low, -100), min(high, 100)))
    assert ends(found, SHIFTED) == pytest.approx((max(50 + low / 2, 0), min(50 + high / 2, 100)))


@given(counts, weights)
def test_the_weighted_interval_is_that_of_statsmodels_within_its_range(found: NpsCounts, weight: float) -> None:
    low, high = by_statsmodels(found, weight)

    assert ends(found, WEIGHTED, weight) == pytest.approx((max(low, -100), min(high, 100)))


@given(counts, weights, st.sampled_from([STANDARD, SHIFTED, WEIGHTED]))
def test_the_margin_is_half_the_interval_where_nothing_is_clipped(
    found: NpsCounts, weight: float, method: NpsMethod
) -> None:
    low, high = ends(found, method, weight)
    half = margin(found, method, weight)

    assert half is not None
    lowest = 0 if method is SHIFTED else -100
    if lowest < low and high < 100:
        assert (high - low) / 2 == pytest.approx(half)
    assert (high - low) / 2 <= half * (1 + 1e-12)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (NpsCounts(50, 30, 20), (14.05, 44.2)),
        (NpsCounts(20, 30, 50), (14.05, 44.2)),
        (NpsCounts(40, 20, 40), (0.0, 17.18)),
        (NpsCounts(42, 20, 38), (0.0, 21.05)),
        (NpsCounts(38, 20, 42), (0.0, 21.05)),
    ],
)
def test_the_absolute_interval_is_that_of_the_distance_from_0(found: NpsCounts, expected: tuple[float, float]) -> None:
    report = NpsReport.of_counts(found, 0, ABSOLUTE)

    assert (report.low, report.high) == expected


@given(counts)
def test_the_absolute_interval_holds_exactly_the_distances_of_the_standard_one(found: NpsCounts) -> None:
    low, high = ends(found)
    inside = [low + step / 50 * (high - low) for step in range(51)]
    least, most = ends(found, ABSOLUTE)

    assert all(least - 1e-9 <= abs(value) <= most + 1e-9 for value in inside)
    assert most == pytest.approx(max(map(abs, inside)))
    assert least == pytest.approx(0 if low <= 0 <= high else min(map(abs, inside)))


@pytest.mark.parametrize("method", NpsMethod)
@pytest.mark.parametrize("weight", [0.0, 0.25, 0.5, 1.0])
def test_from_three_ratings_on_the_interval_holds_the_score(method: NpsMethod, weight: float) -> None:
    for groups in product(range(8), repeat=3):
        found = NpsCounts(*groups)
        if found.n >= 3:
            low, high = ends(found, method, weight)
            value = score(found, method, weight)
            assert value is not None
            assert low - 1e-9 <= value <= high + 1e-9


@given(counts)
def test_more_answers_of_the_same_kind_make_the_interval_narrower(found: NpsCounts) -> None:
    double = NpsCounts(2 * found.promoters, 2 * found.passives, 2 * found.detractors)

    assert adjusted_mean(double)[1] < adjusted_mean(found)[1]


@given(counts, st.sampled_from([STANDARD, ABSOLUTE]))
def test_promoters_and_detractors_exchanged_mirror_the_interval(found: NpsCounts, method: NpsMethod) -> None:
    low, high = ends(found, method)
    other = ends(NpsCounts(found.detractors, found.passives, found.promoters), method)

    assert other == pytest.approx((-high, -low) if method is STANDARD else (low, high), abs=1e-9)


@pytest.mark.parametrize("method", NpsMethod)
def test_without_ratings_there_is_no_interval(method: NpsMethod) -> None:
    report = NpsReport.of_counts(NpsCounts(), 4, method)

    assert interval(NpsCounts(), method) is None
    assert (report.low, report.high, report.standard_low, report.standard_high) == (None, None, None, None)
    assert (report.n, report.unrated, report.small) == (0, 4, True)


@pytest.mark.parametrize(("n", "small"), [(0, True), (1, True), (29, True), (30, False), (1000, False)])
def test_a_score_of_fewer_than_30_ratings_is_small(n: int, small: bool) -> None:
    assert NpsReport.of([9] * n + [None] * 40, STANDARD).small is small


@pytest.mark.parametrize("method", NpsMethod)
def test_all_promoters_are_no_certainty(method: NpsMethod) -> None:
    report = NpsReport.of([10] * 20, method)

    assert report.score == 100.0
    assert report.low is not None
    assert 65 < report.low < 90
    assert report.high == 100.0


@given(st.lists(st.integers(0, 10) | st.none(), max_size=60), st.sampled_from(NpsMethod), weights)
def test_a_report_of_counts_is_that_of_their_ratings(rated: list[int | None], method: NpsMethod, weight: float) -> None:
    found = NpsCounts.of(rating for rating in rated if rating is not None)

    assert NpsReport.of_counts(found, rated.count(None), method, weight) == NpsReport.of(rated, method, weight)


@given(counts, st.sampled_from(NpsMethod), weights)
def test_no_number_of_a_report_is_a_negative_zero(found: NpsCounts, method: NpsMethod, weight: float) -> None:
    report = NpsReport.of_counts(found, 0, method, weight)
    numbers = (report.score, report.low, report.high, report.standard, report.standard_low, report.standard_high)

    assert not [value for value in numbers if value == 0 and math.copysign(1, value) < 0]
    assert (report.standard_low, report.standard_high) == tuple(round(end, 2) for end in ends(found))
