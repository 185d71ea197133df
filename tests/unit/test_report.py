"""report: the rows' own cells, the themes and the segments."""

from typing import Any

import pytest

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import decode
from feedback.domain.columns import Columns
from feedback.domain.insights.frame import Frame
from feedback.domain.insights.segments import segment_table
from feedback.domain.insights.themes import theme_table
from feedback.domain.ledger import LedgerRow
from feedback.domain.models import EMOTIONS, Cell, Detail, LedgerState
from feedback.domain.nps import NpsMethod
from feedback.domain.options import Lang
from feedback.domain.report import ANALYSIS_COLUMNS, analysis_cells, analysis_columns, nps_dict
from feedback.domain.survey import Survey
from tests.builders import GOOD_CODE, a_table

PRICE_BAD, PRICE_GOOD, STAFF_GOOD = "100000009061en", "900000000063en", "900000000173en"
PRICE_BAD_STAFF_GOOD = "500000005061173en"


def row(code: str | None, state: LedgerState = LedgerState.ANALYZED) -> LedgerRow:
    if code is None:
        return LedgerRow(LedgerState.FAILED, failure_reason="refused")
    return LedgerRow(state, decode(code, DEFAULT_CODEBOOK))


def survey_of(ratings: list[int | None], segment: list[Cell] | None = None) -> Survey:
    cells = segment or [None] * len(ratings)
    table = a_table([[r, "text", c] for r, c in zip(ratings, cells, strict=True)], ("NPS", "Comment", "Region"))
    return Survey(table, Columns(0, (1,), segments=(2,)), ratings, list(range(len(ratings))))


def themes(ratings: list[int | None], rows: list[LedgerRow]) -> dict[str, dict[str, Any]]:
    frame = Frame.of(survey_of(ratings), rows, DEFAULT_CODEBOOK)
    table = theme_table(frame, DEFAULT_CODEBOOK, NpsMethod.STANDARD, 0.5)
    return {entry["theme"]: entry for entry in table}


def segments(ratings: list[int | None], cells: list[Cell]) -> list[dict[str, Any]]:
    return segment_table(survey_of(ratings, cells), NpsMethod.STANDARD, 0.5)


def test_an_analysed_row_has_a_cell_under_every_column() -> None:
    cells = dict(zip(ANALYSIS_COLUMNS, analysis_cells(7, row(GOOD_CODE), 9), strict=True))

    assert cells == {
        "row": 7,
        "ledger_state": "analyzed",
        "failure_reason": None,
        "nps_group": "promoter",
        "sentiment": 1.0,
        **dict.fromkeys((f"emotion_{emotion}" for emotion in EMOTIONS), 0.0),
        "emotion_satisfaction": 0.889,
        "emotion_trust": 0.778,
        "emotion_anticipation": 0.111,
        "churn_risk": 0.111,
        "themes": "support_speed:positive; price:positive",
        "language": "es",
    }


@pytest.mark.parametrize(("code", "words"), [(GOOD_CODE, None), (f"{GOOD_CODE} tarda mucho", "tarda mucho")])
def test_with_more_detail_a_row_has_the_pain_point_after_all_else(code: str, words: str | None) -> None:
    cells = analysis_cells(7, row(code), 9, Detail.FULL)

    assert analysis_columns(Detail.FULL) == (*ANALYSIS_COLUMNS, "pain_point")
    assert cells == [*analysis_cells(7, row(code), 9), words]


@pytest.mark.parametrize(
    ("rating", "ledger_row", "head"),
    [
        (3, row(None), [1, "failed", "refused", "detractor"]),
        (7, LedgerRow(LedgerState.BLANK), [1, "blank", None, "passive"]),
        (None, LedgerRow(LedgerState.BLANK), [1, "blank", None, None]),
    ],
)
def test_a_row_without_an_analysis_has_empty_cells_for_it(
    rating: int | None, ledger_row: LedgerRow, head: list[Cell]
) -> None:
    assert analysis_cells(1, ledger_row, rating) == head + [None] * (len(ANALYSIS_COLUMNS) - 4)
    assert analysis_cells(1, ledger_row, rating, Detail.FULL) == head + [None] * (len(ANALYSIS_COLUMNS) - 3)


