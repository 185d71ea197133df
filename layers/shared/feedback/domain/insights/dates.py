"""The days that the cells of a date column say. Where day and month can't be told apart, nothing is guessed."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeGuard

from feedback.domain.cells import is_filled
from feedback.domain.date_text import is_date_text
from feedback.domain.models import Cell, CellError
from feedback.domain.survey import Survey

FIRST_YEAR, LAST_YEAR = 1990, 2100
"""Other years are what programs put for no date (1899-12-30, 1970-01-01, 9999-12-31) or mistyped: no survey's."""

_PIVOT = 69
"""Two-digit years from here on are 19yy, those below 20yy, as in POSIX (strptime, %y)."""

_MONTH_NAMES = (
    "jan january ene enero janeiro janv janvier jän jänner januar",
    "feb february febrero fev fevereiro fév févr février februar",
    "mar march marzo março mars mär mrz märz",
    "apr april abr abril avr avril",
    "may mayo mai maio",
    "jun june junio junho juin juni",
    "jul july julio julho juil juillet juli",
    "aug august ago agosto aoû août",
    "sep sept september septiembre setiembre set setembro septembre",
    "oct october octubre out outubro octobre okt oktober",
    "nov november noviembre novembro novembre",
    "dec december dic diciembre dez dezembro déc décembre dezember",
)
_MONTHS = {name: month for month, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()}
_SIGN, _NAME, _YEAR, _END = r"[-/. ]", r"([^\W\d_]+)\.?", r"(\d{4}|\d{2})", r"(?=[t,\s]|$)"
_YEAR_FIRST = re.compile(rf"(\d{{4}})({_SIGN})(\d{{1,2}})\2(\d{{1,2}}){_END}", re.IGNORECASE)
_NUMBERS = re.compile(rf"(\d{{1,2}})([-/.])(\d{{1,2}})\2{_YEAR}{_END}", re.IGNORECASE)
_NAME_SECOND = re.compile(
    rf"(\d{{1,2}})(?:{_SIGN}|\.\s)(?:de\s)?{_NAME}(?:{_SIGN}|,\s|\sde\s){_YEAR}{_END}", re.IGNORECASE
)
_NAME_FIRST = re.compile(rf"{_NAME}{_SIGN}(\d{{1,2}}),?\s(\d{{4}}){_END}", re.IGNORECASE)


class Doubt(StrEnum):
    """Why cells of a column are unread that may be dates.

    ORDER: 03/04/2026, and no value over 12 in the column tells day from month. MIXED: some tell one order and some the
    other. YEAR_PLACE: the last number of 26-01-09, 26-01-10, … varies more than the first, so it may be the day.
    """

    ORDER = "order"
    MIXED = "mixed"
    YEAR_PLACE = "year_place"


@dataclass(frozen=True, slots=True)
class Dates:
    """values: the day that each row's cell says, None where it says none. unread: filled cells without a day; blank:
    cells that show nothing. doubt: why some cells are unread that may be dates, with one or two texts as examples.
    """

    values: list[datetime.date | None]
    unread: int
    blank: int
    doubt: Doubt | None = None
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Numbers:
    """A text of three numbers, the year last, that may be day/month or month/day."""

    text: str
    first: int
    second: int
    year: str

    def day(self, day_first: bool | None) -> datetime.date | None:
        """The day in that order; None for None where both orders give one and they differ."""
        if day_first is None:
            both = {day for order in (True, False) if (day := self.day(order))}
            return both.pop() if len(both) == 1 else None
        month, number = (self.second, self.first) if day_first else (self.first, self.second)
        return _day(self.year, month, number)

    @property
    def year_may_come_first(self) -> bool:
        two_digits = len(self.year) == 2 and self.text[1].isdigit()
        return two_digits and _day(self.text[:2], self.second, int(self.year)) is not None

    @property
    def ambiguous(self) -> bool:
        return self.day(None) is None and self.day(True) is not None

    def tells(self, day_first: bool) -> bool:
        """It is a real day in that order and none in the other."""
        return max(self.first, self.second) > 12 and self.day(day_first) is not None


