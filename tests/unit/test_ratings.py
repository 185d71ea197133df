"""ratings: what says a whole number on the scale is a rating; all else is unrated, with its reason."""

from collections import Counter
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.models import Cell, CellError, Percent
from feedback.domain.rating_scale import RatingScale
from feedback.domain.ratings import Unrated, UnratedExample, count_numbers, read_number, read_ratings
from tests.unit.strategies import any_text

any_cell = st.one_of(
    any_text,
    st.text("0123456789.,/%- ():=eé٣９", max_size=12),
    st.integers(),
    st.floats(),
    st.floats().map(Percent),
    st.sampled_from(["#N/A", "#REF!"]).map(CellError),
    st.booleans(),
    st.none(),
    st.datetimes(),
    st.dates(),
    st.times(),
)


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        *((n, n) for n in range(11)),
        *((float(n), n) for n in range(11)),
        *((str(n), n) for n in range(11)),
        *((f"{n}/10", n) for n in range(11)),
        *((f"{n} - label", n) for n in range(11)),
        (-0.0, 0),
        *(("9.0", 9), ("9,0", 9), ("9.00", 9), ("10.00", 10), (" 9 ", 9), ("\u00a09\n", 9), ("09", 9), ("00", 0)),
        *(("9 / 10", 9), ("9.0/10", 9), ("9/10.0", 9), ("10/10", 10)),
        *(("9 out of 10", 9), ("9 Of 10", 9), ("9 de 10", 9), ("9 sur 10", 9), ("9 von 10", 9), ("9 sobre 10", 9)),
        *(("９", 9), ("１０", 10), ("９／１０", 9), ("９．０", 9)),
        *(("٩", 9), ("١٠", 10), ("٩٫٠", 9), ("۷", 7), ("९", 9)),
        *(("\u200e9", 9), ("\ufeff9\u200b", 9)),
        *(("9 - very likely", 9), ("10-Extremely likely", 10), ("9 – muy probable", 9), ("9 — 非常", 9), ("9 - 👍", 9)),
        *(("10 = extremely likely", 10), ("0 (not at all likely)", 0), ("0(nada probable)", 0), ("9: sehr gern", 9)),
        *(("9. Very likely", 9), ("9) very likely", 9), ("9/10 - très bien", 9)),
        *(("Extremely likely - 10", 10), ("Not at all likely (0)", 0), ("Very likely: 9", 9), ("Très probable = 8", 8)),
        ("0 - Not at all likely to recommend this company to a friend or to a colleague at work", 0),
        *(("10 Extremely likely", 10), ("0 Not at all likely", 0), ("7 Neutral", 7), ("9 très probable", 9)),
        *(("10 非常に満足", 10), ("9/10 Muy bien", 9), ("9 very likely (promoter)", 9), ("5 Medio", 5)),
        *(("Extremely likely\n10", 10), ("10\nExtremely likely", 10), ("0\r\nNot at all", 0), ("Nada\r0", 0)),
        *(("Very likely: 9.0", 9), ("8 out of 10 stars", 8)),
    ],
)
def test_a_cell_that_says_a_whole_number_is_read(cell: Cell, number: int) -> None:
    assert read_number(cell) == read_number(cell, top=10) == number
    assert type(read_number(cell)) is int


