"""What the reader of workbooks promises: every cell of every sheet as it is there, and nothing but sentences else."""

import datetime
import io

import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from feedback.adapters.report_xlsx.table import xlsx_bytes
from feedback.adapters.tabular.workbook import read_workbook
from feedback.domain.models import Cell, Contents, Percent
from tests.workbooks import ANSWERS, xlsx, xlsx_book
from tests.workbooks import xlsx_cells as cells_xlsx

at = datetime.datetime.fromisoformat
TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), max_size=12)
SPECIAL = st.sampled_from(
    [" x ", "\n", "a\r\nb", "=1+1", "#N/A", "_x000D_", "_x005F_", "N/A", "<a>&b", "\t", "🙂", "'"]
)
NUMBER = st.integers(-(10**14), 10**14) | st.integers(-(10**6), 10**6).map(lambda number: number / 64)
MOMENT = st.datetimes(at("1900-03-01"), at("9999-12-31 23:59:59")).map(lambda moment: moment.replace(microsecond=0))
CELL = TEXT | SPECIAL | NUMBER | st.booleans() | st.none() | MOMENT


def read(data: bytes) -> Contents:
    return read_workbook(data, "survey.xlsx")


def rows(data: bytes) -> list[list[Cell]]:
    return read(data).sheets[0].rows


def types(cells: list[Cell]) -> list[type]:
    return [type(cell) for cell in cells]


@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=8))
def test_cells_written_as_xlsx_read_back_equal(pairs: list[tuple[Cell, Cell]]) -> None:
    found = rows(xlsx_bytes(["n", "a", "b"], [[number, *pair] for number, pair in enumerate(pairs)]))
    width = len(found[0])
    for row, (number, pair) in zip(found[1:], enumerate(pairs), strict=True):
        assert row == [number, *map(stored, pair)][:width]
        assert [isinstance(cell, bool) for cell in row[1:]] == [isinstance(cell, bool) for cell in pair][: width - 1]


def stored(cell: Cell) -> Cell:
    """What a workbook makes of it: no empty texts, no midnights."""
    if isinstance(cell, datetime.datetime) and cell.time() == datetime.time():
        return cell.date()
    return None if cell == "" else cell


def test_cells_keep_their_types_and_whole_numbers_are_integers() -> None:
    row = ["007", 9, 9.0, 9.5, True, None, at("2026-03-01 14:30"), at("2026-03-02"), datetime.time(9, 15), 1e15]
    cells = rows(xlsx([row, ["end"]]))[0]
    day = datetime.date(2026, 3, 2)
    assert cells == ["007", 9, 9, 9.5, True, None, at("2026-03-01 14:30"), day, datetime.time(9, 15), 1e15]
    assert types(cells)[1:5] + types(cells)[9:] == [int, int, float, bool, float]


def test_durations_are_texts_in_hours() -> None:
    spans = [datetime.timedelta(hours=30, minutes=5), datetime.timedelta(minutes=5, seconds=7)]
    assert rows(xlsx([spans]))[0] == ["30:05:00", "0:05:07"]


def test_rows_are_dense_from_the_first_row_and_column() -> None:
    sheet = read(cells_xlsx('<row r="3"><c r="B3"><v>1</v></c></row><row r="5"><c r="C5"><v>2</v></c></row>')).sheets[0]
    assert sheet.rows == [[None] * 3, [None] * 3, [None, 1, None], [None] * 3, [None, None, 2]]
    assert (list(sheet.numbers), sheet.placed) == ([1, 2, 3, 4, 5], True)


def test_all_worksheets_with_a_cell_are_given_hidden_ones_marked() -> None:
    states = {"H": "hidden", "V": "veryHidden"}
    contents = read(xlsx_book({"H": [["x"]], "Empty": [], "A & “B”": ANSWERS, "V": [[1]]}, states=states))
    assert [(sheet.name, sheet.hidden) for sheet in contents.sheets] == [("H", True), ("A & “B”", False), ("V", True)]
    assert (contents.kind, contents.notes, contents.encoding) == ("xlsx", (), None)


def test_a_workbook_without_cells_has_no_sheets() -> None:
    assert read(xlsx([])).sheets == []


def test_chart_sheets_are_no_sheets_and_do_not_shift_the_others() -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        chart = book.add_chart({"type": "line"})
        book.add_chartsheet("Chart").set_chart(chart)
        percent = book.add_format({"num_format": "0%"})
        book.add_worksheet("Data").write(0, 0, 0.5, percent)
        chart.add_series({"values": "=Data!$A$1:$A$1"})
    [sheet] = read(buffer.getvalue()).sheets
    assert (sheet.name, sheet.rows, types(sheet.rows[0])) == ("Data", [[0.5]], [Percent])


def test_merged_cells_are_counted_from_0_and_inclusive() -> None:
    sheet = read(xlsx([["Title"], [], [1, 2, 3]], merged=["A1:C2"])).sheets[0]
    assert sheet.merged == ((0, 0, 1, 2),)


def test_the_escapes_of_excel_are_undone_once() -> None:
    cell = '<c r="A1" t="inlineStr"><is><t>a_x000D_&#10;_x005F_x0041__xD83D_ x005F_</t></is></c>'
    assert rows(cells_xlsx(f'<row r="1">{cell}</row>')) == [["a\r\n_x0041__xD83D_ x005F_"]]
