"""Workbooks that are refused, each with the one thing that is wrong with it."""

import io
import re
import struct
import zipfile

from msoffcrypto.format.ooxml import OOXMLFile

from tests.workbooks import (
    ANSWERS,
    SHEET,
    altered,
    ods,
    ods_cell,
    ods_row,
    ods_table,
    package,
    parts,
    xlsx,
    xlsx_cells,
)

_ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">%s]>' % b"".join(
    b'<!ENTITY %s "%s">' % (b"b" * n, b"&%s;" % (b"b" * (n - 1) or b"a") * 10) for n in range(1, 10)
)
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EXTERNAL = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


def truncated(data: bytes, share: float = 0.7) -> bytes:
    """The first part of a file."""
    return data[: int(len(data) * share)]


def zip_bomb_xlsx(megabytes: int = 40) -> bytes:
    """A small file whose sheet unpacks to many megabytes of blanks."""
    return altered(xlsx(), SHEET, lambda xml: xml + b" " * (megabytes * 2**20))


def lying_size_xlsx() -> bytes:
    """A sheet that unpacks to 1 MB, where the directory says 500 bytes."""
    data = bytearray(altered(xlsx(), SHEET, lambda xml: xml + b" " * 1_000_000))
    struct.pack_into("<I", data, data.rfind(SHEET.encode()) - 46 + 24, 500)
    return bytes(data)


def overlapping_xlsx() -> bytes:
    """Two entries of the directory that share the same packed bytes, as in the densest zip bombs."""
    data = bytearray(package(parts(xlsx()) | {"xl/media/aaaa.xml": b"x" * 1000, "xl/media/bbbb.xml": b"x" * 1000}))
    first, second = (data.rfind(name) - 46 for name in (b"xl/media/aaaa.xml", b"xl/media/bbbb.xml"))
    data[second + 42 : second + 46] = data[first + 42 : first + 46]
    return bytes(data)


def doctype_xlsx(doctype: bytes, part: str = SHEET) -> bytes:
    """A document type declaration before the first element of a part."""

    def change(xml: bytes) -> bytes:
        start = xml.index(b"?>") + 2 if xml.startswith(b"<?xml") else 0
        return xml[:start] + doctype + xml[start:].replace(b">good<", b">&a;<")

    return altered(xlsx(), part, change)


def entity_bomb_xlsx(part: str = SHEET) -> bytes:
    """Ten thousand million letters by entities within entities ("billion laughs")."""
    return doctype_xlsx(_ENTITIES, part)


def xxe_xlsx(part: str = SHEET) -> bytes:
    """An entity that stands for a file of the machine that reads it."""
    return doctype_xlsx(_EXTERNAL, part)


def entity_bomb_ods() -> bytes:
    """The same in an OpenDocument workbook."""
    return altered(ods(ods_table(ods_row("x"))), "content.xml", lambda xml: xml.replace(b"?>", b"?>" + _ENTITIES, 1))


def zip_slip_xlsx(part: str = "../../evil.txt") -> bytes:
    """A good workbook with one more part, whose name leads out of the folder it is unpacked to."""
    return package(parts(xlsx()) | {part: b"x"})


def twice_xlsx(part: str = "XL/worksheets/SHEET1.xml") -> bytes:
    """A good workbook with a second part of the sheet's name, in capitals."""
    return package(parts(xlsx()) | {part: b"<worksheet/>"})


def far_cell_xlsx(cell: str = "XFD1048576") -> bytes:
    """One cell in the corner, and one at the far end."""
    row = cell.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    return xlsx_cells(f'<row r="1"><c r="A1"><v>1</v></c></row><row r="{row}"><c r="{cell}"><v>1</v></c></row>')


def far_cell_ods() -> bytes:
    """The same in an OpenDocument workbook, where empty rows and cells are repeated."""
    gap = '<table:table-cell table:number-columns-repeated="16383"/>'
    return ods(ods_table(ods_row(1), ods_row(None, repeated=1_048_574), ods_row(gap, 1)))


