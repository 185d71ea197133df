"""What the reader of Excel 97–2003 workbooks promises: the same cells as from any other workbook."""

import datetime
import io

import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st

from feedback.adapters.tabular.workbook import read_workbook
from feedback.domain.errors import InputError
from feedback.domain.models import Cell, CellError, Contents, Percent
from tests.hostile_workbooks import endless_xls
from tests.workbooks import ANSWERS, xls

at = datetime.datetime.fromisoformat
TEXT = st.text(st.characters(codec="utf-8"), min_size=1, max_size=12)
NUMBER = st.integers(-(10**14), 10**14) | st.floats(-1e9, 1e9, width=32)


def read(data: bytes) -> Contents:
    return read_workbook(data, "survey.xls")


def first_row(cells: list[object], formats: dict[int, str]) -> list[Cell]:
    places = {(0, column): number_format for column, number_format in formats.items()}
    return read(xls({"A": [cells]}, formats=places)).sheets[0].rows[0]


@given(st.lists(st.tuples(TEXT | NUMBER | st.booleans() | st.none(), TEXT), min_size=1, max_size=8))
def test_cells_written_as_xls_read_back_equal(pairs: list[tuple[Cell, Cell]]) -> None:
    contents = read(xls({"A": pairs}))
    assert contents.kind == "xls"
    assert contents.sheets[0].rows == [list(pair) for pair in pairs]
    for row, pair in zip(contents.sheets[0].rows, pairs, strict=True):
        assert isinstance(row[0], bool) == isinstance(pair[0], bool)


def test_whole_numbers_are_integers_and_percent_formats_make_percentages() -> None:
    cells = first_row([9, 9.5, 0.9, 1, 0.9, 1e15], {2: "0%", 3: "0.0%", 4: '0.0" %"'})
    assert cells == [9, 9.5, 0.9, 1, 0.9, 1e15]
    assert [type(cell) for cell in cells] == [int, float, Percent, Percent, float, float]


def test_dates_are_dates_moments_moments_and_times_times() -> None:
    moments = [at("2026-03-01"), at("2026-03-01 14:30"), datetime.time(9, 15)]
    cells = first_row([*moments, 1.25], {0: "yyyy-mm-dd", 1: "yyyy-mm-dd hh:mm", 2: "hh:mm", 3: "[h]:mm:ss"})
    assert cells == [datetime.date(2026, 3, 1), *moments[1:], "30:00:00"]
    assert not isinstance(cells[0], datetime.datetime)


@pytest.mark.parametrize("days", [-3, 3_000_000, 1e300])
@pytest.mark.parametrize("number_format", ["yyyy-mm-dd", "[h]:mm"])
def test_a_number_in_a_date_format_that_is_no_date_stays_a_number(days: float, number_format: str) -> None:
    assert first_row([days], {0: number_format}) in ([days], ["-72:00:00"])


def test_error_values_are_errors() -> None:
    book = xlwt.Workbook()
    row = book.add_sheet("A").row(0)
    row.set_cell_error(0, 0x2A)
    row.set_cell_error(1, 0x07)
    row.set_cell_text(2, "#N/A")
    buffer = io.BytesIO()
    book.save(buffer)
    cells = read(buffer.getvalue()).sheets[0].rows[0]
    assert cells == ["#N/A", "#DIV/0!", "#N/A"]
    assert [type(cell) for cell in cells] == [CellError, CellError, str]


def test_hidden_sheets_are_marked_empty_ones_left_out_and_merged_cells_told() -> None:
    sheets: dict[str, list[list[object]]] = {"H": [["x"]], "Empty": [], "V": [["y"]], "A": list(ANSWERS)}
    contents = read(xls(sheets, states={"H": 1, "V": 2}, merged=[(4, 5, 0, 2)]))
    assert [(sheet.name, sheet.hidden) for sheet in contents.sheets][:2] == [("H", True), ("V", True)]
    assert contents.sheets[-1].merged == ((4, 0, 5, 2),)
    assert not contents.sheets[-1].hidden


def test_rows_are_dense_from_the_first_row_and_column() -> None:
    sheet = read(xls({"A": [[], [None, 1], [], [None, None, 2]]})).sheets[0]
    assert sheet.rows == [[None] * 3, [None, 1, None], [None] * 3, [None, None, 2]]
    assert list(sheet.numbers) == [1, 2, 3, 4]


def test_a_chain_of_sectors_without_an_end_is_refused() -> None:
    with pytest.raises(InputError) as caught:
        read(endless_xls())
    assert caught.value.code == "damaged_file"
