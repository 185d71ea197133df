"""Workbooks as records, through openpyxl."""

import datetime
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from xml.etree.ElementTree import ParseError

from openpyxl.reader.excel import ExcelReader
from openpyxl.xml.constants import SHARED_STRINGS, SHEET_MAIN_NS
from openpyxl.xml.functions import iterparse

from feedback.adapters.table_shape import Record, build, find_header
from feedback.domain.errors import InputError
from feedback.domain.models import Cell, Table

MAX_INFLATED = 256 * 2**20
"""Most bytes a workbook may unpack to. Python's zipfile never gives more of a part than the size it declares."""
_MAX_RATIO, _SMALL = 100, 20 * 2**20
"""Sheets with content shrink 5 to 40 times; what unpacks to more than _SMALL bytes and _MAX_RATIO times is a trap."""
_MAX_SHEET_ROWS = 1_048_576
_NS = f"{{{SHEET_MAIN_NS}}}"
_PLAIN = (int, float, datetime.datetime, datetime.date, datetime.time)
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")

# What openpyxl and the modules below it raise on cut and altered workbooks, found with altered files. OSError is
# openpyxl's for a package without a workbook, RuntimeError is zipfile's for an encrypted part.
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    ParseError,
    LookupError,
    ValueError,
    TypeError,
    OverflowError,
    RuntimeError,
    EOFError,
    OSError,
)


def read_workbook(data: bytes, name: str, *, max_rows: int) -> Table:
    """The first visible sheet that has any cells, as a table; see read_table."""
    try:
        _check_package(data, name)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl warns of what it leaves out: formats, validation, extensions
            return _read(data, name, max_rows)
    except _BROKEN as error:
        raise unreadable(name, "it is damaged, protected by a password, or not an Excel workbook") from error


def unreadable(name: str, why: str) -> InputError:
    """The error for a workbook that can't be opened."""
    return InputError(
        "unreadable_workbook",
        f"{name} can't be read: {why}. Open it in a spreadsheet program, save it as .xlsx or .csv, and try again.",
    )


def _check_package(data: bytes, name: str) -> None:
    """Refuse what would fill the memory when unpacked. Millions of cells in one row still can: mind the memory."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        parts = package.infolist()
    inflated = sum(part.file_size for part in parts)
    if inflated > MAX_INFLATED or inflated > max(_SMALL, _MAX_RATIO * len(data)):
        raise unreadable(name, f"it unpacks to {inflated // 2**20:,} MB, more than a survey file may")
    # Other methods than these two are inflated without a limit.
    if any(part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts):
        raise unreadable(name, "it is packed in an unusual way")


class _Reader(ExcelReader):
    """openpyxl's reader, except that it leaves shared strings alone: openpyxl removes every "x005F_" from them."""

    def read_strings(self) -> None:
        part = next((part for part in self.package.Override if part.ContentType == SHARED_STRINGS), None)
        if part is None:
            return
        with self.archive.open(part.PartName[1:]) as source:
            for _, node in iterparse(source):
                if node.tag == f"{_NS}si":
                    runs = [*node.iterfind(f"{_NS}t"), *node.iterfind(f"{_NS}r/{_NS}t")]
                    self.shared_strings.append("".join(run.text or "" for run in runs))
                    node.clear()


def _read(data: bytes, name: str, max_rows: int) -> Table:
    reader = _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    reader.read()
    with closing(reader.wb) as workbook:
        for sheet in workbook.worksheets:
            if sheet.sheet_state != "visible":
                continue
            sheet.reset_dimensions()
            records = _records(sheet.iter_rows(values_only=True))
            header = find_header(records)
            if header is None:
                continue
            columns, rows = build(header, records, name=name, max_rows=max_rows, placed=True)
            return Table(columns, rows, header[0], sheet.title, (f"Read from sheet '{sheet.title}'.",))
    raise InputError("empty_file", f"{name} has no visible sheet with any cells. Send the workbook with the answers.")


def _records(rows: Iterator[tuple[object, ...]]) -> Iterator[Record]:
    for number, values in enumerate(rows, start=1):
        if number > _MAX_SHEET_ROWS:
            raise ValueError("a row number beyond the last row of a sheet")
        yield number, [_cell(value) for value in values]


def _cell(value: object) -> Cell:
    if isinstance(value, str):
        return _ESCAPE.sub(_character, value) if "_x" in value else value
    if value is None or isinstance(value, _PLAIN):
        return value
    if isinstance(value, datetime.timedelta):
        minutes, seconds = divmod(round(value.total_seconds()), 60)
        return f"{minutes // 60}:{minutes % 60:02}:{seconds:02}"
    return str(value)


def _character(escape: re.Match[str]) -> str:
    """What Excel's _xHHHH_ stands for; NUL and halves of pairs, which no text may hold, stay as written."""
    code = int(escape[1], 16)
    return escape[0] if code == 0 or 0xD800 <= code <= 0xDFFF else chr(code)
