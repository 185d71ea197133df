"""periods: NPS by day, week or month."""

from collections.abc import Sequence
from datetime import date, timedelta
from itertools import pairwise
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.insights.dates import Doubt, survey_dates
from feedback.domain.insights.periods import MAX_PERIODS, period_note, period_table
from feedback.domain.insights.two_samples import corrected, nps_difference
from feedback.domain.models import Cell
from feedback.domain.nps import NpsCounts, NpsMethod, NpsReport
from feedback.domain.options import Lang
from tests.unit.insights.surveys import a_survey, with_order

STANDARD = NpsMethod.STANDARD
MONDAY = date(2026, 5, 4)
rows = st.lists(
    st.tuples(st.none() | st.integers(0, 10), st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31))), max_size=60
)


def found(ratings: Sequence[int | None], dates: Sequence[Cell]) -> dict[str, Any] | None:
    return period_table(a_survey(ratings, dates=dates), STANDARD, 0.5)


def table(ratings: Sequence[int | None], dates: Sequence[Cell]) -> dict[str, Any]:
    there = found(ratings, dates)
    assert there is not None
    return there


def of_days(*days: date) -> dict[str, Any]:
    return table([9] * len(days), days)


def test_a_day_has_its_rows_its_nps_and_its_name() -> None:
    there = table([9, 3, None, 10], [MONDAY, MONDAY, MONDAY, "2026-05-05T09:00"])

    assert {name: there[name] for name in ("column", "unit", "unread", "left_out")} == {
        "column": "Date",
        "unit": "day",
        "unread": 0,
        "left_out": 0,
    }
    assert [(one["period"], one["label"], one["rows"]) for one in there["values"]] == [
        ("2026-05-04", "2026-05-04", 3),
        ("2026-05-05", "2026-05-05", 1),
    ]
    assert [one["nps"]["score"] for one in there["values"]] == [0.0, 100.0]
    assert there["values"][0]["nps"]["unrated"] == 1


@pytest.mark.parametrize(
    ("days", "unit"), [(1, "day"), (2, "day"), (31, "day"), (32, "week"), (182, "week"), (183, "month"), (800, "month")]
)
def test_the_unit_is_by_the_days_from_the_first_to_the_last(days: int, unit: str) -> None:
    assert of_days(MONDAY, MONDAY + timedelta(days=days - 1))["unit"] == unit


@pytest.mark.parametrize(
    ("day", "period", "label"),
    [
        # The weeks are those of the examples in ISO 8601.
        (date(2005, 1, 1), "2004-12-27", "2004-W53"),
        (date(2005, 12, 31), "2005-12-26", "2005-W52"),
        (date(2007, 12, 31), "2007-12-31", "2008-W01"),
        (date(2008, 12, 29), "2008-12-29", "2009-W01"),
        (date(2010, 1, 3), "2009-12-28", "2009-W53"),
        (date(2026, 5, 10), "2026-05-04", "2026-W19"),
    ],
)
def test_a_week_begins_on_monday_and_is_called_as_in_iso_8601(day: date, period: str, label: str) -> None:
    first = of_days(day, day + timedelta(days=60))["values"][0]

    assert (first["period"], first["label"]) == (period, label)


def test_a_month_is_called_by_year_and_month() -> None:
    there = of_days(date(2025, 11, 30), date(2026, 6, 1))

    assert [one["label"] for one in there["values"]] == [
        *("2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04", "2026-05", "2026-06")
    ]
    assert [one["period"] for one in there["values"]][:3] == ["2025-11-01", "2025-12-01", "2026-01-01"]


@pytest.mark.parametrize("days", [4, 60, 300])
def test_periods_without_rows_in_between_are_listed_with_no_ratings(days: int) -> None:
    there = of_days(MONDAY, MONDAY + timedelta(days=days))
    between = there["values"][1:-1]

    assert len(between) >= 3
    assert {(one["rows"], one["nps"]["n"], one["nps"]["score"], one["difference"]) for one in between} == {
        (0, 0, None, None)
    }


