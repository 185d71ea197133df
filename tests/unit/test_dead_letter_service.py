"""DeadLetterService: what can't be processed ends as failed rows or a failed job, never as an open one."""

from dataclasses import replace

import pytest

from feedback.adapters.memory import BatchMessage
from feedback.domain.documents import BatchAnswers, BatchKind, answers_key, partial_answers_key
from feedback.domain.errors import TransientModelError
from feedback.domain.job import JobState, dropped_job_id
from feedback.domain.options import Options
from tests.builders import NOW, SOURCE, a_job
from tests.fakes import FakeAnalyzer, answer_only, code_for
from tests.world import World


def test_the_comments_of_a_lost_batch_fail_with_a_reason_and_the_batch_is_counted() -> None:
    world = World()
    world.analyzing_job(["a", "b"], ["c"])

    world.dead_letters().batch_failed("d1", 1)

    assert world.answers(1).codes == {}
    assert set(world.answers(1).failed) == {0, 1}
    assert all("repeated tries" in reason for reason in world.answers(1).failed.values())
    assert (world.job().done, world.job().rows_done) == (frozenset({1}), 2)
    assert world.memory_queue.completions == []


def test_the_last_lost_batch_completes_the_job() -> None:
    world = World()
    world.analyzing_job(["a"])

    world.dead_letters().batch_failed("d1", 1)

    assert world.memory_queue.completions == ["d1"]


def test_answers_from_before_the_batch_was_lost_are_kept() -> None:
    world = World(analyzer=FakeAnalyzer(answer_only("b"), then=TransientModelError("status 503", answered=True)))
    world.analyzing_job(["a", "b"])
    with pytest.raises(TransientModelError):
        world.deliver(1, seconds=60)
    assert partial_answers_key("d1", 1) in world.memory_data.objects

    world.dead_letters().batch_failed("d1", 1)

    assert world.answers(1).codes == {1: code_for("b")}
    assert set(world.answers(1).failed) == {0}


def test_a_batch_that_was_recorded_after_all_keeps_its_answers() -> None:
    world = World()
    world.analyzing_job(["a"])
    world.deliver(1, seconds=60)

    world.dead_letters().batch_failed("d1", 1)

    assert world.answers(1) == BatchAnswers({0: code_for("a")})
    assert world.job().rows_done == 1
    assert world.memory_queue.completions == ["d1", "d1"]


@pytest.mark.parametrize("state", [state for state in JobState if state is not JobState.ANALYZING])
def test_a_lost_batch_of_a_job_that_is_not_analyzing_changes_nothing(state: JobState) -> None:
    world = World()
    job = a_job(state=state)
    world.memory_jobs.create(job)

    world.dead_letters().batch_failed("d1", 1)

    assert world.job() == job
    assert world.memory_data.objects == {}
    assert world.memory_queue.completions == []


def test_messages_about_a_job_that_is_not_there_do_nothing() -> None:
    world = World()

    world.dead_letters().batch_failed("d1", 1)
    world.dead_letters().results_failed("d1")
    world.dead_letters().parse_failed(SOURCE)

    assert world.memory_jobs.open_jobs() == []
    assert world.memory_data.objects == {}


def test_a_lost_batch_that_is_not_stored_is_an_error() -> None:
    world = World()
    world.memory_jobs.create(a_job())

    with pytest.raises(LookupError, match="batch 1 of job d1"):
        world.dead_letters().batch_failed("d1", 1)


def test_results_that_could_not_be_written_fail_the_job_with_a_sentence() -> None:
    world = World()
    world.memory_jobs.create(a_job(state=JobState.AGGREGATING))

    world.dead_letters().results_failed("d1")

    job = world.job()
    assert (job.state, job.error_code, job.ended_at) == (JobState.FAILED, "results_failed", NOW)
    assert job.error_message.startswith("The results could not be written.")


def test_results_of_a_job_that_completed_after_all_stay_completed() -> None:
    world = World()
    job = a_job(state=JobState.COMPLETED, ended_at=NOW)
    world.memory_jobs.create(job)

    world.dead_letters().results_failed("d1")

    assert world.job() == job


def test_a_file_on_which_the_parser_died_fails_its_job_with_a_sentence() -> None:
    world = World()
    job_id = dropped_job_id(SOURCE)
    world.memory_jobs.create(a_job(job_id, JobState.PARSING))

    world.dead_letters().parse_failed(SOURCE)

    job = world.job(job_id)
    assert (job.state, job.error_code) == (JobState.FAILED, "parse_failed")
    assert ".csv or .xlsx" in job.error_message


