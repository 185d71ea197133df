"""What the reader of OpenDocument workbooks promises: each type of cell, and repetitions as they are meant."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.adapters.tabular.workbook import read_workbook
from feedback.domain.models import Cell, CellError, Contents, Percent
from tests.workbooks import ods, ods_cell, ods_row, ods_table

at = datetime.datetime.fromisoformat
TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="<\ufffe\uffff"), min_size=1, max_size=9
)
NUMBER = st.integers(-(10**14), 10**14) | st.floats(-1e9, 1e9)


def read(*tables: str, styles: str = "") -> Contents:
    return read_workbook(ods(*tables, styles=styles), "survey.ods")


def one(cell: str) -> Cell:
    return read(ods_table(ods_row(cell))).sheets[0].rows[0][0]


@given(st.lists(st.tuples(TEXT | NUMBER | st.booleans() | st.none(), TEXT), min_size=1, max_size=8))
def test_cells_written_as_ods_read_back_equal(pairs: list[tuple[Cell, Cell]]) -> None:
    contents = read(ods_table(*(ods_row(*pair) for pair in pairs)))
    assert contents.kind == "ods"
    assert contents.sheets[0].rows == [list(pair) for pair in pairs]
    for row, pair in zip(contents.sheets[0].rows, pairs, strict=True):
        assert isinstance(row[0], bool) == isinstance(pair[0], bool)


ERROR = 'calcext:value-type="error" table:formula="of:=1/0"'
VALUES: dict[str, tuple[str, Cell]] = {
    "whole number": (ods_cell("float", "9,0", value=9.0), 9),
    "number": (ods_cell("float", "9,5", value=9.5), 9.5),
    "amount of money": (ods_cell("currency", "9.50 €", value=9.5), 9.5),
    "percentage": (ods_cell("percentage", "90 %", value=0.9), Percent(0.9)),
    "date": (ods_cell("date", "1.3.26", date_value="2026-03-01"), datetime.date(2026, 3, 1)),
    "moment": (ods_cell("date", "x", date_value="2026-03-01T14:30:00.5"), at("2026-03-01 14:30:00.500000")),
    "date that is none": (ods_cell("date", "soon", date_value="99999-01-01"), "soon"),
    "time": (ods_cell("time", "9:15", time_value="PT09H15M00S"), datetime.time(9, 15)),
    "duration": (ods_cell("time", "x", time_value="PT30H05M07S"), "30:05:07"),
    "negative duration": (ods_cell("time", "x", time_value="-PT1H"), "-1:00:00"),
    "time that is none": (ods_cell("time", "late", time_value="PT"), datetime.time(0)),
    "error": (ods_cell("string", "#N/A", ERROR, string_value=""), CellError("#N/A")),
    "error of an older program": (ods_cell("float", "Err:502", 'table:formula="x"', value=0), CellError("Err:502")),
    "text that looks like an error": (ods_cell("string", "#N/A"), "#N/A"),
    "text beside what it shows": (ods_cell("string", "x…", string_value="x and more"), "x and more"),
    "text without a type": ("<table:table-cell><text:p>x</text:p></table:table-cell>", "x"),
    "paragraphs, tabs, blanks and breaks": (
        '<table:table-cell office:value-type="string"><text:p>a<text:s text:c="3"/>b<text:tab/>c<text:line-break/>'
        "<text:span>d &amp; <text:a>e</text:a></text:span></text:p><text:p/><text:p>f<text:s/></text:p>"
        "</table:table-cell>",
        "a   b\tc\nd & e\n\nf ",
    ),
    "text with a note and a picture": (
        '<table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation>'
        "<text:p>x</text:p><draw:frame><draw:text-box><text:p>picture</text:p></draw:text-box></draw:frame>"
        "</table:table-cell>",
        "x",
    ),
}


@pytest.mark.parametrize("name", VALUES)
def test_a_cell_is_what_its_type_says(name: str) -> None:
    xml, expected = VALUES[name]
    found = one(xml)
    assert found == expected
    assert type(found) is type(expected)


def test_repeated_cells_and_rows_are_repeated_and_empty_ones_at_the_end_left_out() -> None:
    twice = ods_cell("float", "1", 'table:number-columns-repeated="2"', value=1)
    gap = '<table:table-cell table:number-columns-repeated="2"/>'
    far = '<table:table-cell table:number-columns-repeated="16000"/>'
    rows = [ods_row(far, repeated=2), ods_row(gap, twice, far, repeated=2), ods_row(far, repeated=9), ods_row("x")]
    sheet = read(ods_table(*rows, ods_row(far, repeated=1_048_000))).sheets[0]
    full: list[Cell] = [None, None, 1, 1]
    assert sheet.rows == [*[[None] * 4] * 2, full, full, *[[None] * 4] * 9, ["x", None, None, None]]
    sheet.rows[2][0] = "changed"
    assert sheet.rows[3] == full


def test_rows_in_groups_and_headers_are_rows_and_shapes_before_them_are_none() -> None:
    shapes = "<table:shapes><draw:frame><text:p>logo</text:p></draw:frame></table:shapes>"
    header = f"<table:table-header-rows>{ods_row('a')}</table:table-header-rows>"
    group = f"<table:table-row-group>{ods_row('b')}</table:table-row-group>"
    assert read(ods_table(shapes, header, group)).sheets[0].rows == [["a"], ["b"]]


def test_hidden_sheets_are_marked_and_empty_ones_left_out() -> None:
    hidden = '<style:style style:name="ta2"><style:table-properties table:display="false"/></style:style>'
    tables = [
        ods_table(name="Empty"),
        ods_table(ods_row(1), name="H & M", style="ta2"),
        ods_table(ods_row(2), name="A"),
    ]
    contents = read(*tables, styles=hidden)
    assert [(sheet.name, sheet.hidden) for sheet in contents.sheets] == [("H & M", True), ("A", False)]


def test_a_workbook_without_cells_has_no_sheets() -> None:
    assert read(ods_table()).sheets == []
