"""Numbers of a report as text, in its language; what is not known is a dash."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from feedback.domain.wording import Wording

UNKNOWN = "–"
_LEAST_P = 0.001


@dataclass(frozen=True, slots=True)
class Figures:
    """Writes numbers that may be None."""

    words: Wording

    def points(self, value: float | None) -> str:
        return UNKNOWN if value is None else self.words.numbers.points(value)

    def signed(self, value: float | None, digits: int | None = None) -> str:
        return UNKNOWN if value is None else self.words.numbers.signed(value, digits)

    def decimal(self, value: float | None, digits: int = 2) -> str:
        return UNKNOWN if value is None else self.words.numbers.fixed(value, digits)

    def share(self, value: float | None, digits: int = 0) -> str:
        return UNKNOWN if value is None else self.words.numbers.share(value, digits)

    def integer(self, value: float | None) -> str:
        return UNKNOWN if value is None else self.words.numbers.integer(value)

    def p(self, value: float | None) -> str:
        if value is None:
            return UNKNOWN
        return f"< {self.decimal(_LEAST_P, 3)}" if value < _LEAST_P else self.decimal(value, 3)

    def p_text(self, value: float) -> str:
        """Such as "p = 0.012" or "p < 0.001"."""
        return f"p {self.p(value)}" if value < _LEAST_P else f"p = {self.p(value)}"

    def interval(self, low: float | None, high: float | None) -> str:
        """Of points, "57.0 to 61.4"; "" where there is none."""
        return self._between(low, high, self.points)

    def signed_interval(self, low: float | None, high: float | None) -> str:
        return self._between(low, high, self.signed)

    def decimal_interval(self, low: float | None, high: float | None) -> str:
        return self._between(low, high, self.decimal)

    def share_interval(self, low: float | None, high: float | None) -> str:
        return self._between(low, high, self.share)

    def _between(self, low: float | None, high: float | None, write: Callable[[float], str]) -> str:
        if low is None or high is None:
            return ""
        return self.words.text("page.interval", low=write(low), high=write(high))

    def theme(self, report: Mapping[str, Any], key: str) -> str:
        """A theme's label in the report's language; its key where the report does not know it."""
        return next((str(entry["label"]) for entry in report["themes"] if entry["theme"] == key), key)