def repeated_ods(rows: int, columns: int) -> bytes:
    """One number, repeated over rows and columns."""
    more = f'table:number-columns-repeated="{columns}"'
    return ods(ods_table(ods_row(ods_cell("float", "1", more, value=1), repeated=rows)))


def lying_dimension_xlsx(dimension: str = "A1:XFD1048576") -> bytes:
    """A good workbook that says it is of another size; this alone is harmless."""
    book = xlsx([["a", "b"], [1, "x"]])
    return altered(book, SHEET, lambda xml: xml.replace(b'ref="A1:B2"', f'ref="{dimension}"'.encode()))


def many_sheets_xlsx(count: int) -> bytes:
    """A workbook that lists many sheets, all of them in one part."""
    old, ids = parts(xlsx()), range(1, count + 1)
    book, relations = old["xl/workbook.xml"].decode(), old["xl/_rels/workbook.xml.rels"].decode()
    (relation,) = re.findall(r"<Relationship [^>]*sheet1\.xml[^>]*/>", relations)
    listed = "".join(f'<sheet name="S{n}" sheetId="{n}" state="visible" r:id="s{n}"/>' for n in ids)
    more = "".join(re.sub(r'Id="[^"]*"', f'Id="s{n}"', relation) for n in ids)
    book = re.sub("<sheets>.*</sheets>", f'<sheets xmlns:r="{_RELATIONS}">{listed}</sheets>', book)
    relations = relations.replace(relation, more)
    return package(old | {"xl/workbook.xml": book.encode(), "xl/_rels/workbook.xml.rels": relations.encode()})


def wide_xlsx(columns: int, rows: int = 2) -> bytes:
    """Many columns."""
    return xlsx([[f"c{number}" for number in range(columns)]] * rows)


def encrypted_xlsx() -> bytes:
    """A workbook with a password, as Excel writes it."""
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(xlsx())).encrypt("secret", buffer)
    return buffer.getvalue()


def encrypted_zip() -> bytes:
    """A workbook in a zip with a password: every part is marked as encrypted."""
    data = bytearray(xlsx())
    position = -1
    while (position := data.find(b"PK\1\2", position + 1)) >= 0:
        data[position + 8] |= 1
    return bytes(data)


def encrypted_ods() -> bytes:
    """A workbook with a password, as LibreOffice writes it."""
    manifest = b'<m:manifest xmlns:m="m"><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>'
    return package(parts(ods(ods_table(ods_row("x")))) | {"META-INF/manifest.xml": manifest})


def nested_zip() -> bytes:
    """An archive that holds a workbook."""
    return package({"answers/survey.xlsx": xlsx(ANSWERS)})


def bad_checksum_xlsx() -> bytes:
    """A part that was altered after its checksum was taken."""
    data = bytearray(package(parts(xlsx()), zipfile.ZIP_STORED))
    data[data.index(b"<sheetData") + 1] ^= 1
    return bytes(data)


def endless_xls() -> bytes:
    """An OLE file whose workbook lies in two small sectors, each of which names the other as its next."""
    free, end = -1, -2
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<2H2s2H10x", 0x3E, 3, b"\xfe\xff", 9, 6)
    header += struct.pack("<8i", 1, 1, 0, 4096, 2, 1, end, 0) + struct.pack("<109i", 0, *[free] * 108)
    sectors = struct.pack("<128i", -3, end, end, end, *[free] * 124)
    directory = _ole_entry("Root Entry", 5, 1, 3, 512) + _ole_entry("Workbook", 2, free, 0, 200)
    small = struct.pack("<128i", 1, 0, *[free] * 126)
    return header + sectors + directory.ljust(512, b"\0") + small + bytes(512)


def _ole_entry(name: str, kind: int, child: int, first: int, size: int) -> bytes:
    title = name.encode("utf-16-le")
    links = struct.pack("<HBB3i36x2i4x", len(title) + 2, kind, 1, -1, -1, child, first, size)
    return title.ljust(64, b"\0") + links
