"""What reading text files promises: the cells as they were written, or an error a survey owner can act on."""

import csv
import gzip
import io
from functools import partial
from typing import Literal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from feedback.adapters.tabular import records, separator, source
from feedback.adapters.tabular.gzip import gunzip
from feedback.adapters.tabular.separator import SEPARATORS
from feedback.adapters.tabular.text import read_text
from feedback.domain.errors import InputError
from feedback.domain.models import Cell, Contents


def read(data: bytes, max_rows: int = 1000) -> Contents:
    return read_text(data, "s.csv", max_rows=max_rows)


def cells(data: bytes) -> list[list[Cell]]:
    return read(data).sheets[0].rows


TABLES: dict[str, tuple[str, list[list[str]], str]] = {
    "comma": ("a,b\r\n1,x\r\n", [["a", "b"], ["1", "x"]], "','"),
    "semicolon": ("a;b\n1;x, y\n2;z\n", [["a", "b"], ["1", "x, y"], ["2", "z"]], "';'"),
    "tab": ("a\tb\n1\tx; y, z\n", [["a", "b"], ["1", "x; y, z"]], "tabs"),
    "pipe": ("a|b\n1|x;y\n", [["a", "b"], ["1", "x;y"]], "'|'"),
    "decimal comma": ("nota;texto\n9,0;bien\n8,5;mal\n", [["nota", "texto"], ["9,0", "bien"], ["8,5", "mal"]], "';'"),
    "decimal commas everywhere": ("a;b\n1,5;2,5\n3,5;4,5\n", [["a", "b"], ["1,5", "2,5"], ["3,5", "4,5"]], "';'"),
    "decimal commas under a comma": ("Nota (0,10);b\n1,5;x\n", [["Nota (0,10)", "b"], ["1,5", "x"]], "';'"),
    "comma in a name": ("Nota (0,10);b\n1;x\n2;y\n", [["Nota (0,10)", "b"], ["1", "x"], ["2", "y"]], "';'"),
    "commas in texts": ("a;b\n1;x, y\n2;x,y\n3;z\n", [["a", "b"], ["1", "x, y"], ["2", "x,y"], ["3", "z"]], "';'"),
    "space after commas": ("a, b\n1, 2\n", [["a", " b"], ["1", " 2"]], "','"),
    "title": ("NPS\n\na,b,c\n1,9,x\n", [["NPS"], [], ["a", "b", "c"], ["1", "9", "x"]], "','"),
    "title with commas": (
        "NPS, May, all\na;b\n1;x\n2;y\n",
        [["NPS, May, all"], ["a", "b"], ["1", "x"], ["2", "y"]],
        "';'",
    ),
    "title above numbers": ("NPS\na,b\n1,2\n3,4\n", [["NPS"], ["a", "b"], ["1", "2"], ["3", "4"]], "','"),
    "short rows": ("a,b,c\n1,x\n2\n3,y\n", [["a", "b", "c"], ["1", "x"], ["2"], ["3", "y"]], "','"),
    "row too wide": ("a,b\n1,x\n2,good, fast\n", [["a", "b"], ["1", "x"], ["2", "good", " fast"]], "','"),
    "separator line": ("sep=|\r\na,1|b\r\n1|x\r\n", [["a,1", "b"], ["1", "x"]], "'|'"),
    "separator line in quotes": ('"sep=;"\na;b,c\n1;x,y\n', [["a", "b,c"], ["1", "x,y"]], "';'"),
    "only a header": ("a,b\n", [["a", "b"]], "','"),
    "line breaks and quotes in quotes": (
        'a,b\n1,"x\r\ny ""z"", w"\n2,v\n',
        [["a", "b"], ["1", 'x\r\ny "z", w'], ["2", "v"]],
        "','",
    ),
    "CR line ends": ("a,b\r1,x\r2,y\r", [["a", "b"], ["1", "x"], ["2", "y"]], "','"),
    "no line end": ("a,b\n1,x", [["a", "b"], ["1", "x"]], "','"),
    "words that look missing": ("a,b\nN/A,None\nnull, nan \n", [["a", "b"], ["N/A", "None"], ["null", " nan "]], "','"),
    "numbers stay text": ("a,b\n007,9.0\n", [["a", "b"], ["007", "9.0"]], "','"),
    "empty rows": ("a,b\n\n,\n1,x\n\n", [["a", "b"], [], ["", ""], ["1", "x"], []], "','"),
    "NUL": ("a,b\n1,x\0y\n", [["a", "b"], ["1", "x\0y"]], "','"),
    "other line breaks": ("a,b\n1,x\u2028y\x85z\x0bw\n", [["a", "b"], ["1", "x\u2028y\x85z\x0bw"]], "','"),
    "quotes inside": ('a,b\n1,5" wide "x"\n', [["a", "b"], ["1", '5" wide "x"']], "','"),
    "very long cell": ("a,b\n1," + "x" * 200_000, [["a", "b"], ["1", "x" * 200_000]], "','"),
}

