"""How tests of limiters and budgets make them: with their own settings and clock."""

from collections.abc import Callable

from feedback.domain.limits import LimitRates
from feedback.ports import Budget, RateLimiter
from tests.builders import Clock

type LimiterMaker = Callable[[LimitRates, Clock], RateLimiter]
"""Every limiter that one maker makes keeps the same limit."""

type BudgetMaker = Callable[[float, Clock], Budget]
