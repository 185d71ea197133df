"""Purse: a worker's calls never hold more than the month's cap, keep what is unspent only while they are at work, and
write less often than twice a call."""

import random
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest

from feedback.domain.budget import Reserved, month_of
from feedback.domain.errors import BudgetError
from feedback.ports import Budget
from feedback.services.purse import Purse
from tests.builders import Clock
from tests.contract.makers import BudgetMaker
from tests.contract.test_budget import CAP_USD, Holders, last_moment_of_may

LARGE_CAP_USD = 1.0
LARGE_CAP = 1_000_000


class CountedBudget:
    """Budget that hands on to another one, and counts what would be writes."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self.writes = 0

    def month(self) -> str:
        return self._budget.month()

    def reserve(self, micro_usd: int) -> Reserved:
        self.writes += 1
        return self._budget.reserve(micro_usd)

    def settle(self, month: str, micro_usd: int) -> None:
        self.writes += bool(micro_usd)
        self._budget.settle(month, micro_usd)

    def left(self) -> int:
        return self._budget.left()


def test_a_call_alone_leaves_exactly_what_it_spent(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(LARGE_CAP_USD, clock)
    purse = Purse(budget)

    month = purse.reserve(700)
    assert budget.left() == LARGE_CAP - 700
    purse.settle(month, 150 - 700)
    assert budget.left() == LARGE_CAP - 150


def test_what_a_call_did_not_spend_pays_for_the_next_while_another_is_at_work(
    make_budget: BudgetMaker, clock: Clock
) -> None:
    budget = CountedBudget(make_budget(LARGE_CAP_USD, clock))
    purse = Purse(budget)
    long = purse.reserve(700)

    for _ in range(20):
        purse.settle(purse.reserve(700), 30 - 700)
    assert budget.left() == LARGE_CAP - 700 - 19 * 30 - 700  # 600 of them are spent, and 670 still held
    purse.settle(long, 40 - 700)

    assert budget.left() == LARGE_CAP - 20 * 30 - 40
    # Each call fills up what the one before has spent; what is left goes back once. Without a purse it were 42.
    assert budget.writes == 1 + 20 + 1


def test_several_reservations_that_are_unspent_pay_for_many_calls(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = CountedBudget(make_budget(LARGE_CAP_USD, clock))
    purse = Purse(budget)
    months = [purse.reserve(700) for _ in range(4)]

    for month in months[1:]:
        purse.settle(month, 30 - 700)
    for _ in range(20):
        purse.settle(purse.reserve(700), 30 - 700)
    purse.settle(months[0], 30 - 700)

    assert budget.left() == LARGE_CAP - 24 * 30
    # Four reservations of 700 hold 2,800: 24 calls spend 720, and the last may cost 700.
    assert budget.writes == 4 + 1


def test_a_call_whose_cost_nobody_knows_stays_reserved_and_the_rest_goes_back(
    make_budget: BudgetMaker, clock: Clock
) -> None:
    budget = make_budget(LARGE_CAP_USD, clock)
    purse = Purse(budget)
    silent, answered = purse.reserve(700), purse.reserve(700)

    purse.settle(answered, 30 - 700)
    purse.settle(silent, 0)

    assert budget.left() == LARGE_CAP - 700 - 30


def test_a_call_dearer_than_reserved_counts_in_full(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(LARGE_CAP_USD, clock)
    purse = Purse(budget)
    first, second = purse.reserve(100), purse.reserve(100)

    purse.settle(first, -60)
    purse.settle(second, 300)

    assert budget.left() == LARGE_CAP - 40 - 400


def test_near_the_cap_nothing_is_kept_from_other_workers(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)
    one, other = Purse(budget), Purse(budget)
    long, month = one.reserve(100), one.reserve(700)

    one.settle(month, 10 - 700)

    assert budget.left() == 1000 - 100 - 10
    assert other.reserve(890) == month
    with pytest.raises(BudgetError, match="BUDGET_USD"):
        one.reserve(1)
    one.settle(long, -100)
    assert one.reserve(100) == month


def test_a_refused_call_reserves_nothing(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = make_budget(CAP_USD, clock)
    purse = Purse(budget)

    with pytest.raises(BudgetError):
        purse.reserve(1001)
    assert budget.left() == 1000
    assert purse.reserve(1000)
    with pytest.raises(BudgetError):
        purse.reserve(1)
    assert budget.left() == 0


def test_what_is_held_at_the_end_of_a_month_goes_back_to_that_month(make_budget: BudgetMaker) -> None:
    clock = last_moment_of_may()
    budget = make_budget(LARGE_CAP_USD, clock)
    purse = Purse(budget)
    long, may = purse.reserve(500), purse.reserve(700)
    purse.settle(may, 30 - 700)
    assert budget.left() == LARGE_CAP - 500 - 700

    clock.advance(seconds=0.001)
    june = purse.reserve(600)
    assert (may, june) == ("2026-05", "2026-06")
    assert budget.left() == LARGE_CAP - 600
    purse.settle(long, 40 - 500)
    purse.settle(june, 50 - 600)

    assert budget.left() == LARGE_CAP - 50
    clock.advance(seconds=-0.001)
    assert budget.left() == LARGE_CAP - 30 - 40


def test_a_month_that_ends_between_looking_and_reserving_gets_its_money_back(make_budget: BudgetMaker) -> None:
    clock = Clock(round(datetime(2026, 5, 31, 23, 59, 59, 999_000, UTC).timestamp() * 1000))
    budget = make_budget(LARGE_CAP_USD, clock)

    class Ending(CountedBudget):
        def reserve(self, micro_usd: int) -> Reserved:
            if self.writes == 2:
                clock.advance(seconds=0.001)
            return super().reserve(micro_usd)

    purse = Purse(Ending(budget))
    purse.reserve(500)
    purse.settle(purse.reserve(700), 30 - 700)
    june = purse.reserve(900)

    assert june == "2026-06"
    assert budget.left() == LARGE_CAP - 900
    clock.advance(seconds=-0.001)
    assert budget.left() == LARGE_CAP - 500 - 30


@pytest.mark.parametrize("workers", [1, 4])
def test_16_threads_never_hold_more_than_the_cap_and_in_the_end_only_what_was_spent_is_gone(
    make_budget: BudgetMaker, clock: Clock, workers: int
) -> None:
    budget, holders = make_budget(CAP_USD, clock), Holders()
    purses = [Purse(budget) for _ in range(workers)]

    def work(seed: int) -> int:
        dice = random.Random(seed)  # noqa: S311 (a repeatable test)
        purse, total = purses[seed % workers], 0
        for _ in range(6):
            amount, spent = dice.randint(20, 250), dice.randint(0, 10)
            try:
                month = purse.reserve(amount)
            except BudgetError:
                continue
            holders.change(amount)
            holders.change(spent - amount)
            purse.settle(month, spent - amount)
            total += spent
        return total

    with ThreadPoolExecutor(16) as pool:
        spent = sum(pool.map(work, range(16)))

    assert 0 < holders.most <= 1000
    assert budget.left() == 1000 - spent


def test_16_threads_of_one_worker_that_all_fit_are_all_granted(make_budget: BudgetMaker, clock: Clock) -> None:
    budget = CountedBudget(make_budget(LARGE_CAP_USD, clock))
    purse = Purse(budget)

    with ThreadPoolExecutor(16) as pool:
        months = list(pool.map(lambda _: purse.reserve(1000), range(16)))
    assert budget.left() == LARGE_CAP - 16_000
    for month in months:
        purse.settle(month, 100 - 1000)

    assert budget.left() == LARGE_CAP - 1600
    assert budget.writes <= 16 + 1


class OutOfOrder(CountedBudget):
    """Fails once so many reservations were made, and would take no more than one amount at a time."""

    def __init__(self, budget: Budget, good: int) -> None:
        super().__init__(budget)
        self._good = good

    def reserve(self, micro_usd: int) -> Reserved:
        if micro_usd > 700:
            raise BudgetError("too much at once")
        if self._good == 0:
            raise ConnectionError("the table is gone")
        self._good -= 1
        return super().reserve(micro_usd)


def test_where_one_of_several_reservations_breaks_the_others_hold(make_budget: BudgetMaker, clock: Clock) -> None:
    purse = Purse(OutOfOrder(make_budget(LARGE_CAP_USD, clock), good=2))

    found = purse._reserve_all([700, 600, 500])

    assert found[:2] == [month_of(clock())] * 2
    assert isinstance(found[2], ConnectionError)
