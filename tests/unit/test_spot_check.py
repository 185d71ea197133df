"""spot_check: whether comments get the same analysis both times they are asked; worked by hand."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.contracts import SpotCheckReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.documents import RepeatedAnswer
from feedback.domain.nps import NpsGroup
from feedback.domain.spot_check import in_other_batches, repeat_count, sampled, spot_check_report, spot_check_warning
from tests.unit.strategies import codes

SAME = "500000000en"

# What a comment got the first and the second time (06 is the price, 17 the staff); whether all in all, sentiment,
# themes and language agree.
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
    """Of comments that are promoters, passives, detractors and without rating in turn, asked again ever later."""
    first = {number: pair[0] for number, pair in enumerate(pairs)}
    again = {n: RepeatedAnswer(pair[1], n / max(1, len(pairs) - 1)) for n, pair in enumerate(pairs)}
    groups = [(*NpsGroup, None)[number % 4] for number in first]
    return spot_check_report(first, again, len(pairs) if asked is None else asked, groups, DEFAULT_CODEBOOK)


def part(compared: int, agreement: float | None) -> dict[str, Any]:
    return {"compared": compared, "agreement": agreement}


@pytest.mark.parametrize(("first", "again", "found"), PAIRS)
def test_one_pair_of_analyses(first: str, again: str, found: tuple[bool, ...]) -> None:
    told = report([(first, again)])

    assert tuple(told[name] for name in ("agreement", "sentiment", "themes", "language")) == tuple(map(float, found))


def test_shares_are_of_all_pairs_and_the_interval_is_that_of_the_agreement() -> None:
    assert report([(first, again) for first, again, _ in PAIRS], asked=12) == {
        "asked": 12,
        "compared": 9,
        "agreement": 0.556,
        "low": 0.267,
        "high": 0.811,
        "sentiment": 0.889,
        "themes": 0.667,
        "language": 0.889,
        "by_group": {"promoter": part(3, 0.667), "passive": part(2, 1.0), "detractor": part(2, 0.5)},
        "by_place": {"start": part(3, 0.667), "middle": part(3, 0.333), "end": part(3, 0.667)},
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
    first = {1: SAME, 2: SAME, 3: SAME}
    again = {2: RepeatedAnswer(SAME, 0), 3: RepeatedAnswer("100000000es", 1), 4: RepeatedAnswer(SAME, 0.5)}

    told = spot_check_report(first, again, 5, [None] * 5, DEFAULT_CODEBOOK)

    assert (told["asked"], told["compared"], told["agreement"]) == (5, 2, 0.5)
    assert told["by_place"] == {"start": part(1, 1.0), "middle": part(0, None), "end": part(1, 0.0)}


@pytest.mark.parametrize("asked", [0, 7])
def test_where_nothing_can_be_compared_nothing_is_said(asked: int) -> None:
    told = spot_check_report({1: SAME}, {}, asked, [None, None], DEFAULT_CODEBOOK)

    nothing = dict.fromkeys(("agreement", "low", "high", "sentiment", "themes", "language"))
    assert told == {"asked": asked, "compared": 0} | nothing | {
        "by_group": dict.fromkeys(("promoter", "passive", "detractor"), part(0, None)),
        "by_place": dict.fromkeys(("start", "middle", "end"), part(0, None)),
    }
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
    assert warning.startswith("Asked twice, in two batches, only 60% of 5 comments drawn at random")


@pytest.mark.parametrize(
    ("comments", "percent", "count"),
    [(0, 1, 0), (7, 1, 7), (20, 1, 20), (850, 1, 20), (2001, 1, 21), (100_000, 1, 200), (850, 0, 0), (300, 50, 150)],
)
def test_the_share_is_rounded_up_and_twenty_to_two_hundred(comments: int, percent: float, count: int) -> None:
    assert repeat_count(comments, percent) == count


@given(st.lists(st.integers(), unique=True), st.integers(-3, 60), st.text())
def test_a_sample_holds_different_comments_and_the_same_ones_for_the_same_seed(
    comments: list[int], count: int, seed: str
) -> None:
    drawn = sampled(comments, count, seed)

    assert len(drawn) == len(set(drawn)) == min(len(comments), max(0, count))
    assert set(drawn) <= set(comments)
    assert drawn == sampled(comments, count, seed)


def test_every_comment_is_drawn_about_as_often_as_any_other() -> None:
    drawn = Counter(at for job in range(2000) for at in sampled(range(10), 1, f"d{job}"))

    assert drawn.total() == 2000
    assert all(150 < drawn[at] < 250 for at in range(10))


@given(st.lists(st.integers(0, 12), min_size=2, max_size=9), st.data())
def test_a_comment_is_repeated_in_another_batch_than_its_own(sizes: list[int], data: st.DataObject) -> None:
    starts = [sum(sizes[:at]) for at in range(len(sizes))]
    batches: list[list[int | None]] = [[*range(s, s + n)] for s, n in zip(starts, sizes, strict=True)]
    repeated = data.draw(st.lists(st.integers(0, sum(sizes) - 1), unique=True)) if sum(sizes) else []
    for _ in repeated:
        batches[data.draw(st.integers(0, len(batches) - 1))].append(None)

    filled = in_other_batches(batches, repeated)

    home = {at: number for number, items in enumerate(batches) for at in items if at is not None}
    slots = [number for number, items in enumerate(batches) for at in items if at is None]
    placed = [(slot, at) for slot, at in zip(slots, filled, strict=True) if at is not None]
    assert len({at for _, at in placed}) == len(placed)
    assert {at for _, at in placed} <= set(repeated)
    assert all(home[at] != slot for slot, at in placed)
    # Nothing stays open that could be filled at once.
    left = set(repeated) - {at for _, at in placed}
    empty = [slot for slot, at in zip(slots, filled, strict=True) if at is None]
    assert all(home[at] == slot for at in left for slot in empty)


def test_two_comments_whose_slots_are_in_their_own_batches_change_places() -> None:
    assert in_other_batches([[0, None], [1, None]], [1, 0]) == [1, 0]
    assert in_other_batches([[0, 1, None, None], [2, 3, None, None]], [2, 0, 3, 1]) == [2, 3, 0, 1]
    assert sorted(in_other_batches([[0, None], [1, 2, None]], [1, 2]), key=str) == [1, None]
