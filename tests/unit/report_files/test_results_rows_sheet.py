"""The sheet Rows: every cell of the input as it was, and the analysis beside it."""

import datetime
import math
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.adapters.report_xlsx import table
from feedback.adapters.tabular.reader import open_file
from feedback.domain.models import Cell, CellError, Percent
from feedback.domain.report import ANALYSIS_COLUMNS
from tests.report_fixture import a_report, all_failed
from tests.unit.report_files.test_results_table import CELL, TEXT
from tests.unit.report_files.workbooks import (
    COLUMNS,
    INPUT,
    book_of,
    cells_of,
    find,
    input_book,
    names_of,
    opened,
    parts_of,
    passing_through,
    rows_of,
)

at = datetime.datetime.fromisoformat
FAILED = all_failed()


def input_cells(data: bytes, width: int, sheet: str = "Rows") -> list[list[Cell]]:
    """The input's cells, the header first, as our own reader finds them."""
    (found,) = [one for one in open_file(data, "x", max_rows=1000).sheets if one.name == sheet]
    return [row[:width] for row in found.rows]


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=5), st.tuples(TEXT, TEXT), st.booleans())
@settings(deadline=None, max_examples=25)
def test_names_and_cells_of_any_kind_come_back_equal(
    pairs: list[tuple[Cell, Cell]], names: tuple[str, str], held: bool
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        if not held:
            passing_through(patch)
        data = input_book(FAILED, names, pairs)
    assert input_cells(data, 2) == [[_as_seen(cell) for cell in row] for row in (names, *pairs)]


def _as_seen(cell: Cell) -> Cell:
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date()
    return None if cell == "" else cell


@pytest.mark.parametrize("through", [False, True])
def test_what_excel_has_no_cell_for_is_a_text_and_an_error_is_what_people_saw(
    through: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if through:
        passing_through(monkeypatch)
    cells: list[Cell] = [Percent(0.075), CellError("#N/A"), math.nan, 10**20, "a\ud83d", "a\x00\x01", "<r>x</r>", True]
    found = input_cells(input_book(FAILED, "abcdefgh", [cells]), 8)[1]
    assert found == [0.075, "#N/A", "nan", "1" + "0" * 20, "a\ufffd", "a\x00\x01", "<r>x</r>", True]
    assert isinstance(found[0], Percent)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "＝1", "https://example.org", "1e5"])
@pytest.mark.parametrize("through", [False, True])
def test_no_text_and_no_name_is_a_formula_a_link_or_a_number(
    text: str, through: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if through:
        passing_through(monkeypatch)
    data = input_book(a_report(), [text], [[text]])
    assert input_cells(data, 1) == [[text], [text]]
    for name, part in parts_of(data, "xl/worksheets/").items():
        assert "<f>" not in part, name
        assert "hyperlink" not in part, name
    sheet = opened(data)["Rows"]
    looks_like_one = text[0] not in "h1"
    assert [bool(cell.quotePrefix) for cell in (sheet["A1"], sheet["A2"])] == [looks_like_one] * 2


def test_the_header_is_the_first_row_frozen_filtered_and_repeated_on_paper() -> None:
    sheet = opened(book_of(a_report(), rows_of(30)))["Rows"]
    assert [cell.value for cell in sheet[1]] == list(COLUMNS)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:T31")
    assert (sheet.print_title_rows, sheet.page_setup.orientation) == ("$1:$1", "landscape")
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)


def test_scores_are_numbers_with_a_format_and_dates_are_dates() -> None:
    data = book_of(a_report(), rows_of(1))
    at_column = {cell.value: cell.column_letter for cell in opened(data)["Rows"][1]}
    sheet = opened(data)["Rows"]

    def cell(name: str) -> Any:
        return sheet[f"{at_column[name]}2"]

    assert (cell("sentiment").number_format, type(cell("sentiment").value)) == ("0.00", float)
    assert (cell("row").value, cell("row").number_format) == (1, "0")
    assert (cell("Fecha").is_date, cell("Fecha").number_format) == (True, "yyyy-mm-dd")


