"""other_columns: the id, the date and the segments."""

import pytest

from feedback.domain.columns import AskedColumns
from tests.unit.survey_tables import choose, survey


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([("ID", "small"), ("Customer ID", "id")], 3),
        ([("Order number", "id"), ("Response ID", "id")], 3),
        ([("Phone number", "number")], None),
        ([("Identificador", "id")], 2),
        ([("Kennung", "number")], 2),
        ([("ID", "empty")], None),
    ],
)
def test_the_id_is_the_best_named_column_of_different_values(
    columns: list[tuple[str, str]], expected: int | None
) -> None:
    assert choose(survey([("NPS", "nps"), ("Comment", "text"), *columns])).columns.id == expected


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        ([("x", "datetext"), ("Fecha", "date")], 3),
        ([("x", "datetext"), ("y", "date")], 2),
        ([("Date", "cat"), ("y", "date")], 3),
        ([("Birth date", "date"), ("Submitted at", "datetext")], 3),
        ([("Date", "number")], None),
    ],
)
def test_the_date_is_the_first_column_named_so_or_else_of_dates(
    columns: list[tuple[str, str]], expected: int | None
) -> None:
    assert choose(survey([("NPS", "nps"), ("Comment", "text"), *columns])).columns.date == expected


@pytest.mark.parametrize(
    ("kind", "rows", "taken"),
    [
        ("cat", 40, True),
        ("cat", 6, True),
        ("cat", 5, False),
        ("name", 40, False),
        ("small", 40, False),
        ("bool", 40, False),
    ],
)
def test_a_segment_has_2_to_30_different_texts_each_in_two_rows_on_average(kind: str, rows: int, taken: bool) -> None:
    choice = choose(survey([("NPS", "nps"), ("Comment", "text"), ("City", kind)], rows))

    assert choice.columns.segments == ((2,) if taken else ())


def test_asked_segments_are_taken_whatever_they_hold_beside_the_others_in_table_order() -> None:
    table = survey([("Tier", "small"), ("Region", "cat"), ("NPS", "nps"), ("Comment", "text"), ("VIP", "bool")])

    assert choose(table, AskedColumns(segments=("VIP", "Tier"))).columns.segments == (0, 1, 4)
