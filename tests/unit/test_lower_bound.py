"""lower_bound: no schedule ends sooner, and one ends then."""

import itertools
import math
from collections.abc import Iterator, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.lower_bound import Limits, Model, lower_bound, sizes

NEVER_SHORT = 1e9
models = st.builds(
    Model,
    tokens=st.sampled_from((1.0, 7.0, 12.5)),
    first_token=st.sampled_from((0.0, 0.5, 0.74)),
    speed=st.sampled_from((1.0, 10.0, 90.0)),
    prompt_tokens=st.sampled_from((0.0, 20.0)),
    comment_tokens=st.sampled_from((0.0, 5.0)),
)


def compositions(comments: int, most: int) -> Iterator[tuple[int, ...]]:
    """All batch sizes in order that hold so many comments, each from 1 to most."""
    if not comments:
        yield ()
    for first in range(1, min(comments, most) + 1):
        for rest in compositions(comments - first, most):
            yield first, *rest


def end(batches: Sequence[int], model: Model, limits: Limits) -> float:
    """When calls of these sizes, each sent as soon as both buckets admit it, have all been answered."""
    requests, tokens, now, ends = max(1.0, limits.rps), limits.tpm, 0.0, 0.0
    for size in batches:
        cost = model.prompt_tokens + size * (model.comment_tokens + model.tokens)
        wait = max(0.0, (1 - requests) / limits.rps, (cost - tokens) * 60 / limits.tpm)
        now += wait
        requests = min(max(1.0, limits.rps), requests + wait * limits.rps) - 1
        tokens = min(limits.tpm, tokens + wait * limits.tpm / 60) - cost
        ends = max(ends, now + model.seconds(size))
    return ends


def least(comments: int, model: Model, limits: Limits) -> float:
    return min(end(batches, model, limits) for batches in compositions(comments, limits.max_batch))


@settings(max_examples=60, deadline=None)
@given(model=models, comments=st.integers(1, 10), rps=st.sampled_from((0.5, 1, 2, 3)), most=st.integers(1, 6))
def test_it_is_the_least_of_all_schedules(model: Model, comments: int, rps: float, most: int) -> None:
    limits = Limits(rps, NEVER_SHORT, most)

    bound = lower_bound(comments, model, limits)

    assert bound.exact
    assert bound.seconds == pytest.approx(least(comments, model, limits), abs=1e-6)


@settings(max_examples=60, deadline=None)
@given(model=models, comments=st.integers(1, 9), rps=st.sampled_from((1, 2)), tpm=st.sampled_from((60, 150, 400)))
def test_where_tokens_are_short_no_schedule_ends_sooner(model: Model, comments: int, rps: float, tpm: float) -> None:
    limits = Limits(rps, tpm, 4)

    bound = lower_bound(comments, model, limits)

    found = least(comments, model, limits)
    assert bound.seconds <= found + 1e-6
    if bound.exact:
        assert bound.seconds == pytest.approx(found, abs=1e-6)


@given(model=models, comments=st.integers(1, 400), rps=st.sampled_from((1, 8)))
def test_the_sizes_given_end_in_time_with_no_call_to_spare(model: Model, comments: int, rps: float) -> None:
    limits = Limits(rps, NEVER_SHORT, 120)

    bound = lower_bound(comments, model, limits)

    most = list(itertools.islice(sizes(model, limits, bound.seconds), bound.calls))
    assert sum(most[:-1]) < comments <= sum(most)
    assert end(most, model, limits) <= bound.seconds + 1e-6


@pytest.mark.parametrize(
    ("comments", "rps", "most", "seconds", "calls"),
    [
        (0, 8, 120, 0.0, 0),
        (1, 8, 120, 0.5 + 0.1, 1),
        (8, 8, 120, 0.5 + 0.1, 8),  # one burst, a comment a call
        (16, 8, 120, 0.5 + 0.2, 8),  # two comments in each of the burst; a ninth call would start at 0.125
        (5, 1, 1, 4 + 0.5 + 0.1, 5),  # one comment a call: the last is admitted after four seconds
        (120, 1, 120, 4.9, 5),  # 44 + 34 + 24 + 14 + 4
    ],
)
def test_cases_worked_out_by_hand(comments: int, rps: float, most: int, seconds: float, calls: int) -> None:
    """Ten comments a second, half a second to the first token."""
    bound = lower_bound(comments, Model(1, 0.5, 10), Limits(rps, NEVER_SHORT, most))

    assert bound.seconds == pytest.approx(seconds, abs=1e-6)
    assert bound.calls == calls


def test_many_calls_come_near_the_continuous_solution() -> None:
    """Batches that shrink by speed/(tokens·rps) fill a triangle: n comments take sqrt(2·n·tokens/(speed·rps))."""
    model = Model(tokens=1, first_token=0, speed=1000)

    bound = lower_bound(100_000, model, Limits(1, NEVER_SHORT, 1_000_000))

    assert bound.seconds == pytest.approx(math.sqrt(2 * 100_000 / 1000), rel=0.05)


def test_short_tokens_are_waited_for() -> None:
    """100 comments of 10 tokens with 400 at once and 400 a minute: 600 more take 90 s, and the last call one more."""
    bound = lower_bound(100, Model(10, 0, 10), Limits(100, 400, 1))

    assert bound.seconds == pytest.approx(91)
    assert not bound.exact


@pytest.mark.parametrize("model", [Model(0, 1, 1), Model(1, 1, 0)])
def test_a_model_without_tokens_or_speed_is_refused(model: Model) -> None:
    with pytest.raises(ValueError, match="positive"):
        lower_bound(10, model, Limits())
