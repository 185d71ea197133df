"""segments: NPS by the values of a column, and which values differ from the others."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from feedback.domain.errors import InputError
from feedback.domain.insights.segments import OTHERS, segment_table, segment_values
from feedback.domain.insights.two_samples import nps_difference
from feedback.domain.models import Cell, CellError, Percent
from feedback.domain.nps import NpsCounts, NpsMethod, NpsReport
from tests.unit.insights.surveys import a_survey, with_order

type Ratings = Sequence[int | None]

STANDARD = NpsMethod.STANDARD
rows = st.lists(
    st.tuples(
        st.none() | st.integers(0, 10), st.sampled_from(["north", "south", "east", "", None]), st.sampled_from("ab")
    ),
    max_size=80,
)


def table(ratings: Ratings, segments: Mapping[str, Sequence[Cell]], asked: tuple[str, ...] = ()) -> list[Any]:
    return segment_table(a_survey(ratings, segments), STANDARD, 0.5, asked)


def column(ratings: Ratings, cells: Sequence[Cell]) -> dict[str, Any]:
    (found,) = table(ratings, {"Region": cells})
    assert isinstance(found, dict)
    return found


def counts(nps: dict[str, Any]) -> Counter[str]:
    return Counter({name: nps[name] for name in ("n", "promoters", "passives", "detractors", "unrated")})


def test_a_column_has_its_values_with_rows_and_nps_the_most_frequent_first() -> None:
    found = column([9, 3, 10, None, 7], ["south", "north", "south", "north ", "south"])

    assert (found["column"], found["asked"], found["left_out"], found["merged"]) == ("Region", False, 0, 0)
    assert [(value["value"], value["rows"]) for value in found["values"]] == [("south", 3), ("north", 2)]
    assert [value["nps"]["score"] for value in found["values"]] == [66.67, -100.0]
    assert [value["nps"]["unrated"] for value in found["values"]] == [0, 1]


def test_values_with_equally_many_rows_come_by_their_text() -> None:
    found = column([9, 9, 9, 9], ["west", "east", "west", "east"])

    assert [value["value"] for value in found["values"]] == ["east", "west"]


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0", CellError("#N/A")])
def test_a_blank_cell_is_no_value_and_its_row_is_counted_as_left_out(blank: Cell) -> None:
    found = column([9, 3, 5], ["south", "north", blank])

    assert [value["value"] for value in found["values"]] == ["north", "south"]
    assert found["left_out"] == 1


def test_a_column_of_blank_cells_has_no_values() -> None:
    found = column([9, 3], [None, ""])

    assert (found["values"], found["left_out"]) == ([], 2)


@pytest.mark.parametrize(
    ("cells", "texts"),
    [
        ([2025, 2026.0, "2026"], ["2025", "2026", "2026"]),
        ([True, 1, 1.0], ["True", "1", "1"]),
        ([Percent(0.5), 0.5, "0.5"], ["0.5", "0.5", "0.5"]),
        ([" a ", "a", "A"], ["a", "a", "A"]),
    ],
)
def test_a_value_is_the_text_that_people_see(cells: list[Cell], texts: list[str]) -> None:
    survey = a_survey([9] * len(cells), {"x": cells})

    assert segment_values(survey, 2) == texts


def test_a_value_is_compared_with_all_other_rows_of_its_column() -> None:
    ratings = [10] * 30 + [2] * 30 + [8] * 20 + [10] * 9
    cells = [*"a" * 30, *"b" * 30, *"c" * 20, *[None] * 9]
    found = column(ratings, cells)
    a, b, c = (NpsCounts(30), NpsCounts(0, 0, 30), NpsCounts(0, 20))
    pairs = [(a, NpsCounts(0, 20, 30)), (b, NpsCounts(30, 20)), (c, NpsCounts(30, 0, 30))]
    expected = [nps_difference(*pair) for pair in pairs]
    p_holm = multipletests([one.p for one in expected], method="holm")[1]

    told = [value["difference"] for value in found["values"]]
    assert [one["points"] for one in told] == [160.0, -160.0, 0.0]
    assert [one["low"] for one in told] == [round(one.low, 2) for one in expected]
    assert [one["high"] for one in told] == [round(one.high, 2) for one in expected]
    assert [one["p_holm"] for one in told] == pytest.approx(p_holm, rel=1e-3)
    assert [one["differs"] for one in told] == [True, True, False]


def test_the_values_of_all_columns_are_one_family() -> None:
    ratings = [10] * 12 + [6, 10] * 6 + [6] * 4
    one = ["a"] * 12 + ["b"] * 16
    two = ["x", "y"] * 14
    alone = table(ratings, {"One": one})[0]["values"][0]["difference"]
    together = table(ratings, {"One": one, "Two": two})[0]["values"][0]["difference"]

    assert alone["p"] == together["p"]
    assert alone["p_holm"] == pytest.approx(2 * alone["p"], rel=1e-3)
    assert together["p_holm"] == pytest.approx(4 * alone["p"], rel=1e-3)


@pytest.mark.parametrize(("ratings", "compared"), [(5, True), (4, False)])
def test_with_fewer_than_five_ratings_on_either_side_nothing_is_compared(ratings: int, compared: bool) -> None:
    found = column([10] * ratings + [None] * 9 + [3] * 20, ["a"] * (ratings + 9) + ["b"] * 20)

    assert [value["difference"] is not None for value in found["values"]] == [compared, compared]


def test_a_single_value_is_compared_with_nothing() -> None:
    (value,) = column([10] * 20, ["a"] * 20)["values"]

    assert value["difference"] is None


def test_the_difference_is_of_the_standard_nps_by_whatever_method_the_score_is() -> None:
    survey = a_survey([10] * 10 + [2] * 10, {"x": ["a"] * 10 + ["b"] * 10})
    tables = [segment_table(survey, method, 0.5) for method in NpsMethod]

    assert [found[0]["values"][0]["difference"]["points"] for found in tables] == [200.0] * 4
    assert [found[0]["values"][0]["nps"]["method"] for found in tables] == list(NpsMethod)


@pytest.mark.parametrize(
    ("asked", "expected"), [((), [False, False]), (("plan",), [False, True]), (("#3", "Plan"), [True, True])]
)
def test_a_column_that_the_caller_named_is_told_to_be_asked(asked: tuple[str, ...], expected: list[bool]) -> None:
    found = table([9, 9], {"Region": ["a", "b"], "Plan": ["x", "y"]}, asked)

    assert [entry["asked"] for entry in found] == expected


def test_a_name_that_no_column_has_is_refused() -> None:
    with pytest.raises(InputError, match="there is no such column"):
        table([9], {"Region": ["a"]}, ("Shop",))


@pytest.mark.parametrize(("kinds", "merged"), [(30, 0), (31, 1), (40, 10)])
def test_of_more_than_30_values_the_rarer_ones_are_put_together(kinds: int, merged: int) -> None:
    cells = [f"v{n:02d}" for n in range(kinds) for _ in range(6 if n < 30 else 2)]
    found = column([9] * len(cells), cells)
    values = [value["value"] for value in found["values"]]

    assert found["merged"] == merged
    assert values == [f"v{n:02d}" for n in range(30)] + ([OTHERS] if merged else [])
    assert sum(value["rows"] for value in found["values"]) == len(cells)
    if merged:
        assert found["values"][-1]["difference"] is None


def test_the_values_put_together_are_among_the_others_of_each_value() -> None:
    cells = ["a"] * 50 + [f"v{n:02d}" for n in range(60)]
    found = column([10] * 50 + [0] * 29 + [10] * 31, cells)

    assert found["merged"] == 31
    assert found["values"][0]["difference"]["points"] == round(100 - 100 * 2 / 60, 2)


def test_a_score_of_nothing_is_0() -> None:
    found = column([10, 0, 8], ["a", "a", "a"])

    assert found["values"][0]["nps"]["score"] == 0.0
    assert "-0.0" not in json.dumps(found)


@pytest.mark.parametrize("ratings", [[], [None], [None] * 3, [7]])
def test_few_or_no_ratings_are_no_trouble(ratings: Ratings) -> None:
    found = column(ratings, ["a"] * len(ratings))

    assert [value["difference"] for value in found["values"]] == [None] * len(found["values"])


def test_without_segment_columns_there_are_none() -> None:
    assert table([9, 3], {}) == []


@given(rows, st.randoms(use_true_random=False), st.sampled_from(NpsMethod))
def test_the_order_of_the_rows_changes_nothing(
    found: list[tuple[int | None, str | None, str]], dice: Random, method: NpsMethod
) -> None:
    survey = a_survey([row[0] for row in found], {"x": [row[1] for row in found], "y": [row[2] for row in found]})
    order = list(range(len(found)))
    dice.shuffle(order)

    assert segment_table(with_order(survey, order), method, 0.5) == segment_table(survey, method, 0.5)


@given(rows)
def test_the_counts_of_all_values_and_of_blank_rows_add_up_to_the_whole(
    found: list[tuple[int | None, str | None, str]],
) -> None:
    ratings = [row[0] for row in found]
    (one,) = table(ratings, {"x": [row[1] for row in found]})
    blank = [rating for rating, cell, _ in found if not cell]
    parts = sum((counts(value["nps"]) for value in one["values"]), Counter[str]())
    whole = NpsReport.of(ratings, STANDARD)

    assert one["left_out"] == len(blank)
    assert sum(value["rows"] for value in one["values"]) + one["left_out"] == len(found)
    of_blank = NpsReport.of(blank, STANDARD)
    for name in ("n", "promoters", "passives", "detractors", "unrated"):
        assert parts[name] + getattr(of_blank, name) == getattr(whole, name)


@given(rows)
def test_a_value_has_the_nps_of_a_file_of_its_rows_alone(found: list[tuple[int | None, str | None, str]]) -> None:
    (one,) = table([row[0] for row in found], {"x": [row[1] for row in found]})

    for value in one["values"]:
        alone = [row[0] for row in found if row[1] == value["value"]]
        assert value["nps"]["score"] == NpsReport.of(alone, STANDARD).score
        assert value["rows"] == len(alone)
