"""work: every comment is asked once or borrowed once, in batches that are planned, and some are asked again alone."""

import math
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.documents import Batch, BatchComment, BatchKind
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.models import Detail
from feedback.domain.planning import MAX_BATCH_CHARS, OptimizeFor, Pace, plan_batches
from feedback.domain.prompts import ModelRequest, estimated_tokens
from feedback.domain.speed import Speed
from feedback.domain.work import (
    BORROWED_START_MS,
    SPOT_CHECKS_A_BATCH,
    PlanRules,
    Work,
    comment_nano_usd,
    dealt,
    estimate_of,
    plan_of,
    spot_checks,
    tokens_in_of,
    work_of,
)

LUNA = "gpt-6-luna"
TEMPLATE = ModelRequest({}, DEFAULT_CODEBOOK)
SPEED = Speed(first_token=1.0, tokens_per_second=100, tokens_per_comment=10)
"""A second to the first token, and a tenth of one for each comment."""

PACE = Pace(rps=8, tpm=1e12, in_flight=40)
RULES = PlanRules(LUNA, batch_size=50, pace=PACE, optimize_for=OptimizeFor.CALLS, spot_check_percent=0, workers=4)
CHECKED = replace(RULES, spot_check_percent=10)


def comments(count: int) -> list[BatchComment]:
    return [BatchComment(number, f"key {number}", f"comment number {number:05d}") for number in range(count)]


def made(
    asked: Sequence[BatchComment],
    rules: PlanRules = RULES,
    lenders: dict[str, str] | None = None,
    rows: Sequence[int] | None = None,
    job_id: str = "d1",
) -> Work:
    rows = rows or [1] * (1 + max((comment.comment for comment in asked), default=0))
    return work_of(job_id, asked, rows, lenders or {}, TEMPLATE, SPEED, rules)


def of_kind(work: Work, kind: BatchKind) -> list[Batch]:
    return [batch for batch in work.batches if batch.kind is kind]


def numbers(batches: list[Batch]) -> list[int]:
    return [comment.comment for batch in batches for comment in batch.comments]


all_rules = st.builds(
    PlanRules,
    st.sampled_from([LUNA, "some-model"]),
    st.integers(1, 60),
    st.builds(Pace, st.floats(0.5, 50), st.floats(2000, 1e9), st.integers(1, 40)),
    st.sampled_from(OptimizeFor),
    st.floats(0, 100),
)


@given(st.data(), st.integers(0, 150), all_rules)
def test_every_comment_is_asked_once_or_borrowed_once_and_no_row_is_counted_twice(
    data: st.DataObject, count: int, rules: PlanRules
) -> None:
    lengths = st.sampled_from([10, 10, 10, 4000, 30_000, 70_000])
    survey = [replace(comment, text="x" * data.draw(lengths)) for comment in comments(count)]
    misses = [comment for comment in survey if data.draw(st.integers(0, 9))]
    lenders = {
        comment.key: data.draw(st.sampled_from(["d7", "d8"])) for comment in misses[:: data.draw(st.integers(1, 9))]
    }
    rows = [1 + number % 3 for number in range(count)]

    work = made(misses, rules, lenders, rows)

    asked, borrowed = of_kind(work, BatchKind.ASK), of_kind(work, BatchKind.BORROWED)
    assert numbers(asked) == [comment.comment for comment in misses if comment.key not in lenders]
    assert numbers(borrowed) == [comment.comment for comment in misses if comment.key in lenders]
    for batch in asked + borrowed:
        assert 1 <= len(batch.comments) <= rules.batch_size
        assert batch.rows == sum(rows[comment.comment] for comment in batch.comments)
    for batch in asked + borrowed:
        chars = sum(len(comment.text) for comment in batch.comments)
        assert len(batch.comments) == 1 or chars <= MAX_BATCH_CHARS
        assert batch.seconds == pytest.approx(1 + len(batch.comments) / 10)
    for batch in borrowed:
        assert batch.lenders == tuple(sorted({lenders[comment.key] for comment in batch.comments}))
    checked = of_kind(work, BatchKind.SPOT_CHECK)
    assert sum(batch.rows for batch in checked) == 0
    assert set(numbers(checked)) <= set(numbers(asked))
    assert len(set(numbers(checked))) == len(numbers(checked)) == work.spot_checks
    together = [batch for batch in asked if len(batch.comments) > 1]
    assert set(numbers(checked)) <= set(numbers(together))
    assert work.spot_checks == math.ceil(len(numbers(together)) * rules.spot_check_percent / 100)


