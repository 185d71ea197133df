"""NPS over time: by day, week or month, and how each period differs from the one before."""

import datetime
from collections.abc import Iterator
from enum import StrEnum
from typing import Any

from feedback.domain.column_errors import quoted
from feedback.domain.insights.dates import Dates, Doubt, survey_dates
from feedback.domain.insights.tallies import Tally, tally_by
from feedback.domain.insights.two_samples import MIN_RATINGS, Difference, compared, nps_difference
from feedback.domain.nps import NpsMethod
from feedback.domain.options import Lang
from feedback.domain.survey import Survey

MAX_DAYS = 31
MAX_WEEK_DAYS = 26 * 7
"""Longest spans, in days with both ends, that are shown by day and by week."""

MAX_PERIODS = 240
"""With more periods between the first and the last date, one of them is likely mistyped: empty ones are left out."""


class Unit(StrEnum):
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


def period_table(
    survey: Survey, method: NpsMethod, passive_weight: float, dates: Dates | None = None
) -> dict[str, Any] | None:
    """{column, unit, values, unread, left_out} by the survey's date column; None without one, and where period_note()
    says why.

    unit: day for a span of at most MAX_DAYS days, week (ISO 8601, from Monday) for at most MAX_WEEK_DAYS, else month.
    values: {period, label, rows, nps, difference} in order of time, periods between without rows too. period is the
    first day ("2026-05-04"), label the period's name ("2026-05-04", "2026-W19", "2026-05"). difference is the standard
    NPS less that of the last period before that has ratings, corrected over all such steps; None for the first and
    where either has fewer than MIN_RATINGS ratings.
    unread: rows whose date can't be read; left_out: rows without one. dates: survey_dates(survey), if it is known.
    """
    dates = dates or survey_dates(survey)
    if dates is None or survey.columns.date is None or dates.doubt or not any(dates.values):
        return None
    days = sorted({day for day in dates.values if day})
    unit = _unit(days)
    starts = {day: _start(day, unit) for day in days}
    tallies = tally_by([starts[day] if day else None for day in dates.values], survey.ratings)
    periods = list(_periods(starts[days[0]], starts[days[-1]], unit))
    if len(periods) > MAX_PERIODS:
        periods = sorted(set(starts.values()))
    in_order = [tallies.get(period, Tally()) for period in periods]
    return {
        "column": survey.table.columns[survey.columns.date],
        "unit": unit.value,
        "values": [
            {
                "period": period.isoformat(),
                "label": _label(period, unit),
                "rows": tally.rows,
                "nps": tally.nps(method, passive_weight),
                "difference": difference,
            }
            for period, tally, difference in zip(periods, in_order, compared(list(_steps(in_order))), strict=True)
        ],
        "unread": dates.unread,
        "left_out": dates.blank,
    }


def period_note(survey: Survey, lang: Lang = Lang.ENGLISH, dates: Dates | None = None) -> str | None:
    """Why a survey with a date column has no table of periods, and what to do; None where it has one, or no column."""
    dates = dates or survey_dates(survey)
    if dates is None or survey.columns.date is None or (any(dates.values) and not dates.doubt):
        return None
    reason = _REASONS[lang][dates.doubt].format(*dates.examples)
    return _NOTE[lang].format(column=quoted(survey.table.columns[survey.columns.date]), reason=reason)


def _unit(days: list[datetime.date]) -> Unit:
    span = (days[-1] - days[0]).days + 1
    return Unit.DAY if span <= MAX_DAYS else Unit.WEEK if span <= MAX_WEEK_DAYS else Unit.MONTH


def _start(day: datetime.date, unit: Unit) -> datetime.date:
    match unit:
        case Unit.DAY:
            return day
        case Unit.WEEK:
            return day - datetime.timedelta(days=day.weekday())
        case Unit.MONTH:
            return day.replace(day=1)


def _periods(first: datetime.date, last: datetime.date, unit: Unit) -> Iterator[datetime.date]:
    """The first days of all periods from first to last."""
    step = datetime.timedelta(days={Unit.DAY: 1, Unit.WEEK: 7, Unit.MONTH: 31}[unit])
    while first <= last:
        yield first
        first = _start(first + step, unit)


def _label(start: datetime.date, unit: Unit) -> str:
    match unit:
        case Unit.DAY:
            return start.isoformat()
        case Unit.WEEK:
            year, week, _ = start.isocalendar()
            return f"{year}-W{week:02d}"
        case Unit.MONTH:
            return f"{start.year}-{start.month:02d}"


def _steps(periods: list[Tally]) -> Iterator[Difference | None]:
    """Each period's difference to the last one before with ratings, None where one of them has too few."""
    before = Tally()
    for period in periods:
        enough = min(period.counts.n, before.counts.n) >= MIN_RATINGS
        yield nps_difference(period.counts, before.counts) if enough else None
        before = period if period.counts.n else before


_NOTE = {
    Lang.ENGLISH: "There is no NPS over time: in the date column {column} {reason} Write the dates as 2026-05-04.",
    Lang.SPANISH: "No hay NPS en el tiempo: en la columna de fecha {column} {reason} Escriba fechas como 2026-05-04.",
}
_REASONS: dict[Lang, dict[Doubt | None, str]] = {
    Lang.ENGLISH: {
        None: "no cell could be read as a date.",
        Doubt.ORDER: "no number over 12 tells the day from the month, as in “{0}”.",
        Doubt.MIXED: "“{0}” has the day first and “{1}” the month, so others can't be read.",
        Doubt.YEAR_PLACE: "the year may come first or last, as in “{0}” and “{1}”.",
    },
    Lang.SPANISH: {
        None: "no se pudo leer ninguna celda como fecha.",
        Doubt.ORDER: "ningún número mayor que 12 distingue el día del mes, como en «{0}».",
        Doubt.MIXED: "«{0}» empieza por el día y «{1}» por el mes, y las demás no se pueden leer.",
        Doubt.YEAR_PLACE: "el año puede ir delante o detrás, como en «{0}» y «{1}».",
    },
}
