"""line: a line is learned from points, soon where they lie on one, slowly where they scatter."""

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.line import Belief, Line, LineSums, Range, fitted

BELIEF = Belief(Line(1.0, 0.01), intercept_deviation=0.5, slope_deviation=0.005)
ANY = Range(-1e9, 1e9)
points = st.lists(st.builds(LineSums.of, st.integers(0, 5000), st.floats(0.001, 600)), max_size=50)


def on_a_line(xs: list[int], line: Line, noise: float = 0.0, seed: int = 1) -> LineSums:
    rng = random.Random(seed)  # noqa: S311 - noise, not a secret
    return sum((LineSums.of(x, line.at(x) + rng.gauss(0, noise)) for x in xs), LineSums())


def test_without_points_it_is_what_was_believed() -> None:
    told = fitted(LineSums(), BELIEF, ANY, ANY)

    assert (told.intercept, told.slope) == pytest.approx((1.0, 0.01))


def test_points_on_a_line_are_soon_believed() -> None:
    truth = Line(2.5, 0.0001)

    told = fitted(on_a_line([200, 240, 280, 320] * 5, truth), BELIEF, ANY, ANY)

    assert told.at(260) == pytest.approx(truth.at(260), abs=0.02)
    assert told.at(800) == pytest.approx(truth.at(800), abs=0.6)


def test_many_scattered_points_are_near_their_least_squares_line() -> None:
    xs, truth = list(range(100, 900, 2)), Line(3.0, 0.03)
    sums = on_a_line(xs, truth, noise=1.0)

    told = fitted(sums, BELIEF, ANY, ANY)

    rng = random.Random(1)  # noqa: S311 - as above
    slope, intercept = np.polyfit(xs, [truth.at(x) + rng.gauss(0, 1.0) for x in xs], 1)
    assert told.at(500) == pytest.approx(intercept + slope * 500, rel=0.01)
    assert told.slope == pytest.approx(slope, rel=0.05)


def test_few_scattered_points_move_it_less_than_few_that_lie_on_a_line() -> None:
    xs, truth = [100, 120, 140, 160, 180], Line(1.0, 0.03)

    sure, unsure = (fitted(on_a_line(xs, truth, noise, seed=3), BELIEF, ANY, ANY) for noise in (0.0, 3.0))

    assert abs(sure.slope - 0.03) < abs(unsure.slope - 0.03)


def test_the_intercept_goes_with_a_slope_that_was_held_back() -> None:
    # Faster with size, which no model is: with no slope at all, calls take their mean time.
    sums = on_a_line([100, 200, 300] * 20, Line(4.0, -0.005))

    told = fitted(sums, BELIEF, ANY, Range(0.0, 1.0))

    assert told.slope == 0
    assert told.intercept == pytest.approx(3.0, abs=0.1)


@given(points)
def test_both_figures_are_kept_within_their_ranges(known: list[LineSums]) -> None:
    told = fitted(sum(known, LineSums()), BELIEF, Range(0.1, 20), Range(0.001, 0.2))

    assert 0.1 <= told.intercept <= 20
    assert 0.001 <= told.slope <= 0.2


@given(points, points, st.integers(1, 60))
def test_merged_sums_weigh_no_more_than_so_many_points(old: list[LineSums], new: list[LineSums], most: int) -> None:
    before, after = sum(old, LineSums()), sum(new, LineSums())

    both = before.merged(after, most)

    assert both.points == min(len(old) + len(new), most)
    if len(old) + len(new) <= most:
        assert both == before + after
