"""Workbooks as bytes, good ones and traps: made on the spot, so that what is odd in each can be read here."""

import io
import struct
import zipfile
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

import openpyxl
import xlwt
from xlwt.CompoundDoc import XlsDoc

SHEET = "xl/worksheets/sheet1.xml"
ANSWERS: list[list[object]] = [["Rating", "Comment"], [9, "good"], [3, "slow"]]

type Rows = Sequence[Sequence[object]]
type Formats = Mapping[str, str]
"""Number formats by cell: {"B2": "0%"}."""


def package(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the parts, in their order."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as target:
        for name, data in parts.items():
            target.writestr(name, data)
    return buffer.getvalue()


def parts(data: bytes) -> dict[str, bytes]:
    """The parts of a zip."""
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        return {name: source.read(name) for name in source.namelist()}


def altered(data: bytes, part: str, change: Callable[[bytes], bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The same package with one part changed."""
    old = parts(data)
    return package(old | {part: change(old[part])}, method)


def xlsx_book(
    sheets: Mapping[str, Rows],
    *,
    states: Mapping[str, str] | None = None,
    merged: Collection[str] = (),
    formats: Formats | None = None,
) -> bytes:
    """A workbook as openpyxl writes it: "=1+1" is a formula without a value, "#N/A" an error.

    states: by sheet, hidden or veryHidden. merged ("A1:C1") and formats are of the first sheet.
    """
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        sheet.sheet_state = (states or {}).get(title, "visible")
        for row in rows:
            sheet.append(row)
    first = book.worksheets[0]
    for area in merged:
        first.merge_cells(area)
    for cell, number_format in (formats or {}).items():
        first[cell].number_format = number_format
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def xlsx(rows: Rows = ANSWERS, sheet: str = "Answers", **more: Any) -> bytes:
    """A workbook of one sheet; see xlsx_book."""
    return xlsx_book({sheet: rows}, **more)


def xlsx_cells(rows: str, *, styles: Formats | None = None) -> bytes:
    """A workbook whose only sheet ("Answers") has this XML as its rows; styles as in xlsx, s="1" being the first."""
    book = xlsx([[1] * len(styles or "1")], formats=styles or {})
    return altered(book, SHEET, lambda xml: xml[: xml.index(b"<sheetData")] + _sheet_data(rows))


def _sheet_data(rows: str) -> bytes:
    return f"<sheetData>{rows}</sheetData></worksheet>".encode()


def xls(
    sheets: Mapping[str, Rows],
    *,
    states: Mapping[str, int] | None = None,
    merged: Collection[tuple[int, int, int, int]] = (),
    formats: Mapping[tuple[int, int], str] | None = None,
) -> bytes:
    """A workbook of Excel 97–2003. states: by sheet, 1 hidden, 2 very hidden; merged: (top, bottom, left, right) and
    formats: number formats by (row, column), 0-based, in all sheets; xlwt.Formula is a formula."""
    buffer = io.BytesIO()
    _xls_book(sheets, states or {}, merged, formats or {}).save(buffer)
    return buffer.getvalue()


def _xls_book(
    sheets: Mapping[str, Rows],
    states: Mapping[str, int],
    merged: Collection[tuple[int, int, int, int]],
    formats: Mapping[tuple[int, int], str],
) -> xlwt.Workbook:
    book = xlwt.Workbook()
    for title, rows in sheets.items():
        sheet = book.add_sheet(title)
        sheet.visibility = states.get(title, 0)
        for row, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                style = xlwt.easyxf(num_format_str=formats.get((row, column), "General"))
                sheet.write(row, column, cell, style)
        for area in merged:
            sheet.merge(*area)
    return book


def encrypted_xls() -> bytes:
    """An .xls whose first record after its beginning says that the rest needs a password."""
    stream = _xls_book({"Answers": ANSWERS}, {}, (), {}).get_biff_data()
    start = 4 + struct.unpack_from("<H", stream, 2)[0]
    buffer = io.BytesIO()
    XlsDoc().save(buffer, stream[:start] + struct.pack("<HHHHH", 0x2F, 6, 0, 1, 1) + stream[start:])
    return buffer.getvalue()


def ole(stream: str) -> bytes:
    """An OLE file that holds a stream of this name, and no workbook."""
    data = bytearray(xls({"A": ANSWERS}))
    place = data.index("Workbook".encode("utf-16-le"))
    title = stream.encode("utf-16-le")
    data[place : place + 66] = title.ljust(64, b"\0") + struct.pack("<H", len(title) + 2)
    return bytes(data)


def ods(*tables: str, styles: str = "", mimetype: str = "spreadsheet") -> bytes:
    """An OpenDocument workbook of ready-made tables; see ods_table and ods_row."""
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "table", "text", "style")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {names}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body>"
        f"<office:spreadsheet>{''.join(tables)}</office:spreadsheet></office:body></office:document-content>"
    )
    kind = f"application/vnd.oasis.opendocument.{mimetype}".encode()
    return package({"mimetype": kind, "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"})


def ods_table(*rows: str, name: str = "Answers", style: str = "ta1") -> str:
    """A sheet of ready-made rows."""
    return f'<table:table table:name={quoteattr(name)} table:style-name="{style}">{"".join(rows)}</table:table>'


def ods_row(*cells: object, repeated: int = 1) -> str:
    """A row. Cells are texts, numbers, booleans, None, or pieces of XML that begin with "<"."""
    return (
        f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(map(_ods_cell, cells))}</table:table-row>'
    )


def ods_cell(kind: str, text: str = "", more: str = "", **values: object) -> str:
    """A cell of a value type, with what it shows and its office:… attributes, "_" for "-"."""
    given = "".join(f' office:{key.replace("_", "-")}="{value}"' for key, value in values.items())
    shown = f"<text:p>{escape(text)}</text:p>" if text else ""
    return f'<table:table-cell office:value-type="{kind}"{given} {more}>{shown}</table:table-cell>'


def _ods_cell(cell: object) -> str:
    match cell:
        case None:
            return "<table:table-cell/>"
        case bool():
            return ods_cell("boolean", str(cell).upper(), boolean_value=str(cell).lower())
        case int() | float():
            return ods_cell("float", str(cell), value=cell)
        case str() if cell.startswith("<"):
            return cell
    return ods_cell("string", str(cell))
