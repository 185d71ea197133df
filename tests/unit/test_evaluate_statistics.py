"""The statistics of the evaluation: published examples, and what holds for any figures."""

import math
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback_cli.evaluate.intervals import rank_correlation, share
from feedback_cli.evaluate.kappa import bootstrap, kappa, kappa_difference, weighted_kappa

pairs_of_classes = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), max_size=40)
scores = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=40)

# Cohen, "Weighted kappa", Psychological Bulletin 70, 1968, table 1: shares of 200 cases, and disagreement weights.
COHEN = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
COHEN_WEIGHTS = [[0, 1, 3], [1, 0, 6], [3, 6, 0]]
NOMINAL = [[0, 1, 1], [1, 0, 1], [1, 1, 0]]


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_the_interval_of_a_share_is_newcombes(successes: int, n: int, low: float, high: float) -> None:
    found = share(successes, n)
    assert found.low == pytest.approx(low, abs=5e-5)
    assert found.high == pytest.approx(high, abs=5e-5)
    assert (found.value, found.n) == (successes / n, n)


def test_a_share_of_nothing_is_undefined() -> None:
    found = share(0, 0)
    assert (found.value, found.low, found.high) == (None, None, None)


@pytest.mark.parametrize(("weights", "value"), [(NOMINAL, 0.492), (COHEN_WEIGHTS, 0.348)])
def test_weighted_kappa_is_that_of_cohens_example(weights: list[list[float]], value: float) -> None:
    assert weighted_kappa(COHEN, weights) == pytest.approx(value, abs=5e-4)


def test_weights_are_quadratic_unless_given() -> None:
    # Rows 4, 4, 2 and columns 4, 3, 3 of 10. Observed: 3 by one class. Expected: (12 + 4·12 + 16 + 12 + 4·8 + 6)/10.
    assert weighted_kappa([[3, 1, 0], [1, 2, 1], [0, 0, 2]]) == pytest.approx(1 - 3 / 12.6)


def test_kappa_of_classes_that_do_not_vary_is_undefined() -> None:
    found = kappa([(1, 1)] * 9, 3)
    assert (found.value, found.low, found.high, found.n) == (None, None, None, 9)
    assert kappa([], 3).value is None


@given(pairs_of_classes)
def test_kappa_is_symmetric_and_at_most_one(pairs: list[tuple[int, int]]) -> None:
    value, turned = kappa(pairs, 3).value, kappa([(right, left) for left, right in pairs], 3).value
    assert value == (turned if turned is None else pytest.approx(turned))
    assert value is None or value <= 1


@given(st.lists(st.integers(0, 2), max_size=40))
def test_kappa_with_itself_is_one_and_has_no_interval(classes: list[int]) -> None:
    found = kappa([(one, one) for one in classes], 3)
    assert found.value == (1 if len(set(classes)) > 1 else None)
    assert (found.low, found.high) == (None, None)


@given(pairs_of_classes, st.randoms(use_true_random=False))
def test_the_order_of_cases_changes_neither_kappa_nor_its_interval(pairs: list[tuple[int, int]], dice: Random) -> None:
    shuffled = list(pairs)
    dice.shuffle(shuffled)
    assert kappa(shuffled, 3) == kappa(pairs, 3)


def test_the_interval_of_kappa_narrows_with_the_cases_and_holds_the_value() -> None:
    few = [(0, 0)] * 20 + [(0, 1)] * 5 + [(1, 1)] * 20 + [(2, 2)] * 20 + [(2, 0)] * 2
    small, large = kappa(few, 3), kappa(few * 9, 3)
    assert None not in (small.low, small.high, large.low, large.high, small.value)
    assert small.low < small.value < small.high  # type: ignore[operator]
    ratio = (small.high - small.low) / (large.high - large.low)  # type: ignore[operator]
    assert ratio == pytest.approx(3, rel=0.25)


def test_a_bootstrap_interval_of_a_share_is_near_the_normal_one() -> None:
    low, high = bootstrap([300, 700], lambda drawn: drawn[0] / 1000)
    half = 1.96 * math.sqrt(0.3 * 0.7 / 1000)
    assert low == pytest.approx(0.3 - half, abs=0.006)
    assert high == pytest.approx(0.3 + half, abs=0.006)


def test_a_bootstrap_of_what_is_often_undefined_gives_no_interval() -> None:
    # The one case is missing from 37 % of the resamples.
    assert bootstrap([1, 99], lambda drawn: 1.0 if drawn[0] else None) == (None, None)


def test_the_difference_of_two_kappas_is_taken_on_the_same_cases() -> None:
    triples = [(0, 0, 0), (1, 1, 1), (2, 2, 2)] * 30 + [(0, 2, 2)] * 6 + [(1, 0, 0)] * 3
    found = kappa_difference(triples, 3)
    first = weighted_kappa([[30, 0, 6], [3, 30, 0], [0, 0, 30]])
    assert first is not None
    assert found.value == pytest.approx(first - 1)
    assert found.low is not None
    assert found.high is not None
    assert found.low < first - 1 < found.high < 0


def test_two_answers_that_are_alike_differ_by_nothing() -> None:
    found = kappa_difference([(0, 0, 0), (1, 1, 2), (2, 2, 2)] * 10, 3)
    assert (found.value, found.low, found.high) == (0, 0, 0)


def test_equal_values_share_their_mean_rank() -> None:
    # Ranks 1, 2½, 2½, 4 against 1, 3, 2, 4: 4.5 / sqrt(4.5 · 5).
    assert rank_correlation([(1, 1), (2, 3), (2, 2), (4, 4)]).value == pytest.approx(4.5 / math.sqrt(22.5))


def test_the_interval_of_a_rank_correlation_is_bonett_and_wrights() -> None:
    ranks = [56, 75, 45, 71, 61, 64, 58, 80, 76, 61], [66, 70, 40, 60, 65, 56, 59, 77, 67, 63]
    found = rank_correlation(list(zip(*ranks, strict=True)))
    # Ranks 9, 3, 10, 4, 6½, 5, 8, 1, 2, 6½ and 4, 2, 10, 7, 5, 9, 8, 1, 3, 6: Σd² = 54½ and one tie.
    assert found.value == pytest.approx(0.6687, abs=1e-4)
    # z = 0.8085, standard error sqrt(1.2236/7) = 0.4181: tanh(−0.0109) and tanh(1.6279).
    assert found.low == pytest.approx(-0.0109, abs=3e-4)
    assert found.high == pytest.approx(0.9258, abs=3e-4)


@given(scores)
def test_a_rank_correlation_lies_in_its_interval_and_the_order_does_not_matter(pairs: list[tuple[int, int]]) -> None:
    found, turned = rank_correlation(pairs), rank_correlation(pairs[::-1])
    assert (found.value is None) == (turned.value is None)
    if found.value is None or turned.value is None:
        return
    assert found.value == pytest.approx(turned.value)
    assert -1 <= found.value <= 1
    if found.low is not None and found.high is not None:
        assert -1 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize("pairs", [[], [(1, 2)], [(1, 2), (1, 3)], [(1, 5), (2, 5), (3, 5)]])
def test_a_rank_correlation_without_variation_is_undefined(pairs: list[tuple[float, float]]) -> None:
    assert rank_correlation(pairs).value is None


@pytest.mark.parametrize("pairs", [[(1, 1), (2, 3), (3, 2)], [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6)]])
def test_too_few_values_or_a_perfect_correlation_have_no_interval(pairs: list[tuple[float, float]]) -> None:
    found = rank_correlation(pairs)
    assert found.value is not None
    assert (found.low, found.high) == (None, None)
