"""moods: distributions and means of the scores, by NPS group."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.insights.moods import moods
from feedback.domain.models import EMOTIONS
from tests.unit.insights.frames import BLANK, FAILED, Row, feeling, made, rows, shuffled

GROUPS = {"promoter": range(9, 11), "passive": range(7, 9), "detractor": range(7), "unrated": (None,)}
EMPTY = {"n": 0, "mean": None, "low": None, "high": None}


@given(st.lists(rows, max_size=40))
def test_bins_count_the_analysed_rows_of_each_group_at_each_step(some: list[Row]) -> None:
    found = moods(made(some).frame)
    analysed = [row for row in some if row.state not in (BLANK, FAILED)]

    for group, its in GROUPS.items():
        inside = [row for row in analysed if row.rating in its]
        sentiment = Counter(round(row.sentiment * 4) + 4 for row in inside)
        trust = Counter(round(row.emotions[EMOTIONS.index("trust")] * 9) for row in inside)
        assert found["sentiment"][group]["bins"] == [sentiment[at] for at in range(9)]
        assert found["emotions"]["trust"][group]["bins"] == [trust[at] for at in range(10)]
        assert found["churn"][group]["n"] == len(inside)


@given(st.lists(rows, max_size=40))
def test_the_groups_add_up_to_all(some: list[Row]) -> None:
    found = moods(made(some).frame)

    for mood in (found["sentiment"], found["churn"], *found["emotions"].values()):
        assert mood["all"]["n"] == sum(mood[group]["n"] for group in GROUPS)
        assert mood["all"]["bins"] == [sum(bins) for bins in zip(*(mood[g]["bins"] for g in GROUPS), strict=True)]


@given(shuffled())
def test_the_order_of_rows_changes_nothing(pair: tuple[list[Row], list[Row]]) -> None:
    one, other = pair

    assert moods(made(one).frame) == moods(made(other).frame)


@pytest.mark.parametrize("state", [BLANK, FAILED])
def test_without_an_analysis_there_are_no_means_and_empty_bins(state: str) -> None:
    found = moods(made([Row(9, state=state), Row(2, state=state)]).frame)  # type: ignore[arg-type]

    assert found["sentiment"]["all"] == EMPTY | {"bins": [0] * 9}
    assert found["churn"]["detractor"] == EMPTY | {"bins": [0] * 10}
    assert set(found["emotions"]) == set(EMOTIONS)


def test_the_means_are_those_of_the_groups_own_rows() -> None:
    some = [Row(9, sentiment=1.0, churn=0.0), Row(9, sentiment=0.5, churn=0.0), Row(3, sentiment=-0.75, churn=0.889)]
    found = moods(made([*some, Row(None, emotions=feeling(anger=1.0))]).frame)

    assert (found["sentiment"]["promoter"]["mean"], found["sentiment"]["detractor"]["mean"]) == (0.75, -0.75)
    assert found["churn"]["detractor"] == {
        "n": 1,
        "mean": 0.889,
        "low": None,
        "high": None,
        "bins": [0] * 8 + [1, 0],
    }
    assert found["emotions"]["anger"]["unrated"]["mean"] == 1.0
    assert found["emotions"]["anger"]["all"]["mean"] == 0.25