@pytest.mark.parametrize(
    ("reason", "cells"),
    [
        (Unrated.EMPTY, [None, "", " ", "\t\n", "\u00a0", "\u200b"]),
        (Unrated.WORDS, ["n/a", "None", "nine", "nueve", "-", "yes", "no", "sí", "IX", "Promoter", "?"]),
        (Unrated.WORDS, ["+9", "1e1", "9.", ".9", "0x9", "9 9", "9//10", "½", "9½", "9²", "9\x00", "9 days", "9 10"]),
        (Unrated.WORDS, ["5 - 10", "9 - 12 % more", "9 - ", "9 ()", "- 9 -", "type-9", "A9", "9A", "90% sure", "009"]),
        (Unrated.WORDS, ["3 times", "9 pm", "9 am", "9 p. m.", "9th", "2 years", "10 EUR", "10 kg", "9 Uhr", "2 años"]),
        (
            Unrated.WORDS,
            ["2 an\u0303os", "3 fois", "2 Jahre", "5 Tage", "10 working days", "10 US dollars", "9 o'clock"],
        ),
        (
            Unrated.WORDS,
            ["9 or more", "9 out of ten", "9 de diez", "9 y medio", "9 por ciento", "9 ok", "9 👍", "9\n10"],
        ),
        (Unrated.WORDS, ["☆☆☆☆☆", "★★★☆", "★★★★★★", "★★★½", "★ nice", "4 stars, but slow"]),
        (Unrated.WORDS, ["9 " + "x" * 200, "x" * 100_000, "9" * 10_000]),
        (Unrated.PERCENT, ["90%", "9 %", "9.5%", "٩٪", "９％", Percent(0.9), Percent(9), Percent("nan")]),
        (Unrated.DATE, [date(2026, 9, 1), datetime(2026, 9, 1, 9, 0, tzinfo=UTC), time(9, 0)]),
        (Unrated.DATE, ["2026-01-09", "2026-01-09T10:00:00Z", "2026-01-09 10:00:00.123+02:00", "09/10/2026"]),
        (Unrated.DATE, ["9.10.26", "9-Jan", "9-ene", "31-Jul-18", "9 de enero de 2026", "9. Januar 2026"]),
        (Unrated.DATE, ["Jan 9, 2026", "9 août", "9 March"]),
        (Unrated.DATE, ["1/9/2026 14:03:22", "2026/01/09 2:03:22 PM GMT+2", "9:00", "09:30 pm", "Jan-26"]),
        (Unrated.BOOLEAN, [True, False, "TRUE", "false", "Verdadero", "FAUX", "wahr"]),
        (Unrated.ERROR, [CellError("#N/A"), CellError("9"), "#N/A", "#DIV/0!", "#REF!", "#VALUE!", "#NAME?", "#NUM!"]),
        (Unrated.ERROR, ["#NULL!", "#¡REF!", "#¿NOMBRE?", "#N/D", "#NV"]),
        (
            Unrated.NOT_FINITE,
            [float("nan"), float("inf"), float("-inf"), 1e309, "nan", "NaN", "inf", "-Infinity", "1e309"],
        ),
        (Unrated.NOT_WHOLE, [9.5, 9.0000001, 0.9, "9.5", "9,5", "0.95", "9.5/10", "9,25", "٩٫٥"]),
        (
            Unrated.OUT_OF_SCALE,
            [-1, -1.0, -0.5, 11, 10.5, 100, 10**400, "-1", "−1", "-9,5", "11", "10.5", "100", "2026"],
        ),
        (
            Unrated.OUT_OF_SCALE,
            ["1,000", "9.000", "12,345", "1,234,567", "11/10", "9/5", "4/5", "9/100", "10/9", "9 of 5"],
        ),
        (
            Unrated.OUT_OF_SCALE,
            ["5 stars", "4 out of 5 stars", "4 de 5 estrellas", "★★★★★", "⭐⭐⭐", "Great - 5 stars"],
        ),
    ],
)
def test_a_cell_that_says_no_rating_is_unrated_for_its_reason(reason: Unrated, cells: list[Cell]) -> None:
    assert [(cell, read_number(cell, top=10)) for cell in cells] == [(cell, reason) for cell in cells]


@pytest.mark.parametrize(
    ("number", "cells"),
    [
        (4, ["4/5", "4.0/5", "4 out of 5", "4/5 - good", "Good: 4/5"]),
        (5, ["5 stars", "5 STARS", "5-star", "5 estrellas", "5 étoiles", "5 e\u0301toiles", "5 Sterne", "5 estrelas"]),
        (5, ["5.0 out of 5 stars", "5,0 von 5 Sternen", "5 stars out of 5", "5 étoiles sur 5", "5★", "5 ⭐"]),
        (4, ["4 out of 5 stars", "4 de 5 estrellas", "4 stars - good", "4 stars (good)", "4 stars\ngood"]),
        (4, ["Good - 4 stars"]),
        (5, ["★★★★★", "⭐⭐⭐⭐⭐", "★ ★ ★ ★ ★"]),
        (3, ["★★★☆☆", "★★★", "⭐️⭐️⭐️"]),
        (1, ["1 star", "1 Stern", "★☆☆☆☆"]),
    ],
)
def test_n_of_5_and_stars_are_read_on_a_scale_to_5_and_while_the_scale_is_not_known(
    number: int, cells: list[Cell]
) -> None:
    for top in (None, 5):
        assert [(cell, read_number(cell, top)) for cell in cells] == [(cell, number) for cell in cells]
    assert {read_number(cell, top=10) for cell in cells} == {Unrated.OUT_OF_SCALE}


