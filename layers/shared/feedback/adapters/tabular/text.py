"""Text files with separators as records."""

import re
from collections.abc import Iterator, Sequence

from feedback.adapters.tabular.encoding import find_source
from feedback.adapters.tabular.records import Records
from feedback.adapters.tabular.separator import SEPARATORS, Form, find_form
from feedback.domain.models import Contents, Sheet

SPARE_RECORDS = 1_000
"""So many records above max_rows are read: titles, and enough to see that there are too many."""

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
    skip = 1 if marked else 0
    form = find_form(source, marked[1] if marked else None, skip)
    records = Records(source, form, skip=skip, most=max_rows + SPARE_RECORDS)
    how = "in one column" if form.separator is None else f"separated by {SEPARATORS[form.separator]}"
    notes = (f"Read as text in {source.label}, {how}.", *source.notes, *_notes(records, form))
    return Contents("text", [Sheet(records.rows, records.numbers, placed=False)], source.label, notes)


def _notes(records: Records, form: Form) -> Iterator[str]:
    if records.unwrapped:
        lines = "each line" if form.wrapped else f"lines {_named(records.unwrapped)}"
        yield f"Quotation marks around {lines} as a whole were left out, and the cells inside were read."
    if records.spaced:
        yield "Quotation marks follow a space here, so the spaces after separators were left out."
    if records.mended:
        lines = _named(records.mended)
        yield f"Quotation marks that are not doubled or not closed were left out of the texts in lines {lines}."


def _named(lines: Sequence[int]) -> str:
    return ", ".join(map(str, lines[:_MOST_NAMED])) + ", …" * (len(lines) > _MOST_NAMED)
