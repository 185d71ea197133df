"""A table as a workbook: what goes out comes back, in a file that spreadsheet programs open as meant."""

import datetime
import io
import math
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.adapters.report_xlsx import table
from feedback.adapters.report_xlsx.table import xlsx_bytes
from feedback.domain.models import Cell, CellError, Percent
from tests.builders import read_table
from tests.unit.report_files.workbooks import opened

at = datetime.datetime.fromisoformat
COLUMNS = ["id", "a", "b"]
SPECIAL = st.sampled_from(
    ["=1+1", "+x", "@x", " ", "\n", "\r\n", '"', ",", "\t", "🙂", "ñ", "_x000D_", "_x0041", "_x0042_", "'", "\x01"]
)
WORDS = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffe\uffff"), max_size=12)
TEXT = st.lists(SPECIAL | WORDS, max_size=5).map("".join)
MOMENT = st.datetimes(at("1900-03-01"), at("9999-12-31 23:59:59")).map(lambda moment: moment.replace(microsecond=0))
NUMBER = st.integers(-(10**14), 10**14) | st.integers(-(10**6), 10**6).map(lambda number: number / 64)
CELL = TEXT | NUMBER | st.booleans() | st.none() | MOMENT


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.booleans())
@settings(deadline=None)
def test_cells_come_back_equal_whether_the_table_is_held_or_passed_through(
    pairs: list[tuple[Cell, Cell]], held: bool
) -> None:
    rows: list[list[Cell]] = [[number, *pair] for number, pair in enumerate(pairs)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(table, "HELD_ROWS", 5000 if held else 1)
        found = read_table(xlsx_bytes(COLUMNS, rows), "x", max_rows=100)
    assert found.rows == [[_as_seen(cell) for cell in row] for row in rows]


def _as_seen(cell: Cell) -> Cell:
    """An empty text is an empty cell, and midnight is a date without a time."""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date()
    return None if cell == "" else cell


@pytest.mark.parametrize("text", ["=1+1", "{=A1}", "https://example.org", "mailto:x@example.org", "007", "1e5", "true"])
def test_a_text_stays_a_text_whatever_it_looks_like(text: str) -> None:
    data = xlsx_bytes(["a"], [[text]])
    package = zipfile.ZipFile(io.BytesIO(data))
    assert read_table(data, "x", max_rows=9).rows == [[text]]
    assert b't="s"' in package.read("xl/worksheets/sheet1.xml").split(b'r="A2"')[1]
    assert not [part for part in package.namelist() if "worksheets/_rels" in part]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", "\tx", "\rx", "＝1", " =1"])
def test_a_text_that_editing_would_make_a_formula_has_excel_s_quote_prefix(text: str) -> None:
    sheet = opened(xlsx_bytes([text], [[text], ["plain"], [-1]])).worksheets[0]
    assert [cell.quotePrefix for cell in (sheet["A1"], sheet["A2"])] == [True, True]
    assert [bool(cell.quotePrefix) for cell in (sheet["A3"], sheet["A4"])] == [False, False]


@pytest.mark.parametrize("held", [1, 5000])
@pytest.mark.parametrize(
    "text",
    [
        *("<r><t>x</t></r>", "<r></r>", "a\x01b\x1f\rc", "a\x00b", "]]>&<", " x ", "x" * 32_767),
        *("_x005F_", "_x0041_", "_x0041_x0042_", "a_x000d_x000D_x000D_b", "_x0041\r\n"),
    ],
)
def test_difficult_texts_come_back(text: str, held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "HELD_ROWS", held)
    found = read_table(xlsx_bytes([text[:50] + "!", "b"], [[text, 1]]), "x", max_rows=9)
    assert found.rows == [[text, 1]]
    assert found.columns[0] == text[:50] + "!"


@pytest.mark.parametrize("sign", ["x", "🙂"])
def test_a_text_too_long_for_a_cell_is_cut_with_a_mark(sign: str) -> None:
    cell = read_table(xlsx_bytes(["a"], [[sign * 40_000]]), "x", max_rows=9).rows[0][0]
    assert isinstance(cell, str)
    assert cell.endswith(sign + "… [cut]")
    assert 32_765 <= len(cell.encode("utf-16-le")) // 2 <= 32_767


def test_what_a_sheet_can_not_hold_as_it_is_becomes_text() -> None:
    zoned = datetime.datetime(2026, 3, 1, 9, tzinfo=datetime.UTC)
    row: list[Cell] = [math.nan, -math.inf, 10**17 + 1, 10**400, datetime.date(1899, 1, 2), zoned, "a\ud83db"]
    read = read_table(xlsx_bytes([*"abcdefg"], [row]), "x", max_rows=9).rows[0]
    texts = ["nan", "-inf", str(10**17 + 1), str(10**400), "1899-01-02", "2026-03-01 09:00:00+00:00", "a\ufffdb"]
    assert read == texts


@pytest.mark.parametrize(
    ("share", "form"), [(0.9, "0%"), (0.075, "0.0%"), (0.0725, "0.00%"), (-1.0, "0%"), (0.0, "0%")]
)
def test_percentages_are_numbers_that_are_shown_as_such(share: float, form: str) -> None:
    cell = opened(xlsx_bytes(["a"], [[Percent(share)]])).worksheets[0]["A2"]
    assert (cell.value, cell.number_format) == (share, form)


def test_times_and_moments_are_dates_of_the_sheet_with_their_fractions_shown() -> None:
    row: list[Cell] = [datetime.time(9, 5), at("2026-03-01 09:05"), at("2026-03-01 09:05:00.250"), at("2026-03-01")]
    (cells,) = opened(xlsx_bytes("abcd", [row])).worksheets[0].iter_rows(min_row=2)
    assert [cell.number_format for cell in cells] == [
        *("hh:mm:ss", "yyyy-mm-dd hh:mm:ss", "yyyy-mm-dd hh:mm:ss.000", "yyyy-mm-dd")
    ]
    assert [cell.value for cell in cells] == row


def test_errors_of_a_sheet_are_the_texts_that_people_saw() -> None:
    assert read_table(xlsx_bytes("ab", [[CellError("#N/A"), 1]])).rows == [["#N/A", 1]]


def test_the_sheet_has_a_bold_frozen_header_with_a_filter_wide_columns_and_dates_as_dates() -> None:
    data = xlsx_bytes(["id", "comment"], [[at("2026-03-01"), "x" * 30], [datetime.date(2026, 3, 2), "y"]])
    sheet = opened(data).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["B1"].font.bold) == ("A2", "A1:B3", True)
    assert 30 < sheet.column_dimensions["B"].width < 40
    assert [sheet["A2"].number_format, sheet["A3"].value] == ["yyyy-mm-dd", at("2026-03-02")]


def test_a_table_without_rows_is_a_header() -> None:
    assert list(opened(xlsx_bytes(["a", "b"], [])).worksheets[0].values) == [("a", "b")]


def test_more_columns_than_a_sheet_has_are_refused() -> None:
    with pytest.raises(ValueError, match="16384"):
        xlsx_bytes(["x"] * 16_385, [])


def test_more_rows_than_a_sheet_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(table, "MAX_SHEET_ROWS", 5)
    with pytest.raises(ValueError, match="more than 5 rows"):
        xlsx_bytes(["x"], [[1]] * 5)