ONE_COLUMN = {
    "texts": ("comment\ngood, fast\nbad; slow\n", [["comment"], ["good, fast"], ["bad; slow"]]),
    "texts that all have a comma": ("comment\ngood, fast\nbad, slow\n", [["comment"], ["good, fast"], ["bad, slow"]]),
    "decimal commas": ("nota\n9,0\n8,5\n", [["nota"], ["9,0"], ["8,5"]]),
    "comma in the header": ("Comment, please\nok\ngood\n", [["Comment, please"], ["ok"], ["good"]]),
    "quoted": ('comment\n"a, b\nc"\n', [["comment"], ["a, b\nc"]]),
    "nothing": ("", []),
}


@pytest.mark.parametrize("name", TABLES)
def test_the_separator_is_found_and_named_and_cells_are_as_written(name: str) -> None:
    text, rows, separator = TABLES[name]
    contents = read(text.encode())
    assert (contents.kind, contents.sheets[0].rows) == ("text", rows)
    assert contents.notes == (f"Read as text in UTF-8, separated by {separator}.",)


@pytest.mark.parametrize("name", ONE_COLUMN)
def test_a_file_of_one_column_is_not_cut_at_punctuation(name: str) -> None:
    text, rows = ONE_COLUMN[name]
    contents = read(text.encode())
    assert contents.sheets[0].rows == rows
    assert contents.notes == ("Read as text in UTF-8, in one column.",)


ANSWERS = [["NPS", "Comment", "City"], ["9", 'good, or; "so"', "Lima"], ["7", "fine", "Quito"], ["3", "", "Lima"]]
WHOLE = "Quotation marks around each line as a whole were left out, and the cells inside were read."


def written(rows: list[list[str]], separator: str = ",", quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> str:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator="\n", quoting=quoting).writerows(rows)
    return out.getvalue()


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
@pytest.mark.parametrize("head", ["", "sep={}\n"])
def test_lines_that_are_each_quoted_as_a_whole_are_read_by_the_cells_inside(separator: str, head: str) -> None:
    lines = [[line] for line in written(ANSWERS, separator).splitlines()]
    contents = read((head.format(separator) + written(lines, quoting=csv.QUOTE_ALL)).encode())
    assert contents.sheets[0].rows == ANSWERS
    assert contents.notes == (f"Read as text in UTF-8, separated by {SEPARATORS[separator]}.", WHOLE)


@pytest.mark.parametrize(
    ("inside", "outside", "lines"), [(",", ";", "2"), (";", ",", "2"), ("\t", ";", "2"), ("|", ",", "2")]
)
def test_the_lines_that_a_spreadsheet_program_had_to_quote_are_read_by_the_cells_inside(
    inside: str, outside: str, lines: str
) -> None:
    contents = read(written([[line] for line in written(ANSWERS, inside).splitlines()], outside).encode())
    assert contents.sheets[0].rows == ANSWERS
    assert contents.notes[1].startswith(f"Quotation marks around lines {lines} as a whole ")


