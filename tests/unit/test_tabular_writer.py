"""What the writers promise: what goes out comes back, in files that spreadsheet programs open as meant."""

import datetime
import io
import math
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.adapters.tabular import writer
from feedback.adapters.tabular.writer import csv_bytes, xlsx_bytes
from feedback.domain.models import Cell, CellError, Percent
from tests.builders import read_table

at = datetime.datetime.fromisoformat
COLUMNS = ["id", "a", "b"]
SPECIAL = st.sampled_from(
    ["=1+1", "+x", "@x", " ", "\n", "\r\n", '"', ",", ";", "\t", "🙂", "ñ", "N/A", "_x000D_", "'"]
)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=12)
TEXT = st.lists(SPECIAL | WORDS, max_size=5).map("".join)
MOMENT = st.datetimes(at("1900-03-01"), at("9999-12-31 23:59:59")).map(lambda moment: moment.replace(microsecond=0))
NUMBER = st.integers(-(10**14), 10**14) | st.integers(-(10**6), 10**6).map(lambda number: number / 64)
CELL = TEXT | NUMBER | st.booleans() | st.none() | MOMENT


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8))
def test_texts_written_as_csv_read_back_equal(pairs: list[tuple[str, str]]) -> None:
    rows: list[list[Cell]] = [[str(number), *pair] for number, pair in enumerate(pairs)]
    assert read_table(csv_bytes(COLUMNS, rows), "x", max_rows=100).rows == rows


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8), st.booleans())
@settings(deadline=None)
def test_cells_written_as_xlsx_read_back_equal_whether_held_or_passed_through(
    pairs: list[tuple[Cell, Cell]], held: bool
) -> None:
    rows: list[list[Cell]] = [[number, *pair] for number, pair in enumerate(pairs)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(writer, "_HELD_ROWS", 5000 if held else 1)
        table = read_table(xlsx_bytes(COLUMNS, rows), "x", max_rows=100)
    assert table.rows == [[_as_seen(cell) for cell in row] for row in rows]


def _as_seen(cell: Cell) -> Cell:
    """An empty text is an empty cell, and midnight is a date without a time."""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date()
    return None if cell == "" else cell


def test_csv_is_utf_8_with_a_mark_and_writes_each_type_in_its_form() -> None:
    row: list[Cell] = ["ñ", 9, 9.0, 0.1, True, False, None, datetime.date(2026, 3, 1)]
    row += [at("2026-03-01"), at("2026-03-01 09:05"), datetime.time(9, 5), 'a "b", c\nd']
    data = csv_bytes([*"abcdefghijkl"], [row])
    assert data.startswith(b"\xef\xbb\xbfa,b,c,")
    assert data.decode("utf-8-sig").split("\r\n", 1)[1] == (
        'ñ,9,9.0,0.1,TRUE,FALSE,,2026-03-01,2026-03-01,2026-03-01 09:05:00,09:05:00,"a ""b"", c\nd"\r\n'
    )


def test_percentages_and_errors_are_written_as_people_saw_them() -> None:
    rows: list[list[Cell]] = [[Percent(0.9), CellError("#N/A"), Percent(0.07)]]

    assert csv_bytes("abc", rows).decode("utf-8-sig") == "a,b,c\r\n90%,#N/A,7%\r\n"
    (row,) = read_table(xlsx_bytes("abc", rows)).rows
    assert row == [0.9, "#N/A", 0.07]
    assert isinstance(row[0], Percent)


@pytest.mark.parametrize("text", ["=1+1", "{=A1}", "https://example.org", "mailto:x@example.org", "007", "1e5", "true"])
def test_a_text_stays_a_text_in_xlsx_whatever_it_looks_like(text: str) -> None:
    data = xlsx_bytes(["a"], [[text]])
    package = zipfile.ZipFile(io.BytesIO(data))
    assert read_table(data, "x", max_rows=9).rows == [[text]]
    assert b'<c r="A2" t="s">' in package.read("xl/worksheets/sheet1.xml")
    assert not [part for part in package.namelist() if "worksheets/_rels" in part]


@pytest.mark.parametrize("held", [1, 5000])
@pytest.mark.parametrize(
    "text", ["<r><t>x</t></r>", "<r></r>", "a\x01b\x1f\rc", "]]>&<", " x ", "_x005F_", "x" * 32_767]
)
def test_difficult_texts_come_back_from_xlsx(text: str, held: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "_HELD_ROWS", held)
    table = read_table(xlsx_bytes([text[:50] + "!", "b"], [[text, 1]]), "x", max_rows=9)
    assert table.rows == [[text, 1]]
    assert table.columns[0] == text[:50] + "!"


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
    assert read == ["nan", "-inf", str(10**17 + 1), str(10**400), "1899-01-02", "2026-03-01 09:00:00+00:00", "a?b"]


def test_the_sheet_has_a_bold_frozen_header_with_a_filter_wide_columns_and_dates_as_dates() -> None:
    data = xlsx_bytes(["id", "comment"], [[at("2026-03-01"), "x" * 30], [datetime.date(2026, 3, 2), "y"]])
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    assert (sheet.freeze_panes, sheet.auto_filter.ref, sheet["B1"].font.bold) == ("A2", "A1:B3", True)
    assert 30 < sheet.column_dimensions["B"].width < 40
    assert [sheet["A2"].number_format, sheet["A3"].value] == ["yyyy-mm-dd", at("2026-03-02")]


def test_a_table_without_rows_is_a_header() -> None:
    assert csv_bytes(["a", "b"], []) == b"\xef\xbb\xbfa,b\r\n"
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes(["a", "b"], []))).worksheets[0]
    assert list(sheet.values) == [("a", "b")]


def test_more_columns_than_a_sheet_has_are_refused() -> None:
    with pytest.raises(ValueError, match="16384"):
        xlsx_bytes(["x"] * 16_385, [])
