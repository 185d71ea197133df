"""ratings: what says a whole number from 0 to 10 is a rating, and nothing else is."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.models import Cell
from feedback.domain.ratings import has_rating_text, read_rating
from tests.unit.strategies import any_text


@pytest.mark.parametrize(
    ("cell", "rating"),
    [
        *((n, n) for n in range(11)),
        *((str(n), n) for n in range(11)),
        *((f"{n}/10", n) for n in range(11)),
        (9.0, 9),
        (0.0, 0),
        (-0.0, 0),
        ("9.0", 9),
        ("9,0", 9),
        ("10.00", 10),
        (" 9 ", 9),
        ("\u00a09\n", 9),
        ("09", 9),
        ("9 / 10", 9),
        ("9.0/10", 9),
        ("９", 9),
        ("１０", 10),
        ("９／１０", 9),
        ("٩", 9),
        ("١٠", 10),
        ("۷", 7),
        ("९", 9),
    ],
)
def test_a_cell_that_says_a_rating_is_read(cell: Cell, rating: int) -> None:
    assert read_rating(cell) == rating
    assert isinstance(read_rating(cell), int)
    assert has_rating_text(cell)


@pytest.mark.parametrize(
    "cell",
    [
        *(True, False, None),
        *(9.5, 9.0000001, 11, -1, -1.0, 100, float("nan"), float("inf"), float("-inf"), 1e309, 10**400),
        *("", " ", "n/a", "N/A", "nan", "inf", "None", "True", "nine", "nueve", "-"),
        *("9.5", "9,5", "11", "-1", "+9", "100", "1e1", "9.", ".9", "0x9", "9%", "9 9", "9/5", "9/100", "9//10"),
        *("10/9", "11/10", "9 de 10", "9 - muy bien", "½", "9½", "IX", "9\x00"),
        *(date(2026, 9, 1), datetime(2026, 9, 1, 9, 0, tzinfo=UTC), time(9, 0)),
    ],
)
def test_a_cell_that_says_no_rating_is_unrated(cell: Cell) -> None:
    assert read_rating(cell) is None


@pytest.mark.parametrize(
    ("cell", "filled"),
    [(None, False), ("", False), (" \t", False), ("n/a", True), (0, True), (False, True), (date(2026, 9, 1), True)],
)
def test_a_cell_is_filled_where_somebody_put_something_into_it(cell: Cell, filled: bool) -> None:
    assert has_rating_text(cell) is filled


@given(st.one_of(any_text, st.integers(), st.floats(), st.booleans(), st.none(), st.datetimes(), st.dates()))
def test_whatever_the_cell_a_rating_is_a_whole_number_from_0_to_10_or_none(cell: Cell) -> None:
    rating = read_rating(cell)

    assert rating is None or (type(rating) is int and 0 <= rating <= 10)
