"""impact: the NPS of all less the NPS without a theme's rows, in any order of rows."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.insights.impact import Impacts, impacts
from feedback.domain.nps import NpsCounts, standard_nps
from tests.unit.insights.frames import BLANK, FAILED, KEYS, Row, about, made, rows, shuffled

NOTHING = dict.fromkeys(("points", "low", "high", "worst", "best"))


def impacts_of(some: list[Row]) -> Impacts:
    return impacts(made(some).frame)


def entry(some: list[Row], key: str) -> dict[str, float | None]:
    return impacts_of(some).entry(KEYS.index(key))


def nps_of(some: list[Row]) -> float | None:
    return standard_nps(NpsCounts.of(row.rating for row in some if row.rating is not None))


def arrays(found: Impacts) -> dict[str, list[float]]:
    every = (found.mentioned, found.points, found.low, found.high, found.worst, found.best)
    names = ("mentioned", "points", "low", "high", "worst", "best")
    return {name: values.tolist() for name, values in zip(names, every, strict=True)}


def test_an_impact_worked_by_hand() -> None:
    # All: 2 promoters, 1 passive, 1 detractor, NPS 25. Without price: 1 promoter, 1 passive, NPS 50.
    some = [Row(9), Row(7), Row(10, about("price")), Row(2, about("price", "staff"))]

    assert entry(some, "price") == NOTHING | {"points": -25.0, "worst": -25.0, "best": -25.0}
    assert entry(some, "staff") == NOTHING | {"points": -41.67, "worst": -41.67, "best": -41.67}


@given(st.lists(rows, max_size=30))
def test_an_impact_is_the_difference_of_two_nps_of_the_known_rated_rows(some: list[Row]) -> None:
    found = impacts_of(some)
    known = [row for row in some if row.rating is not None and row.state is not FAILED]

    assert found.rated == len(known)
    for at, key in enumerate(KEYS):
        without = [row for row in known if row.state is BLANK or key not in dict(row.themes)]
        every, rest = nps_of(known), nps_of(without)
        points = found.entry(at)["points"]
        if every is None or rest is None or len(without) == len(known):
            assert points is None
        else:
            assert points == pytest.approx(every - rest, abs=0.005 + 1e-9)


@given(shuffled())
def test_the_order_of_rows_changes_nothing(pair: tuple[list[Row], list[Row]]) -> None:
    one, other = (impacts_of(some * 3) for some in pair)

    np.testing.assert_equal(arrays(one), arrays(other))
    assert (one.lift, one.drag, one.rated) == (other.lift, other.drag, other.rated)


def test_a_theme_that_every_row_mentions_has_no_impact() -> None:
    assert entry([Row(9, about("price")), Row(3, about("price"))], "price") == NOTHING


def test_a_theme_that_no_row_mentions_has_no_impact() -> None:
    assert entry([Row(9), Row(3)], "price") == NOTHING


def test_a_theme_that_only_unrated_rows_mention_has_no_impact() -> None:
    assert entry([Row(9), Row(3), Row(None, about("price"))], "price") == NOTHING


@pytest.mark.parametrize(
    "some",
    [[], [Row(9, about("price"))], [Row(None, about("price")), Row(None)], [Row(9, state=FAILED)]],
    ids=["no rows", "one row", "no ratings", "one failed row"],
)
def test_without_two_rows_to_compare_nothing_is_said(some: list[Row]) -> None:
    found = impacts_of(some)

    assert [found.entry(at) for at in range(len(KEYS))] == [NOTHING] * len(KEYS)
    assert (found.lift, found.drag) == (None, None)


def test_a_blank_row_mentions_nothing_and_counts() -> None:
    assert entry([Row(9, about("price")), Row(3, state=BLANK)], "price")["points"] == 100.0


@pytest.mark.parametrize("some", [[Row(3)], [Row(8)] * 40_000], ids=["none", "less than a hundredth of a point"])
def test_an_impact_of_nothing_is_a_zero_without_sign(some: list[Row]) -> None:
    points = entry([Row(3, about("price")), *some], "price")["points"]

    assert str(points) == "0.0"


@pytest.mark.parametrize(("with_it", "without"), [(4, 20), (20, 4)])
def test_fewer_than_five_rows_on_either_side_have_no_interval(with_it: int, without: int) -> None:
    found = entry([Row(9, about("price"))] * with_it + [Row(3)] * without, "price")

    assert found["points"] is not None
    assert (found["low"], found["high"]) == (None, None)


def test_five_rows_on_either_side_have_an_interval() -> None:
    found = entry([Row(9, about("price"))] * 5 + [Row(3)] * 5, "price")

    assert found["low"] is not None
    assert found["high"] is not None


def test_unrated_and_failed_rows_do_not_make_up_five() -> None:
    few = [Row(9, about("price"))] * 4 + [Row(None, about("price"))] * 9 + [Row(3)] * 9 + [Row(9, state=FAILED)] * 9

    assert entry(few, "price")["low"] is None


def test_the_drivers_are_told_by_key_with_how_they_were_found() -> None:
    some = [Row(10, about("staff"))] * 30 + [Row(0, about("price"))] * 30 + [Row(7)] * 30

    drivers = impacts_of(some).drivers(made(some).codebook)
    assert drivers == {"lift": "staff", "drag": "price", "resamples": 1000, "seed": 20030612, "rated": 90}
