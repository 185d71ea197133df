"""The earlier job that a file is to be compared with: refused in time, or told why there is no comparison."""

from dataclasses import replace

import pytest

from feedback.domain.documents import result_key
from feedback.domain.errors import InputError
from feedback.domain.job import JobState, Source, dropped_job_id
from feedback.domain.options import Options
from feedback.services.earlier import EarlierJobs
from tests.builders import NOW, SOURCE, a_job
from tests.unit.test_aggregate_service import COLUMNS, JOB, ROWS, analyse, analysed_world
from tests.world import World

EARLIER = "d" + "1" * 24
LATER = replace(SOURCE, key="uploads/later.csv")
LATER_JOB = dropped_job_id(LATER)


def world_with(state: JobState, options: str = "") -> World:
    world = World()
    world.memory_jobs.create(a_job(EARLIER, state, options=options))
    return world


def with_a_later_job(source: Source = LATER) -> World:
    """A world whose first file has its results, and whose second one names it, and waits for the aggregator."""
    world = analysed_world()
    world.aggregator().aggregate(JOB)
    world.uploads.metadata[source.key] = {"compare-to": JOB}
    world.parser().parse(source, world.drop(ROWS, COLUMNS, source), "message-2", arrived_at=NOW)
    analyse(world)
    return world


@pytest.mark.parametrize("state", [JobState.COMPLETED, JobState.COMPLETED_WITH_ERRORS])
def test_a_job_with_results_can_be_compared_with(state: JobState) -> None:
    EarlierJobs(world_with(state).jobs).check(Options(compare_to=EARLIER))


@pytest.mark.parametrize("state", [JobState.ANALYZING, JobState.FAILED, JobState.CANCELLED])
def test_a_job_without_results_is_refused_with_its_state(state: JobState) -> None:
    with pytest.raises(InputError, match=f"no results .its state is {state.value}") as refused:
        EarlierJobs(world_with(state).jobs).check(Options(compare_to=EARLIER))
    assert refused.value.code == "no_earlier_job"


def test_an_inspection_has_nothing_to_compare_with() -> None:
    world = world_with(JobState.COMPLETED, Options(inspect=True).dumps())

    with pytest.raises(InputError, match="no results"):
        EarlierJobs(world.jobs).check(Options(compare_to=EARLIER))


def test_a_job_that_nobody_knows_is_refused() -> None:
    with pytest.raises(InputError, match="no such job"):
        EarlierJobs(World().jobs).check(Options(compare_to=EARLIER))


def test_without_the_option_nothing_is_asked() -> None:
    EarlierJobs(World().jobs).check(Options())


def test_a_wrong_job_fails_the_file_before_any_message() -> None:
    world = World()
    world.uploads.metadata[SOURCE.key] = {"compare-to": EARLIER}

    world.parser().parse(SOURCE, world.drop(ROWS, COLUMNS), "message-1")

    assert (world.job(JOB).state, world.job(JOB).error_code) == (JobState.FAILED, "no_earlier_job")
    assert world.memory_queue.batches == []


def test_the_report_tells_what_has_changed_since_the_earlier_job() -> None:
    world = with_a_later_job()

    world.aggregator().aggregate(LATER_JOB)

    comparison = world.report(LATER_JOB)["comparison"]
    assert (comparison["job"], comparison["change"]["points"]) == (JOB, 0.0)
    assert world.report(JOB)["comparison"] is None


@pytest.mark.parametrize(("stored", "words"), [(None, "not there any more"), (b"{}", "schema version")])
def test_where_the_earlier_results_can_not_be_used_the_report_is_whole_without_a_comparison(
    stored: bytes | None, words: str
) -> None:
    world = with_a_later_job()
    key = result_key(JOB, "results.json")
    del world.memory_data.objects[key]
    if stored is not None:
        world.memory_data.objects[key] = stored

    world.aggregator().aggregate(LATER_JOB)

    report = world.report(LATER_JOB)
    assert report["comparison"] is None
    assert any("no comparison" in warning and words in warning for warning in report["warnings"])
    assert sum(report["ledger"].values()) == len(ROWS)
