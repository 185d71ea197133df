"""Rate limit and budget in this process."""

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import replace

from feedback.domain.budget import Reserved, cap_passed, month_of
from feedback.domain.errors import NotYourTurnError
from feedback.domain.limits import LimitRates, LimitState, mark_waiting, take_turn


class LimitItem:
    """What limiters share: the state, and the lock under which it is changed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.state = LimitState()


class MemoryRateLimiter:
    """RateLimiter; those that are given the same item keep one limit together. now is in milliseconds since 1970."""

    def __init__(self, rates: LimitRates, now: Callable[[], int], item: LimitItem | None = None) -> None:
        self._rates = rates
        self._now = now
        self._item = item or LimitItem()

    def take(self, job_id: str, tokens: int, max_wait: float) -> float:
        with self._item.lock:
            now = self._now()
            turn = take_turn(self._item.state, self._rates, job_id, tokens, now)
            if turn.claim > max_wait:
                self._item.state = mark_waiting(self._item.state, job_id, now) or self._item.state
                raise NotYourTurnError(turn.claim)
            self._item.state = turn.state
            return turn.wait

    def settle(self, tokens: int) -> None:
        change = round(tokens * 60_000 / self._rates.tokens_per_minute)
        with self._item.lock:
            state = self._item.state
            self._item.state = replace(state, tokens_until=state.tokens_until + change)

    def push_back(self, seconds: float) -> None:
        until = self._now() + round(seconds * 1000)
        with self._item.lock:
            state = self._item.state
            self._item.state = replace(state, blocked_until=max(state.blocked_until, until))


class MemoryBudget:
    """Budget; spent holds what is spent or reserved in each calendar month (UTC), in millionths of a dollar."""

    def __init__(self, cap_usd: float, now: Callable[[], int]) -> None:
        self._lock = threading.Lock()
        self._cap = round(cap_usd * 1_000_000)
        self._now = now
        self.spent: Counter[str] = Counter()

    def month(self) -> str:
        return month_of(self._now())

    def reserve(self, micro_usd: int) -> Reserved:
        month = self.month()
        with self._lock:
            if self.spent[month] + micro_usd > self._cap:
                raise cap_passed(self._cap)
            self.spent[month] += micro_usd
            return Reserved(month, self._cap - self.spent[month])

    def settle(self, month: str, micro_usd: int) -> None:
        with self._lock:
            self.spent[month] += micro_usd

    def left(self) -> int:
        with self._lock:
            return max(0, self._cap - self.spent[self.month()])