def test_n_of_another_end_than_that_of_the_scale_and_more_than_the_end_are_out_of_scale() -> None:
    assert read_number("8/10", top=5) is Unrated.OUT_OF_SCALE
    assert {read_number(cell) for cell in ("9/5", "6 stars", "4/7", "9/100")} == {Unrated.OUT_OF_SCALE}
    assert read_number("3.5 out of 5 stars") is Unrated.NOT_WHOLE


@given(any_cell)
def test_whatever_the_cell_it_says_a_whole_number_from_0_to_10_or_a_reason(cell: Cell) -> None:
    said = read_number(cell)

    assert isinstance(said, Unrated) or (type(said) is int and 0 <= said <= 10)


@given(st.lists(any_cell, max_size=30), st.sampled_from(RatingScale))
def test_every_row_is_rated_or_counted_with_its_reason(cells: list[Cell], scale: RatingScale) -> None:
    ratings = read_ratings(cells, scale)

    assert len(ratings.values) == len(cells)
    assert all(value is None or 0 <= value <= 10 for value in ratings.values)
    assert sum(ratings.unrated.values()) == ratings.values.count(None)
    assert all(ratings.values[example.position] is None for example in ratings.examples)


def test_equal_cells_of_different_types_are_told_apart() -> None:
    ratings = read_ratings([1, True, 1.0, Percent(1), "1", 0, False], RatingScale.ZERO_TO_TEN)

    assert ratings.values == [1, None, 1, None, 1, 0, None]
    assert ratings.unrated == {Unrated.BOOLEAN: 2, Unrated.PERCENT: 1}


def test_ratings_are_mapped_from_their_scale_and_what_is_off_it_is_unrated() -> None:
    cells: list[Cell] = [1, "2", 3.0, "4/5", "5 - great", 0, 6, "8/10"]

    assert read_ratings(cells, RatingScale.ONE_TO_FIVE).values == [0, 3, 5, 8, 10, None, None, None]
    assert read_ratings(cells, RatingScale.ONE_TO_FIVE).unrated == {Unrated.OUT_OF_SCALE: 3}
    assert read_ratings(cells, RatingScale.ZERO_TO_FIVE).values == [2, 4, 6, 8, 10, 0, None, None]
    assert read_ratings(cells, RatingScale.ONE_TO_TEN).values == [1, 2, 3, None, 5, None, 6, 8]
    assert read_ratings(cells, RatingScale.ZERO_TO_TEN).values == [1, 2, 3, None, 5, 0, 6, 8]


def test_the_first_three_cells_of_each_reason_are_shown_cut_but_no_empty_one() -> None:
    cells: list[Cell] = [None, "n/a", Percent(0.9), 11, "b" * 50, "c", "d", 12, date(2026, 1, 9)]

    assert read_ratings(cells, RatingScale.ZERO_TO_TEN).examples == (
        UnratedExample(1, "n/a", Unrated.WORDS),
        UnratedExample(2, "90 %", Unrated.PERCENT),
        UnratedExample(3, "11", Unrated.OUT_OF_SCALE),
        UnratedExample(4, "b" * 40, Unrated.WORDS),
        UnratedExample(5, "c", Unrated.WORDS),
        UnratedExample(7, "12", Unrated.OUT_OF_SCALE),
        UnratedExample(8, "2026-01-09", Unrated.DATE),
    )


def test_numbers_are_counted_for_the_scale_whatever_end_of_it_they_name() -> None:
    assert count_numbers(["4/5", "4/5", 5, "5", None, "n/a", 11, "9/5"]) == Counter({4: 2, 5: 2})
    assert count_numbers(["5 stars", "★★★★☆", "4 de 5 estrellas", "8/10"]) == Counter({5: 1, 4: 2, 8: 1})
    assert count_numbers(["4/10", True, 1]) == Counter({4: 1, 1: 1})
