"""Survey files as tables: Excel workbooks and text with separators, told apart by their content."""

from feedback.adapters.table_shape import build, find_header
from feedback.adapters.table_text import text_records
from feedback.adapters.table_workbook import read_workbook, unreadable
from feedback.domain.errors import InputError
from feedback.domain.models import Table

_ZIP = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_OLE = b"\xd0\xcf\x11\xe0"


def read_table(data: bytes, name: str, *, max_rows: int) -> Table:
    """The table in a file's bytes: a header and 1…max_rows rows of its width, in the file's order.

    The header is the first row that is not empty. Text cells are str, exactly as written, "" where empty; cells of a
    workbook are what they are there, formulas their last values, None where empty. Rows empty to the end are dropped,
    empty rows before that are kept. name is used in messages only.
    Raises InputError: empty_file, unreadable_workbook, not_a_table, no_rows, too_many_rows, too_many_cells, ragged_row,
    broken_quotes.
    """
    if data.startswith(_ZIP):
        return read_workbook(data, name, max_rows=max_rows)
    if data.startswith(_OLE):
        raise unreadable(name, "it is protected by a password, or in the format of Excel 97–2003 (.xls)")
    records, note = text_records(data, name)
    header = find_header(records)
    if header is None:
        raise InputError("empty_file", f"{name} is empty. Send a file with a header and one row for each answer.")
    columns, rows = build(header, records, name=name, max_rows=max_rows, placed=False)
    return Table(columns, rows, header[0], None, (note,))
