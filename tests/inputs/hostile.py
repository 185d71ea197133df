"""Files that are cut, encrypted, of another kind, or made to do harm: each is refused with its own code."""

import gzip

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
from tests.inputs.case import HEADER, ROWS, Case, Reads, Refused, csv_of
from tests.workbooks import altered, encrypted_xls, ole, package, xls, xlsx, xlsx_cells

EXCEL = "survey.xlsx"
SHEET = "xl/worksheets/sheet1.xml"


def _refused(data: object, code: str, words: str = "", file: str = EXCEL) -> Case:
    assert callable(data)
    return Case(file, data, Refused(code, words))


def _many_rows(rows: int) -> bytes:
    return csv_of([HEADER, *([n % 11, "the same comment"] for n in range(rows))])


def _cells(count: int, cell: str) -> bytes:
    """One row of so many cells: a few bytes of XML each, much more in the memory of a reader."""
    return xlsx_cells(f'<row r="1">{cell * count}</row>')


HOSTILE: dict[str, Case] = {
    "nothing at all": _refused(lambda: b"", "empty_file"),
    "only white space": _refused(lambda: b" \r\n\t\n", "empty_file"),
    "only a mark and white space": _refused(lambda: b"\xef\xbb\xbf \r\n \r\n", "empty_file"),
    "a workbook without cells": _refused(lambda: xlsx([]), "empty_file"),
    "random bytes": _refused(lambda: bytes(range(256)) * 20, "not_a_table"),
    "a web page named xls": _refused(
        lambda: b"<html><body><table><tr><td>9</td></tr></table></body></html>",
        "unsupported_format",
        "web page",
        "s.xls",
    ),
    "xml": _refused(lambda: b'<?xml version="1.0"?><answers><a>9</a></answers>', "unsupported_format"),
    "pdf": _refused(lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n", "unsupported_format", "PDF"),
    "rtf": _refused(lambda: b"{\\rtf1\\ansi 9}", "unsupported_format"),
    "png": _refused(lambda: b"\x89PNG\r\n\x1a\n" + bytes(100), "unsupported_format"),
    "a word document": _refused(lambda: package({"word/document.xml": b"<d/>"}), "unsupported_format", "Word"),
    "a binary workbook": _refused(lambda: package({"xl/workbook.bin": b"x"}), "unsupported_format", ".xlsb"),
    "an old word document": _refused(lambda: ole("WordDocument"), "unsupported_format"),
    "an encrypted xlsx": _refused(encrypted_xlsx, "encrypted_file", "password"),
    "an encrypted xls": _refused(encrypted_xls, "encrypted_file", "password", "s.xls"),
    "an encrypted ods": _refused(encrypted_ods, "encrypted_file", "password", "s.ods"),
    "an encrypted zip": _refused(encrypted_zip, "encrypted_file", "password"),
    "a truncated xlsx": _refused(lambda: truncated(xlsx(ROWS)), "damaged_file"),
    "a truncated xls": _refused(lambda: truncated(xls({"A": ROWS}), 0.3), "damaged_file", "", "s.xls"),
    "a truncated gzip": _refused(lambda: truncated(gzip.compress(csv_of())), "damaged_file", "", "s.csv.gz"),
    "a wrong checksum": _refused(bad_checksum_xlsx, "damaged_file", "checksum"),
    "an archive of workbooks": _refused(nested_zip, "archive", "Unpack it"),
    "a gzip in a gzip": _refused(lambda: gzip.compress(gzip.compress(csv_of())), "nested_archive", "", "s.csv.gz"),
    "a zip in a gzip": _refused(lambda: gzip.compress(nested_zip()), "archive", "", "s.gz"),
    "a zip bomb": _refused(zip_bomb_xlsx, "zip_bomb"),
    "a gzip bomb": _refused(lambda: gzip.compress(bytes(300 * 2**20), 9), "zip_bomb", "", "s.csv.gz"),
    "a part larger than it says": _refused(lying_size_xlsx, "zip_bomb"),
    "overlapping parts": _refused(overlapping_xlsx, "zip_bomb", "overlap"),
    "an entity bomb": _refused(entity_bomb_xlsx, "unsafe_xml"),
    "an entity bomb in the strings": _refused(lambda: entity_bomb_xlsx("xl/workbook.xml"), "unsafe_xml"),
    "an entity bomb in an ods": _refused(entity_bomb_ods, "unsafe_xml", "", "s.ods"),
    "an external entity": _refused(xxe_xlsx, "unsafe_xml"),
    "a harmless document type": _refused(lambda: doctype_xlsx(b"<!DOCTYPE worksheet>"), "unsafe_xml"),
    "zip slip": _refused(zip_slip_xlsx, "unsafe_package"),
    "zip slip with backslashes": _refused(lambda: zip_slip_xlsx("..\\evil.txt"), "unsafe_package"),
    "two parts of one name": _refused(twice_xlsx, "unsafe_package"),
    "a far cell": _refused(far_cell_xlsx, "far_cell", "XFD1048576"),
    "a far cell in an ods": _refused(far_cell_ods, "far_cell", "", "s.ods"),
    "ten thousand rows of a thousand cells, by repetition": _refused(
        lambda: repeated_ods(10_000, 1_000), "too_many_cells", "", "s.ods"
    ),
    "10,000 sheets": _refused(lambda: many_sheets_xlsx(10_000), "too_many_sheets"),
    "two sheets that are one part": _refused(lambda: many_sheets_xlsx(2), "unsafe_package"),
    "16,384 columns": _refused(lambda: wide_xlsx(16_384), "too_many_columns"),
    "16,384 columns of text": _refused(
        lambda: ",".join(f"c{n}" for n in range(16_384)).encode() * 2, "too_many_columns"
    ),
    "two million empty cells in a row": _refused(lambda: _cells(2_000_000, "<c/>"), "empty_file"),
    "a million cells in a row": _refused(lambda: _cells(1_000_000, "<c><v>1</v></c>"), "too_many_columns"),
    "a lying dimension": Case(
        EXCEL,
        lambda: altered(xlsx(ROWS), SHEET, lambda xml: xml.replace(b'ref="A1:B5"', b'ref="A1:XFD1048576"')),
        Reads(),
    ),
    "a lying dimension of a table without columns": _refused(lying_dimension_xlsx, "no_columns"),
    "too many rows": _refused(lambda: _many_rows(100_001), "too_many_rows", "100,000"),
    "a broken sheet": _refused(
        lambda: altered(xlsx(ROWS), SHEET, lambda xml: xml[: len(xml) // 2]), "unreadable_workbook"
    ),
    "a workbook without its sheet": _refused(
        lambda: package({"xl/workbook.xml": b"<workbook/>", "[Content_Types].xml": b"<Types/>"}), "unreadable_workbook"
    ),
}
