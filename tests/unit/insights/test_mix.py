"""mix: a change of NPS split into another mix of groups and other scores within them."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.insights.mix import hundredths, split
from feedback.domain.insights.tallies import summed
from feedback.domain.nps import NpsCounts

counts = st.builds(NpsCounts, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
sides = st.dictionaries(st.sampled_from(["", "price", "staff", "app", "speed"]), counts).filter(
    lambda side: sum(one.n for one in side.values()) > 0
)


def nps(side: dict[str, NpsCounts]) -> Fraction:
    whole = summed(side.values())
    return Fraction(100 * (whole.promoters - whole.detractors), whole.n)


def test_the_split_is_as_worked_out_by_hand() -> None:
    # Before: price 50 of 100 at −40, staff 50 at +60, together +10. Now: price 25 of 100 at −20, staff 75 at +60: +40.
    before = {"price": NpsCounts(10, 10, 30), "staff": NpsCounts(35, 10, 5)}
    now = {"price": NpsCounts(5, 10, 10), "staff": NpsCounts(50, 20, 5)}
    parts = split(now, before)

    # Usual NPS 25. Price: −¼·(−30 − 25) and ⅜·20. Staff: ¼·(60 − 25) and nothing.
    assert (parts["price"].mix, parts["price"].within) == (Fraction("13.75"), Fraction("7.5"))
    assert (parts["staff"].mix, parts["staff"].within) == (Fraction("8.75"), Fraction(0))
    assert sum(part.mix + part.within for part in parts.values()) == 30


@given(sides, sides)
def test_all_parts_add_up_to_the_change_exactly(now: dict[str, NpsCounts], before: dict[str, NpsCounts]) -> None:
    parts = split(now, before)

    assert sum(part.mix + part.within for part in parts.values()) == nps(now) - nps(before)


@given(sides, sides)
def test_the_total_mix_is_kitagawas(now: dict[str, NpsCounts], before: dict[str, NpsCounts]) -> None:
    n, n_before = summed(now.values()).n, summed(before.values()).n
    expected = Fraction(0)
    for key in now.keys() | before.keys():
        there, earlier = now.get(key, NpsCounts()), before.get(key, NpsCounts())
        if there.n or earlier.n:
            one = nps({"": there if there.n else earlier})
            other = nps({"": earlier if earlier.n else there})
            expected += (Fraction(there.n, n) - Fraction(earlier.n, n_before)) * (one + other) / 2

    assert sum(part.mix for part in split(now, before).values()) == expected


@given(sides, st.integers(2, 5))
def test_more_answers_of_the_same_kinds_change_nothing(side: dict[str, NpsCounts], times: int) -> None:
    more = {
        key: NpsCounts(times * one.promoters, times * one.passives, times * one.detractors) for key, one in side.items()
    }

    assert all(part.mix == part.within == 0 for part in split(more, side).values())


@given(sides, sides)
def test_back_is_the_opposite_of_there(now: dict[str, NpsCounts], before: dict[str, NpsCounts]) -> None:
    there, back = split(now, before), split(before, now)

    assert {key: (-part.mix, -part.within) for key, part in there.items()} == {
        key: (part.mix, part.within) for key, part in back.items()
    }


def test_a_group_that_is_new_or_gone_has_changed_in_share_only() -> None:
    parts = split({"a": NpsCounts(10), "new": NpsCounts(0, 0, 10)}, {"a": NpsCounts(10), "gone": NpsCounts(0, 10)})

    assert (parts["new"].within, parts["gone"].within) == (Fraction(0), Fraction(0))
    assert parts["new"].mix < 0 < sum(abs(part.mix) for part in parts.values())


def test_a_growing_group_adds_where_it_is_better_than_all_and_takes_where_it_is_worse() -> None:
    bad_before, bad_now = NpsCounts(20, 0, 40), NpsCounts(30, 0, 60)
    parts = split({"bad": bad_now, "worse": NpsCounts(0, 0, 10)}, {"bad": bad_before, "worse": NpsCounts(0, 0, 40)})

    assert parts["bad"].mix > 0
    assert parts["worse"].mix > 0


@pytest.mark.parametrize(("now", "before"), [({}, {"": NpsCounts(1)}), ({"": NpsCounts(1)}, {"": NpsCounts()})])
def test_a_side_without_ratings_can_not_be_split(now: dict[str, NpsCounts], before: dict[str, NpsCounts]) -> None:
    with pytest.raises(ValueError, match="both sides need a rating"):
        split(now, before)


@pytest.mark.parametrize(
    ("parts", "total", "expected"),
    [
        ([Fraction(1, 3)] * 3, 100, [34, 33, 33]),
        ([Fraction(2, 3)] * 3, 200, [66, 67, 67]),
        ([Fraction("1.004"), Fraction("-1.006")], 0, [101, -101]),
        ([Fraction("0.25"), Fraction("0.5")], 75, [25, 50]),
        ([Fraction(1)], 101, [101]),
        ([], 0, []),
    ],
)
def test_rounded_parts_add_up_to_the_rounded_total(parts: list[Fraction], total: int, expected: list[int]) -> None:
    assert hundredths(parts, total) == expected


@given(st.lists(st.fractions(-100, 100, max_denominator=1000), min_size=1, max_size=80))
def test_no_part_is_rounded_by_a_hundredth_or_more(parts: list[Fraction]) -> None:
    total = round(100 * sum(parts))
    found = hundredths(parts, total)

    assert sum(found) == total
    assert all(abs(one - 100 * part) < 1 for one, part in zip(found, parts, strict=True))
