"""Budget: the month's cap is never passed."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Lock

import pytest

from feedback.domain.errors import BudgetError
from tests.builders import Clock
from tests.contract.makers import BudgetMaker

CAP_USD = 0.001
"""1,000 millionths."""


def last_moment_of_may() -> Clock:
    return Clock(round(datetime(2026, 5, 31, 23, 59, 59, 999_000, UTC).timestamp() * 1000))


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
    month = budget.reserve(1000).month

    budget.settle(month, -300)
    budget.reserve(300)
    with pytest.raises(BudgetError):
        budget.reserve(1)


def test_what_was_spent_beyond_the_reservation_counts(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)
    month = budget.reserve(500).month

    budget.settle(month, 300)
    with pytest.raises(BudgetError):
        budget.reserve(201)
    budget.reserve(200)


def test_a_new_month_starts_anew(make_budget: BudgetMaker) -> None:
    clock = last_moment_of_may()
    budget = make_budget(CAP_USD, clock)
    budget.reserve(1000)

    with pytest.raises(BudgetError):
        budget.reserve(1)
    clock.advance(seconds=0.001)
    budget.reserve(1000)
    with pytest.raises(BudgetError):
        budget.reserve(1)


def test_a_reservation_names_its_month(make_budget: BudgetMaker) -> None:
    clock = last_moment_of_may()
    budget = make_budget(CAP_USD, clock)

    assert budget.month() == budget.reserve(1).month == "2026-05"
    clock.advance(seconds=0.001)
    assert budget.month() == budget.reserve(1).month == "2026-06"


def test_a_call_that_ends_in_the_next_month_is_settled_in_its_own(make_budget: BudgetMaker) -> None:
    clock = last_moment_of_may()
    budget = make_budget(CAP_USD, clock)
    may = budget.reserve(1000).month
    clock.advance(seconds=0.001)
    budget.reserve(400)

    budget.settle(may, -1000)
    assert budget.left() == 600
    clock.advance(seconds=-0.001)
    assert budget.left() == 1000


def test_what_is_left_is_the_cap_less_what_is_spent_and_reserved(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)
    assert budget.left() == 1000

    month = budget.reserve(700).month
    assert budget.left() == 300
    budget.settle(month, -200)
    assert budget.left() == 500
    budget.settle(month, 1)
    assert budget.left() == 499


def test_a_reservation_says_what_is_left_after_it(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)

    assert budget.reserve(700).left == 300
    assert budget.reserve(300).left == 0


def test_what_is_left_is_never_below_nothing(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)

    budget.settle(budget.reserve(900).month, 200)
    assert budget.left() == 0


def test_a_refused_reservation_leaves_what_is_left(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)
    budget.reserve(900)

    with pytest.raises(BudgetError):
        budget.reserve(101)
    assert budget.left() == 100


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


def test_at_no_moment_do_16_threads_that_reserve_and_settle_hold_more_than_the_cap(
    make_budget: BudgetMaker, clock: Clock
) -> None:
    budget, holders = make_budget(CAP_USD, clock), Holders()

    def work(seed: int) -> None:
        dice = random.Random(seed)  # noqa: S311 (a repeatable test)
        for _ in range(6):
            amount, spent = dice.randint(50, 250), dice.randint(0, 50)
            try:
                month = budget.reserve(amount).month
            except BudgetError:
                continue
            holders.change(amount)
            holders.change(spent - amount)
            budget.settle(month, spent - amount)

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(work, range(16)))

    assert 0 < holders.most <= 1000
    assert budget.left() == 1000 - holders.held


class Holders:
    """What callers know they hold: it is counted after each reservation, and given back before it is settled."""

    def __init__(self) -> None:
        self._lock = Lock()
        self.held = self.most = 0

    def change(self, amount: int) -> None:
        with self._lock:
            self.held += amount
            self.most = max(self.most, self.held)
