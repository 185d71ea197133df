"""Text files with separators as records."""

import re

from feedback.adapters.table_encoding import find_source
from feedback.adapters.table_records import Records
from feedback.adapters.table_separator import SEPARATORS, find_separator
from feedback.domain.models import Contents, Sheet

SPARE_RECORDS = 1_000
"""So many records above max_rows are read: titles, and enough to see that there are too many."""

_NONE = "\ud800"  # splits nothing: no decoded text has it
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[ \t]*(?=[\r\n]|$)', re.IGNORECASE)
_HEAD = 100
_MOST_NAMED = 5


def read_text(data: bytes, name: str, *, max_rows: int, encoding: str | None = None) -> Contents:
    """The records of a text file in one sheet, cells exactly as written; at most max_rows + 1,000 are read.

    encoding: the name of a text encoding to use; None has it found.
    Raises InputError: unsupported_format, not_a_table, unknown_encoding, wrong_option, wrong_encoding, broken_quotes,
    too_many_cells, too_many_columns, cell_too_long.
    """
    source = find_source(data, name, encoding)
    marked = _SEPARATOR_LINE.match(source.head(_HEAD))
    separator = marked[1] if marked else find_separator(source)
    records = Records(source, separator or _NONE, skip=1 if marked else 0, most=max_rows + SPARE_RECORDS)
    how = "in one column" if separator is None else f"separated by {SEPARATORS[separator]}"
    notes = [f"Read as text in {source.label}, {how}.", *source.notes]
    if records.mended:
        named = ", ".join(map(str, records.mended[:_MOST_NAMED])) + (", …" * (len(records.mended) > _MOST_NAMED))
        notes.append(f"Quotation marks that are not doubled or not closed were left out of the texts in lines {named}.")
    return Contents("text", [Sheet(records.rows, records.numbers, placed=False)], source.label, tuple(notes))
