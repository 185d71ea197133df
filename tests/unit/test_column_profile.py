"""column_profile: what a column holds is told from an even sample of its filled cells."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.column_profile import MAX_SAMPLE, MIN_SAMPLE, Profile, profile, profiles
from feedback.domain.models import Cell, CellError, Percent
from tests.builders import a_table
from tests.unit.test_ratings import any_cell


def of(*cells: Cell) -> Profile:
    return profile(0, "column", cells)


def test_shares_are_of_the_filled_cells() -> None:
    found = profiles(a_table([[None, 9], ["", "n/a"], ["  ", 10], ["x", None]], ("a", "b")))

    assert [(one.at, one.name) for one in found] == [(0, "a"), (1, "b")]
    assert found[0].text == 1
    assert (found[1].filled, found[1].values) == (3, 2)
    assert found[1].ratings == pytest.approx(2 / 3)


@pytest.mark.parametrize("cells", [(), (" ", "\t")])
def test_an_empty_column_has_no_share_of_anything(cells: tuple[Cell, ...]) -> None:
    assert of(*cells) == Profile(0, "column", 0)


@pytest.mark.parametrize(
    ("cells", "share"),
    [
        (["4/5", "5 stars", 3, "★☆☆☆☆"], 1),
        (["8/10", 9, "5 - so so", "10 Extremely likely"], 1),
        (["4/5", "3/5", "5/5", 7], 0.75),
        (["4/5", "8/10", "9/10", 10], 0.75),
    ],
)
def test_ratings_are_those_of_one_scale_to_5_or_to_10_that_fits_best(cells: list[Cell], share: float) -> None:
    assert of(*cells).ratings == share


def test_numbers_off_0_to_10_are_told_with_their_ends() -> None:
    one = of(55, "78,5", "1,200", "−3", 9, 5.5, "n/a", "x", True, Percent(90), CellError("#N/A"), float("nan"))

    assert one.outside == pytest.approx(4 / 12)
    assert (one.low, one.high) == (-3, 1200)


def test_a_running_number_is_told_from_ratings_in_order() -> None:
    assert of(1, 2, 3, 4, 5).running
    assert not of(1, 2, 4).running
    assert not of(9, 9, 10).running
    assert not of(7).running


@pytest.mark.parametrize(
    "text",
    ["ok", "Great service", "👍", "非常好", "ممتاز", "שירות", "9/10 would buy again", "N/A", "12 days late", "¡Mal!"],
)
def test_a_text_with_a_word_or_a_symbol_could_be_a_comment(text: str) -> None:
    assert of(text).text == 1


@pytest.mark.parametrize(
    "cell",
    [
        *(9, 5.5, True, "9", "9,5", "90 %", "12 000 €", "...", "2026-01-09", "31-Jul-18", "C-000123", "a@b.org"),
        *("https://x.org/a", "192.168.0.1", CellError("#N/A"), "#N/A1", date(2026, 1, 9)),
    ],
)
def test_numbers_dates_codes_and_addresses_are_no_comments(cell: Cell) -> None:
    assert of(cell).text == 0


def test_words_are_counted_in_scripts_without_spaces_too() -> None:
    assert of("very slow delivery", "ok").words == 2
    assert of("服务非常好我会再来").words == 4


def test_few_different_texts_in_many_rows_are_categories() -> None:
    assert of(*["North", "South"] * 10).category_like
    assert not of(*["North", "South"] * 9).category_like
    assert not of(*(f"text {letter}" for letter in "abcdefghijklmnopqrstuvwxyz")).category_like


def test_dates_are_told_in_cells_and_in_texts() -> None:
    cells: list[Cell] = [date(2026, 1, 9), datetime(2026, 1, 9, 10, 0), " 9/1/2026 ", "9.1.26", "soon", 46000]  # noqa: DTZ001

    assert of(*cells).dates == pytest.approx(4 / 6)


def test_a_long_column_is_sampled_evenly() -> None:
    one = of(*[1] * 30_000, *[50] * 70_000)

    assert one.filled == 100_000
    assert one.ratings == pytest.approx(0.3, abs=0.01)


@pytest.mark.parametrize(("columns", "looked_at"), [(10, MAX_SAMPLE), (1000, MIN_SAMPLE)])
def test_wide_tables_get_smaller_samples(columns: int, looked_at: int) -> None:
    rows: list[list[Cell]] = [[f"text {n}"] * columns for n in range(600)]

    assert profiles(a_table(rows, [f"c{n}" for n in range(columns)]))[-1].kinds == looked_at


@given(st.lists(any_cell, max_size=20))
def test_whatever_the_cells_every_share_is_one(cells: list[Cell]) -> None:
    one = of(*(cell for cell in cells if cell is not None and cell != ""))

    for share in (one.ratings, one.outside, one.text, one.varied, one.labels, one.dates):
        assert 0 <= share <= 1
    assert (one.low is None) == (one.high is None)
