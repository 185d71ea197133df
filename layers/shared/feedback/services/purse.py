"""A worker's share of the month's budget, so that not every call costs two writes."""

import threading
from collections.abc import Sequence

from feedback.domain.errors import BudgetError
from feedback.domain.together import Together
from feedback.ports import Budget

PLENTY = 20
"""Unspent money is kept for the next call only where the month has so many times as much left: others need it too."""


class Purse:
    """Reserves for the calls of one worker. May be used from many threads.

    What a call did not spend pays for the next one, as long as a call of this worker is at work; then all that is left
    goes back to the budget. So no more is ever reserved than the calls at work at one time could cost.
    """

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._together = Together(self._reserve_all)
        self._guard = threading.Lock()
        self._month = ""
        self._held = 0
        self._left = 0
        self._at_work = 0

    def reserve(self, micro_usd: int) -> str:
        """The month it is reserved in. Raises BudgetError, and reserves nothing, beyond the cap.

        Every reservation ends with one call of settle.
        """
        month = self._together.ask(micro_usd)
        if isinstance(month, Exception):
            raise month
        return month

    def settle(self, month: str, micro_usd: int) -> None:
        """Correct a reservation of that month by what was spent less what was reserved; 0: all of it is spent."""
        with self._guard:
            self._at_work = max(0, self._at_work - 1)
            if month == self._month:
                micro_usd -= self._held
                self._held = 0
            unspent = -micro_usd
            if month == self._month and self._at_work and 0 < unspent * PLENTY <= self._left:
                self._held = unspent
                return
        self._budget.settle(month, micro_usd)

    def _reserve_all(self, amounts: Sequence[int]) -> list[str | Exception]:
        """For each amount its month, or what went wrong with it: those that were reserved must be settled."""
        try:
            month = self._reserve(sum(amounts), len(amounts))
        except BudgetError as error:
            # Together they are too much: some of them alone may not be.
            return [error] if len(amounts) == 1 else [self._reserve_all([amount])[0] for amount in amounts]
        except Exception as error:  # noqa: BLE001 - raised by reserve, to the one whose amount it is
            return [error] * len(amounts)
        return [month] * len(amounts)

    def _reserve(self, micro_usd: int, calls: int) -> str:
        month, held = self._take_held()
        try:
            while micro_usd > held:
                reserved = self._budget.reserve(micro_usd - held)
                if reserved.month == month or not held:
                    month, held = reserved.month, micro_usd
                    self._left = reserved.left
                else:  # the month has ended meanwhile, and what was held is of the old one
                    self._budget.settle(reserved.month, held - micro_usd)
                    self._budget.settle(month, -held)
                    month, held = reserved.month, 0
        except BaseException:
            self._put_back(month, held)
            raise
        with self._guard:
            self._at_work += calls
        self._put_back(month, held - micro_usd)
        return month

    def _take_held(self) -> tuple[str, int]:
        """What is held of the current month, which is held no more; what is left of an earlier one goes back."""
        month = self._budget.month()
        with self._guard:
            of, held, self._held = self._month, self._held, 0
        if held and of != month:
            self._budget.settle(of, -held)
            held = 0
        return month, held

    def _put_back(self, month: str, micro_usd: int) -> None:
        with self._guard:
            old, of_old = (self._month, self._held) if self._month != month else (month, 0)
            if old != month:
                self._month, self._held = month, 0
            if self._at_work:
                self._held, micro_usd = self._held + micro_usd, 0
        for of, amount in ((old, of_old), (month, micro_usd)):
            if amount:
                self._budget.settle(of, -amount)
