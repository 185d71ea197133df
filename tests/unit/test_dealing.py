"""dealing: every stretch of the order is a fair sample of all comments, by NPS group and by length."""

from collections import Counter
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.dealing import dealt
from feedback.domain.nps import NpsGroup

groups = st.sampled_from([*NpsGroup, None])
comments = st.lists(st.tuples(groups, st.integers(1, 4000)), max_size=400)


def order_of(known: Sequence[tuple[NpsGroup | None, int]], seed: str = "d1") -> list[int]:
    return dealt([group for group, _ in known], [length for _, length in known], seed)


@given(comments, st.text())
def test_every_comment_is_dealt_once_and_the_same_seed_deals_the_same(
    known: list[tuple[NpsGroup | None, int]], seed: str
) -> None:
    order = order_of(known, seed)

    assert sorted(order) == list(range(len(known)))
    assert order == order_of(known, seed)


@given(comments, st.data())
def test_every_stretch_has_its_share_of_every_group_and_of_short_and_long_comments(
    known: list[tuple[NpsGroup | None, int]], data: st.DataObject
) -> None:
    order = order_of(known)
    start = data.draw(st.integers(0, len(order)))
    stretch = order[start : data.draw(st.integers(start, len(order)))]

    kinds = 4 * 3
    for group in {group for group, _ in known}:
        here = sum(known[at][0] is group for at in stretch)
        share = sum(one is group for one, _ in known) / len(known)
        # Each of up to twelve kinds is off by two at most.
        assert abs(here - share * len(stretch)) <= 2 * kinds


def test_a_file_sorted_by_score_gives_no_batch_of_one_mood() -> None:
    known = [(group, 60 + at % 50) for group in NpsGroup for at in range(400)]

    order = order_of(known)

    for start in range(0, 1200, 100):
        counts = Counter(known[at][0] for at in order[start : start + 100])
        assert all(25 <= counts[group] <= 42 for group in NpsGroup)


def test_long_and_short_comments_are_in_every_batch() -> None:
    known = [(None, length) for length in range(1, 1201)]

    order = order_of(known)

    for start in range(0, 1200, 120):
        total = sum(known[at][1] for at in order[start : start + 120])
        assert total == pytest.approx(120 * 600, rel=0.1)


def test_another_job_deals_otherwise() -> None:
    known = [(NpsGroup.PASSIVE, 10)] * 50

    assert order_of(known, "d1") != order_of(known, "d2")
