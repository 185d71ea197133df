"""SweepService: each remedy is carried out on the jobs that need it, and on no other."""

import pytest

from feedback.adapters.memory import BatchMessage
from feedback.domain.job import Job, JobState
from feedback.domain.sweep import RESULTS_MS, RESULTS_STALLED_MS, STALLED_MS
from tests.builders import NOW, Clock, a_job
from tests.world import World

STALLED = NOW + STALLED_MS
LATE = NOW + 3_600_000


def swept(job: Job, now: int) -> tuple[World, dict[str, int]]:
    world = World(clock=Clock(now))
    world.memory_jobs.create(job)
    return world, world.sweeper().sweep()


def test_an_upload_that_never_came_is_cancelled() -> None:
    world, applied = swept(a_job(state=JobState.AWAITING_UPLOAD), LATE)

    assert applied == {"expire_upload": 1}
    assert (world.job().state, world.job().error_code) == (JobState.CANCELLED, "upload_expired")


def test_a_parse_that_died_is_failed() -> None:
    world, applied = swept(a_job(state=JobState.PARSING, claim_until=NOW + 1), STALLED)

    assert applied == {"fail_parse": 1}
    assert (world.job().state, world.job().error_code) == (JobState.FAILED, "parse_failed")


@pytest.mark.parametrize(("window", "sent"), [(5, [1, 3, 4, 5]), (2, [1, 3]), (1, [1])])
def test_of_the_missing_batches_as_many_are_sent_again_as_may_be_out_at_once(window: int, sent: list[int]) -> None:
    world, applied = swept(a_job(done=frozenset({2}), batches=5, window=window), STALLED)

    assert applied == {"send_batches": 1}
    assert world.memory_queue.batches == [BatchMessage("d1", tuple(sent))]
    assert world.job().touched_at == STALLED


@pytest.mark.parametrize(
    ("state", "now"), [(JobState.ANALYZING, STALLED), (JobState.AGGREGATING, NOW + RESULTS_STALLED_MS)]
)
def test_a_lost_completion_is_sent_again(state: JobState, now: int) -> None:
    world, applied = swept(a_job(state=state, done=frozenset({1, 2, 3})), now)

    assert applied == {"send_completion": 1}
    assert world.memory_queue.completions == ["d1"]
    assert world.job().touched_at == now


def test_a_job_past_its_deadline_is_stopped_and_completed_with_what_there_is() -> None:
    world, applied = swept(a_job(done=frozenset({2})), LATE)

    assert applied == {"stop": 1}
    assert world.job().state is JobState.ANALYZING
    assert world.job().stop_reason == "the job ran past its deadline"
    assert world.memory_queue.completions == ["d1"]


def test_results_that_are_not_written_past_the_deadline_fail_the_job() -> None:
    world, applied = swept(a_job(state=JobState.AGGREGATING), LATE + RESULTS_MS)

    assert applied == {"fail_results": 1}
    assert (world.job().state, world.job().error_code) == (JobState.FAILED, "results_failed")


def test_a_job_that_was_seen_to_is_left_alone_until_it_stands_still_again() -> None:
    world, _ = swept(a_job(), STALLED)

    assert world.sweeper().sweep() == {}
    world.clock.now += STALLED_MS - 1
    assert world.sweeper().sweep() == {}
    world.clock.now += 1
    assert world.sweeper().sweep() == {"send_batches": 1}


def test_jobs_that_move_or_have_ended_are_not_touched() -> None:
    world = World(clock=Clock(LATE))
    moving = a_job("d1", touched_at=LATE - 1, deadline_at=LATE + 1)
    ended = a_job("d2", JobState.FAILED)
    for job in (moving, ended):
        world.memory_jobs.create(job)

    assert world.sweeper().sweep() == {}
    assert (world.job("d1"), world.job("d2")) == (moving, ended)
    assert world.memory_queue.batches == []


def test_several_jobs_are_counted_by_remedy() -> None:
    world = World(clock=Clock(STALLED))
    for number in range(3):
        world.memory_jobs.create(a_job(f"d{number}"))
    world.memory_jobs.create(a_job("d9", JobState.PARSING, claim_until=NOW))

    assert world.sweeper().sweep() == {"send_batches": 3, "fail_parse": 1}