@given(st.integers(1, 300), st.integers(0, 60), all_rules)
def test_what_is_asked_is_given_out_first_and_the_window_holds_at_least_one_batch(
    count: int, lent: int, rules: PlanRules
) -> None:
    lenders = {comment.key: "d7" for comment in comments(min(count, lent))}

    work = made(comments(count), rules, lenders)

    order = [BatchKind.ASK, BatchKind.SPOT_CHECK, BatchKind.BORROWED]
    places = [order.index(batch.kind) for batch in work.batches]
    assert places == sorted(places)
    assert 1 <= work.window <= len(work.batches)


def test_no_comments_make_no_batch() -> None:
    work = made([], CHECKED)

    assert (work.batches, work.spot_checks) == ([], 0)


def test_batches_are_those_of_the_plan_with_the_time_and_length_of_their_calls() -> None:
    work = made(comments(120))

    plan = plan_of([comment.text for comment in comments(120)], TEMPLATE, SPEED, RULES)
    assert [len(batch.comments) for batch in work.batches] == [len(batch.positions) for batch in plan.batches]
    assert len(work.batches) == 3
    assert [batch.start_ms for batch in work.batches] == [batch.start_ms for batch in plan.batches]
    assert [batch.seconds for batch in work.batches] == [1 + len(batch.comments) / 10 for batch in work.batches]
    assert [batch.lenders for batch in work.batches] == [()] * 3


def test_where_all_calls_fit_in_flight_all_batches_are_given_out_at_once() -> None:
    work = made(comments(120), CHECKED, lenders={"key 7": "d7"})

    kinds = [batch.kind for batch in work.batches]
    assert kinds == [BatchKind.ASK] * 3 + [BatchKind.SPOT_CHECK] * 2 + [BatchKind.BORROWED]
    assert work.window == 6


def test_where_not_all_calls_fit_in_flight_the_rest_follows_one_by_one() -> None:
    work = made(comments(1000), replace(CHECKED, pace=replace(PACE, in_flight=4)), lenders={"key 7": "d7"})

    assert len(of_kind(work, BatchKind.ASK)) == 20
    assert work.window == 4


@pytest.mark.parametrize(
    ("count", "workers", "sizes"),
    [
        (40, 4, [10] * 4),
        (25, 4, [7, 6, 6, 6]),
        (22, 4, [8, 7, 7]),
        (9, 4, [5, 4]),
        (8, 4, [8]),
        (0, 4, []),
        (99, 1, [99]),
    ],
)
def test_batches_are_dealt_out_evenly_and_each_once(count: int, workers: int, sizes: list[int]) -> None:
    dealt_out = dealt(range(1, count + 1), workers)

    assert [len(hand) for hand in dealt_out] == sizes
    assert sorted(number for hand in dealt_out for number in hand) == list(range(1, count + 1))


def test_every_worker_gets_early_batches_and_late_ones() -> None:
    assert [list(hand[:2]) for hand in dealt(range(1, 25), 3)] == [[1, 4], [2, 5], [3, 6]]


def test_what_is_only_borrowed_is_looked_for_at_once() -> None:
    work = made(comments(120), CHECKED, lenders={comment.key: "d7" for comment in comments(120)})

    assert [batch.kind for batch in work.batches] == [BatchKind.BORROWED] * 3
    assert work.window == 3
    assert {batch.start_ms for batch in work.batches} == {BORROWED_START_MS}
    assert {batch.lenders for batch in work.batches} == {("d7",)}


