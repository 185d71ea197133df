"""Budget: the month's cap is never passed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from feedback.domain.errors import BudgetError
from tests.builders import Clock
from tests.contract.makers import BudgetMaker

CAP_USD = 0.001
"""1,000 millionths."""


def test_spend_is_reserved_up_to_the_cap_and_not_beyond(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)

    budget.reserve(600)
    with pytest.raises(BudgetError, match="BUDGET_USD"):
        budget.reserve(401)
    budget.reserve(400)
    with pytest.raises(BudgetError):
        budget.reserve(1)


def test_one_call_dearer_than_the_cap_is_refused_and_reserves_nothing(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)

    with pytest.raises(BudgetError, match=r"\$0\.00"):
        budget.reserve(1001)
    budget.reserve(1000)


def test_with_a_cap_of_nothing_only_what_is_free_is_reserved(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(0, clock)

    budget.reserve(0)
    with pytest.raises(BudgetError):
        budget.reserve(1)


def test_what_was_not_spent_can_be_reserved_again(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)
    budget.reserve(1000)

    budget.settle(-300)
    budget.reserve(300)
    with pytest.raises(BudgetError):
        budget.reserve(1)


def test_what_was_spent_beyond_the_reservation_counts(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)
    budget.reserve(500)

    budget.settle(300)
    with pytest.raises(BudgetError):
        budget.reserve(201)
    budget.reserve(200)


def test_a_new_month_starts_anew(make_budget: BudgetMaker) -> None:
    last_moment = datetime(2026, 5, 31, 23, 59, 59, 999_000, UTC)
    clock = Clock(round(last_moment.timestamp() * 1000))
    budget = make_budget(CAP_USD, clock)
    budget.reserve(1000)

    with pytest.raises(BudgetError):
        budget.reserve(1)
    clock.advance(seconds=0.001)
    budget.reserve(1000)
    with pytest.raises(BudgetError):
        budget.reserve(1)


def test_16_threads_never_pass_the_cap_and_leave_no_call_unused(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)

    def reserve_three_times(_: int) -> int:
        granted = 0
        for _ in range(3):
            try:
                budget.reserve(70)
            except BudgetError:
                continue
            granted += 70
        return granted

    with ThreadPoolExecutor(16) as pool:
        granted = sum(pool.map(reserve_three_times, range(16)))

    assert granted == 980
