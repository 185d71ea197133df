"""sweep: which remedy a job needs, by its state and the time."""

import pytest

from feedback.domain.job import Job, JobState
from feedback.domain.sweep import PROGRESS_MS, RESULTS_MS, RESULTS_STALLED_MS, STALLED_MS, Remedy, remedy_for
from tests.builders import NOW, a_job

DEADLINE = NOW + 3_600_000
CLAIM_ENDS = NOW + 300_000
AWAITING = a_job(state=JobState.AWAITING_UPLOAD)
PARSING = a_job(state=JobState.PARSING, claim_until=CLAIM_ENDS)
ANALYZING = a_job(done=frozenset({1}))
ALL_DONE = a_job(done=frozenset({1, 2, 3}))
STOPPED = a_job(stop_reason="no quota")
AGGREGATING = a_job(state=JobState.AGGREGATING, done=frozenset({1, 2, 3}))
OPEN = {
    "awaiting": AWAITING,
    "parsing": PARSING,
    "analyzing": ANALYZING,
    "all done": ALL_DONE,
    "stopped": STOPPED,
    "aggregating": AGGREGATING,
}


@pytest.mark.parametrize(
    ("name", "after_ms", "remedy"),
    [
        ("awaiting", 0, Remedy.NONE),
        ("awaiting", STALLED_MS, Remedy.NONE),
        ("awaiting", 3_599_999, Remedy.NONE),
        ("awaiting", 3_600_000, Remedy.EXPIRE_UPLOAD),
        ("parsing", 0, Remedy.NONE),
        ("parsing", STALLED_MS, Remedy.NONE),
        ("parsing", 299_999, Remedy.NONE),
        ("parsing", 300_000, Remedy.FAIL_PARSE),
        ("parsing", 3_600_000, Remedy.FAIL_PARSE),
        ("analyzing", STALLED_MS - 1, Remedy.NONE),
        ("analyzing", STALLED_MS, Remedy.SEND_BATCHES),
        ("analyzing", 3_599_999, Remedy.SEND_BATCHES),
        ("analyzing", 3_600_000, Remedy.STOP),
        ("all done", STALLED_MS - 1, Remedy.NONE),
        ("all done", STALLED_MS, Remedy.SEND_COMPLETION),
        ("all done", 3_600_000, Remedy.SEND_COMPLETION),
        ("stopped", STALLED_MS, Remedy.SEND_COMPLETION),
        ("stopped", 3_600_000, Remedy.SEND_COMPLETION),
        ("aggregating", RESULTS_STALLED_MS - 1, Remedy.NONE),
        ("aggregating", RESULTS_STALLED_MS, Remedy.SEND_COMPLETION),
        ("aggregating", 3_600_000, Remedy.SEND_COMPLETION),
        ("aggregating", 3_600_000 + RESULTS_MS - 1, Remedy.SEND_COMPLETION),
        ("aggregating", 3_600_000 + RESULTS_MS, Remedy.FAIL_RESULTS),
    ],
)
def test_a_job_that_nothing_has_touched_gets_the_remedy_of_its_state_and_time(
    name: str, after_ms: int, remedy: Remedy
) -> None:
    assert remedy_for(OPEN[name], NOW + after_ms) is remedy


@pytest.mark.parametrize(
    ("job", "remedy"),
    [
        (a_job(done=frozenset({1}), touched_at=DEADLINE), Remedy.STOP),
        (a_job(done=frozenset({1}), touched_at=DEADLINE, progress_at=DEADLINE), Remedy.NONE),
        (a_job(done=frozenset({1}), touched_at=DEADLINE, progress_at=DEADLINE - PROGRESS_MS), Remedy.STOP),
        (a_job(done=frozenset({1, 2, 3}), touched_at=DEADLINE), Remedy.NONE),
        (a_job(state=JobState.AGGREGATING, touched_at=DEADLINE), Remedy.NONE),
        (a_job(state=JobState.AWAITING_UPLOAD, touched_at=DEADLINE), Remedy.EXPIRE_UPLOAD),
        (a_job(state=JobState.PARSING, claim_until=CLAIM_ENDS, touched_at=DEADLINE), Remedy.NONE),
    ],
)
def test_past_the_deadline_only_results_under_way_are_waited_for(job: Job, remedy: Remedy) -> None:
    assert remedy_for(job, DEADLINE + STALLED_MS - 1) is remedy


@pytest.mark.parametrize("state", [state for state in JobState if state.ended])
@pytest.mark.parametrize("after_ms", [0, STALLED_MS, 3_600_000, 10**10])
def test_a_job_that_has_ended_needs_nothing(state: JobState, after_ms: int) -> None:
    assert remedy_for(a_job(state=state), NOW + after_ms) is Remedy.NONE


@pytest.mark.parametrize("name", OPEN)
def test_no_open_job_is_left_alone_for_ever(name: str) -> None:
    assert remedy_for(OPEN[name], DEADLINE + STALLED_MS) is not Remedy.NONE
