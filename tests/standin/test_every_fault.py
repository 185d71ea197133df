"""Whatever goes wrong in the model's calls, alone and in pairs: a whole job keeps its promises. See promises.py."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest

from feedback.domain.job import JobState
from feedback.domain.models import Detail
from tests.standin.faulty_jobs import COMMENTS, JOB, MAX_RECEIVES, Line, line_to
from tests.standin.promises import INVISIBLE, check_promises, right_cells
from tools.standin import StandIn
from tools.standin.faults import KINDS, LASTING, PASSING

MENDABLE = tuple(kind for kind in KINDS if kind not in LASTING)
PAIRS = tuple(combinations(KINDS, 2))
RATES: dict[str, dict[str, Any]] = {"always": {}, "often": {"every": 2, "count": 2}, "at_first": {"times": 2}}
LIMITS = {"timeout_hang": {"times": 2}}  # each of them takes time
UNREACHED = "the model could not be reached, also after repeated tries"
WORDS = {
    "status_400": "Invalid schema for response_format",
    "status_403": "Country, region, or territory not supported",
    "bad_key": "Incorrect API key provided",
    "insufficient_quota": "You exceeded your current quota",
    "model_not_found": "The model `gpt-6-luna` does not exist",
}
each_kind = pytest.mark.parametrize("kind", KINDS)
both_modes = pytest.mark.parametrize("parallel", [True, False], ids=["parallel", "one_at_a_time"])


@pytest.fixture(scope="module")
def line(running: StandIn) -> Iterator[Line]:
    with line_to(running) as shared:
        yield shared


def test_no_two_comments_have_the_same_analysis() -> None:
    assert len({right_cells(comment, Detail.SCORES) for comment in COMMENTS}) == len(COMMENTS) == 24


@both_modes
@pytest.mark.parametrize("detail", Detail)
def test_without_a_fault_every_comment_has_its_analysis_after_three_calls(
    line: Line, detail: Detail, parallel: bool
) -> None:
    ended = line.run(detail=detail, parallel=parallel)
    check_promises(ended)
    assert ended.states == {"analyzed": 24, "duplicate": 2, "blank": 2}
    assert ended.seen["calls"] == 3


@both_modes
@pytest.mark.parametrize("rate", ["always", "often"])
@each_kind
def test_a_fault_alone_leaves_a_ledger_that_adds_up_and_only_right_analyses(
    line: Line, kind: str, rate: str, parallel: bool
) -> None:
    ended = line.run({"kind": kind} | RATES[rate], parallel=parallel)
    check_promises(ended)
    assert ended.seen["faults"][kind] > 0


@pytest.mark.parametrize(("first", "second"), PAIRS, ids=map("+".join, PAIRS))
def test_two_faults_leave_a_ledger_that_adds_up_and_only_right_analyses(line: Line, first: str, second: str) -> None:
    seed = PAIRS.index((first, second))
    faults = [
        {"kind": kind, "every": every, "count": 2} | LIMITS.get(kind, {}) for kind, every in ((first, 2), (second, 3))
    ]
    ended = line.run(*faults, seed=seed)
    check_promises(ended)
    fatal = {first, second} & set(LASTING)
    assert ended.seen["faults"].keys() & fatal if fatal else ended.seen["faults"].keys() == {first, second}


@each_kind
def test_a_fault_alone_leaves_only_right_pain_points_too(line: Line, kind: str) -> None:
    ended = line.run({"kind": kind} | RATES["often"], detail=Detail.FULL)
    check_promises(ended)
    assert ended.seen["faults"][kind] > 0


@both_modes
@pytest.mark.parametrize("kind", MENDABLE)
def test_a_fault_that_passes_costs_no_row(line: Line, kind: str, parallel: bool) -> None:
    ended = line.run({"kind": kind} | RATES["at_first"], parallel=parallel)
    check_promises(ended)
    assert ended.job.state is JobState.COMPLETED
    assert ended.seen["faults"] == {kind: 2}


@pytest.mark.parametrize("kind", PASSING)
def test_a_model_out_of_reach_is_tried_five_times_a_delivery_and_then_its_rows_fail(line: Line, kind: str) -> None:
    ended = line.run({"kind": kind})
    deliveries = 1 + MAX_RECEIVES  # of each batch: with the others in one message, and then in its own
    assert ended.report["usage"]["calls"] == 3 * deliveries * 5
    assert {row["failure_reason"] for row in ended.rows} == {UNREACHED, None}
    assert ended.states == {"failed": 26, "blank": 2}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        ("refusal", "the model refused to answer"),
        ("content_filter", "the provider's content filter held the answer back"),
        ("cut_json", "the model's answer was cut off"),
        ("empty", "the model's answer was empty"),
        ("null_content", "the model's answer was empty"),
        ("null_message", "the model's answer was empty"),
        ("no_choices", "the model's answer was empty"),
        ("not_json", "missing from the model's answer"),
        ("wrong_schema", "missing from the model's answer"),
    ],
)
def test_a_comment_without_an_answer_fails_alone_and_says_why(line: Line, kind: str, reason: str) -> None:
    # The last of its batch: an answer that is cut still holds what was asked first.
    last = line.run().world.batch(1, JOB).comments[-1].text
    ended = line.run({"kind": kind, "match": last})
    check_promises(ended)
    failed = {row["Comentario Final"]: row["failure_reason"] for row in ended.rows if row["failure_reason"]}
    assert failed == {last: reason}


@both_modes
@pytest.mark.parametrize("kind", LASTING)
def test_a_lasting_fault_ends_the_job_with_the_providers_words_and_keeps_what_was_answered(
    line: Line, kind: str, parallel: bool
) -> None:
    ended = line.run({"kind": kind, "every": 2}, parallel=parallel)
    check_promises(ended)
    assert ended.job.state is JobState.COMPLETED_WITH_ERRORS
    assert WORDS[kind] in ended.job.error_message
    assert any(WORDS[kind] in warning for warning in ended.report["warnings"])
    assert {row["failure_reason"] for row in ended.rows} == {ended.job.error_message, None}
    assert ended.states["analyzed"] == ended.seen["comments"] > 0
    assert ended.seen["faults"] == {kind: 1}
    assert ended.report["usage"]["retries"] == 0


@pytest.mark.parametrize("kind", LASTING)
def test_a_lasting_fault_keeps_the_answers_of_the_batch_that_it_strikes(line: Line, kind: str) -> None:
    first_call = {"kind": "missing_ids", "count": 2, "times": 1}
    ended = line.run(first_call, {"kind": kind, "every": 2}, parallel=False)
    check_promises(ended)
    assert ended.seen["calls"] == 2
    assert ended.states["analyzed"] == 6


def test_a_batch_that_is_given_up_keeps_what_was_answered_of_it(line: Line) -> None:
    ended = line.run({"kind": "missing_ids", "count": 2}, {"kind": "status_503", "after": 1}, parallel=False)
    check_promises(ended)
    assert ended.states["analyzed"] == 6
    assert {row["failure_reason"] for row in ended.rows} == {UNREACHED, None}


@both_modes
@each_kind
def test_comments_that_are_asked_twice_change_no_row_whatever_goes_wrong(line: Line, kind: str, parallel: bool) -> None:
    ended = line.run({"kind": kind} | RATES["often"], parallel=parallel, batch_size=10, spot_check_percent=50)
    check_promises(ended)
    check = ended.report["spot_check"]
    assert check["asked"] == 6
    assert check["compared"] <= 6
    assert kind in INVISIBLE or check["agreement"] in (None, 1.0)


def test_swapped_analyses_are_seen_by_the_spot_check_alone(line: Line) -> None:
    assert {"swapped_ids"} == INVISIBLE
    ended = line.run({"kind": "swapped_ids", "count": 6}, batch_size=18, spot_check_percent=50)
    check_promises(ended)
    assert ended.job.state is JobState.COMPLETED
    assert ended.report["spot_check"]["compared"] >= 11
    assert ended.report["spot_check"]["agreement"] < 0.8
    assert any("The analyses may not be reliable" in warning for warning in ended.report["warnings"])


def test_a_spot_check_of_right_analyses_agrees_wholly(line: Line) -> None:
    report = line.run(batch_size=18, spot_check_percent=50).report
    assert report["spot_check"]["compared"] >= 11
    assert report["spot_check"]["agreement"] == 1.0
    assert not any("reliable" in warning for warning in report["warnings"])


@pytest.mark.parametrize("kind", sorted(set(KINDS) - INVISIBLE))
def test_what_a_faulty_job_leaves_in_the_cache_is_right(line: Line, kind: str) -> None:
    faulty = line.run({"kind": kind} | RATES["often"])
    ended = line.again(faulty)
    check_promises(ended)
    assert ended.states["cached"] == faulty.states["analyzed"]
    assert ended.states["cached"] + ended.states["analyzed"] == len(COMMENTS)


def test_an_answer_that_comes_late_but_in_time_is_used(line: Line) -> None:
    ended = line.run({"kind": "timeout_hang", "seconds": 0.05})
    assert ended.states["analyzed"] == len(COMMENTS)
    assert ended.report["usage"]["failed_calls"] == 0


@both_modes
@pytest.mark.parametrize("batches", [1, 3])
def test_without_parallel_processing_no_two_calls_of_a_job_overlap_in_splits_retries_and_checks(
    line: Line, batches: int, parallel: bool
) -> None:
    faults: list[dict[str, Any]] = [
        {"kind": "status_503", "times": 6},
        {"kind": "rate_limit_429", "every": 5},
        {"kind": "cut_json", "every": 3},
        {"kind": "missing_ids", "match": "I "},
    ]
    size = len(COMMENTS) // batches
    ended = line.run(*faults, parallel=parallel, batch_size=size, spot_check_percent=30, timing="fixed:0.01")
    check_promises(ended)
    assert ended.report["usage"]["splits"] > 3
    assert ended.report["usage"]["retries"] > 3
    assert (ended.seen["most_at_once"] == 1) == (not parallel)