@pytest.mark.parametrize(
    ("text", "rows", "mended"),
    [
        ('"a;b"\n"1;x"\n"2;y;z"\n"3;w"\n"4;v"\n', [["1", "x"], ["2", "y", "z"], ["3", "w"], ["4", "v"]], ""),
        ('"a;b"\n"1;x"\n"2;""y ""z"""\n"3;w"\n', [["1", "x"], ["2", 'y z"'], ["3", "w"]], " in lines 3."),
        ('"a;b"\n"1;x\ny"\n"2;""y\nz"""\n"3;w"\n"4;v"\n', [["1;x\ny"], ["2", "y\nz"], ["3", "w"], ["4", "v"]], ""),
    ],
    ids=["one more separator", "quotation marks not doubled", "line breaks"],
)
def test_no_text_is_lost_in_a_line_quoted_as_a_whole_that_is_not_regular(
    text: str, rows: list[list[str]], mended: str
) -> None:
    contents = read(text.encode())
    assert contents.sheets[0].rows[1:] == rows
    assert contents.notes[-1].endswith(mended or WHOLE)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('tags\n"[""a"",""b""]"\n"x,y"\n', [["tags"], ['["a","b"]'], ["x,y"]]),
        ('"Comment, please"\n"good, fast"\n"bad, slow"\n', [["Comment, please"], ["good, fast"], ["bad, slow"]]),
        ('"Nota 0,0"\n"9,0"\n"8,5"\n', [["Nota 0,0"], ["9,0"], ["8,5"]]),
        ('"Fast,good"\n"x"\n"y,z"\n"v,w,u"\n', [["Fast,good"], ["x"], ["y,z"], ["v,w,u"]]),
        ('a;b\n"x; y"\n"x;y;z"\n1;2\n3;4\n', [["a", "b"], ["x; y"], ["x;y;z"], ["1", "2"], ["3", "4"]]),
    ],
    ids=["a header without", "sentences", "decimal commas", "not regular", "cells beside rows of cells"],
)
def test_texts_in_quotation_marks_are_not_cut_at_their_punctuation(text: str, rows: list[list[str]]) -> None:
    contents = read(text.encode())
    assert contents.sheets[0].rows == rows
    assert len(contents.notes) == 1


SPACED: dict[str, tuple[str, list[list[str]]]] = {
    "comma": ('a, b, c\n1, "x, y", z\n2, "v", w\n', [["a", "b", "c"], ["1", "x, y", "z"], ["2", "v", "w"]]),
    "semicolon": ('a; b\n1; "x; ""y"""\n2; v\n', [["a", "b"], ["1", 'x; "y"'], ["2", "v"]]),
    "in every row": ('a, b\n1, "x, y"\n2, "v, w"\n', [["a", "b"], ["1", "x, y"], ["2", "v, w"]]),
    "not in the header": ('a,b,c\n1, "x, y",z\n2,v,w\n', [["a", "b", "c"], ["1", "x, y", "z"], ["2", "v", "w"]]),
    "line breaks": ('a, b, c\n1, "x\ny", z\n2, v, w\n', [["a", "b", "c"], ["1", "x\ny", "z"], ["2", "v", "w"]]),
    "separator line": ('sep=,\na, b\n1, "x, y"\n2, v\n', [["a", "b"], ["1", "x, y"], ["2", "v"]]),
    "after the sample": ("a,b\n" + "1,x\n" * 1500 + '2, "y, z"\n', [["a", "b"], *[["1", "x"]] * 1500, ["2", "y, z"]]),
}


