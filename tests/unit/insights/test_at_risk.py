"""at_risk: detractors at high churn risk, the most urgent first."""

from typing import Any

import pytest
from hypothesis import given

from feedback.domain.insights.at_risk import at_risk
from feedback.domain.models import Cell
from tests.unit.insights.frames import BLANK, FAILED, Row, about, made, shuffled


def listed(some: list[Row], most: int | None = 1000) -> dict[str, Any]:
    all_of_it = made(some)
    return at_risk(all_of_it.frame, all_of_it.survey, all_of_it.ledger, most)


def row_numbers(some: list[Row], most: int | None = 1000) -> list[int]:
    return [entry["row"] for entry in listed(some, most)["rows"]]


def test_a_row_is_told_with_all_that_is_needed_to_act() -> None:
    some = [Row(9), Row(2, about("price", "staff"), sentiment=-0.75, churn=0.889, id=1024.0, comment=" =Bad\n ")]

    assert listed(some) == {
        "threshold": 0.6667,
        "total": 1,
        "rows": [
            {
                "row": 2,
                "id": "1024",
                "rating": 2,
                "churn_risk": 0.889,
                "sentiment": -0.75,
                "themes": ["price", "staff"],
                "comment": " =Bad\n ",
            }
        ],
    }


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (Row(6, churn=0.667), 1),
        (Row(6, churn=0.556), 0),
        (Row(7, churn=1.0), 0),
        (Row(None, churn=1.0), 0),
        (Row(0, churn=1.0, state=BLANK), 0),
        (Row(0, churn=1.0, state=FAILED), 0),
    ],
    ids=["six ninths", "five ninths", "passive", "unrated", "blank", "failed"],
)
def test_detractors_from_two_thirds_on_are_listed(row: Row, expected: int) -> None:
    assert listed([row])["total"] == expected


def test_churn_then_sentiment_then_rating_then_the_order_of_the_file_decide() -> None:
    some = [
        Row(1, churn=0.778, sentiment=-1.0),
        Row(3, churn=0.889, sentiment=-0.5),
        Row(4, churn=0.889, sentiment=-0.75),
        Row(2, churn=0.889, sentiment=-0.5),
        Row(2, churn=0.889, sentiment=-0.5),
    ]

    assert row_numbers(some) == [3, 4, 5, 2, 1]


def test_the_list_can_be_cut_and_its_total_still_told() -> None:
    some = [Row(0, churn=1.0)] * 5

    assert (listed(some, 2)["total"], row_numbers(some, 2), row_numbers(some, None)) == (5, [1, 2], [1, 2, 3, 4, 5])


@pytest.mark.parametrize("cell", [None, ""])
def test_an_id_that_is_not_there_is_null(cell: Cell) -> None:
    (entry,) = listed([Row(0, churn=1.0, id=cell)])["rows"]

    assert entry["id"] is None


@given(shuffled())
def test_the_order_of_rows_changes_nothing_but_their_numbers(pair: tuple[list[Row], list[Row]]) -> None:
    one, other = (
        [(entry["churn_risk"], entry["sentiment"], entry["rating"]) for entry in listed(some)["rows"]] for some in pair
    )

    assert one == other