def test_themes_are_counted_by_polarity_with_the_nps_of_their_rows() -> None:
    rows = [row(PRICE_BAD), row(PRICE_GOOD), row(PRICE_BAD_STAFF_GOOD), row("500000000en"), row(None)]
    found = themes([2, 9, None, 8, 10], rows)

    assert list(found) == ["price", "staff"]
    price, staff = found["price"], found["staff"]
    assert (price["rows"], price["negative"], price["neutral"], price["positive"]) == (3, 2, 0, 1)
    assert (staff["rows"], staff["negative"], staff["neutral"], staff["positive"]) == (1, 0, 0, 1)
    assert (price["label_en"], price["label_es"]) == ("Price and value", "Precio y valor")
    assert (price["nps"]["n"], price["nps"]["unrated"], price["nps"]["score"]) == (2, 1, 0.0)


@pytest.mark.parametrize(("lang", "label"), [(Lang.ENGLISH, "Price and value"), (Lang.SPANISH, "Precio y valor")])
def test_a_theme_is_named_in_the_language_of_the_report(lang: Lang, label: str) -> None:
    frame = Frame.of(survey_of([9]), [row(PRICE_GOOD)], DEFAULT_CODEBOOK)
    (price,) = theme_table(frame, DEFAULT_CODEBOOK, NpsMethod.STANDARD, 0.5, lang)

    assert (price["label"], price["label_en"], price["label_es"]) == (label, "Price and value", "Precio y valor")


def test_a_themes_share_is_of_the_rows_with_an_analysis() -> None:
    assert themes([9, 9, 9], [row(PRICE_BAD), row(STAFF_GOOD), row(None)])["price"]["share"] == 0.5


def test_cached_and_duplicate_rows_count_as_well() -> None:
    rows = [row(PRICE_BAD, LedgerState.CACHED), row(PRICE_BAD, LedgerState.DUPLICATE), row(PRICE_BAD)]

    assert themes([1, 1, 1], rows)["price"]["rows"] == 3


def test_themes_come_in_the_order_of_their_rows() -> None:
    found = themes([1, 1, 1], [row(PRICE_BAD), row(STAFF_GOOD), row(STAFF_GOOD)])

    assert list(found) == ["staff", "price"]


def test_without_any_analysis_there_are_no_themes() -> None:
    assert themes([9, 3], [row(None), LedgerRow(LedgerState.BLANK)]) == {}


def test_segments_have_the_rows_and_the_nps_of_each_value_most_frequent_first() -> None:
    (region,) = segments([9, 3, 10, None, 7], ["south", "north", "south", "north ", "south"])

    assert region["column"] == "Region"
    assert [(value["value"], value["rows"]) for value in region["values"]] == [("south", 3), ("north", 2)]
    assert [value["nps"]["score"] for value in region["values"]] == [66.67, -100.0]
    assert [value["nps"]["unrated"] for value in region["values"]] == [0, 1]


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0"])
def test_a_blank_cell_is_no_value_of_a_segment(blank: Cell) -> None:
    (region,) = segments([9, 3, 5], ["south", "north", blank])

    assert [value["value"] for value in region["values"]] == ["north", "south"]


def test_a_number_as_segment_is_the_text_that_people_see() -> None:
    (year,) = segments([9, 3, 5], [2025, 2026.0, "2026"])

    assert [(value["value"], value["rows"]) for value in year["values"]] == [("2026", 2), ("2025", 1)]


def test_without_segment_columns_there_are_no_segments() -> None:
    table = a_table([["9", "good"], ["3", "bad"]], ("NPS", "Comment"))

    assert segment_table(Survey(table, Columns(0, (1,)), [9, 3], [0, 1]), NpsMethod.STANDARD, 0.5) == []


def test_the_nps_of_a_report_gives_all_counts_beside_the_chosen_score() -> None:
    assert nps_dict([9, 9, 7, 3, None], NpsMethod.SHIFTED, 0.5) == {
        "method": "shifted",
        "score": 62.5,
        "low": 27.92,
        "high": 86.37,
        "margin": 29.22,
        "standard": 25.0,
        "standard_low": -44.16,
        "standard_high": 72.73,
        "shifted": 62.5,
        "n": 4,
        "promoters": 2,
        "passives": 1,
        "detractors": 1,
        "unrated": 1,
        "small": True,
    }