def survey_dates(survey: Survey) -> Dates | None:
    """The dates of a survey's date column, None where it has none."""
    at = survey.columns.date
    return None if at is None else read_dates(survey.table.column(at))


def read_dates(cells: Sequence[Cell]) -> Dates:
    """The days in a column: dates as they are, and texts in the forms of is_date_text, times and zones left out.

    The day is the local one, as written. A text of three numbers, the year last, is read in the order that the column
    tells: by a number over 12 in any of its real days. Where none does, or some tell the other order, each is read
    that has one meaning only. Unread are also days that no calendar has, years outside FIRST_YEAR…LAST_YEAR, texts
    without a day or a year ("Jan 2026", "9 Jan", "14:05"), times and numbers.
    """
    texts = {text: _read(text) for text in dict.fromkeys(cell.strip() for cell in cells if _is_text(cell))}
    numbers = [found for found in texts.values() if isinstance(found, _Numbers)]
    telling = [[one for one in numbers if one.tells(order)] for order in (True, False)]
    order = bool(telling[0]) if bool(telling[0]) != bool(telling[1]) else None
    doubt, examples = _doubt(numbers, order, telling)
    days = {
        text: (None if doubt is Doubt.YEAR_PLACE else found.day(order)) if isinstance(found, _Numbers) else found
        for text, found in texts.items()
    }
    values = [days[cell.strip()] if _is_text(cell) else _of_cell(cell) for cell in cells]
    blank = sum(not is_filled(cell) for cell in cells)
    return Dates(values, values.count(None) - blank, blank, doubt, examples)


def _doubt(
    numbers: Sequence[_Numbers], order: bool | None, telling: Sequence[Sequence[_Numbers]]
) -> tuple[Doubt | None, tuple[str, ...]]:
    """Why some of the numbers can't be read, with examples that don't depend on the order of rows."""
    if order is None and (ambiguous := [one.text for one in numbers if one.ambiguous]):
        if all(telling):
            return Doubt.MIXED, tuple(min(one.text for one in group) for group in telling)
        return Doubt.ORDER, (min(ambiguous),)
    if order and all(one.year_may_come_first for one in numbers):
        firsts, lasts = {one.first for one in numbers}, {one.year for one in numbers}
        if len(lasts) > len(firsts):
            return Doubt.YEAR_PLACE, (min(one.text for one in numbers), max(one.text for one in numbers))
    return None, ()


def _read(text: str) -> datetime.date | _Numbers | None:
    if not is_date_text(text):
        return None
    if found := _YEAR_FIRST.match(text):
        return _day(found[1], int(found[3]), int(found[4]))
    if found := _NUMBERS.match(text):
        return _Numbers(text, int(found[1]), int(found[3]), found[4])
    if found := _NAME_SECOND.match(text):
        return _day(found[3], _month(found[2]), int(found[1]))
    if found := _NAME_FIRST.match(text):
        return _day(found[3], _month(found[1]), int(found[2]))
    return None


def _month(name: str) -> int:
    return _MONTHS.get(name.casefold(), 0)


def _day(year: str, month: int, day: int) -> datetime.date | None:
    """The day of the calendar, None where there is none or no survey can have it."""
    number = int(year)
    if len(year) == 2:
        number += 1900 if number >= _PIVOT else 2000
    try:
        return _plausible(datetime.date(number, month, day))
    except ValueError:
        return None


def _of_cell(cell: Cell) -> datetime.date | None:
    if isinstance(cell, datetime.datetime):
        return _plausible(cell.date())
    return _plausible(cell) if isinstance(cell, datetime.date) else None


def _plausible(day: datetime.date) -> datetime.date | None:
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _is_text(cell: Cell) -> TypeGuard[str]:
    return isinstance(cell, str) and not isinstance(cell, CellError)
