"""Cells as texts, and which texts a spreadsheet program could take for a formula."""

import datetime
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.cell_text import cell_text, neutral, reads_as_formula, whole
from feedback.domain.models import Cell, CellError, Percent

FORMULAS = (
    *("=1+1", "+1", "+34 600 123 456", "-1+1", "- too slow", "-", "--", "@SUM(A1)", "\tx", "\rx", "\nx"),
    *("=cmd|'/c calc'!A0", '=HYPERLINK("http://x","y")', "＝1+1", "＋1", "－5", "＠A1"),
    *(" =1+1", "\u00a0=1+1", "\ufeff=1+1", "\x00=1+1", "\u3000+1", " \t@x"),
)
HARMLESS = (
    *("", "x", "a=1", "5-3", "'=1+1", "9 - likely", "–", "−5", "·", "“=”", "2026-03-01", " ", "(-5)", "#N/A", "1e-5"),
    *("-5", "-0.5", "-1,234.56", "-5%", "-1,5 %", "-1e5", "-2E-3", " -5"),
)
at = datetime.datetime.fromisoformat


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_could_run_as_a_formula_has_an_apostrophe_before_it(text: str) -> None:
    assert neutral(text) == f"'{text}"


@pytest.mark.parametrize("text", HARMLESS)
def test_a_text_that_could_not_and_a_negative_number_stay_as_they_are(text: str) -> None:
    assert neutral(text) == text


@given(st.text(max_size=8) | st.from_regex(r"[ \t]*[-=+@＝－].{0,8}", fullmatch=True))
def test_a_neutral_text_is_no_formula_and_is_the_text_behind_its_apostrophe(text: str) -> None:
    written = neutral(text)
    assert written.removeprefix("'") == text.removeprefix("'")
    assert not reads_as_formula(written) or re.fullmatch(r" *-\d[\d.,eE+% -]*", written)


@given(st.text(max_size=8))
def test_a_neutral_text_stays_the_same_when_it_is_made_neutral_again(text: str) -> None:
    assert neutral(neutral(text)) == neutral(text)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        *((None, ""), (True, "TRUE"), (False, "FALSE"), (9, "9"), (9.0, "9.0"), (0.1, "0.1"), (-5, "-5")),
        *((math.nan, "nan"), (10**20, "1" + "0" * 20), (Percent(0.9), "90%"), (Percent(-0.075), "-7.5%")),
        *((CellError("#N/A"), "#N/A"), (datetime.date(2026, 3, 1), "2026-03-01"), (at("2026-03-01"), "2026-03-01")),
        *((at("2026-03-01 09:05"), "2026-03-01 09:05:00"), (datetime.time(9, 5), "09:05:00")),
        (at("2026-03-01T00:00+02:00"), "2026-03-01 00:00:00+02:00"),
    ],
)
def test_a_cell_is_written_as_people_know_it(cell: Cell, text: str) -> None:
    assert cell_text(cell) == text


def test_half_a_surrogate_pair_is_the_replacement_character_and_two_halves_are_their_sign() -> None:
    assert whole("a\ud83db \ud83d\ude42 ñ") == "a\ufffdb 🙂 ñ"
