"""levels: means and intervals of scores by their distinct values."""

from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.weightstats import DescrStatsW

from feedback.domain.insights.levels import Levels, Mean, mean_of

scores = st.lists(st.integers(0, 9).map(lambda step: round(step / 9, 3)), min_size=2, max_size=60)


def mean(values: list[float], least: float = 0.0, most: float = 1.0) -> Mean:
    levels = Levels.of(np.array(values, np.float32))
    return mean_of(levels, levels.counts(np.ones(len(values), bool)), least, most)


@given(scores.filter(lambda values: len(set(values)) > 1))
def test_mean_and_interval_are_those_of_statsmodels(values: list[float]) -> None:
    reference = DescrStatsW(values)
    low, high = reference.zconfint_mean(alpha=0.05)

    found = mean(values)
    assert found["mean"] == pytest.approx(reference.mean, abs=5.1e-5)
    assert found["low"] == pytest.approx(max(0.0, low), abs=5.1e-5)
    assert found["high"] == pytest.approx(min(1.0, high), abs=5.1e-5)


@given(st.lists(st.floats(-1, 1, width=32), min_size=2, max_size=30))
def test_scores_between_the_steps_have_their_mean_too(values: list[float]) -> None:
    assert mean(values, -1.0)["mean"] == pytest.approx(np.mean(values), abs=5.3e-5)


@given(scores, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_no_digit(values: list[float], random: object) -> None:
    other = list(values)
    random.shuffle(other)  # type: ignore[attr-defined]

    assert mean(values) == mean(other)


@given(st.lists(st.integers(0, 9).map(lambda step: round(step / 9, 3)), min_size=20, max_size=20))
def test_a_mean_halfway_between_two_roundings_is_rounded_as_the_exact_mean(values: list[float]) -> None:
    exact = sum(Fraction(str(value)) for value in values) / len(values)

    assert mean(values)["mean"] == round(float(exact), 4)


def test_a_mean_worked_by_hand() -> None:
    # s² = (0.5² + 0 + 0.5²)/2 = 0.25; 1.96·0.5/√3 = 0.5658
    assert mean([0.0, 0.5, 1.0], -2.0, 2.0) == {"mean": 0.5, "low": -0.0658, "high": 1.0658}


def test_an_interval_ends_where_the_scores_end() -> None:
    assert mean([0.0, 0.5, 1.0]) == {"mean": 0.5, "low": 0.0, "high": 1.0}


def test_one_score_has_a_mean_without_an_interval() -> None:
    assert mean([0.333]) == {"mean": 0.333, "low": None, "high": None}


@pytest.mark.parametrize("values", [[], [float("nan")] * 3])
def test_no_score_has_no_mean(values: list[float]) -> None:
    assert mean(values) == {"mean": None, "low": None, "high": None}


def test_rows_without_a_score_are_left_out() -> None:
    assert mean([0.25, float("nan"), 0.75])["mean"] == 0.5


def test_a_mean_of_nothing_but_zeros_is_a_plain_zero() -> None:
    assert str(mean([-0.0, -0.0], -1.0)["mean"]) == "0.0"
