"""two_samples: differences of NPS and of shares, and the correction for many of them."""

import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from feedback.domain.insights.two_samples import (
    MIN_RATINGS,
    Difference,
    compared,
    corrected,
    difference_dict,
    holm,
    nps_difference,
    share_difference,
    significant,
)
from feedback.domain.nps import NpsCounts

counts = st.builds(NpsCounts, st.integers(0, 400), st.integers(0, 400), st.integers(0, 400)).filter(lambda c: c.n > 0)
shares = st.integers(1, 800).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
p_values = st.lists(st.floats(0, 1), max_size=40)


def sample(found: NpsCounts) -> Any:
    """The ratings with the 3 added ones, as statsmodels takes them: it divides by the sum of weights less 1."""
    times = np.array([found.promoters + 0.75, found.passives + 1.5, found.detractors + 0.75])
    return DescrStatsW([1.0, 0.0, -1.0], times * (times.sum() + 1) / times.sum())


@given(counts, counts)
def test_the_difference_of_two_nps_is_the_z_test_of_statsmodels(one: NpsCounts, other: NpsCounts) -> None:
    reference = CompareMeans(sample(one), sample(other))
    low, high = reference.zconfint_diff(usevar="unequal")
    found = nps_difference(one, other)

    assert found.p == pytest.approx(reference.ztest_ind(usevar="unequal")[1], rel=1e-6, abs=1e-300)
    assert (found.low, found.high) == pytest.approx((max(-200, 100 * low), min(200, 100 * high)), abs=1e-9)


@given(shares, shares)
def test_the_difference_of_two_shares_is_agresti_and_caffos_of_statsmodels(
    one: tuple[int, int], other: tuple[int, int]
) -> None:
    low, high = confint_proportions_2indep(*one, *other, method="agresti-caffo", compare="diff")
    found = share_difference(*one, *other)

    assert found.points == pytest.approx(one[0] / one[1] - other[0] / other[1])
    assert (found.low, found.high) == pytest.approx((max(-1, low), min(1, high)), abs=1e-9)


def test_two_nps_are_as_worked_out_by_hand() -> None:
    # 60/20/20 against 40/20/40: adjusted 40/103 and 0; variances 0.6404 and 0.7913, each by 103; z = 3.294.
    found = nps_difference(NpsCounts(60, 20, 20), NpsCounts(40, 20, 40))

    assert found.points == 40.0
    assert (found.low, found.high) == pytest.approx((15.727, 61.943), abs=0.001)
    assert found.p == pytest.approx(0.000988, rel=0.001)


def test_the_aspirin_study_is_as_published() -> None:
    # Heart attacks in the Physicians' Health Study, 189 of 11,034 with placebo and 104 of 11,037 with aspirin:
    # difference 0.0077, 95 % interval 0.005 to 0.011 (Agresti, Categorical Data Analysis, 2.2).
    found = share_difference(189, 11_034, 104, 11_037)

    assert round(found.points, 4) == 0.0077
    assert (round(found.low, 3), round(found.high, 3)) == (0.005, 0.011)
    assert found.p == pytest.approx(6.12e-7, rel=0.01)  # z = 4.987 of 190/11,036 and 105/11,039


@given(counts, counts)
def test_exchanged_groups_change_the_sign_and_nothing_else(one: NpsCounts, other: NpsCounts) -> None:
    there, back = nps_difference(one, other), nps_difference(other, one)

    assert there.p == pytest.approx(back.p)
    assert (there.points, there.low, there.high) == pytest.approx((-back.points, -back.high, -back.low), abs=1e-9)


@given(counts)
def test_a_group_does_not_differ_from_its_like(one: NpsCounts) -> None:
    found = nps_difference(one, one)

    assert (found.points, found.p) == (0.0, 1.0)
    assert found.low == pytest.approx(-found.high)


