"""results.csv: what goes out comes back, and nothing in it runs as a formula."""

import csv
import datetime
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.adapters.report_csv import csv_bytes, write_csv
from feedback.domain.cell_text import neutral
from feedback.domain.models import Cell, CellError, Percent
from tests.builders import read_table

at = datetime.datetime.fromisoformat
COLUMNS = ["id", "a", "b"]
SPECIAL = st.sampled_from(
    ["=1+1", "+x", "@x", " ", "\n", "\r\n", '"', ",", ";", "\t", "🙂", "ñ", "N/A", "_x000D_", "'"]
)
WORDS = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff"), max_size=12)
TEXT = st.lists(SPECIAL | WORDS, max_size=5).map("".join)
ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


def records(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


@given(st.lists(st.tuples(TEXT, TEXT), min_size=1, max_size=8))
def test_texts_written_without_a_guard_are_read_back_equal_by_our_reader(pairs: list[tuple[str, str]]) -> None:
    rows: list[list[Cell]] = [[str(number), *pair] for number, pair in enumerate(pairs)]
    assert read_table(csv_bytes(COLUMNS, rows, guarded=False), "x", max_rows=100).rows == rows


@given(st.lists(st.tuples(ANY_TEXT, ANY_TEXT), max_size=8))
def test_any_texts_with_control_characters_too_come_back_from_the_csv_module_neutral(
    pairs: list[tuple[str, str]],
) -> None:
    assert records(csv_bytes(["a", "b"], pairs))[1:] == [[neutral(text) for text in pair] for pair in pairs]


def test_it_is_utf_8_with_a_mark_and_writes_each_type_in_its_form() -> None:
    row: list[Cell] = ["ñ", 9, 9.0, 0.1, True, False, None, datetime.date(2026, 3, 1)]
    row += [at("2026-03-01"), at("2026-03-01 09:05"), datetime.time(9, 5), 'a "b", c\nd']
    data = csv_bytes([*"abcdefghijkl"], [row])
    assert data.startswith(b"\xef\xbb\xbfa,b,c,")
    assert data.decode("utf-8-sig").split("\r\n", 1)[1] == (
        'ñ,9,9.0,0.1,TRUE,FALSE,,2026-03-01,2026-03-01,2026-03-01 09:05:00,09:05:00,"a ""b"", c\nd"\r\n'
    )


def test_negative_numbers_of_any_type_and_percentages_and_errors_are_written_as_people_saw_them() -> None:
    rows: list[list[Cell]] = [[-5, -0.5, "-5", Percent(-0.9), CellError("#N/A"), Percent(0.07)]]
    assert csv_bytes("abcdef", rows).decode("utf-8-sig") == "a,b,c,d,e,f\r\n-5,-0.5,-5,-90%,#N/A,7%\r\n"


def test_formulas_in_the_names_of_columns_are_neutral_too() -> None:
    assert records(csv_bytes(["=1+1", "@x", "-5", "a"], []))[0] == ["'=1+1", "'@x", "-5", "a"]


@pytest.mark.parametrize("text", ["a\x00b", "a\x01\x1f\x7fb", "a\rb", "a\nb", "a\r\nb", "x" * 40_000, "a\u2028b"])
def test_control_characters_line_breaks_and_long_texts_come_back(text: str) -> None:
    assert records(csv_bytes(["a", "b"], [[text, 1]]))[1] == [text, "1"]


def test_half_a_surrogate_pair_is_written_as_the_replacement_character() -> None:
    assert records(csv_bytes(["a\ud83d"], [["b\ud83d"]])) == [["a\ufffd"], ["b\ufffd"]]


def test_the_input_s_columns_come_first_and_their_order_is_that_of_the_rows() -> None:
    assert records(csv_bytes(["b", "a", "row"], [["x", None, 1], [None, "y", 2]])) == [
        ["b", "a", "row"],
        ["x", "", "1"],
        ["", "y", "2"],
    ]


def test_a_table_without_rows_is_a_header() -> None:
    assert csv_bytes(["a", "b"], []) == b"\xef\xbb\xbfa,b\r\n"


def test_it_is_written_into_an_open_file_row_by_row_and_the_file_stays_open() -> None:
    target = io.BytesIO()
    write_csv(target, ["a"], ([number] for number in range(3)))
    assert target.getvalue() == csv_bytes(["a"], [[0], [1], [2]])