def test_an_uploaded_file_on_which_the_parser_died_fails_the_upload_s_job() -> None:
    world = World()
    awaiting, _ = world.status().new_upload("survey.csv", Options())

    world.dead_letters().parse_failed(replace(awaiting.source, version="v1"))

    assert world.job(awaiting.id).state is JobState.FAILED


def test_a_file_on_which_the_parser_died_before_it_made_the_job_still_has_a_failed_job() -> None:
    world = World()

    world.dead_letters().parse_failed(SOURCE)

    job = world.job(dropped_job_id(SOURCE))
    assert (job.state, job.error_code) == (JobState.FAILED, "parse_failed")
    assert world.memory_jobs.open_jobs() == []


def test_a_lost_batch_gives_out_the_next_one() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"], ["c"], ["d"], window=2)

    world.dead_letters().batch_failed("d1", 1)

    assert world.memory_queue.take_batches() == [BatchMessage("d1", (3,))]


def test_a_lost_batch_of_a_job_with_one_call_at_a_time_gives_out_the_next_one() -> None:
    world = World(parallel=False)
    world.analyzing_job(["a"], ["b"], ["c"], window=1)

    world.dead_letters().batch_failed("d1", 1)

    assert world.memory_queue.take_batches() == [BatchMessage("d1", (2,))]


def test_a_comment_whose_second_asking_was_lost_has_not_failed() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"])
    again = replace(world.batch(1).comments[0], repeat=True)
    world.alter_batch(2, comments=(*world.batch(2).comments, again))

    world.dead_letters().batch_failed("d1", 2)

    assert set(world.answers(2).failed) == {1}
    assert (world.job().done, world.job().rows_done) == (frozenset({2}), 1)


def test_of_a_lost_batch_of_borrowed_comments_what_was_borrowed_is_kept_and_counted() -> None:
    world = World()
    world.analyzing_job(["a", "b", "c"], cache_misses=3)
    world.alter_batch(1, kind=BatchKind.BORROWED)
    partial = BatchAnswers({1: code_for("b")}, borrowed={0: code_for("a")})
    world.data.put(partial_answers_key("d1", 1), partial.dumps())

    world.dead_letters().batch_failed("d1", 1)

    assert (world.answers(1).codes, world.answers(1).borrowed) == (partial.codes, partial.borrowed)
    assert set(world.answers(1).failed) == {2}
    assert (world.job().cache_hits, world.job().cache_misses) == (1, 2)


def test_a_lost_batch_whose_answers_were_stored_before_keeps_them_and_counts_what_they_hold() -> None:
    """Every one of its deliveries died after its answers were stored and before it was recorded."""
    world = World()
    world.analyzing_job(["a", "b"], cache_misses=2)
    stored = BatchAnswers({1: code_for("b")}, borrowed={0: code_for("a")})
    world.data.put(answers_key("d1", 1), stored.dumps())

    world.dead_letters().batch_failed("d1", 1)

    assert world.answers(1) == stored
    assert (world.job().done, world.job().cache_hits, world.job().cache_misses) == (frozenset({1}), 1, 1)


def test_batches_that_were_given_up_together_get_a_try_each_if_they_are_not_done() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"], ["c"], done=frozenset({2}))

    world.dead_letters().batches_failed("d1", [1, 2, 3])

    assert world.memory_queue.take_batches() == [BatchMessage("d1", (1,)), BatchMessage("d1", (3,))]
    assert world.job().done == {2}


def test_a_batch_that_was_given_up_alone_is_marked_failed() -> None:
    world = World()
    world.analyzing_job(["a"], ["b"])

    world.dead_letters().batches_failed("d1", [2])

    assert world.job().done == {2}
    assert world.memory_queue.take_batches() == []


@pytest.mark.parametrize("state", [JobState.AGGREGATING, JobState.COMPLETED])
def test_batches_of_a_job_that_is_further_on_are_not_sent_again(state: JobState) -> None:
    world = World()
    world.analyzing_job(["a"], ["b"])
    world.jobs.advance("d1", JobState.AGGREGATING, NOW)
    world.jobs.advance("d1", state, NOW)

    world.dead_letters().batches_failed("d1", [1, 2])

    assert world.memory_queue.take_batches() == []
