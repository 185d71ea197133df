"""scale_check: ratings and comments that contradict each other."""

from typing import Any

import pytest
from hypothesis import given

from feedback.domain.insights.scale_check import MOST, scale_check
from feedback.domain.nps import NpsMethod
from tests.unit.insights.frames import FAILED, Row, feeling, made, shuffled


def check(some: list[Row]) -> dict[str, Any]:
    all_of_it = made(some)
    return scale_check(all_of_it.frame, all_of_it.survey, NpsMethod.STANDARD, 0.5)


@pytest.mark.parametrize(
    ("row", "low", "high"),
    [
        (Row(2, sentiment=0.5, emotions=feeling(anger=0.222, disappointment=0.25)), 1, 0),
        (Row(0, sentiment=1.0), 1, 0),
        (Row(3, sentiment=1.0), 0, 0),
        (Row(None, sentiment=1.0), 0, 0),
        (Row(0, sentiment=1.0, state=FAILED), 0, 0),
        (Row(0, sentiment=0.25), 0, 0),
        (Row(0, sentiment=1.0, emotions=feeling(anger=0.26)), 0, 0),
        (Row(0, sentiment=1.0, emotions=feeling(frustration=0.333)), 0, 0),
        (Row(0, sentiment=1.0, emotions=feeling(disappointment=0.333)), 0, 0),
        (Row(9, sentiment=-0.5, emotions=feeling(anger=0.556)), 0, 1),
        (Row(10, sentiment=-1.0, emotions=feeling(frustration=0.5)), 0, 1),
        (Row(8, sentiment=-1.0, emotions=feeling(anger=1.0)), 0, 0),
        (Row(10, sentiment=-0.25, emotions=feeling(anger=1.0)), 0, 0),
        (Row(10, sentiment=-1.0, emotions=feeling(anger=0.444, disappointment=1.0)), 0, 0),
    ],
)
def test_only_clear_contradictions_are_found(row: Row, low: int, high: int) -> None:
    found = check([row])

    assert (found["low_total"], found["high_total"], found["total"]) == (low, high, low + high)


def test_a_row_is_told_with_its_number_id_rating_sentiment_and_words() -> None:
    angry = Row(10, sentiment=-1.0, emotions=feeling(anger=1.0), id="C-7", comment="Never again!")
    found = check([Row(5), Row(1, sentiment=0.75, comment="Great"), angry])

    assert found["low_but_praise"] == [{"row": 2, "id": None, "rating": 1, "sentiment": 0.75, "comment": "Great"}]
    assert found["high_but_anger"] == [
        {"row": 3, "id": "C-7", "rating": 10, "sentiment": -1.0, "comment": "Never again!"}
    ]


def test_nps_without_is_that_of_all_other_rows() -> None:
    found = check([Row(0, sentiment=1.0), Row(9), Row(10), Row(3), Row(None), Row(9, state=FAILED)])

    nps = found["nps_without"]
    assert (nps["score"], nps["n"], nps["unrated"]) == (50.0, 4, 1)


def test_where_every_row_contradicts_itself_there_is_no_nps_without() -> None:
    assert check([Row(0, sentiment=1.0)])["nps_without"]["score"] is None


def test_the_clearest_contradictions_come_first() -> None:
    lows = [Row(1, sentiment=0.5), Row(1, sentiment=1.0), Row(0, sentiment=1.0)]
    angry = feeling(anger=1.0)
    highs = [Row(9, sentiment=-1.0, emotions=angry), Row(9, sentiment=-0.5, emotions=angry)]
    found = check([*lows, *highs, Row(10, sentiment=-1.0, emotions=angry)])

    assert [entry["row"] for entry in found["low_but_praise"]] == [3, 2, 1]
    assert [entry["row"] for entry in found["high_but_anger"]] == [6, 4, 5]


def test_the_lists_are_cut_but_their_totals_are_not() -> None:
    found = check([Row(0, sentiment=1.0)] * (MOST + 5))

    assert (len(found["low_but_praise"]), found["low_total"]) == (MOST, MOST + 5)


@given(shuffled())
def test_the_order_of_rows_changes_no_number(pair: tuple[list[Row], list[Row]]) -> None:
    one, other = (check(some) for some in pair)

    assert (one["low_total"], one["high_total"], one["nps_without"]) == (
        other["low_total"],
        other["high_total"],
        other["nps_without"],
    )