@pytest.mark.parametrize("lent", [0, 5, 120])
def test_one_call_at_a_time_gives_out_one_batch_at_a_time(lent: int) -> None:
    rules = replace(CHECKED, pace=replace(PACE, in_flight=1))

    work = made(comments(120), rules, lenders={comment.key: "d7" for comment in comments(lent)})

    assert len(work.batches) > 1
    assert work.window == 1


def test_spot_checks_are_some_of_the_comments_each_alone_after_the_last_batch() -> None:
    work = made(comments(401), replace(CHECKED, batch_size=20))

    asked, checked = of_kind(work, BatchKind.ASK), of_kind(work, BatchKind.SPOT_CHECK)
    assert work.spot_checks == len(numbers(checked)) == 41
    assert [len(batch.comments) for batch in checked] == [SPOT_CHECKS_A_BATCH] * 4 + [1]
    assert {batch.start_ms for batch in checked} == {max(batch.start_ms for batch in asked)} != {0}
    assert {batch.seconds for batch in checked} == {1.1}
    assert {batch.rows for batch in checked} == {0}


def test_a_file_parsed_again_has_the_same_spot_check_and_another_job_has_others() -> None:
    one, again, other = (made(comments(400), CHECKED, job_id=job_id) for job_id in ("d1", "d1", "d2"))

    assert one == again
    assert numbers(of_kind(one, BatchKind.SPOT_CHECK)) != numbers(of_kind(other, BatchKind.SPOT_CHECK))


def test_comments_that_are_borrowed_are_not_checked() -> None:
    survey = comments(100)
    lenders = {comment.key: "d7" for comment in survey[:60]}

    work = made(survey, CHECKED, lenders)

    assert work.spot_checks == 4
    assert all(number >= 60 for number in numbers(of_kind(work, BatchKind.SPOT_CHECK)))


@pytest.mark.parametrize(
    ("count", "percent", "checks"),
    [(0, 1, 0), (1, 1, 0), (100, 1, 1), (101, 1, 2), (850, 1, 9), (850, 0, 0), (10, 100, 10), (3000, 0.5, 15)],
)
def test_the_share_that_is_checked_is_rounded_up_and_who_is_alone_is_not_checked(
    count: int, percent: float, checks: int
) -> None:
    rules = replace(RULES, spot_check_percent=percent)

    plan = plan_of([comment.text for comment in comments(count)], TEMPLATE, SPEED, rules)
    assert spot_checks(plan, rules) == made(comments(count), rules).spot_checks == checks


def test_the_plan_has_room_for_the_calls_of_the_spot_check() -> None:
    rules = replace(RULES, optimize_for=OptimizeFor.TIME, spot_check_percent=5)
    texts = [comment.text for comment in comments(400)]

    lengths, tokens = [len(text) for text in texts], tokens_in_of(texts, TEMPLATE)
    expected = plan_batches(lengths, 50, SPEED, PACE, OptimizeFor.TIME, tokens, last_calls=20)
    assert plan_of(texts, TEMPLATE, SPEED, rules) == expected
    assert expected.seconds > plan_of(texts, TEMPLATE, SPEED, replace(rules, spot_check_percent=0, workers=4)).seconds


def test_input_tokens_are_those_of_the_instructions_for_each_call_and_those_of_each_comment() -> None:
    texts = ["no lo recomiendo", "lo recomiendo", "страшно медленно"]

    tokens = tokens_in_of(texts, TEMPLATE)

    together = estimated_tokens(TEMPLATE.of(dict(enumerate(texts, start=1))))[0]
    assert tokens.per_call == estimated_tokens(TEMPLATE)[0]
    assert tokens.per_call + 3 * tokens.per_comment == pytest.approx(together)
    assert tokens_in_of([], TEMPLATE).per_comment == 0


