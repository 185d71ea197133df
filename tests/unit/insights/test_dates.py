"""dates: the days that the cells of a column say."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta, timezone
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain import date_text
from feedback.domain.insights.dates import Doubt, read_dates, survey_dates
from feedback.domain.models import Cell, CellError, Percent
from tests.unit.insights.surveys import a_survey

DAY = date(2026, 5, 4)
days = st.dates(date(1990, 1, 1), date(2068, 12, 31))


def read(*cells: Cell) -> list[date | None]:
    return read_dates(cells).values


@pytest.mark.parametrize(
    "cell",
    [
        *(DAY, datetime(2026, 5, 4, 23, 59), datetime(2026, 5, 4, 0, 30, tzinfo=UTC)),  # noqa: DTZ001
        datetime(2026, 5, 4, 0, 30, tzinfo=timezone(timedelta(hours=14))),
        datetime(2026, 5, 4, 23, 30, tzinfo=timezone(timedelta(hours=-11))),
        *("2026-05-04", "2026/5/4", "2026.05.04", "2026 5 4", " 2026-05-04 "),
        *("2026-05-04T23:59:59Z", "2026-05-04 23:30:00.123+14:00", "2026-05-04 00:10 -0800", "2026-05-04T01:00 CEST"),
        *("4 May 2026", "4-May-26", "04/may/2026", "4. Mai 2026", "4 mai 2026", "4 mayo 2026", "4 maio 2026"),
        *("4 de mayo de 2026", "4 de maio de 2026", "May 4, 2026", "may 4 2026", "MAY 4, 2026, 9:05 pm"),
        *("4 May 2026 at 14:05", "4-May-26 14:05:01", "4 May, 2026"),
    ],
)
def test_a_date_is_read_as_it_is_written(cell: Cell) -> None:
    assert read(cell) == [DAY]


@pytest.mark.parametrize(
    ("names", "month"),
    [
        ("jan january ene enero janeiro janv. janvier jän jänner januar", 1),
        ("feb february febrero fev fevereiro févr. fév février februar", 2),
        ("mar march marzo março mars mär mrz märz", 3),
        ("apr. april abr abril avr. avril", 4),
        ("may mayo mai maio", 5),
        ("jun june junio junho juin juni", 6),
        ("jul july julio julho juil. juillet juli", 7),
        ("aug august ago. agosto aoû août", 8),
        ("sep sept. september septiembre setiembre set setembro septembre", 9),
        ("oct october octubre out outubro octobre okt oktober", 10),
        ("nov november noviembre novembro novembre", 11),
        ("dec december dic diciembre dez dezembro déc. décembre dezember", 12),
    ],
)
def test_a_month_has_its_names_in_five_languages(names: str, month: int) -> None:
    for name in names.split():
        for written in (name, name.upper(), name.title()):
            assert read(f"9 {written} 2026") == [date(2026, month, 9)], written


def test_every_month_name_that_makes_a_text_a_date_is_known() -> None:
    for name in date_text._MONTHS.split():
        assert read(f"9 {name} 2026", f"{name} 9, 2026") != [None, None], name


@pytest.mark.parametrize(
    "cell",
    [
        *("Jan 2026", "9 Jan", "Jan 9", "14:05", "31 Jul 14:05", time(14, 5)),
        *("31/02/2026", "2026-02-30", "99/99/2026", "30 Feb 2026", "2026-13-01", "00/00/0000", "0000-00-00"),
        *("30/12/1899", date(1899, 12, 30), datetime(1970, 1, 1), "9999-12-31", "2626-05-04", "31-Jul-69"),  # noqa: DTZ001
        *("4. 5. 2026", "20260504", "4/5-2026", "2026-05/04", "yesterday", "4 Foo 2026", "4 ſept 20261"),
        *(46146, 46146.5, True, Percent(0.5), CellError("#N/A")),
    ],
)
def test_what_says_no_day_that_a_survey_can_have_is_unread(cell: Cell) -> None:
    found = read_dates([cell, DAY])

    assert found.values == [None, DAY]
    assert (found.unread, found.blank) == (1, 0)


@pytest.mark.parametrize("blank", [None, "", "  ", "\u00a0"])
def test_a_cell_that_shows_nothing_is_blank_and_not_unread(blank: Cell) -> None:
    found = read_dates([blank, DAY])

    assert (found.values, found.unread, found.blank) == ([None, DAY], 0, 1)


@pytest.mark.parametrize(
    ("cells", "expected"),
    [
        (("03/04/2026", "13/04/2026"), [date(2026, 4, 3), date(2026, 4, 13)]),
        (("03/04/2026", "04/13/2026"), [date(2026, 3, 4), date(2026, 4, 13)]),
        (("3-4-2026 14:05", "31-12-2025 9:00"), [date(2026, 4, 3), date(2025, 12, 31)]),
        (("3.4.26", "28.4.26"), [date(2026, 4, 3), date(2026, 4, 28)]),
        (("3/4/26, 2:05 PM", "12/31/25, 9:00 AM"), [date(2026, 3, 4), date(2025, 12, 31)]),
        (("13/04/2026", "31/02/2026", "04/05/2026"), [date(2026, 4, 13), None, date(2026, 5, 4)]),
    ],
)
def test_a_number_over_12_tells_the_order_of_the_column(cells: Sequence[Cell], expected: list[date | None]) -> None:
    found = read_dates(cells)

    assert (found.values, found.doubt) == (expected, None)


def test_where_nothing_tells_the_order_only_dates_of_one_meaning_are_read() -> None:
    found = read_dates(["03/04/2026", "05/05/2026", "2026-05-04", "1/2/2026"])

    assert found.values == [None, date(2026, 5, 5), DAY, None]
    assert (found.unread, found.doubt, found.examples) == (2, Doubt.ORDER, ("03/04/2026",))


def test_dates_that_contradict_each_other_tell_no_order() -> None:
    found = read_dates(["03/04/2026", "25/04/2026", "04/25/2026"])

    assert found.values == [None, date(2026, 4, 25), date(2026, 4, 25)]
    assert (found.doubt, found.examples) == (Doubt.MIXED, ("25/04/2026", "04/25/2026"))


def test_contradicting_dates_are_no_doubt_where_each_has_one_meaning() -> None:
    found = read_dates(["25/04/2026", "04/25/2026", "05/05/2026"])

    assert (found.doubt, found.unread) == (None, 0)


@pytest.mark.parametrize("odd", ["31/02/2026", "99/99/2026", "13/04/1899", "31/06/2026"])
def test_an_impossible_date_tells_no_order(odd: str) -> None:
    assert read_dates(["03/04/2026", odd]).doubt is Doubt.ORDER


@pytest.mark.parametrize(
    ("text", "year"),
    [("31-Jul-00", 2000), ("31-Jul-18", 2018), ("31-Jul-68", 2068), ("31-Jul-90", 1990), ("31-Jul-99", 1999)],
)
def test_two_digits_of_a_year_are_of_this_century_up_to_68(text: str, year: int) -> None:
    assert read(text) == [date(year, 7, 31)]


def test_a_year_that_may_come_first_is_not_guessed() -> None:
    found = read_dates(["26-01-09", "26-01-10", "26-02-11"])

    assert found.values == [None, None, None]
    assert (found.doubt, found.unread, found.examples) == (Doubt.YEAR_PLACE, 3, ("26-01-09", "26-02-11"))


@pytest.mark.parametrize(
    "cells",
    [
        ("31/07/18", "30/07/18", "29/08/19"),
        ("31-07-18",),
        ("26-01-09", "26-01-10", "31-12-2026"),
        ("26.1.25", "5.1.26", "5.1.27", "5.1.24"),
    ],
)
def test_a_year_that_varies_less_than_the_day_comes_last(cells: Sequence[Cell]) -> None:
    found = read_dates(cells)

    assert (found.doubt, found.unread) == (None, 0)


def test_without_a_date_column_a_survey_has_no_dates() -> None:
    assert survey_dates(a_survey([9])) is None


def test_the_dates_of_a_survey_are_those_of_its_date_column() -> None:
    assert survey_dates(a_survey([9, 9], dates=["2026-05-04", None])) == read_dates(["2026-05-04", None])


def test_an_empty_column_has_no_dates() -> None:
    assert read_dates([]).values == []


FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%d-%b-%y", "%d %B %Y", "%B %d, %Y", "%Y/%m/%d %H:%M")


@given(st.lists(days, min_size=1, max_size=30), st.sampled_from(FORMS))
def test_what_is_read_is_what_was_written(written: list[date], form: str) -> None:
    found = read_dates([day.strftime(form) for day in written])

    assert all(day is None or day == told for day, told in zip(found.values, written, strict=True))
    assert found.doubt or found.unread == 0


@given(
    st.lists(st.sampled_from(["03/04/2026", "25/04/2026", "04/25/2026", "2026-05-04", "x", "", None, DAY, "26-1-09"])),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_changes_nothing(cells: list[Cell], dice: Random) -> None:
    order = list(range(len(cells)))
    dice.shuffle(order)
    found, shuffled = read_dates(cells), read_dates([cells[at] for at in order])

    assert shuffled.values == [found.values[at] for at in order]
    assert (shuffled.unread, shuffled.blank, shuffled.doubt) == (found.unread, found.blank, found.doubt)
    assert shuffled.examples == found.examples


@given(st.lists(st.none() | st.text(max_size=20) | st.datetimes() | st.dates() | st.integers() | st.floats()))
def test_every_row_is_read_unread_or_blank(cells: list[Cell]) -> None:
    found = read_dates(cells)

    assert len(found.values) == len(cells)
    assert found.unread + found.blank + sum(day is not None for day in found.values) == len(cells)
    assert found.unread >= 0
