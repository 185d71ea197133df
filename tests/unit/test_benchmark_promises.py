"""The benchmark's promises: which figure counts, and when a promise holds."""

import pytest

from benchmarks.promises import FIXED, LUNA, Check, Run, bound_check, cached_checks, checks_of_size, markdown


@pytest.mark.parametrize(
    ("values", "most", "options", "passed"),
    [
        ([4.0, 4.9, 9.0], 5.0, {}, True),
        ([4.0, 5.0, 9.0], 5.0, {}, True),
        ([4.0, 5.0, 9.0], 5.0, {"strict": True}, False),
        ([0, 0, 1], 0, {}, True),
        ([0, 0, 1], 0, {"worst": True}, False),
    ],
)
def test_the_median_counts_unless_the_worst_does(
    values: list[float], most: float, options: dict[str, bool], passed: bool
) -> None:
    assert Check("x", values, most, "s", **options).passed is passed


def test_a_size_has_its_seconds_and_calls_and_loses_nothing() -> None:
    runs = [Run(4.4, 0.7, 17, 0, 0), Run(4.6, 0.8, 19, 0, 0), Run(9.0, 0.9, 21, 1, 0)]

    told = {check.name.rpartition(": ")[2]: check.passed for check in checks_of_size(850, LUNA, runs)}

    assert told == {
        "drop to results": True,
        "model calls": True,
        "beside the calls": True,
        "calls answered 429": False,
        "rows lost": True,
    }


def test_where_both_can_be_had_the_calls_of_the_mission_count() -> None:
    runs = [Run(3.0, 0.6, 9, 0, 0)]

    assert [check.passed for check in checks_of_size(850, FIXED, runs)] == [True, False, True, True, True]


def test_the_same_comments_again_take_no_call() -> None:
    assert [check.passed for check in cached_checks([Run(1.4, 1.4, 0, 0, 0)])] == [True, True]
    assert [check.passed for check in cached_checks([Run(1.6, 1.6, 1, 0, 0)])] == [False, False]


def test_the_table_says_what_holds() -> None:
    table = markdown([bound_check(850, LUNA, [1.1, 1.2, 1.3]), Check("calls", [9], 8, "calls")])

    assert "| 1.20 × | 1.10 – 1.30 | ≤ 1.25 × | holds |" in table
    assert "| calls | 9 calls | 9 – 9 | ≤ 8 calls | **does not hold** |" in table


def test_what_has_to_be_nothing_and_is_takes_one_line_and_else_its_own() -> None:
    clean = checks_of_size(1800, LUNA, [Run(8.0, 0.7, 14, 0, 0)] * 3)
    refused = checks_of_size(1800, LUNA, [Run(8.0, 0.7, 14, 2, 0)] * 3)

    assert "| calls answered 429 and rows lost, in 3 runs | 0 | | 0 | holds |" in markdown(clean)
    assert "calls answered 429 | 2 calls | 2 – 2 | ≤ 0 calls | **does not hold** |" in markdown(refused)
