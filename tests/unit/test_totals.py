"""without_totals: sums at the end of a table are no answers; what a customer wrote is."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from feedback.domain.columns import Columns
from feedback.domain.models import Cell, Percent
from feedback.domain.totals import without_totals
from tests.builders import a_table

ANSWERS: list[list[Cell]] = [[1, 9, "Fine"], [2, 3, "Slow"]]


def kept(rows: Sequence[Sequence[Cell]], columns: Columns) -> tuple[int, list[str]]:
    table = replace(a_table(rows, [f"c{n}" for n in range(len(rows[0]))]), numbers=range(2, len(rows) + 2))
    without, notes = without_totals(table, columns)
    assert len(without.rows) == len(without.numbers)
    return len(without.rows), notes


@pytest.mark.parametrize(
    "last",
    [
        ["Total", 12, None],
        ["Average", 6.2, ""],
        ["Promedio:", "6,5", None],
        ["Moyenne", None, None],
        ["Gesamt", Percent(0.5), None],
        ["TOTAL GENERAL", 12, None],
        ["Average NPS", 6.5, None],
        ["Total responses", 850, None],
    ],
)
def test_a_row_of_totals_at_the_end_is_left_out_and_named(last: list[Cell]) -> None:
    assert kept([*ANSWERS, last], Columns(1, (2,))) == (2, ["Row 4: totals at the end of the table, left out."])


def test_several_rows_of_totals_and_the_empty_row_above_them_go() -> None:
    rows: list[list[Cell]] = [*ANSWERS, [None, None, None], ["Total", 12, None], ["Average", 6.5, None]]

    assert kept(rows, Columns(1, (2,))) == (2, ["Rows 5 and 6: totals at the end of the table, left out."])


@pytest.mark.parametrize(
    "last",
    [
        [3, 9, "Total"],
        ["Total", 9, "is what I paid"],
        ["Totally", 9, None],
        [3, 9, None],
        ["ES", 9, None],
    ],
)
def test_an_answer_stays_whatever_its_words(last: list[Cell]) -> None:
    assert kept([*ANSWERS, last], Columns(1, (2,))) == (3, [])


def test_a_comment_that_is_a_word_for_totals_stays_beside_a_rating_and_goes_beside_a_mean() -> None:
    answers: list[list[Cell]] = [["Fine", 9], ["Slow", 3]]

    assert kept([*answers, ["Total", 9]], Columns(1, (0,)))[0] == 3
    assert kept([*answers, ["Average", 6.5]], Columns(1, (0,)))[0] == 2
    assert kept([["Fine"], ["Total"]], Columns(None, (0,)))[0] == 2


def test_totals_above_the_end_are_rows_like_others() -> None:
    assert kept([["Total", 12, None], *ANSWERS], Columns(1, (2,)))[0] == 3


@pytest.mark.parametrize("last", [["Total", 9, None], ["Average NPS", 8, None], ["n", 10, ""]])
def test_a_row_named_like_a_total_but_with_a_rating_is_kept_and_named(last: list[Cell]) -> None:
    note = "Row 4: named like a total, but counted as an answer; remove it if it is none."

    assert kept([*ANSWERS, last], Columns(1, (2,))) == (3, [note])


def test_a_value_that_other_rows_have_is_no_total() -> None:
    rows: list[list[Cell]] = [["Alta", 9, "Fine"], ["Media", 3, "Slow"], ["Baja", 7, ""], ["Media", 11, ""]]

    assert kept(rows, Columns(1, (2,))) == (4, [])