@given(counts, counts)
def test_the_interval_leaves_0_out_exactly_where_p_is_below_5_percent(one: NpsCounts, other: NpsCounts) -> None:
    found = nps_difference(one, other)

    if abs(found.p - 0.05) > 1e-9:
        assert (found.low > 0 or found.high < 0) == (found.p < 0.05)
    assert -200 <= found.low <= found.high <= 200


@given(st.integers(MIN_RATINGS, 100_000), st.integers(MIN_RATINGS, 100_000))
def test_two_groups_of_promoters_do_not_differ_however_unequal_they_are(n: int, other_n: int) -> None:
    found = nps_difference(NpsCounts(n), NpsCounts(other_n))

    assert found.points == 0
    assert found.p > 0.05


def test_a_very_small_p_is_not_nothing() -> None:
    found = nps_difference(NpsCounts(500, 100, 100), NpsCounts(100, 100, 500))

    assert 0 < found.p < 1e-30
    assert 0 < difference_dict(found)["p"] < 1e-30


@pytest.mark.parametrize(("one", "other"), [(NpsCounts(), NpsCounts(1)), (NpsCounts(1), NpsCounts())])
def test_a_group_without_ratings_can_not_be_compared(one: NpsCounts, other: NpsCounts) -> None:
    with pytest.raises(ValueError, match="both groups need a rating"):
        nps_difference(one, other)


@pytest.mark.parametrize("wrong", [(0, 0, 1, 2), (1, 2, 0, 0), (3, 2, 1, 2), (1, 2, 3, 2), (-1, 2, 1, 2)])
def test_shares_of_nothing_or_above_1_can_not_be_compared(wrong: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="hits lie between"):
        share_difference(*wrong)


@given(p_values)
def test_holms_correction_is_that_of_statsmodels(found: list[float]) -> None:
    expected = multipletests(found, method="holm")[1].tolist() if found else []

    assert holm(found) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ([], []),
        ([0.2], [0.2]),
        ([0.01, 0.04, 0.03, 0.005], [0.03, 0.06, 0.06, 0.02]),
        ([0.04, 0.04], [0.08, 0.08]),
        ([0.9, 0.8, 0.7], [1.0, 1.0, 1.0]),
        ([0.0, 1.0], [0.0, 1.0]),
    ],
)
def test_holms_correction_is_as_worked_out_by_hand(found: list[float], expected: list[float]) -> None:
    assert holm(found) == pytest.approx(expected)


@given(p_values)
def test_holms_correction_keeps_the_order_and_lowers_nothing(found: list[float]) -> None:
    by_size = sorted(zip(found, holm(found), strict=True))

    assert all(before <= after <= 1 for before, after in by_size)
    assert [after for _, after in by_size] == sorted(after for _, after in by_size)


def test_what_is_not_compared_has_no_part_in_the_family() -> None:
    one, other = Difference(12.0, 1.0, 23.0, 0.03), Difference(-3.0, -9.0, 3.0, 0.4)

    assert compared([None, one, None, None]) == [None, *corrected([one]), None, None]
    assert [entry and entry["p_holm"] for entry in compared([one, None, other])] == [0.06, None, 0.4]


def test_a_difference_is_told_in_plain_rounded_numbers() -> None:
    found = corrected([Difference(12.3456, -0.001, 23.456, 0.000123456), Difference(-0.001, -1.0, 1.0, 0.6)])

    assert found == [
        {"points": 12.35, "low": 0.0, "high": 23.46, "p": 0.0001235, "p_holm": 0.0002469, "differs": True},
        {"points": 0.0, "low": -1.0, "high": 1.0, "p": 0.6, "p_holm": 0.6, "differs": False},
    ]
    assert "-0.0" not in json.dumps(found)


def test_what_differs_is_decided_before_rounding() -> None:
    (found,) = corrected([Difference(1.0, 0.0, 2.0, 0.04999999)])

    assert (found["p"], found["differs"]) == (0.05, True)


@given(st.floats(0, 1))
def test_four_digits_of_p_are_kept(p: float) -> None:
    assert math.isclose(significant(p), p, rel_tol=5e-4) or p < 1e-300
