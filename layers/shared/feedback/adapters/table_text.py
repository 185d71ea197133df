"""Text files as records: which encoding, which separator, which cells."""

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from feedback.adapters.table_shape import Record
from feedback.domain.errors import InputError

# The module's limit of 131,072 characters a cell is lower than files that are otherwise fine.
csv.field_size_limit(2**31 - 1)

_SEPARATORS = {",": "','", ";": "';'", "\t": "tabs", "|": "'|'"}
_NONE = "\0"  # splits nothing: texts with NUL are refused
_SEPARATOR_LINE = re.compile(r"sep=([,;\t|])[ \t]*(\r\n|\r|\n|$)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_DOCUMENT = re.compile(r"\s*(<!doctype|<html|<table|<\?xml|%PDF-|\{\\rtf)", re.IGNORECASE)
_CP1252 = {byte: bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_SAMPLE_RECORDS = 1000


def text_records(data: bytes, name: str) -> tuple[Iterator[Record], str]:
    """The records of a text file, each with the line it begins at, and a sentence on how the file was read.

    Raises InputError: not_a_table at once, broken_quotes also while the records are read.
    """
    text, encoding = decode(data, name)
    first_line = 1
    separator_line = _SEPARATOR_LINE.match(text)
    if separator_line:
        separator: str | None = separator_line[1]
        text, first_line = text[separator_line.end() :], 2
    else:
        separator = find_separator(text)
    how = "in one column" if separator is None else f"separated by {_SEPARATORS[separator]}"
    return _records(text, separator or _NONE, name, first_line), f"Read as text in {encoding}, {how}."


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text without its byte order mark, and the name of its encoding.

    UTF-8 and, with a byte order mark, UTF-16; else cp1252, where the five bytes it lacks are read as in latin-1.
    Raises InputError not_a_table for NUL, for many control characters, and for web pages, PDF and RTF.
    """
    text, encoding = _decoded(data)
    sample = text[:100_000]
    if "\0" in text or len(_CONTROLS.findall(sample)) * 20 > len(sample) or _DOCUMENT.match(sample):
        raise InputError(
            "not_a_table",
            f"{name} is neither a workbook nor a text table. Save it as .xlsx, or as .csv in UTF-8, and try again.",
        )
    return text, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        # A broken pair becomes U+FFFD, an odd byte at the end too: the rest of the file is still what it says.
        return data.decode("utf-16", "replace"), "UTF-16"
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        return data.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return data.decode("latin-1").translate(_CP1252), "cp1252"


def find_separator(text: str) -> str | None:
    """The separator with which most rows are as wide as the header, and more than one cell; None for one column."""
    best: tuple[float, int] = (0.0, 0)
    found = None
    for separator in _SEPARATORS:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
        widths = [len(cells) for cells in islice(reader, _SAMPLE_RECORDS) if any(cells)]
        if not widths or widths[0] < 2:
            continue
        below = Counter(widths[1:])
        # A separator that most rows lack is punctuation in the header, as in "Comment, please".
        if below[1] * 2 > below.total():
            continue
        score = (below[widths[0]] / max(1, below.total()), widths[0])
        if score > best:
            best, found = score, separator
    return found


def _records(text: str, separator: str, name: str, first_line: int) -> Iterator[Record]:
    """The records. Quotes that don't follow the rules are accepted only where they can't have joined two lines."""
    broken = _first_broken_record(text, separator)
    # newline="" splits at CR, LF and CRLF, and leaves the line breaks in quoted cells as they are.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    before = 0
    for cells in reader:
        if broken and reader.line_num > before + 1:
            raise InputError(
                "broken_quotes",
                f"In row {broken + first_line - 1} of {name} a quotation mark is not closed, or not doubled inside a "
                "quoted text, so rows can't be told apart. Correct it, or save the file as .xlsx.",
            )
        yield before + first_line, [*cells]
        before = reader.line_num


def _first_broken_record(text: str, separator: str) -> int | None:
    """The line at which the first record with a stray or unclosed quotation mark begins."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for _ in reader:
            line = reader.line_num + 1
    except csv.Error:
        return line
    return None
