"""batching: every comment in one batch, in order, in as few batches as the limits allow."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.batching import MAX_BATCH_CHARS, plan_batches

short = st.lists(st.integers(0, 100), max_size=300)
any_length = st.lists(st.one_of(st.integers(0, 4000), st.integers(10_000, 2 * MAX_BATCH_CHARS)), max_size=80)
limits = st.integers(1, 130)


@pytest.mark.parametrize(
    ("comments", "most", "sizes"),
    [
        (0, 120, []),
        (1, 120, [1]),
        (120, 120, [120]),
        (121, 120, [61, 60]),
        (850, 120, [107, 107, 107, 107, 107, 107, 107, 101]),
        (10, 4, [4, 4, 2]),
        (9, 4, [3, 3, 3]),
        (3, 1, [1, 1, 1]),
    ],
)
def test_batches_are_as_equal_as_one_size_for_all_allows(comments: int, most: int, sizes: list[int]) -> None:
    assert [len(batch) for batch in plan_batches([10] * comments, most)] == sizes


@pytest.mark.parametrize(("comments", "calls"), [(850, 8), (1800, 15), (3000, 25)])
def test_the_targets_for_calls_are_met_with_the_default_batch_size(comments: int, calls: int) -> None:
    assert len(plan_batches([60] * comments, 120)) == calls


@pytest.mark.parametrize("most", [0, -1])
def test_a_batch_without_room_is_an_error(most: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        plan_batches([1], most)


def test_long_comments_are_spread_over_more_batches() -> None:
    half = MAX_BATCH_CHARS // 2

    assert plan_batches([half, half, half, 1], 120) == [[0, 1], [2, 3]]


def test_a_comment_longer_than_a_batch_is_alone_in_one() -> None:
    assert plan_batches([1, MAX_BATCH_CHARS + 1, 1], 120) == [[0], [1], [2]]


@given(any_length, limits)
def test_every_position_is_there_once_and_in_order(lengths: list[int], most: int) -> None:
    assert [position for batch in plan_batches(lengths, most) for position in batch] == list(range(len(lengths)))


@given(any_length, limits)
def test_no_batch_is_empty_or_over_a_limit(lengths: list[int], most: int) -> None:
    for batch in plan_batches(lengths, most):
        assert 1 <= len(batch) <= most
        assert len(batch) == 1 or sum(lengths[position] for position in batch) <= MAX_BATCH_CHARS


@given(short, limits)
def test_of_comments_of_usual_length_there_are_as_few_batches_as_can_be(lengths: list[int], most: int) -> None:
    assert len(plan_batches(lengths, most)) == math.ceil(len(lengths) / most)