@pytest.mark.parametrize("name", SPACED)
def test_quotation_marks_after_a_space_are_read_where_only_so_the_rows_are_regular(name: str) -> None:
    text, rows = SPACED[name]
    contents = read(text.encode(), max_rows=2000)
    assert contents.sheets[0].rows == rows
    assert contents.notes[1:] == ("Quotation marks follow a space here, so the spaces after separators were left out.",)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,b\n1, "x"\n2, "y" z\n', [["1", ' "x"'], ["2", ' "y" z']]),
        ('a,b\n1,x, "y, z"\n2,v\n', [["1", "x", ' "y', ' z"'], ["2", "v"]]),
        ('a,b,c\n1, "x, y",z\n2, "v" w,u\n', [["1", ' "x', ' y"', "z"], ["2", ' "v" w', "u"]]),
    ],
    ids=["regular as it is", "not regular either", "marks that are not doubled"],
)
def test_other_quotation_marks_after_a_space_stay_in_the_texts(text: str, rows: list[list[str]]) -> None:
    contents = read(text.encode())
    assert (contents.sheets[0].rows[1:], len(contents.notes)) == (rows, 1)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ('a,b\n1,"x\ny"\n\n2,z\n', [1, 2, 4, 5]),
        ("a,b\r1,x\r2,y\r", [1, 2, 3]),
        ("sep=,\r\na,b\r\n1,x\r\n", [2, 3]),
    ],
)
def test_each_record_has_the_line_where_it_begins(text: str, numbers: list[int]) -> None:
    (sheet,) = read(text.encode()).sheets
    assert (list(sheet.numbers), sheet.placed, sheet.name) == (numbers, False, None)


def test_the_encoding_is_in_the_contents_and_the_notes() -> None:
    contents = read("a;b\n1;ñ\n".encode("cp1252"))
    assert contents.encoding == "Windows-1252 (same as latin-1 here)"
    assert contents.notes == ("Read as text in Windows-1252 (same as latin-1 here), separated by ';'.",)
    assert cells("a;b\n1;niño “ok” €\n".encode("cp1252")) == [["a", "b"], ["1", "niño “ok” €"]]


def test_quotation_marks_that_join_no_lines_are_left_out_and_their_lines_named() -> None:
    contents = read(b'a,b\n9,"Great" they said\n8,ok\n7,"Fine" too\n6,5"\n')
    assert contents.sheets[0].rows[1:] == [["9", "Great they said"], ["8", "ok"], ["7", "Fine too"], ["6", '5"']]
    assert (
        contents.notes[1]
        == "Quotation marks that are not doubled or not closed were left out of the texts in lines 2, 4."
    )


@pytest.mark.parametrize(
    ("text", "rows", "line"),
    [
        ('a,b,c\n1,x,"y\n2,z,w\n3,"u",v\n', [["1", "x", "y"], ["2", "z", "w"], ["3", "u", "v"]], 2),
        ('a\tb\tc\n1\t"x\n2\tz\t"y ""q"""\n', [["1", "x"], ["2", "z", 'y "q"']], 2),
        ('a,b,c\n1,x,y\n2,z,"w\n', [["1", "x", "y"], ["2", "z", "w"]], 3),
        ('a,b,c\n1,x,"y\n2,z,w\n3,u,v\n', [["1", "x", "y"], ["2", "z", "w"], ["3", "u", "v"]], 2),
    ],
    ids=["last cell", "its row is short", "last row", "no quotation mark follows"],
)
def test_an_unclosed_quotation_mark_ends_with_its_line_where_the_next_lines_are_surely_rows(
    text: str, rows: list[list[str]], line: int
) -> None:
    contents = read(text.encode())
    assert contents.sheets[0].rows[1:] == rows
    assert contents.notes[1].endswith(f" in lines {line}.")


@pytest.mark.parametrize(
    ("data", "row"),
    [
        (b'a,b\n1,"x\n2,y\n3,z\n', 2),
        (b'a,b\n0,w\n1,"x\n2,"y" z\n', 3),
        (b'a,b\n1,"x\ny"\n2,"y" z\n', 4),
        (b'sep=,\na,b\n1,"x\n2,y\n3,z\n', 3),
        (b'a,b,c\n1,x,"good\nslow, dear, far\n2,"y" z,w\n', 2),
        (b'a,b,c\n1,x,"good\nand nice\n2,"y" z,w\n3,x,y\n', 2),
        (b'a,b,c\n"x\ny",2,3\n4,"y" z,w\n', 4),
    ],
    ids=[
        "unclosed",
        "closed in a later line",
        "after texts of several lines",
        "below a separator line",
        "before a sentence",
        "before a line of few cells",
        "after a first column of several lines",
    ],
)
def test_quotation_marks_that_may_join_lines_are_refused_with_the_row(data: bytes, row: int) -> None:
    with pytest.raises(InputError, match=rf"^In row {row} of s\.csv ") as caught:
        read(data)
    assert caught.value.code == "broken_quotes"


