"""nps: the score in four methods, its margin and its counts."""

import math
from random import Random
from statistics import NormalDist

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.nps import NpsCounts, NpsGroup, NpsMethod, NpsReport, margin, nps_group, score, standard_nps

ratings = st.lists(st.one_of(st.integers(0, 10), st.none()), max_size=200)
counts = st.builds(NpsCounts, st.integers(0, 500), st.integers(0, 500), st.integers(0, 500))
weights = st.floats(0, 1)
RANGES = {
    NpsMethod.STANDARD: (-100, 100),
    NpsMethod.SHIFTED: (0, 100),
    NpsMethod.ABSOLUTE: (0, 100),
    NpsMethod.WEIGHTED: (-100, 100),
}


@pytest.mark.parametrize(
    ("rating", "group"),
    [
        *((rating, NpsGroup.DETRACTOR) for rating in range(7)),
        *((rating, NpsGroup.PASSIVE) for rating in (7, 8)),
        *((rating, NpsGroup.PROMOTER) for rating in (9, 10)),
    ],
)
def test_every_rating_is_in_its_group(rating: int, group: NpsGroup) -> None:
    assert nps_group(rating) is group


@pytest.mark.parametrize("rating", [-1, 11, 100])
def test_what_is_no_rating_is_in_no_group(rating: int) -> None:
    with pytest.raises(ValueError, match="from 0 to 10"):
        nps_group(rating)


@pytest.mark.parametrize(
    ("promoters", "passives", "detractors", "standard", "shifted", "absolute", "weighted"),
    [
        (5, 2, 3, 20.0, 60.0, 20.0, 30.0),
        (3, 2, 5, -20.0, 40.0, 20.0, -10.0),
        (10, 0, 0, 100.0, 100.0, 100.0, 100.0),
        (0, 10, 0, 0.0, 50.0, 0.0, 50.0),
        (0, 0, 10, -100.0, 0.0, 100.0, -100.0),
        (4, 0, 4, 0.0, 50.0, 0.0, 0.0),
        (1, 1, 1, 0.0, 50.0, 0.0, 16.67),
        (2, 0, 1, 33.33, 66.67, 33.33, 33.33),
        (0, 1, 2, -66.67, 16.67, 66.67, -50.0),
        (1, 0, 0, 100.0, 100.0, 100.0, 100.0),
    ],
)
def test_the_score_is_as_worked_out_by_hand(
    promoters: int,
    passives: int,
    detractors: int,
    standard: float,
    shifted: float,
    absolute: float,
    weighted: float,
) -> None:
    rated = [10] * promoters + [8] * passives + [2] * detractors
    expected = {"standard": standard, "shifted": shifted, "absolute": absolute, "weighted": weighted}

    for method in NpsMethod:
        report = NpsReport.of(rated, method, 0.5)
        assert report.score == expected[method]
        assert (report.standard, report.shifted) == (standard, shifted)
        assert (report.promoters, report.passives, report.detractors) == (promoters, passives, detractors)


@pytest.mark.parametrize(("weight", "weighted"), [(0, 20.0), (0.25, 25.0), (0.5, 30.0), (1, 40.0)])
def test_a_passive_counts_by_its_weight(weight: float, weighted: float) -> None:
    assert score(NpsCounts(5, 2, 3), NpsMethod.WEIGHTED, weight) == pytest.approx(weighted)


@pytest.mark.parametrize("rated", [[10, 0], [0] + [8] * 40_000])
@pytest.mark.parametrize("method", [NpsMethod.STANDARD, NpsMethod.ABSOLUTE])
def test_a_score_of_nothing_has_no_minus_sign(method: NpsMethod, rated: list[int]) -> None:
    report = NpsReport.of(rated, method, 0.5)

    for value in (report.standard, report.score):
        assert value == 0
        assert math.copysign(1, value) == 1


@pytest.mark.parametrize("method", NpsMethod)
@pytest.mark.parametrize("unrated", [0, 3])
def test_without_ratings_there_is_no_score_and_no_margin(method: NpsMethod, unrated: int) -> None:
    report = NpsReport.of([None] * unrated, method, 0.5)

    assert (report.score, report.standard, report.shifted, report.margin) == (None, None, None, None)
    assert (report.n, report.unrated) == (0, unrated)


def test_a_row_without_a_rating_is_counted_apart_and_changes_no_score() -> None:
    with_none, without = NpsReport.of([9, None, 3, None], NpsMethod.STANDARD), NpsReport.of([9, 3], NpsMethod.STANDARD)

    assert with_none.unrated == 2
    assert (with_none.score, with_none.margin, with_none.n) == (without.score, without.margin, without.n)


def margin_by_definition(found: NpsCounts, passive_value: float) -> float:
    """The 95 % half width of a weighted mean: the values one by one, with 3 added ratings."""
    values = {1.0: found.promoters + 0.75, passive_value: found.passives + 1.5, -1.0: found.detractors + 0.75}
    if passive_value == 1.0:
        values = {1.0: found.promoters + found.passives + 2.25, -1.0: found.detractors + 0.75}
    total = sum(values.values())
    mean = sum(value * weight for value, weight in values.items()) / total
    variance = sum(weight * (value - mean) ** 2 for value, weight in values.items()) / total
    return 100 * NormalDist().inv_cdf(0.975) * math.sqrt(variance / total)


def test_the_margin_is_as_worked_out_by_hand() -> None:
    # 50 promoters, 30 passives, 20 detractors: p = 50.75/103, d = 20.75/103, variance 0.60934.
    assert margin(NpsCounts(50, 30, 20)) == pytest.approx(15.075, abs=0.001)


@given(counts.filter(lambda found: found.n > 0), weights)
def test_the_margin_is_that_of_its_definition(found: NpsCounts, weight: float) -> None:
    plain = margin_by_definition(found, 0.0)

    assert margin(found, NpsMethod.STANDARD) == pytest.approx(plain)
    assert margin(found, NpsMethod.ABSOLUTE) == pytest.approx(plain)
    assert margin(found, NpsMethod.SHIFTED) == pytest.approx(plain / 2)
    assert margin(found, NpsMethod.WEIGHTED, weight) == pytest.approx(margin_by_definition(found, weight))


@given(counts.filter(lambda found: found.n > 0), weights, st.sampled_from(NpsMethod))
def test_every_score_is_in_its_range_and_every_margin_above_nothing(
    found: NpsCounts, weight: float, method: NpsMethod
) -> None:
    lowest, highest = RANGES[method]
    value, half = score(found, method, weight), margin(found, method, weight)

    assert value is not None
    assert lowest - 1e-9 <= value <= highest + 1e-9
    assert half is not None
    assert half > 0


@given(ratings, st.randoms(use_true_random=False), st.sampled_from(NpsMethod))
def test_the_order_of_the_rows_changes_nothing(rated: list[int | None], dice: Random, method: NpsMethod) -> None:
    shuffled = list(rated)
    dice.shuffle(shuffled)

    assert NpsReport.of(shuffled, method) == NpsReport.of(rated, method)


@given(ratings)
def test_the_counts_add_up_to_the_rows(rated: list[int | None]) -> None:
    report = NpsReport.of(rated, NpsMethod.STANDARD)

    assert report.promoters + report.passives + report.detractors == report.n
    assert report.n + report.unrated == len(rated)


@given(counts.filter(lambda found: found.n > 0))
def test_one_more_promoter_never_lowers_the_score(found: NpsCounts) -> None:
    more = NpsCounts(found.promoters + 1, found.passives, found.detractors)

    before, after = standard_nps(found), standard_nps(more)
    assert before is not None
    assert after is not None
    assert after >= before
