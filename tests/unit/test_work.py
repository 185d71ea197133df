"""work: every comment is asked once or borrowed once, in batches that are planned, and some are asked twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.documents import Batch, BatchComment, BatchKind
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.models import Detail
from feedback.domain.nps import NpsGroup
from feedback.domain.planning import MAX_BATCH_CHARS, OptimizeFor, Pace
from feedback.domain.prompts import ModelRequest, estimated_tokens
from feedback.domain.speed import Speed
from feedback.domain.spot_check import repeat_count
from feedback.domain.work import BORROWED_START_MS, Asking, PlanRules, Schedule, Work, shared_out, work_of

LUNA = "gpt-6-luna"
TEMPLATE = ModelRequest({}, DEFAULT_CODEBOOK)
SPEED = Speed(first_token=1.0, tokens_per_second=100, tokens_per_comment=10)
"""A second to the first token, and a tenth of one for each comment."""

PACE = Pace(rps=8, tpm=1e12, in_flight=40)
RULES = PlanRules(LUNA, batch_size=50, pace=PACE, optimize_for=OptimizeFor.CALLS, spot_check_percent=0, workers=4)
CHECKED = replace(RULES, spot_check_percent=10)
GROUPS = [*NpsGroup, None]


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
    groups = [GROUPS[number % len(GROUPS)] for number in range(len(rows))]
    return work_of(job_id, asked, rows, groups, lenders or {}, asking(rules))


def asking(rules: PlanRules = RULES, template: ModelRequest = TEMPLATE, speed: Speed = SPEED) -> Asking:
    return Asking(template, speed, rules)


def schedule(texts: Sequence[str], rules: PlanRules = RULES) -> Schedule:
    return Schedule(texts, asking(rules))


def texts_of(count: int) -> list[str]:
    return [comment.text for comment in comments(count)]


def of_kind(work: Work, kind: BatchKind) -> list[Batch]:
    return [batch for batch in work.batches if batch.kind is kind]


def numbers(batches: list[Batch]) -> list[int]:
    """The comments that are asked for their rows."""
    return [comment.comment for batch in batches for comment in batch.comments if not comment.repeat]


def repeats(batches: list[Batch]) -> list[int]:
    return [comment.comment for batch in batches for comment in batch.comments if comment.repeat]


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
    assert sorted(numbers(asked)) == [comment.comment for comment in misses if comment.key not in lenders]
    assert numbers(borrowed) == [comment.comment for comment in misses if comment.key in lenders]
    for batch in asked + borrowed:
        assert 1 <= len(batch.comments) <= rules.batch_size
        assert batch.rows == sum(rows[comment.comment] for comment in batch.comments if not comment.repeat)
        chars = sum(len(comment.text) for comment in batch.comments)
        assert len(batch.comments) == 1 or chars <= MAX_BATCH_CHARS
        assert batch.seconds == pytest.approx(1 + len(batch.comments) / 10)
    for batch in borrowed:
        assert batch.lenders == tuple(sorted({lenders[comment.key] for comment in batch.comments}))
    again = repeats(asked)
    assert repeats(borrowed) == []
    assert len(again) == len(set(again)) == work.spot_checks <= repeat_count(len(misses), rules.spot_check_percent)
    assert set(again) <= set(numbers(asked))
    for batch in asked:
        assert len({comment.comment for comment in batch.comments}) == len(batch.comments)  # a repeat is in another


@given(st.integers(1, 300), st.integers(0, 60), all_rules)
def test_what_is_asked_is_given_out_first_and_the_window_holds_at_least_one_batch(
    count: int, lent: int, rules: PlanRules
) -> None:
    lenders = {comment.key: "d7" for comment in comments(min(count, lent))}

    work = made(comments(count), rules, lenders)

    order = [BatchKind.ASK, BatchKind.BORROWED]
    places = [order.index(batch.kind) for batch in work.batches]
    assert places == sorted(places)
    assert 1 <= work.window <= len(work.batches)


def test_no_comments_make_no_batch() -> None:
    work = made([], CHECKED)

    assert (work.batches, work.spot_checks) == ([], 0)


def test_batches_are_those_of_the_plan_with_the_time_and_length_of_their_calls() -> None:
    work = made(comments(120))

    plan = schedule(texts_of(120)).plan
    assert [len(batch.comments) for batch in work.batches] == [len(batch.positions) for batch in plan.batches]
    assert len(work.batches) == 3
    assert [batch.start_ms for batch in work.batches] == [batch.start_ms for batch in plan.batches]
    assert [batch.seconds for batch in work.batches] == [1 + len(batch.comments) / 10 for batch in work.batches]
    assert [batch.lenders for batch in work.batches] == [()] * 3


def test_where_all_calls_fit_in_flight_all_batches_are_given_out_at_once() -> None:
    work = made(comments(120), CHECKED, lenders={"key 7": "d7"})

    kinds = [batch.kind for batch in work.batches]
    assert kinds == [BatchKind.ASK] * 3 + [BatchKind.BORROWED]
    assert work.window == 4


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
def test_batches_are_shared_out_evenly_and_each_once(count: int, workers: int, sizes: list[int]) -> None:
    shares = shared_out(range(1, count + 1), workers)

    assert [len(hand) for hand in shares] == sizes
    assert sorted(number for hand in shares for number in hand) == list(range(1, count + 1))


def test_every_worker_gets_early_batches_and_late_ones() -> None:
    assert [list(hand[:2]) for hand in shared_out(range(1, 25), 3)] == [[1, 4], [2, 5], [3, 6]]


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


def test_comments_are_asked_a_second_time_in_another_batch_of_those_there_are() -> None:
    bare, checked = made(comments(390)), made(comments(390), CHECKED)

    assert checked.spot_checks == len(repeats(checked.batches)) == 10  # as many as eight batches of 50 have room for
    assert len(checked.batches) == len(bare.batches) == 8
    homes = {number: at for at, batch in enumerate(checked.batches) for number in numbers([batch])}
    for at, batch in enumerate(checked.batches):
        assert all(homes[number] != at for number in repeats([batch]))


def test_repeats_are_spread_over_the_batches_and_over_their_places() -> None:
    work = made(comments(2000), replace(CHECKED, batch_size=60, optimize_for=OptimizeFor.TIME))

    assert work.spot_checks == 200
    counts = [len(repeats([batch])) for batch in work.batches]
    assert max(counts) <= 1.5 * 200 / len(work.batches) + 2
    places = Counter(
        3 * at // len(batch.comments) for batch in work.batches for at, c in enumerate(batch.comments) if c.repeat
    )
    assert all(40 <= places[third] <= 95 for third in range(3))


def test_a_file_parsed_again_has_the_same_batches_and_another_job_has_others() -> None:
    one, again, other = (made(comments(390), CHECKED, job_id=job_id) for job_id in ("d1", "d1", "d2"))

    assert one == again
    assert set(repeats(one.batches)) != set(repeats(other.batches))


def test_comments_that_are_borrowed_are_not_asked_twice() -> None:
    survey = comments(200)
    lenders = {comment.key: "d7" for comment in survey[:70]}

    work = made(survey, CHECKED, lenders)

    assert work.spot_checks == 20
    assert all(number >= 70 for number in repeats(work.batches))


@pytest.mark.parametrize(
    ("count", "percent", "checks"),
    [
        (0, 1, 0),
        (50, 1, 0),  # one call: there is no other batch
        (60, 1, 20),
        (60, 0, 0),
        (850, 1, 0),  # all batches are full, and a further call is not made for it
        (840, 1, 10),
        (2021, 1, 21),
        (2521, 100, 29),
    ],
)
def test_at_least_twenty_are_asked_twice_as_far_as_no_further_call_is_needed(
    count: int, percent: float, checks: int
) -> None:
    rules = replace(RULES, spot_check_percent=percent)

    work = made(comments(count), rules)

    assert len(schedule(texts_of(count), rules).repeated) == checks
    assert max(0, checks - 1) <= work.spot_checks <= checks  # one may find no place in another batch
    assert len(work.batches) == len(made(comments(count)).batches)


@pytest.mark.parametrize("optimize_for", OptimizeFor)
@pytest.mark.parametrize(("count", "length"), [(60, 1900), (90, 1990), (200, 1500)])
def test_repeats_make_no_further_call_where_characters_and_not_comments_fill_the_batches(
    count: int, length: int, optimize_for: OptimizeFor
) -> None:
    survey = [replace(comment, text="x" * length) for comment in comments(count)]
    rules = replace(CHECKED, batch_size=120, optimize_for=optimize_for)

    checked = made(survey, rules)

    assert len(checked.batches) <= len(made(survey, replace(rules, spot_check_percent=0)).batches)


@pytest.mark.parametrize("optimize_for", OptimizeFor)
@pytest.mark.parametrize("count", [130, 639, 680, 1440, 2400])
def test_repeats_make_no_further_call_whatever_the_aim(count: int, optimize_for: OptimizeFor) -> None:
    rules = replace(RULES, batch_size=120, optimize_for=optimize_for, spot_check_percent=1)
    luna = Asking(TEMPLATE, Speed(0.74, 130, 7.1), rules, within=3.5)

    checked = Schedule(texts_of(count), luna)
    bare = Schedule(texts_of(count), replace(luna, rules=replace(rules, spot_check_percent=0)))

    assert checked.repeated or count in (1440, 2400)  # their batches may all be full
    assert len(checked.plan.batches) <= len(bare.plan.batches)
    assert checked.plan.seconds <= 1.03 * bare.plan.seconds * len(checked.items) / count


def test_very_long_comments_are_not_asked_twice() -> None:
    survey = [replace(comment, text="x" * 2001) if comment.comment % 2 else comment for comment in comments(90)]

    work = made(survey, CHECKED)

    assert work.spot_checks == 10
    assert all(number % 2 == 0 for number in repeats(work.batches))


def test_input_tokens_are_those_of_the_instructions_for_each_call_and_those_of_each_comment() -> None:
    texts = ["no lo recomiendo", "lo recomiendo", "страшно медленно"]

    tokens = asking().tokens_in(texts)

    together = estimated_tokens(TEMPLATE.of(dict(enumerate(texts, start=1))))[0]
    assert tokens.per_call == estimated_tokens(TEMPLATE)[0]
    assert tokens.per_call + 3 * tokens.per_comment == pytest.approx(together, abs=1)
    assert asking().tokens_in([]).per_comment == 0


def test_the_estimate_counts_the_tokens_and_the_price_of_the_comments_that_are_asked_twice() -> None:
    texts = texts_of(180)

    checked, bare = (schedule(texts, rules).estimate() for rules in (CHECKED, RULES))

    assert (bare.calls, bare.tokens_out) == (checked.calls, checked.tokens_out - 10 * 20) == (4, 1800)
    one = estimated_tokens(TEMPLATE.of({4: texts[0]}))[0] - estimated_tokens(TEMPLATE)[0]
    assert checked.tokens_in == pytest.approx(bare.tokens_in + 20 * one, abs=21)
    assert checked.cost_micro_usd == cost_micro_usd(LUNA, checked.tokens_in, checked.tokens_out)


@pytest.mark.parametrize("optimize_for", OptimizeFor)
def test_the_estimated_calls_are_those_that_the_work_makes(optimize_for: OptimizeFor) -> None:
    rules = replace(CHECKED, optimize_for=optimize_for)

    assert schedule(texts_of(333), rules).estimate().calls == len(made(comments(333), rules).batches)


def test_the_estimated_tokens_are_those_of_the_calls() -> None:
    texts, rules = texts_of(120), RULES
    per_call = estimated_tokens(TEMPLATE)[0]

    cost = schedule(texts, rules).estimate()

    together = estimated_tokens(TEMPLATE.of(dict(enumerate(texts, start=1))))[0] - per_call
    assert cost.tokens_in == pytest.approx(3 * per_call + together, abs=2)


def test_the_estimated_seconds_are_those_of_the_whole_job_from_the_drop() -> None:
    course = Schedule(texts_of(120), Asking(TEMPLATE, SPEED, RULES, elapsed=0.5, beside=1.25))

    assert course.estimate().seconds == pytest.approx(course.plan.seconds + 1.75, abs=0.051)


def test_more_detail_has_longer_instructions() -> None:
    full = Schedule(texts_of(60), asking(template=replace(TEMPLATE, detail=Detail.FULL)))

    assert full.estimate().tokens_in > schedule(texts_of(60)).estimate().tokens_in


def test_nothing_to_ask_is_estimated_as_no_call_and_no_money() -> None:
    cost = schedule([], CHECKED).estimate()

    assert (cost.calls, cost.tokens_in, cost.tokens_out, cost.cost_micro_usd) == (0, 0, 0, 0)


def test_an_unknown_model_has_no_price() -> None:
    assert schedule(["Fine"], replace(CHECKED, model="some-model")).estimate().cost_micro_usd is None


def test_a_comments_price_is_its_own_tokens_and_its_part_of_the_instructions() -> None:
    texts = ["x" * 300] * 100  # with its line, 308 characters: 103 tokens
    per_call = estimated_tokens(TEMPLATE)[0]

    price = asking().comment_nano_usd(texts)

    # $0.10 and $0.50 a million tokens: 100 and 500 billionths a token. Two calls for a hundred comments.
    assert price == pytest.approx(2 * per_call * 100 / 100 + 103 * 100 + 10 * 500, rel=0.01)


@pytest.mark.parametrize(("texts", "model"), [([], LUNA), (["Fine"], "some-model")])
def test_where_there_is_no_comment_or_no_price_a_comments_price_is_nothing(texts: list[str], model: str) -> None:
    assert asking(replace(RULES, model=model)).comment_nano_usd(texts) == 0


def test_more_detail_makes_a_comment_dearer() -> None:
    slower = replace(SPEED, tokens_per_comment=25)

    scores = asking().comment_nano_usd(["Fine"] * 50)
    full = asking(RULES, replace(TEMPLATE, detail=Detail.FULL), slower).comment_nano_usd(["Fine"] * 50)
    assert full > scores + 15 * 500 * (1 - 1e-3)


@pytest.mark.parametrize("kind", [BatchKind.ASK, BatchKind.BORROWED])
def test_long_comments_are_spread_over_more_batches_also_where_their_lender_may_answer(kind: BatchKind) -> None:
    long = [BatchComment(number, f"key {number}", "x" * (MAX_BATCH_CHARS // 2)) for number in range(5)]
    lenders = {comment.key: "d7" for comment in long} if kind is BatchKind.BORROWED else {}

    work = made(long, lenders=lenders)

    assert [(batch.kind, len(batch.comments)) for batch in work.batches] == [(kind, 2), (kind, 2), (kind, 1)]
    assert [batch.seconds for batch in work.batches] == [1.2, 1.2, 1.1]