def test_an_unclosed_quotation_mark_is_named_also_where_a_cell_reaches_the_limit(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(separator, "_SAMPLE_CHARS", 500)
    request.addfinalizer(partial(csv.field_size_limit, csv.field_size_limit(1000)))
    with pytest.raises(InputError, match=r"^In row 2 of s\.csv ") as caught:
        read(b'a,b\n1,"' + b"x\n" * 600)
    assert caught.value.code == "broken_quotes"
    with pytest.raises(InputError, match=r"^Line 2 of s\.csv ") as caught:
        read(b"a,b\n1," + b"x" * 1001)
    assert caught.value.code == "cell_too_long"


def test_reading_ends_a_thousand_records_above_the_limit() -> None:
    assert len(read(b"a,b\n" + b"1,x\n" * 1500, max_rows=10).sheets[0].rows) == 1010


@pytest.mark.parametrize(
    ("data", "code", "message"),
    [
        (b"a,b\n" + b"," * 1000 + b"\n", "too_many_columns", "Row 2 of s.csv has 1,001 cells"),
        (b"a,b,c\n1,2,3\n4,5,6\n7\n", "too_many_cells", "more than 8 cells"),
        (b"a,b,c\n1," + b"x" * 300, "cell_too_long", "Line 2 of s.csv"),
    ],
)
def test_limits_are_kept(data: bytes, code: str, message: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "MAX_CELLS", 8)
    monkeypatch.setattr(source, "MAX_CHARS", 2000 if code == "too_many_columns" else 200)
    with pytest.raises(InputError, match=message) as caught:
        read(data)
    assert caught.value.code == code


def test_a_thousand_columns_are_read() -> None:
    assert len(cells(b"a" + b"," * 999 + b"\n")[0]) == 1000


# Texts that can be told from other encodings; with a header of plain names, so that the separator can be known.
ANY = st.text(st.characters(exclude_categories=("Cs", "Cc"), include_characters="\r\n\t"), max_size=20)
ASCII = st.text(st.sampled_from("ab 19.,;|\t\"'\r\n-"), max_size=12)
WORDS = ("niño", "café", "está", "¿qué?", "20 €", "“ok”", "São", "opções", "größer", "l’été", "«no»", "Übel", "…")
WESTERN = st.lists(st.sampled_from((*WORDS, "a", '"', ",", ";", "\n", "\r\n", "|", "\t")), max_size=6).map(" ".join)
MIXED = st.lists(st.one_of(ASCII, st.sampled_from(("ñ", "日本", "да", "🙂"))), max_size=2).map("".join)
TEXTS = {
    "utf-8": ANY,
    "utf-8-sig": ANY,
    "utf-16": ANY,
    "utf-16-le": MIXED,
    "utf-16-be": MIXED,
    "cp1252": WESTERN,
}


@st.composite
def tables(draw: st.DrawFn) -> tuple[str, list[list[str]]]:
    """An encoding, and a table of texts it has, with a header."""
    encoding = draw(st.sampled_from(sorted(TEXTS)))
    width = draw(st.integers(2, 5))
    rows = draw(st.lists(st.lists(TEXTS[encoding], min_size=width, max_size=width), max_size=6))
    return encoding, [[f"name{'abcde'[place]}" for place in range(width)], *rows]


@given(tables(), st.sampled_from(",;\t|"), st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@example(("utf-8", [["a", "b"], ["", ""], ['"', "\r"]]), ",", "\n", False)
def test_any_table_written_by_python_reads_back_equal(
    table: tuple[str, list[list[str]]], separator: str, line_end: str, packed: bool
) -> None:
    encoding, rows = table
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator, lineterminator=line_end).writerows(rows)
    data = out.getvalue().encode(encoding)
    assert cells(gunzip(gzip.compress(data), "s") if packed else data) == rows