@pytest.mark.parametrize(("months", "listed"), [(MAX_PERIODS, MAX_PERIODS), (MAX_PERIODS + 1, 2)])
def test_a_date_decades_away_fills_the_report_with_no_empty_periods(months: int, listed: int) -> None:
    last = date(2000 + (months - 1) // 12, (months - 1) % 12 + 1, 9)

    assert len(of_days(date(2000, 1, 1), last)["values"]) == listed


def test_each_period_is_compared_with_the_last_one_before_that_has_ratings() -> None:
    first, gap, second, third = MONDAY, MONDAY + timedelta(1), MONDAY + timedelta(3), MONDAY + timedelta(4)
    ratings = [10] * 20 + [None] * 3 + [3] * 20 + [8] * 20
    there = table(ratings, [first] * 20 + [gap] * 3 + [second] * 20 + [third] * 20)
    steps = [
        nps_difference(NpsCounts(0, 0, 20), NpsCounts(20)),
        nps_difference(NpsCounts(0, 20), NpsCounts(0, 0, 20)),
    ]

    assert [one["difference"] for one in there["values"]] == [None, None, None, *corrected(steps)]
    assert [step["points"] for step in corrected(steps)] == [-200.0, 100.0]


@pytest.mark.parametrize(("before", "after"), [(4, 20), (20, 4)])
def test_a_period_of_fewer_than_five_ratings_is_compared_with_nothing(before: int, after: int) -> None:
    there = table([10] * before + [3] * after, [MONDAY] * before + [MONDAY + timedelta(1)] * after)

    assert [one["difference"] for one in there["values"]] == [None, None]


def test_unread_and_blank_dates_are_counted_apart() -> None:
    there = table([9] * 5, [MONDAY, "31/02/2026", "soon", None, " "])

    assert (there["unread"], there["left_out"]) == (2, 2)


@pytest.mark.parametrize("dates", [None, [None, None], ["x", "14:05"], ["03/04/2026", "05/05/2026"]])
def test_without_sure_dates_there_is_no_table(dates: list[Cell] | None) -> None:
    assert period_table(a_survey([9, 3], dates=dates), STANDARD, 0.5) is None


@pytest.mark.parametrize("ratings", [[None], [None] * 40, [7]])
def test_without_ratings_the_rows_are_still_told(ratings: list[int | None]) -> None:
    (one,) = table(ratings, [MONDAY] * len(ratings))["values"]

    assert one["rows"] == len(ratings)
    assert one["nps"]["score"] == (None if ratings[0] is None else 0.0)


@pytest.mark.parametrize(
    ("dates", "words"),
    [
        (["03/04/2026", "05/04/2026"], "no number over 12 tells the day from the month, as in “03/04/2026”."),
        (["03/04/2026", "25/04/2026", "04/26/2026"], "“25/04/2026” has the day first and “04/26/2026” the month,"),
        (["26-01-09", "26-01-10"], "the year may come first or last, as in “26-01-09” and “26-01-10”."),
        (["x", None], "no cell could be read as a date."),
    ],
)
def test_the_note_says_why_there_is_no_table_and_what_to_do(dates: list[Cell], words: str) -> None:
    survey = a_survey([9] * len(dates), dates=dates)
    note = period_note(survey)

    assert note is not None
    assert note.startswith("There is no NPS over time: in the date column “Date” ")
    assert words in note
    assert note.endswith(" Write the dates as 2026-05-04.")
    assert period_note(survey, dates=survey_dates(survey)) == note


@pytest.mark.parametrize("doubt", [*Doubt, None])
def test_the_note_is_there_in_spanish(doubt: Doubt | None) -> None:
    cells: dict[Doubt | None, list[Cell]] = {
        Doubt.ORDER: ["03/04/2026"],
        Doubt.MIXED: ["03/04/2026", "25/04/2026", "04/26/2026"],
        Doubt.YEAR_PLACE: ["26-01-09", "26-01-10"],
        None: ["x"],
    }
    note = period_note(a_survey([9] * len(cells[doubt]), dates=cells[doubt]), Lang.SPANISH)

    assert note is not None
    assert note.startswith("No hay NPS en el tiempo: en la columna de fecha “Date” ")
    assert all(str(text) in note for text in cells[doubt][1:])


@pytest.mark.parametrize("dates", [None, [MONDAY, None], [MONDAY, "x"]])
def test_there_is_no_note_where_there_is_a_table_or_no_date_column(dates: list[Cell] | None) -> None:
    assert period_note(a_survey([9, 9], dates=dates)) is None


def test_dates_that_are_known_are_not_read_again() -> None:
    survey = a_survey([9, 9], dates=["03/04/2026", "x"])
    known = survey_dates(a_survey([9, 9], dates=[MONDAY, None]))
    there = period_table(survey, STANDARD, 0.5, known)

    assert there is not None
    assert [one["period"] for one in there["values"]] == ["2026-05-04"]


@given(rows, st.randoms(use_true_random=False), st.sampled_from(NpsMethod))
def test_the_order_of_the_rows_changes_nothing(
    given_rows: list[tuple[int | None, date | None]], dice: Random, method: NpsMethod
) -> None:
    survey = a_survey([row[0] for row in given_rows], dates=[row[1] for row in given_rows])
    order = list(range(len(given_rows)))
    dice.shuffle(order)

    assert period_table(with_order(survey, order), method, 0.5) == period_table(survey, method, 0.5)


@given(rows.filter(lambda every: any(day for _, day in every)))
def test_the_counts_of_all_periods_and_of_undated_rows_add_up_to_the_whole(
    given_rows: list[tuple[int | None, date | None]],
) -> None:
    ratings = [row[0] for row in given_rows]
    there = table(ratings, [row[1] for row in given_rows])
    undated = NpsReport.of([rating for rating, day in given_rows if not day], STANDARD)
    whole = NpsReport.of(ratings, STANDARD)

    assert sum(one["rows"] for one in there["values"]) + there["unread"] + there["left_out"] == len(ratings)
    for name in ("n", "promoters", "passives", "detractors", "unrated"):
        assert sum(one["nps"][name] for one in there["values"]) + getattr(undated, name) == getattr(whole, name)


@given(rows.filter(lambda every: any(day for _, day in every)))
def test_periods_follow_each_other_without_a_gap(given_rows: list[tuple[int | None, date | None]]) -> None:
    there = table([row[0] for row in given_rows], [row[1] for row in given_rows])
    starts = [date.fromisoformat(one["period"]) for one in there["values"]]
    steps = {"day": {1}, "week": {7}, "month": {28, 29, 30, 31}}[there["unit"]]

    assert {(after - before).days for before, after in pairwise(starts)} <= steps
    assert there["values"][0]["rows"] > 0
    assert there["values"][-1]["rows"] > 0
