"""Survey files of every kind, told apart by their content, not by their names."""

import re

from feedback.adapters.tabular.gzip import gunzip
from feedback.adapters.tabular.jsonl import looks_like_jsonl, read_jsonl
from feedback.adapters.tabular.limits import GZIP_START, ZIP_STARTS
from feedback.adapters.tabular.text import read_text
from feedback.adapters.tabular.workbook import read_workbook
from feedback.domain.columns import ParserMode
from feedback.domain.errors import InputError
from feedback.domain.models import Contents
from feedback.domain.options import Options
from feedback.domain.reading import Reading, read_contents

_CONTENT = re.compile(rb"[^\0 \t\r\n]")
_OLE = b"\xd0\xcf\x11\xe0"


def read_survey_file(data: bytes, name: str, options: Options, *, mode: ParserMode, max_rows: int) -> Reading:
    """The survey in a file's bytes; a SurveyReader. Rows are in the file's order and of equal width.

    Cells are what they are in a workbook, formulas their last values, None where empty; in text files they are str,
    exactly as written, "" where empty. name is used in messages only. Raises InputError.
    """
    contents = open_file(data, name, max_rows=max_rows, encoding=options.encoding)
    return read_contents(contents, name, options, mode, max_rows)


def open_file(data: bytes, name: str, *, max_rows: int, encoding: str | None = None) -> Contents:
    """All sheets of a file. encoding is that of a text file, None to find it. Raises InputError."""
    if data.startswith(GZIP_START):
        data = gunzip(data, name)
    if not _CONTENT.search(data):
        raise InputError("empty_file", f"{name} is empty. Send a file with a header and one row for each answer.")
    if data.startswith((*ZIP_STARTS, _OLE)):
        return read_workbook(data, name)
    read = read_jsonl if looks_like_jsonl(data) else read_text
    return read(data, name, max_rows=max_rows, encoding=encoding)
