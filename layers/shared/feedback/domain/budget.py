"""The month's budget, in the words of its callers."""

from datetime import UTC, datetime
from typing import NamedTuple

from feedback.domain.errors import BudgetError


class Reserved(NamedTuple):
    """A reservation: its calendar month, and what was neither spent nor reserved in it right after."""

    month: str
    left: int


def month_of(now_ms: int) -> str:
    """The calendar month (UTC) of a time in milliseconds since 1970, as "2026-11"."""
    return datetime.fromtimestamp(now_ms / 1000, UTC).strftime("%Y-%m")


def cap_passed(cap_micro_usd: int) -> BudgetError:
    return BudgetError(
        f"budget: the next model call would pass this month's cap of ${cap_micro_usd / 1_000_000:.2f} (BUDGET_USD)"
    )
