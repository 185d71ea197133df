"""What a package promises: all that is unsafe, damaged, encrypted or no workbook is refused under its own code."""

import io
import zipfile
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.adapters.tabular.workbook import read_workbook
from feedback.adapters.tabular.zip import open_zip
from feedback.domain.errors import InputError
from tests.hostile_workbooks import (
    bad_checksum_xlsx,
    doctype_xlsx,
    encrypted_ods,
    encrypted_xlsx,
    encrypted_zip,
    entity_bomb_ods,
    entity_bomb_xlsx,
    far_cell_ods,
    far_cell_xlsx,
    lying_dimension_xlsx,
    lying_size_xlsx,
    many_sheets_xlsx,
    nested_zip,
    overlapping_xlsx,
    repeated_ods,
    truncated,
    twice_xlsx,
    wide_xlsx,
    xxe_xlsx,
    zip_bomb_xlsx,
    zip_slip_xlsx,
)
from tests.workbooks import (
    ANSWERS,
    SHEET,
    altered,
    encrypted_xls,
    ods,
    ole,
    package,
    parts,
    xls,
    xlsx,
    xlsx_book,
    xlsx_cells,
)

REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "cut xlsx": (lambda: truncated(xlsx()), "damaged_file"),
    "cut xls": (lambda: truncated(xls({"A": ANSWERS})), "damaged_file"),
    "only the first bytes of a zip": (lambda: b"PK\x03\x04", "damaged_file"),
    "part that differs from its checksum": (bad_checksum_xlsx, "damaged_file"),
    "sheet whose part is missing": (
        lambda: package({name: part for name, part in parts(xlsx()).items() if name != SHEET}),
        "damaged_file",
    ),
    "encrypted xlsx": (encrypted_xlsx, "encrypted_file"),
    "encrypted xls": (encrypted_xls, "encrypted_file"),
    "encrypted ods": (encrypted_ods, "encrypted_file"),
    "zip with a password": (encrypted_zip, "encrypted_file"),
    "sheet that unpacks to far more": (zip_bomb_xlsx, "zip_bomb"),
    "part larger than it declares": (lying_size_xlsx, "zip_bomb"),
    "parts that share bytes": (overlapping_xlsx, "zip_bomb"),
    "20,001 parts": (lambda: package(dict.fromkeys(map(str, range(20_001)), b"")), "unsafe_package"),
    "part above the package": (zip_slip_xlsx, "unsafe_package"),
    "part at the root of the disk": (lambda: zip_slip_xlsx("/etc/evil"), "unsafe_package"),
    "part with backslashes": (lambda: zip_slip_xlsx("xl\\evil.xml"), "unsafe_package"),
    "part on a drive": (lambda: zip_slip_xlsx("C:evil.xml"), "unsafe_package"),
    "two parts of one name": (twice_xlsx, "unsafe_package"),
    "entity bomb": (entity_bomb_xlsx, "unsafe_xml"),
    "entity bomb in the list of sheets": (lambda: entity_bomb_xlsx("xl/workbook.xml"), "unsafe_xml"),
    "entity bomb in the styles": (lambda: entity_bomb_xlsx("xl/styles.xml"), "unsafe_xml"),
    "entity bomb in an ods": (entity_bomb_ods, "unsafe_xml"),
    "external entity": (xxe_xlsx, "unsafe_xml"),
    "document type without entities": (lambda: doctype_xlsx(b"<!DOCTYPE worksheet>"), "unsafe_xml"),
    "201 sheets": (lambda: many_sheets_xlsx(201), "too_many_sheets"),
    "10,000 sheets in one part": (lambda: many_sheets_xlsx(10_000), "too_many_sheets"),
    "1,001 columns": (lambda: wide_xlsx(1001), "too_many_columns"),
    "16,384 columns": (lambda: wide_xlsx(16_384), "too_many_columns"),
    "1,001 columns in an ods": (lambda: repeated_ods(1, 1001), "too_many_columns"),
    "cell at the far end": (far_cell_xlsx, "far_cell"),
    "cell far to the right and below": (lambda: far_cell_xlsx("ZZ500000"), "far_cell"),
    "cell below the last row there is": (lambda: far_cell_xlsx("A99999999"), "far_cell"),
    "cell in a column of five letters": (lambda: far_cell_xlsx("ZZZZZ1"), "far_cell"),
    "cell in a row of fourteen digits": (lambda: far_cell_xlsx("B10000000000000"), "far_cell"),
    "cell without a row": (lambda: xlsx_cells('<row r="1"><c r="A"><v>1</v></c></row>'), "unreadable_workbook"),
    "cell at the far end of an ods": (far_cell_ods, "far_cell"),
    "ods of 8,388,608 cells": (lambda: repeated_ods(1_048_576, 8), "too_many_cells"),
    "archive of a workbook": (nested_zip, "archive"),
    "empty archive": (lambda: package({}), "archive"),
    "Word document": (lambda: package({"word/document.xml": b"<a/>"}), "unsupported_format"),
    "presentation": (lambda: package({"ppt/presentation.xml": b"<a/>"}), "unsupported_format"),
    "xlsb": (lambda: package({"xl/workbook.bin": b""}), "unsupported_format"),
    "Numbers": (lambda: package({"Index/Document.iwa": b""}), "unsupported_format"),
    "OpenDocument text": (lambda: ods(mimetype="text"), "unsupported_format"),
    "old Word document": (lambda: ole("WordDocument"), "unsupported_format"),
    "Outlook message": (lambda: ole("__substg1.0_"), "unsupported_format"),
    "another OLE file": (lambda: ole("Contents"), "unsupported_format"),
    "sheet packed by bzip2": (lambda: altered(xlsx(), SHEET, bytes, zipfile.ZIP_BZIP2), "unreadable_workbook"),
    "sheet in UTF-16": (
        lambda: altered(xlsx(), SHEET, lambda xml: xml.decode().encode("utf-16")),
        "unreadable_workbook",
    ),
    "sheet in latin-1": (
        lambda: altered(xlsx(), SHEET, lambda xml: b'<?xml version="1.0" encoding="latin-1"?>' + xml),
        "unreadable_workbook",
    ),
    "sheet that breaks off": (lambda: altered(xlsx(), SHEET, lambda xml: xml[:-40]), "unreadable_workbook"),
    "sheet that is no XML": (lambda: altered(xlsx(), SHEET, lambda _: b"cells"), "unreadable_workbook"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_no_sound_workbook_is_refused_under_its_code(name: str) -> None:
    make, code = REFUSED[name]
    with pytest.raises(InputError) as caught:
        read_workbook(make(), "survey.xlsx")
    assert caught.value.code == code
    assert "survey.xlsx" in str(caught.value)
    assert str(caught.value).endswith(".")


def test_a_far_cell_and_too_many_columns_name_their_sheet() -> None:
    for data, words in ((far_cell_xlsx(), "“Answers” .* XFD1048576 "), (wide_xlsx(1001), "“Answers” .* 1,001 columns")):
        with pytest.raises(InputError, match=words):
            read_workbook(data, "survey.xlsx")


def test_all_that_is_within_the_limits_is_read() -> None:
    many = xlsx_book({f"S{number}": [[number]] for number in range(200)})
    assert len(read_workbook(many, "x").sheets) == 200
    assert len(read_workbook(wide_xlsx(1000), "x").sheets[0].rows[1]) == 1000
    assert read_workbook(far_cell_xlsx("J100000"), "x").sheets[0].rows[99_999][9] == 1


@pytest.mark.parametrize("size", ["A1", "A1:XFD1048576", "C7:D9"])
def test_the_size_that_a_sheet_declares_means_nothing(size: str) -> None:
    assert read_workbook(lying_dimension_xlsx(size), "x").sheets[0].rows == [["a", "b"], [1, "x"]]


def test_styles_to_the_far_end_of_a_sheet_are_no_far_cell() -> None:
    styled = b'<row r="1048576"><c r="XFD1048576" s="0"/></row></sheetData>'
    data = altered(xlsx(), SHEET, lambda xml: xml.replace(b"</sheetData>", styled))
    assert read_workbook(data, "x").sheets[0].rows == ANSWERS


def test_an_unused_part_may_hold_anything() -> None:
    data = package(parts(xlsx()) | {"xl/vbaProject.bin": b"\0macro", "docProps/custom.xml": b"<!DOCTYPE a><a/>"})
    assert read_workbook(data, "survey.xlsm").sheets[0].rows == ANSWERS


@given(st.dictionaries(st.text("abc/.", min_size=1, max_size=8), st.binary(max_size=300), max_size=5), st.booleans())
def test_a_copy_of_a_zip_holds_the_named_parts_and_no_others(contents: dict[str, bytes], stored: bool) -> None:
    named = {f"p{number}{name}": data for number, (name, data) in enumerate(contents.items()) if ".." not in name}
    archive = open_zip(package(named, zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED), "x")
    kept = list(named)[:3]
    replaced = dict.fromkeys(kept[:1], b"other")
    copy = archive.copy([*kept, *kept, "missing"], replaced)
    with zipfile.ZipFile(io.BytesIO(copy)) as package_of_copy:
        assert package_of_copy.testzip() is None
    assert parts(copy) == {name: named[name] for name in kept} | replaced
    assert {name: archive.read(name.upper()) for name in named} == named
