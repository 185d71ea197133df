"""theme_segments: who speaks of what, with each value held against all others of its column."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import confint_proportions_2indep

from feedback.domain.codebook import Codebook, Theme
from feedback.domain.insights.segments import segment_table
from feedback.domain.insights.theme_segments import theme_segment_table
from feedback.domain.nps import NpsMethod, NpsReport
from tests.unit.insights.frames import BLANK, CODEBOOK, FAILED, Row, about, made, shuffled


def segments(some: list[Row], codebook: Codebook = CODEBOOK) -> list[dict[str, Any]]:
    every = made(some, codebook)
    return theme_segment_table(every.frame, every.survey, codebook, NpsMethod.STANDARD, 0.5)


def cells(some: list[Row]) -> dict[tuple[str, str], dict[str, Any]]:
    (column,) = segments(some)
    return {(theme["theme"], value["value"]): value for theme in column["themes"] for value in theme["values"]}


NORTH = [Row(0, about("price"), region="North")] * 12 + [Row(9, region="North")] * 8
SOUTH = [Row(9, about("price"), region="South")] * 3 + [Row(9, about("staff"), region="South")] * 12
EAST = [Row(9, region="East")] * 4


def test_a_cell_has_the_rows_that_mention_the_theme_their_share_and_their_nps() -> None:
    cell = cells([*NORTH, *SOUTH, Row(None, about("price"), region="South"), *EAST])["price", "South"]

    report = NpsReport.of([9, 9, 9, None], NpsMethod.STANDARD)
    assert (cell["rows"], cell["share"]) == (4, 0.25)
    assert cell["nps"] == {name: getattr(report, name) for name in NpsReport.__slots__}


def test_a_difference_is_that_of_two_shares_against_all_other_rows_of_the_column() -> None:
    found = cells([*NORTH, *SOUTH, *EAST])["price", "North"]["difference"]
    low, high = confint_proportions_2indep(12, 20, 3, 19, method="agresti-caffo")

    assert found["points"] == round(12 / 20 - 3 / 19, 4)
    assert (found["low"], found["high"]) == (pytest.approx(low, abs=5.1e-5), pytest.approx(high, abs=5.1e-5))


def test_all_cells_of_a_column_are_one_family_of_holm() -> None:
    found = [cell["difference"] for cell in cells([*NORTH, *SOUTH, *EAST]).values() if cell["difference"]]
    differs, corrected, *_ = multipletests([each["p"] for each in found], method="holm")

    assert len(found) == 4
    np.testing.assert_allclose([each["p_holm"] for each in found], corrected, rtol=1e-3)
    assert [each["differs"] for each in found] == differs.tolist()


def test_a_side_with_fewer_than_five_rows_is_compared_with_nothing() -> None:
    found = cells([*NORTH, *SOUTH, *EAST])

    assert found["price", "East"]["difference"] is None
    assert found["price", "East"]["share"] == 0.0


def test_rows_with_a_blank_cell_are_on_neither_side() -> None:
    nowhere = [Row(0, about("price"))] * 50

    assert cells([*NORTH, *SOUTH, *nowhere])["price", "North"] == cells([*NORTH, *SOUTH])["price", "North"]


@pytest.mark.parametrize("state", [BLANK, FAILED])
def test_a_value_without_an_analysis_has_no_share(state: Any) -> None:
    cell = cells([*NORTH, Row(9, state=state, region="West")])["price", "West"]

    assert (cell["rows"], cell["share"], cell["difference"], cell["nps"]["score"]) == (0, None, None, None)


def test_the_values_are_those_of_the_segments_in_their_order() -> None:
    every = made([*NORTH, *SOUTH, *EAST, *(Row(3, region=f"{n:02d}", state=BLANK) for n in range(40))])
    (column,) = theme_segment_table(every.frame, every.survey, CODEBOOK, NpsMethod.STANDARD, 0.5)
    (whole,) = segment_table(every.survey, NpsMethod.STANDARD, 0.5)

    values = [value["value"] for value in whole["values"] if value["value"]]
    assert len(values) == 30
    assert [[value["value"] for value in theme["values"]] for theme in column["themes"]] == [values] * 2


def test_values_that_are_not_shown_count_among_the_others() -> None:
    rare = [Row(9, about("price"), region=f"{n:02d}") for n in range(40)]
    found = cells([*NORTH, *NORTH, *rare])["price", "North"]["difference"]

    assert found["points"] == round(24 / 40 - 1, 4)


def test_the_ten_themes_that_most_rows_mention_are_told() -> None:
    codebook = Codebook(tuple(Theme(f"t{n:02d}", "", "") for n in range(13)))
    some = [Row(9, about(theme.key), region="North") for n, theme in enumerate(codebook.themes) for _ in range(n // 2)]
    (column,) = segments(some, codebook)

    names = ["t12", "t10", "t11", "t08", "t09", "t06", "t07", "t04", "t05", "t02"]
    assert [theme["theme"] for theme in column["themes"]] == names


def test_without_mentions_there_is_no_table() -> None:
    assert segments([Row(9, region="North"), Row(9, about("price"), FAILED, region="North")]) == []


def test_a_column_of_blank_cells_has_themes_without_values() -> None:
    (column,) = segments([Row(9, about("price"))])

    assert column == {"column": "Region", "themes": [{"theme": "price", "values": []}]}


@given(shuffled())
def test_the_order_of_rows_changes_nothing(pair: tuple[list[Row], list[Row]]) -> None:
    one, other = (segments([*some, *(replace(row, rating=9) for row in some)]) for some in pair)

    assert one == other