@pytest.mark.parametrize("percent", [0, 1, 10])
def test_the_estimate_counts_the_calls_tokens_and_price_of_the_spot_check(percent: float) -> None:
    texts = [comment.text for comment in comments(200)]
    rules = replace(RULES, spot_check_percent=percent)
    alone = round(200 * percent / 100)

    cost = estimate_of(texts, TEMPLATE, SPEED, rules)

    together = estimate_of(texts, TEMPLATE, SPEED, RULES)
    one_alone = estimated_tokens(TEMPLATE.of({4: texts[0]}))[0]
    assert (together.calls, together.tokens_out) == (4, 2000)
    assert cost.calls == 4 + alone
    assert cost.tokens_in == pytest.approx(together.tokens_in + alone * one_alone, abs=1 + alone)
    assert cost.tokens_out == 2000 + 10 * alone
    assert cost.cost_micro_usd == cost_micro_usd(LUNA, cost.tokens_in, cost.tokens_out)


def test_the_estimated_calls_are_those_that_the_work_makes() -> None:
    rules = replace(CHECKED, optimize_for=OptimizeFor.TIME)
    work = made(comments(333), rules)

    cost = estimate_of([comment.text for comment in comments(333)], TEMPLATE, SPEED, rules)

    assert cost.calls == len(of_kind(work, BatchKind.ASK)) + work.spot_checks


def test_nothing_to_ask_is_estimated_as_no_call_and_no_money_also_with_a_spot_check() -> None:
    cost = estimate_of([], TEMPLATE, SPEED, CHECKED)

    assert (cost.calls, cost.tokens_in, cost.tokens_out, cost.cost_micro_usd) == (0, 0, 0, 0)


def test_the_spot_check_of_an_unknown_model_has_no_price_either() -> None:
    assert estimate_of(["Fine"], TEMPLATE, SPEED, replace(CHECKED, model="some-model")).cost_micro_usd is None


def test_a_comments_price_is_its_own_tokens_and_its_part_of_the_instructions() -> None:
    texts = ["x" * 300] * 100  # with its line, 308 characters: 103 tokens
    per_call = estimated_tokens(TEMPLATE)[0]

    price = comment_nano_usd(texts, TEMPLATE, SPEED, RULES)

    # $0.10 and $0.50 a million tokens: 100 and 500 billionths a token. Two calls for a hundred comments.
    assert price == pytest.approx(2 * per_call * 100 / 100 + 103 * 100 + 10 * 500, rel=0.01)


@pytest.mark.parametrize(("texts", "model"), [([], LUNA), (["Fine"], "some-model")])
def test_where_there_is_no_comment_or_no_price_a_comments_price_is_nothing(texts: list[str], model: str) -> None:
    assert comment_nano_usd(texts, TEMPLATE, SPEED, replace(RULES, model=model)) == 0


def test_more_detail_makes_a_comment_dearer() -> None:
    slower = replace(SPEED, tokens_per_comment=25)

    scores = comment_nano_usd(["Fine"] * 50, TEMPLATE, SPEED, RULES)
    full = comment_nano_usd(["Fine"] * 50, replace(TEMPLATE, detail=Detail.FULL), slower, RULES)
    assert full > scores + 15 * 500 * (1 - 1e-3)


@pytest.mark.parametrize("kind", [BatchKind.ASK, BatchKind.BORROWED])
def test_long_comments_are_spread_over_more_batches_also_where_their_lender_may_answer(kind: BatchKind) -> None:
    long = [BatchComment(number, f"key {number}", "x" * (MAX_BATCH_CHARS // 2)) for number in range(5)]
    lenders = {comment.key: "d7" for comment in long} if kind is BatchKind.BORROWED else {}

    work = made(long, lenders=lenders)

    assert [(batch.kind, len(batch.comments)) for batch in work.batches] == [(kind, 2), (kind, 2), (kind, 1)]
    assert [batch.seconds for batch in work.batches] == [1.2, 1.2, 1.1]
