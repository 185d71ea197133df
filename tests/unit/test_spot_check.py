"""spot_check: whether comments get the same analysis alone as among others; worked by hand."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.contracts import SpotCheckReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.spot_check import spot_check_report, spot_check_sample, spot_check_warning
from tests.unit.strategies import codes

SAME = "500000000en"

# What a comment got among others and alone (06 is the price, 17 the staff); whether all in all, sentiment, themes and
# language agree.
PAIRS = [
    ("900000000061en", "900000000061en", (True, True, True, True)),
    ("500000000061en", "612345678061en", (True, True, True, True)),  # sentiment a step apart, all other scores apart
    ("500000000061en", "700000000061en", (False, False, True, True)),  # two steps
    ("500000000061en", "500000000061es", (False, True, True, False)),
    ("500000000061en", "500000000171en", (False, True, False, True)),  # other themes
    ("500000000061171en", "500000000061en", (True, True, False, True)),  # one in common
    (SAME, SAME, (True, True, True, True)),  # no themes
    (SAME, "500000000061en", (False, True, False, True)),  # a theme, and none
    ("500000000061en", "500000000063en", (True, True, True, True)),  # of other polarity
]


def report(pairs: list[tuple[str, str]], asked: int | None = None) -> dict[str, Any]:
    together = {number: pair[0] for number, pair in enumerate(pairs)}
    alone = {number: pair[1] for number, pair in enumerate(pairs)}
    return spot_check_report(together, alone, len(pairs) if asked is None else asked, DEFAULT_CODEBOOK)


@pytest.mark.parametrize(("together", "alone", "found"), PAIRS)
def test_one_pair_of_analyses(together: str, alone: str, found: tuple[bool, ...]) -> None:
    told = report([(together, alone)])

    assert tuple(told[name] for name in ("agreement", "sentiment", "themes", "language")) == tuple(map(float, found))


def test_shares_are_of_all_pairs_and_the_interval_is_that_of_the_agreement() -> None:
    assert report([(together, alone) for together, alone, _ in PAIRS], asked=12) == {
        "asked": 12,
        "compared": 9,
        "agreement": 0.556,
        "low": 0.267,
        "high": 0.811,
        "sentiment": 0.889,
        "themes": 0.667,
        "language": 0.889,
    }


@given(codes(), codes())
def test_whether_two_analyses_agree_does_not_depend_on_which_is_which(one: str, other: str) -> None:
    assert report([(one, other)]) == report([(other, one)])


@given(codes())
def test_an_analysis_agrees_with_itself(code: str) -> None:
    assert report([(code, code)])["agreement"] == 1


def test_two_analyses_that_were_exchanged_are_seen() -> None:
    happy, angry = "980070011173en", "109900009061en"

    assert report([(happy, angry), (angry, happy), (SAME, SAME)])["agreement"] == 0.333


def test_only_comments_with_both_answers_are_compared() -> None:
    together, alone = {1: SAME, 2: SAME, 3: SAME}, {2: SAME, 3: "100000000es", 4: SAME}

    told = spot_check_report(together, alone, 5, DEFAULT_CODEBOOK)

    assert (told["asked"], told["compared"], told["agreement"]) == (5, 2, 0.5)


@pytest.mark.parametrize("asked", [0, 7])
def test_where_nothing_can_be_compared_nothing_is_said(asked: int) -> None:
    told = spot_check_report({1: SAME}, {}, asked, DEFAULT_CODEBOOK)

    assert told == {"asked": asked, "compared": 0} | dict.fromkeys(
        ("agreement", "low", "high", "sentiment", "themes", "language")
    )
    assert spot_check_warning(told) is None


@pytest.mark.parametrize("pairs", [[], [(SAME, SAME)]])
def test_all_that_is_told_is_in_the_api_reply_and_the_other_way_round(pairs: list[tuple[str, str]]) -> None:
    assert SpotCheckReply.model_validate(report(pairs)).model_dump() == report(pairs)


@pytest.mark.parametrize(
    ("agreeing", "compared", "warned"),
    [
        (0, 1, False),  # one alone may be chance
        (1, 2, False),
        (3, 4, False),
        (0, 2, True),
        (1, 3, True),
        (3, 5, True),
        (4, 5, False),
        (8, 10, False),
        (7, 9, True),
        (79, 100, True),
        (80, 100, False),
        (10, 10, False),
    ],
)
def test_a_warning_is_given_where_more_than_one_and_more_than_a_fifth_disagree(
    agreeing: int, compared: int, warned: bool
) -> None:
    pairs = [(SAME, SAME)] * agreeing + [(SAME, "900000000en")] * (compared - agreeing)

    warning = spot_check_warning(report(pairs))

    assert (warning is not None) == warned


def test_the_warning_says_how_many_agree_of_how_many() -> None:
    warning = spot_check_warning(report([(SAME, SAME)] * 3 + [(SAME, "900000000en")] * 2))

    assert warning is not None
    assert warning.startswith("Asked alone, only 60% of 5 comments drawn at random")


@pytest.mark.parametrize(
    ("comments", "percent", "drawn"),
    [(0, 1, 0), (1, 1, 1), (100, 1, 1), (101, 1, 2), (850, 1, 9), (850, 0, 0), (10, 100, 10), (3000, 0.5, 15)],
)
def test_the_sample_is_the_share_rounded_up(comments: int, percent: float, drawn: int) -> None:
    assert len(spot_check_sample(range(comments), percent, "d1")) == drawn


@given(st.lists(st.integers(), unique=True), st.floats(0, 100), st.text())
def test_a_sample_holds_different_comments_in_order_the_same_ones_for_the_same_seed(
    comments: list[int], percent: float, seed: str
) -> None:
    drawn = spot_check_sample(comments, percent, seed)

    assert drawn == sorted(set(drawn))
    assert set(drawn) <= set(comments)
    assert drawn == spot_check_sample(comments, percent, seed)


def test_every_comment_is_drawn_about_as_often_as_any_other() -> None:
    drawn = Counter(at for job in range(2000) for at in spot_check_sample(range(10), 10, f"d{job}"))

    assert drawn.total() == 2000
    assert all(150 < drawn[at] < 250 for at in range(10))