def test_sentiment_and_churn_risk_and_failed_rows_have_colours_that_follow_the_cells() -> None:
    sheet = opened(book_of(a_report(), rows_of(30)))["Rows"]
    found = {str(area.sqref): rule.type for area in sheet.conditional_formatting for rule in area.rules}
    letters = {name: cell.column_letter for name, cell in zip(COLUMNS, sheet[1], strict=True)}
    expected = {"sentiment": "colorScale", "churn_risk": "dataBar", "ledger_state": "cellIs", "nps_group": "cellIs"}
    for name, kind in expected.items():
        assert found[f"{letters[name]}2:{letters[name]}31"] == kind, name


def test_without_an_analysis_cells_are_empty_and_never_0() -> None:
    data = input_book(FAILED, ["a"], [["x"]])
    assert cells_of(data, "Rows")[1] == ["x", 1, "failed", "refused", *[""] * (len(ANALYSIS_COLUMNS) - 3)]


LONG, EMOJI = "x" * 40_000, "🙂" * 20_000


@pytest.mark.parametrize("through", [False, True])
@pytest.mark.parametrize(("lang", "rows", "texts"), [("en", "Rows", "Long texts"), ("es", "Filas", "Textos largos")])
def test_a_text_too_long_for_a_cell_is_cut_with_a_mark_and_whole_in_its_own_sheet(
    lang: str, rows: str, texts: str, through: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if through:
        passing_through(monkeypatch)
    data = input_book(a_report(lang=lang), ["a", LONG], [["short", EMOJI], [LONG, None], [f"={LONG}", EMOJI]])
    header, *pieces = cells_of(data, texts)
    assert len(header) == 4
    found: dict[tuple[Any, str], list[tuple[float, str]]] = {}
    for row, column, part, text in pieces:
        found.setdefault((row, column[:5]), []).append((part, text))
    whole = {place: "".join(text for _, text in parts) for place, parts in found.items()}
    assert whole == {
        ("", "xxxxx"): LONG,
        (1.0, "xxxxx"): EMOJI,
        (2.0, "a"): LONG,
        (3.0, "a"): f"={LONG}",
        (3.0, "xxxxx"): EMOJI,
    }
    assert all([part for part, _ in parts] == [*range(1, len(parts) + 1)] for parts in found.values())
    cut = cells_of(data, rows)[2][0]
    assert cut.startswith("xxx")
    assert texts in cut[-60:]
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767


def test_without_a_long_text_there_is_no_sheet_for_them() -> None:
    assert "Long texts" not in names_of(input_book(FAILED, ["a"], [["x" * 32_767]]))


def test_columns_that_no_sheet_has_room_for_are_refused() -> None:
    with pytest.raises(ValueError, match="16384"):
        book_of(FAILED, [], ["x"] * (16_385 - len(ANALYSIS_COLUMNS)) + list(ANALYSIS_COLUMNS))


def test_rows_that_no_sheet_has_room_for_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_SHEET_ROWS", 5)
    with pytest.raises(ValueError, match="more than 5 rows"):
        book_of(FAILED, rows_of(5))


def test_an_input_column_named_like_one_of_the_analysis_is_an_input_s() -> None:
    data = input_book(FAILED, ["sentiment", "row"], [["=good", "r1"]])
    assert cells_of(data, "Rows")[1][:3] == ["=good", "r1", 1]
    header = opened(data)["Rows"][1]
    assert header[0].fill.fgColor.rgb == header[1].fill.fgColor.rgb != header[2].fill.fgColor.rgb


def test_rows_without_any_are_a_header() -> None:
    assert cells_of(book_of(FAILED, []), "Rows") == [list(COLUMNS)]
    assert INPUT[0] == find(book_of(FAILED, []), "Rows", "Id").value
