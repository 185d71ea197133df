"""impact: lift and drag are named only where their intervals stand apart from all others."""

import numpy as np
import pytest

from feedback.domain.insights.impact import impacts, separate
from tests.unit.insights.frames import KEYS, Row, about, made

NONE = float("nan")


def drivers(some: list[Row]) -> tuple[str | None, str | None]:
    found = impacts(made(some).frame)
    lift, drag = (None if at is None else KEYS[at] for at in (found.lift, found.drag))
    return lift, drag


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        ([1, 6, -3], [5, 9, 2], 1),
        ([1, 5, -3], [5, 9, 2], None),  # it touches another's high end
        ([1, 4, -3], [5, 9, 2], None),
        ([0, -8, -9], [5, -7, -8], None),  # it touches 0
        ([0.01, -8, -9], [5, -7, -8], 0),
        ([2, NONE, NONE], [5, NONE, NONE], 0),  # themes without an interval stand against nobody
        ([NONE, NONE], [NONE, NONE], None),
        ([3, 3], [9, 9], None),
        ([], [], None),
    ],
)
def test_a_theme_stands_apart_above_zero_and_above_all_other_intervals(
    low: list[float], high: list[float], expected: int | None
) -> None:
    assert separate(np.array(low, float), np.array(high, float)) == expected


def test_of_two_equal_themes_neither_is_named() -> None:
    both = [Row(10, about("staff", "speed"))] * 40 + [Row(0, about("price", "app"))] * 40

    assert drivers(both) == (None, None)


def test_a_theme_far_above_and_one_far_below_are_named() -> None:
    some = [Row(10, about("staff"))] * 40 + [Row(0, about("price"))] * 40 + [Row(8, about("speed"))] * 40

    assert drivers(some) == ("staff", "price")


def test_a_theme_that_fewer_than_five_rows_mention_is_no_driver() -> None:
    assert drivers([Row(10, about("staff"))] * 4 + [Row(0)] * 4 + [Row(7)] * 4) == (None, None)


def test_a_single_theme_is_named_where_its_interval_lies_above_zero() -> None:
    assert drivers([Row(10, about("staff"))] * 40 + [Row(0)] * 40) == ("staff", None)
