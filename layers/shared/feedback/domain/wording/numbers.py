"""Numbers and dates as people write them: English, and Spanish after the Ortografía of the RAE (2010)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

MINUS = "\u2212"
_THIN = "\u202f"
_LEAST_TENTH = 0.05


@dataclass(frozen=True, slots=True)
class NumberForms:
    """How a language writes numbers, money and dates. months are its twelve names, in running text and short.

    least_grouped: the least whole number whose thousands are parted. day, month and moment are patterns.
    """

    decimal: str
    thousands: str
    least_grouped: int
    percent: str
    dollars: str
    months: tuple[str, ...]
    short_months: tuple[str, ...]
    day: str
    short_day: str
    month: str
    moment: str

    def integer(self, value: float) -> str:
        """1240 → "1,240"; in Spanish "1240", and "12 400" with a thin space."""
        return self._whole(f"{round(value):d}")

    def fixed(self, value: float | Decimal, digits: int) -> str:
        """With so many decimals, halves away from zero; a number that rounds to zero has no sign."""
        text = f"{_rounded(value, digits):f}"
        whole, _, decimals = text.removeprefix("-").partition(".")
        sign = MINUS if text.startswith("-") and text.strip("-0.") else ""
        return sign + self._whole(whole) + (self.decimal + decimals if decimals else "")

    def points(self, value: float) -> str:
        """A score: one decimal; none where it is whole, so that exactly 0 is "0"; two where one would hide that it is
        not 0.
        """
        digits = 0 if value == int(value) else 1 if abs(value) >= _LEAST_TENTH else 2
        return self.fixed(value, digits)

    def signed(self, value: float, digits: int | None = None) -> str:
        """With its sign, + too; 0 has none. As points() where digits is None."""
        text = self.points(value) if digits is None else self.fixed(value, digits)
        return f"+{text}" if value > 0 and text.strip("0.,") else text

    def share(self, value: float, digits: int = 0) -> str:
        """0…1 as a percentage; what rounds to nothing, or to all, and is neither has one decimal more."""
        if value in (0, 1):
            digits = 0
        exact = Decimal(repr(float(value))).scaleb(2)
        more = value not in (0, 1) and _rounded(exact, digits) in (0, 100)
        return self.percent.format(self.fixed(exact, digits + more))

    def money(self, dollars: float) -> str:
        """US dollars: two decimals, below a dollar four."""
        return self.dollars.format(self.fixed(dollars, 2 if dollars >= 1 or not dollars else 4))

    def moment_of(self, iso: str) -> str:
        """An ISO 8601 time in words, to the minute, in its own time zone (of results: UTC). Text that is none stays."""
        try:
            at = datetime.fromisoformat(iso)
        except ValueError:
            return iso
        return self.moment.format(day=self.day_of(at.date()), time=f"{at:%H:%M}")

    def day_of(self, day: date) -> str:
        return self.day.format(day=day.day, month=self.months[day.month - 1], year=day.year)

    def period_of(self, iso: str, unit: str) -> str:
        """The period that begins on an ISO date: a day, a week by its first and last day, or a month. Text that is no
        date stays.
        """
        try:
            first = date.fromisoformat(iso)
        except ValueError:
            return iso
        if unit == "month":
            return self.month.format(month=self.short_months[first.month - 1], year=first.year)
        if unit == "week":
            last = first + timedelta(days=6)
            return f"{self._short(first)} – {self._short(last)} {last.year}"
        return f"{self._short(first)} {first.year}"

    def short_period_of(self, iso: str, unit: str) -> str:
        """As period_of, but a week by its first day only."""
        return self.period_of(iso, "month" if unit == "month" else "day")

    def _short(self, day: date) -> str:
        return self.short_day.format(day=day.day, month=self.short_months[day.month - 1])

    def _whole(self, text: str) -> str:
        sign = MINUS if text.startswith("-") else ""
        digits = text.removeprefix("-")
        grouped = f"{int(digits):,}".replace(",", self.thousands) if int(digits) >= self.least_grouped else digits
        return sign + grouped


def _rounded(value: float | Decimal, digits: int) -> Decimal:
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    return exact.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


ENGLISH = NumberForms(
    decimal=".",
    thousands=",",
    least_grouped=1000,
    percent="{}%",
    dollars="${}",
    months=(
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
    short_months=(
        *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
        *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    ),
    day="{day} {month} {year}",
    short_day="{day} {month}",
    month="{month} {year}",
    moment="{day}, {time} UTC",
)

SPANISH = NumberForms(
    decimal=",",
    thousands=_THIN,
    least_grouped=10_000,
    percent="{}" + _THIN + "%",
    dollars="{}\u00a0USD",
    months=(
        *("enero", "febrero", "marzo", "abril", "mayo", "junio"),
        *("julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre"),
    ),
    short_months=(
        *("ene", "feb", "mar", "abr", "may", "jun"),
        *("jul", "ago", "sept", "oct", "nov", "dic"),
    ),
    day="{day} de {month} de {year}",
    short_day="{day} {month}",
    month="{month} {year}",
    moment="{day}, {time} UTC",
)
