"""What an evaluation asks, in which order, and what it says it costs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import InputError
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.planning import Pace
from feedback.domain.prompts import MAX_COMMENTS, comment_id, estimated_tokens
from feedback_cli.evaluate.plan import Price, plan_passes, price_of, read_sizes, request_of, sample, total

TEXTS = [f"Comment number {number} on a slow delivery" for number in range(25)]


@pytest.mark.parametrize(
    ("text", "sizes"), [("1,10,40", [1, 10, 40]), (" 40 , 10", [1, 10, 40]), ("5,5", [1, 5]), ("1", [1])]
)
def test_sizes_are_sorted_and_one_is_always_among_them(text: str, sizes: list[int]) -> None:
    assert read_sizes(text) == sizes


@pytest.mark.parametrize("text", ["", "0", str(MAX_COMMENTS + 1), "ten", "1,,2", "-1", "1.5"])
def test_what_is_no_list_of_sizes_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="--sizes must be numbers from 1 to "):
        read_sizes(text)


@given(st.integers(1, 60), st.lists(st.integers(1, 30), max_size=3))
def test_every_pass_asks_every_comment_once_in_batches_of_its_size(comments: int, sizes: list[int]) -> None:
    for planned in plan_passes(comments, sorted({1, *sizes}), 1):
        assert sorted(at for batch in planned.batches for at in batch) == list(range(comments))
        assert all(len(batch) == planned.size for batch in planned.batches[:-1])
        assert 1 <= len(planned.batches[-1]) <= planned.size <= comments


def test_one_comment_a_call_comes_first_and_again() -> None:
    assert [planned.name for planned in plan_passes(50, [1, 10, 40], 1)] == ["1", "1 again", "10", "40"]


def test_a_size_that_the_comments_do_not_fill_is_not_asked() -> None:
    assert [planned.size for planned in plan_passes(39, [1, 39, 40], 1)] == [1, 1, 39]


def test_each_pass_has_an_order_of_its_own_the_same_for_the_same_seed() -> None:
    orders = [[at for batch in planned.batches for at in batch] for planned in plan_passes(60, [1, 20, 30], 1)]
    again = [[at for batch in planned.batches for at in batch] for planned in plan_passes(60, [1, 20, 30], 1)]
    assert orders == again
    assert len({tuple(order) for order in [*orders, list(range(60))]}) == 5
    assert plan_passes(60, [1, 20], 1) != plan_passes(60, [1, 20], 2)


def test_a_request_has_ids_by_place_in_the_batch() -> None:
    request = request_of((7, 2), TEXTS, DEFAULT_CODEBOOK)
    assert request.comments == {comment_id(1): TEXTS[7], comment_id(2): TEXTS[2]}


@given(st.integers(0, 30), st.none() | st.integers(1, 40), st.integers())
def test_a_sample_keeps_the_order_and_has_at_most_limit_items(count: int, limit: int | None, seed: int) -> None:
    found = sample(range(count), limit, seed)
    assert found == sorted(set(found))
    assert len(found) == (count if limit is None else min(count, limit))


def test_the_price_is_that_of_all_estimated_calls() -> None:
    (planned,) = plan_passes(25, [10], 1)
    tokens = [estimated_tokens(request_of(batch, TEXTS, DEFAULT_CODEBOOK)) for batch in planned.batches]
    price = price_of(planned, TEXTS, DEFAULT_CODEBOOK, "gpt-6-luna", Pace(rps=2, tpm=10**9, in_flight=1))
    assert (price.calls, price.seconds) == (3, 1.5)
    assert (price.tokens_in, price.tokens_out) == (sum(one for one, _ in tokens), sum(one for _, one in tokens))
    assert price.cost_micro_usd == cost_micro_usd("gpt-6-luna", price.tokens_in, price.tokens_out)
    slow = price_of(planned, TEXTS, DEFAULT_CODEBOOK, "gpt-6-luna", Pace(rps=1000, tpm=60, in_flight=1))
    assert slow.seconds == price.tokens_in + price.tokens_out


def test_prices_add_up_and_an_unknown_one_makes_the_sum_unknown() -> None:
    assert total([Price(1, 2, 3, 4, 5), Price(10, 20, 30, 40, 50)]) == Price(11, 22, 33, 44, 55)
    assert total([Price(1, 2, 3, 4, 5), Price(1, 1, 1, None, 1)]).cost_micro_usd is None
