"""What the reader of survey files promises: the cells as they are, or an error a survey owner can act on."""

import pytest

from feedback.adapters.report_csv import csv_bytes
from feedback.adapters.report_xlsx.table import xlsx_bytes
from feedback.domain.errors import InputError
from feedback.domain.models import Cell
from tests.builders import read_table as read

TEXTS: dict[str, tuple[bytes, list[str], list[list[Cell]]]] = {
    "comma": (b"a,b\r\n1,x\r\n", ["a", "b"], [["1", "x"]]),
    "semicolon": (b"a;b\n1;x, y\n2;z\n", ["a", "b"], [["1", "x, y"], ["2", "z"]]),
    "tab": (b"a\tb\n1\tx; y, z\n", ["a", "b"], [["1", "x; y, z"]]),
    "pipe": (b"a|b\n1|x;y\n", ["a", "b"], [["1", "x;y"]]),
    "decimal comma with semicolons": (b"a;b\n1,5;2,5\n3,5;4,5\n", ["a", "b"], [["1,5", "2,5"], ["3,5", "4,5"]]),
    "comma in the header of semicolons": (b"Nota (0,10);b\n1;x\n2;y\n", ["Nota (0,10)", "b"], [["1", "x"], ["2", "y"]]),
    "separator line of Excel": (b"sep=|\r\na,1|b\r\n1|x\r\n", ["a,1", "b"], [["1", "x"]]),
    "one column": (b"comment\ngood, fast\nbad; slow\n", ["comment"], [["good, fast"], ["bad; slow"]]),
    "UTF-8": ("a,b\n1,ñ 🙂\n".encode(), ["a", "b"], [["1", "ñ 🙂"]]),
    "UTF-8 with mark": ("a,b\n1,ñ\n".encode("utf-8-sig"), ["a", "b"], [["1", "ñ"]]),
    "UTF-16 little": (b"\xff\xfe" + "a\tb\n1\tñ\n".encode("utf-16-le"), ["a", "b"], [["1", "ñ"]]),
    "UTF-16 big": (b"\xfe\xff" + "a\tb\n1\t🙂\n".encode("utf-16-be"), ["a", "b"], [["1", "🙂"]]),
    "cp1252": ("a;b\n1;niño “ok” €\n".encode("cp1252"), ["a", "b"], [["1", "niño “ok” €"]]),
    "line breaks and quotes in quotes": (
        b'a,b\n1,"x\r\ny ""z"", w"\n2,v\n',
        ["a", "b"],
        [["1", 'x\r\ny "z", w'], ["2", "v"]],
    ),
    "CR line ends": (b"a,b\r1,x\r2,y\r", ["a", "b"], [["1", "x"], ["2", "y"]]),
    "words that look missing": (b"a,b\nN/A,None\nnull, nan \n", ["a", "b"], [["N/A", "None"], ["null", " nan "]]),
    "numbers stay text": (b"a,b\n007,9.0\n", ["a", "b"], [["007", "9.0"]]),
    "empty rows kept in the middle": (
        b"a,b\n1,x\n\n,\n2,y\n",
        ["a", "b"],
        [["1", "x"], ["", ""], ["", ""], ["2", "y"]],
    ),
    "empty rows dropped at the end": (b"a,b\n1,x\n,\n\n\n", ["a", "b"], [["1", "x"]]),
    "short rows padded": (b"a,b,c\n1,x\n2\n", ["a", "b", "c"], [["1", "x", ""], ["2", "", ""]]),
    "surplus cells that are empty": (b"a,b\n1,x,,\n", ["a", "b"], [["1", "x"]]),
    "header after empty lines": (b"\n , \n,\na,b\n1,x\n", ["a", "b"], [["1", "x"]]),
    "column without a name": (b"a,,\n1,2,\n", ["a", "Column 2"], [["1", "2"]]),
    "repeated names": (
        b"a,a,a,Column 5,\n1,2,3,4,5\n",
        ["a", "a (2)", "a (3)", "Column 5", "Column 5 (2)"],
        [["1", "2", "3", "4", "5"]],
    ),
    "stray quotes in a line": (b'a,b\n9,"Great" they said\n', ["a", "b"], [["9", "Great they said"]]),
    "very long cell": (b"a,b\n1," + b"x" * 200_000 + b"\n", ["a", "b"], [["1", "x" * 200_000]]),
}

ERRORS: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "empty_file"),
    "control characters": (bytes(range(1, 256)), "not_a_table"),
    "web page": (b"<html><table><tr><td>1</td></tr></table></html>", "unsupported_format"),
    "header only": (b"a,b\r\n,\r\n\r\n", "no_rows"),
    "row wider than the header": (b"a,b\n1,x\n2,good, fast\n", "ragged_row"),
    "unclosed quote": (b'a,b\n1,"x\n2,y\n3,z\n', "broken_quotes"),
    "quote that joins lines": (b'a,b\n1,"x\n2,"y" z\n', "broken_quotes"),
}


@pytest.mark.parametrize("name", TEXTS)
def test_a_text_file_is_read_cell_by_cell_as_written(name: str) -> None:
    data, columns, rows = TEXTS[name]
    table = read(data)
    assert (list(table.columns), table.rows) == (columns, rows)


@pytest.mark.parametrize("name", ERRORS)
def test_an_unusable_file_gives_its_error_code_and_a_sentence_with_its_name(name: str) -> None:
    data, code = ERRORS[name]
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == code
    assert str(caught.value).startswith(("survey.file ", "Row ", "In row "))
    assert str(caught.value).endswith(".")


def test_too_many_rows_names_the_limit() -> None:
    rows: list[list[Cell]] = [[n, "x"] for n in range(12)]
    assert len(read(csv_bytes(["a", "b"], rows), max_rows=12).rows) == 12
    for data in (csv_bytes(["a", "b"], rows) + b"\r\n\r\n", xlsx_bytes(["a", "b"], rows)):
        with pytest.raises(InputError, match="more than 11 rows"):
            read(data, max_rows=11)


def test_a_ragged_row_is_named_by_its_line_in_the_file() -> None:
    with pytest.raises(InputError, match=r"Row 5 of survey.file has 3 cells but the header \(row 2\) has 2"):
        read(b'\na,b\n1,"x\ny"\n2,good, fast\n')
