"""What the reader promises for workbooks: cells with their types, or an error a survey owner can act on."""

import datetime
import io
import struct
import zipfile
from collections.abc import Callable

import openpyxl
import pytest

from feedback.adapters.table_reader import read_table
from feedback.adapters.table_writer import xlsx_bytes
from feedback.domain.errors import InputError
from feedback.domain.models import Table

SHEET = "xl/worksheets/sheet1.xml"


def read(data: bytes) -> Table:
    return read_table(data, "survey.xlsx", max_rows=1000)


def workbook(*sheets: tuple[str, str, list[list[object]]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, state, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.sheet_state = state
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def altered(part: str, change: Callable[[bytes], bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A good workbook (columns a, b; one row) with one part changed."""
    buffer = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(xlsx_bytes(["a", "b"], [[1, "x"]])))
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name in source.namelist():
            target.writestr(name, change(source.read(name)) if name == part else source.read(name))
    return buffer.getvalue()


def with_cells(cells: str) -> bytes:
    return altered(SHEET, lambda xml: xml.replace(b"</sheetData>", cells.encode() + b"</sheetData>"))


ERRORS: dict[str, tuple[bytes, str]] = {
    "empty workbook": (workbook(("S", "visible", [])), "empty_file"),
    "only a hidden sheet has cells": (workbook(("S", "visible", []), ("H", "hidden", [["a"], [1]])), "empty_file"),
    "cut workbook": (altered(SHEET, bytes)[:-300], "unreadable_workbook"),
    "zip that is no workbook": (b"PK\x05\x06" + bytes(18), "unreadable_workbook"),
    "broken sheet": (altered(SHEET, lambda xml: xml[:-40]), "unreadable_workbook"),
    "row beyond the sheet": (with_cells('<row r="99999999"><c><v>1</v></c></row>'), "unreadable_workbook"),
    "workbook that unpacks to far more": (altered(SHEET, lambda xml: xml + b" " * 30_000_000), "unreadable_workbook"),
    "workbook packed by bzip2": (altered(SHEET, bytes, zipfile.ZIP_BZIP2), "unreadable_workbook"),
    "old or encrypted Excel file": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "unreadable_workbook"),
    "workbook with header only": (workbook(("S", "visible", [["a", "b"]])), "no_rows"),
    "stray cell far to the right": (with_cells('<row r="3"><c r="XFD3"><v>1</v></c></row>'), "too_many_cells"),
    "stray cell far below": (with_cells('<row r="90000"><c r="A90000"><v>1</v></c></row>'), "too_many_rows"),
}


@pytest.mark.parametrize("name", ERRORS)
def test_an_unusable_workbook_gives_its_error_code_and_a_sentence_with_its_name(name: str) -> None:
    data, code = ERRORS[name]
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code
    assert str(caught.value).startswith("survey.xlsx ")
    assert str(caught.value).endswith(".")


def test_cells_of_a_workbook_keep_their_types() -> None:
    moment, time = datetime.datetime.fromisoformat("2026-03-01 14:30"), datetime.time(9, 15)
    day = datetime.datetime.fromisoformat("2026-03-02")
    row: list[object] = ["007", 9, 9.0, 9.5, True, None, moment, day.date(), time, "#DIV/0!", "=no"]
    data = workbook(("S", "visible", [[f"c{n}" for n in range(len(row))], row]))
    cells = read(data).rows[0]
    assert cells == ["007", 9, 9, 9.5, True, None, moment, day, time, "#DIV/0!", None]
    assert isinstance(cells[4], bool)


def test_a_number_stored_with_a_decimal_point_stays_a_float() -> None:
    cells = read(with_cells('<row r="3"><c r="A3"><v>9.0</v></c><c r="B3"><v>9</v></c></row>')).rows[1]
    assert [type(cell) for cell in cells] == [float, int]


def test_formulas_give_their_last_values_and_durations_a_text() -> None:
    cells = read(with_cells('<row r="3"><c r="A3"><f>1+1</f><v>2</v></c><c r="B3" t="e"><v>#N/A</v></c></row>')).rows[1]
    assert cells == [2, "#N/A"]
    assert read(workbook(("S", "visible", [["a"], [datetime.timedelta(hours=30, minutes=5)]]))).rows == [["30:05:00"]]


def test_the_first_visible_sheet_with_cells_is_read_and_named() -> None:
    rows: list[list[object]] = [[], ["Nota"], [9]]
    table = read(workbook(("H", "hidden", [["x"], [1]]), ("E", "visible", []), ("Hoja1", "visible", rows)))
    assert (table.sheet, table.header_row, table.rows) == ("Hoja1", 2, [[9]])
    assert table.notes == ("Read from sheet 'Hoja1'.",)


def test_a_sheet_may_declare_a_wrong_size_and_rows_wider_than_its_header() -> None:
    def change(xml: bytes) -> bytes:
        cells = b'<row r="4"><c r="A4"><v>2</v></c><c r="C4"><v>3</v></c></row></sheetData>'
        return xml.replace(b'<dimension ref="A1:B2"/>', b'<dimension ref="A1"/>').replace(b"</sheetData>", cells)

    table = read(altered(SHEET, change))
    assert table.columns == ("a", "b", "Column 3")
    assert table.rows == [[1, "x", None], [None, None, None], [2, None, 3]]


def test_excel_escapes_are_undone_and_texts_that_look_like_them_kept() -> None:
    texts = ["line_x000D_\nend", "_x0041_", "x005F_", "_x0000_ _xD83D_"]
    book = altered("xl/sharedStrings.xml", lambda xml: xml.replace(b">x<", b">a_x000D_\n_x005F_x0041__x0000__xD83D_<"))
    assert read(book).rows[0][1] == "a\r\n_x0041__x0000__xD83D_"
    assert read(xlsx_bytes(["t"], [[text] for text in texts])).rows == [[text] for text in texts]


def test_a_part_that_holds_more_than_it_declares_is_refused_without_being_unpacked() -> None:
    data = bytearray(altered(SHEET, lambda xml: xml + b" " * 1_000_000))
    struct.pack_into("<I", data, data.rfind(SHEET.encode()) - 46 + 24, 500)
    with pytest.raises(InputError, match="damaged"):
        read(bytes(data))


@pytest.mark.parametrize("step", range(40))
def test_a_cut_workbook_is_refused_wherever_it_is_cut(step: int) -> None:
    data = xlsx_bytes(["Nota", "Comentario"], [[n % 11, f"texto {n}"] for n in range(50)])
    with pytest.raises(InputError):
        read(data[: len(data) * step // 40])
