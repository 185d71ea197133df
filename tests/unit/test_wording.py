"""The words of a report: alike in both languages, and numbers as people write them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.ledger import ledger_totals
from feedback.domain.models import EMOTIONS, Detail, Polarity
from feedback.domain.nps import NpsGroup, NpsMethod
from feedback.domain.ratings import Unrated
from feedback.domain.wording import wording
from feedback.domain.wording.numbers import ENGLISH, SPANISH, NumberForms

EN, ES = wording("en"), wording("es")
SAME = {
    *("nps.heading", "nps.score", "method.groups", "method.difference_formula", "method.tokens", "method.seconds_text"),
    *("group.promoter_range", "group.passive_range", "group.detractor_range"),
    *("segments.p", "comparison.p", "theme_segments.nps", "moods.image"),
}
"""What is the same in both languages: names, signs and figures."""


def gaps(text: str) -> list[str]:
    return sorted(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


def test_both_languages_have_the_same_words_with_the_same_gaps() -> None:
    assert EN.words.keys() == ES.words.keys()
    assert {key: gaps(text) for key, text in EN.words.items()} == {key: gaps(text) for key, text in ES.words.items()}


def test_no_text_was_left_untranslated_or_empty() -> None:
    assert {key for key, text in EN.words.items() if text == ES.words[key]} == SAME
    assert all(text.strip() == text and text for words in (EN, ES) for text in words.words.values())


def test_every_code_of_the_results_has_words() -> None:
    codes = {
        "state": ledger_totals([]),
        "emotion": EMOTIONS,
        "polarity": Polarity,
        "group": [*NpsGroup, "all", "unrated"],
        "method": NpsMethod,
        "method.score_text": NpsMethod,
        "method.score_formula": NpsMethod,
        "nps": NpsMethod,
        "unrated": Unrated,
        "detail": Detail,
        "rule": ("typical", "strong", "recent"),
        "role": ("rating", "comment", "id", "date", "segment"),
        "state_of_theme": ("new", "gone", "up", "down", "same"),
        "periods.lead": ("day", "week", "month"),
    }

    assert [f"{kind}.{code}" for kind, all_ in codes.items() for code in all_ if f"{kind}.{code}" not in EN.words] == []


def test_an_unknown_code_is_its_own_name_and_an_unknown_word_an_error() -> None:
    assert EN.named("unrated", "new_reason") == "new_reason"
    with pytest.raises(KeyError):
        EN.text("no.such.word")
    with pytest.raises(KeyError):
        EN.text("nps.of")
    with pytest.raises(ValueError, match="pt"):
        wording("pt")


@pytest.mark.parametrize(
    ("n", "english", "spanish"),
    [
        (0, "0 rows", "0 filas"),
        (1, "1 row", "1 fila"),
        (2, "2 rows", "2 filas"),
        (1240, "1,240 rows", "1240 filas"),
        (100_000, "100,000 rows", "100\u202f000 filas"),
    ],
)
def test_nouns_follow_their_number(n: int, english: str, spanish: str) -> None:
    assert (EN.count("rows", n), ES.count("rows", n)) == (english, spanish)


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (0.0, "0", "0"),
        (-0.0, "0", "0"),
        (0.04, "0.04", "0,04"),
        (-0.04, "−0.04", "−0,04"),
        (18.45, "18.5", "18,5"),
        (-18.45, "−18.5", "−18,5"),
        (100.0, "100", "100"),
        (-100, "−100", "−100"),
        (62.5, "62.5", "62,5"),
        (99.96, "100.0", "100,0"),
    ],
)
def test_scores_have_one_decimal_and_zero_has_no_sign(value: float, english: str, spanish: str) -> None:
    assert (ENGLISH.points(value), SPANISH.points(value)) == (english, spanish)


@pytest.mark.parametrize(
    ("value", "digits", "shown"),
    [
        (3.2, None, "+3.2"),
        (-3.2, None, "−3.2"),
        (0.0, None, "0"),
        (0.001, 2, "0.00"),
        (-0.001, 2, "0.00"),
        (1, 2, "+1.00"),
    ],
)
def test_differences_have_their_sign(value: float, digits: int | None, shown: str) -> None:
    assert ENGLISH.signed(value, digits) == shown


@pytest.mark.parametrize(
    ("value", "english", "spanish"),
    [
        (0.0, "0%", "0\u202f%"),
        (0.0004, "0.0%", "0,0\u202f%"),
        (0.004, "0.4%", "0,4\u202f%"),
        (0.2935, "29%", "29\u202f%"),
        (0.295, "30%", "30\u202f%"),
        (0.997, "99.7%", "99,7\u202f%"),
        (1.0, "100%", "100\u202f%"),
    ],
)
def test_shares_are_percentages_and_a_little_is_not_nothing(value: float, english: str, spanish: str) -> None:
    assert (ENGLISH.share(value), SPANISH.share(value)) == (english, spanish)


@given(st.integers(0, 10**9))
def test_grouped_numbers_keep_all_their_digits(n: int) -> None:
    for forms in (ENGLISH, SPANISH):
        assert forms.integer(n).replace(forms.thousands, "") == str(n)


@pytest.mark.parametrize(
    ("dollars", "english", "spanish"),
    [
        (0.0, "$0.00", "0,00\u00a0USD"),
        (0.00768, "$0.0077", "0,0077\u00a0USD"),
        (12345.5, "$12,345.50", "12\u202f345,50\u00a0USD"),
    ],
)
def test_money_is_in_dollars(dollars: float, english: str, spanish: str) -> None:
    assert (ENGLISH.money(dollars), SPANISH.money(dollars)) == (english, spanish)


@pytest.mark.parametrize(
    ("forms", "moment"),
    [(ENGLISH, "28 May 2026, 20:26 UTC"), (SPANISH, "28 de mayo de 2026, 20:26 UTC")],
    ids=["english", "spanish"],
)
def test_a_time_is_told_in_words_and_other_text_stays(forms: NumberForms, moment: str) -> None:
    assert forms.moment_of("2026-05-28T20:26:40.000+00:00") == moment
    assert forms.moment_of("soon") == "soon"


@pytest.mark.parametrize(
    ("first", "unit", "english", "spanish"),
    [
        ("2026-05-04", "day", "4 May 2026", "4 may 2026"),
        ("2026-04-27", "week", "27 Apr – 3 May 2026", "27 abr – 3 may 2026"),
        ("2025-12-29", "week", "29 Dec – 4 Jan 2026", "29 dic – 4 ene 2026"),
        ("2026-09-01", "month", "Sep 2026", "sept 2026"),
        ("once", "month", "once", "once"),
    ],
)
def test_periods_are_told_by_their_unit(first: str, unit: str, english: str, spanish: str) -> None:
    assert (ENGLISH.period_of(first, unit), SPANISH.period_of(first, unit)) == (english, spanish)
