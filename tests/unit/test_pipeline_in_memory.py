"""The whole pipeline: whatever is repeated, reordered, lost or dies, a job ends, and its ledger adds up."""

import asyncio
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from feedback.domain.documents import BatchKind
from feedback.domain.job import Job, JobState, dropped_job_id
from feedback.domain.models import Cell
from feedback.domain.nps import NpsCounts, standard_nps
from tests.chaos import Chaos, Mood
from tests.fakes import analysis_of

TEXTS = ["Great", "Slow", "", "great ", "Fine", None, "Broken", "no lo recomiendo", "lo recomiendo", "SLOW", "🙂", "ok"]
ROWS: list[list[Cell]] = [[n % 11 if n % 5 else "n/a", text] for n, text in enumerate(TEXTS)]
UNIQUE = 8
"""Different comments."""
RATED = [row[0] for row in ROWS if isinstance(row[0], int)]
FIRST_WRITTEN = {"great ": "Great", "SLOW": "Slow"}
WITH_ANALYSIS = ("analyzed", "cached", "duplicate")


@pytest.fixture(scope="module")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as shared:
        yield shared


def check_results(chaos: Chaos, job: Job) -> None:
    """Every row once, in order, in one state; analyses are the model's own; totals, NPS and state fit the rows."""
    rows: list[dict[str, Any]] = chaos.world.result_rows(job.id)
    report = chaos.world.report(job.id)
    assert [[row["Nota"], row["Comentario Final"]] for row in rows] == ROWS
    for row in rows:
        text = row["Comentario Final"]
        assert (row["ledger_state"] == "blank") == (not text)
        assert (row["ledger_state"] == "failed") == (row["failure_reason"] is not None)
        given = row["sentiment"], row["churn_risk"], row["language"]
        if row["ledger_state"] in WITH_ANALYSIS:
            analysis = analysis_of(FIRST_WRITTEN.get(text, text))
            assert given == (analysis.sentiment, analysis.churn_risk, analysis.language)
        else:
            assert given == (None, None, None)
    states = Counter(row["ledger_state"] for row in rows)
    assert report["ledger"] == {s: states[s] for s in ("analyzed", "cached", "duplicate", "blank", "failed")}
    assert report["nps"]["standard"] == round(standard_nps(NpsCounts.of(RATED)) or 0.0, 2)
    assert report["nps"]["unrated"] == len(ROWS) - len(RATED)
    assert job.rows_done == job.rows == len(ROWS)
    assert job.cache_hits + job.cache_misses == UNIQUE
    if not job.stop_reason:
        assert job.cache_hits == states["cached"]
    assert report["spot_check"]["compared"] <= report["spot_check"]["asked"] == job.spot_checks
    assert report["spot_check"]["agreement"] in (1, None)  # the model gives a text one answer
    with_errors = bool(states["failed"] or job.stop_reason)
    assert job.state is (JobState.COMPLETED_WITH_ERRORS if with_errors else JobState.COMPLETED)


@pytest.mark.parametrize("parallel", [True, False])
@pytest.mark.parametrize("seed", range(10))
def test_duplicates_and_any_order_change_nothing(runner: asyncio.Runner, seed: int, parallel: bool) -> None:
    chaos = Chaos(seed, ROWS, crash=0, mood=Mood.STEADY, parallel=parallel)

    chaos.run(runner)

    [job] = chaos.jobs
    check_results(chaos, job)
    ledger = chaos.world.report(job.id)["ledger"]
    assert ledger == {"analyzed": 8, "cached": 0, "duplicate": 2, "blank": 2, "failed": 0}
    assert job.usage.calls == job.batches == 3
    assert chaos.sweeps == 0


@pytest.mark.parametrize("seed", range(10))
def test_a_spot_check_changes_no_row(runner: asyncio.Runner, seed: int) -> None:
    chaos = Chaos(seed, ROWS, crash=0, mood=Mood.STEADY, parallel=True, spot_check_percent=50, batch_size=5)

    chaos.run(runner)

    [job] = chaos.jobs
    check_results(chaos, job)
    report = chaos.world.report(job.id)
    assert report["ledger"] == {"analyzed": 8, "cached": 0, "duplicate": 2, "blank": 2, "failed": 0}
    assert report["spot_check"]["asked"] == report["spot_check"]["compared"] == 2
    assert job.usage.calls == 2


@pytest.mark.parametrize("seed", range(20))
def test_files_with_the_same_comments_at_the_same_time_lack_nothing_and_ask_little_twice(
    runner: asyncio.Runner, seed: int
) -> None:
    chaos = Chaos(seed, ROWS, crash=0, mood=Mood.STEADY, parallel=True, files=3)

    chaos.run(runner)

    for job in chaos.jobs:
        check_results(chaos, job)
        assert job.state is JobState.COMPLETED
    assert [job.rows_done for job in chaos.jobs] == [len(ROWS)] * 3
    assert chaos.sweeps == 0
    # What one of them waited too long for, it asked itself.
    assert sum(job.cache_hits for job in chaos.jobs) > 0
    assert UNIQUE <= sum(job.cache_misses for job in chaos.jobs) < 3 * UNIQUE


@pytest.mark.parametrize("seed", range(10))
def test_a_model_that_is_down_for_the_whole_job_leaves_failed_rows_and_the_right_nps(
    runner: asyncio.Runner, seed: int
) -> None:
    chaos = Chaos(seed, ROWS, crash=0, mood=Mood.DOWN, parallel=True)

    chaos.run(runner)

    [job] = chaos.jobs
    check_results(chaos, job)
    assert job.state is JobState.COMPLETED_WITH_ERRORS
    assert chaos.world.report(job.id)["ledger"]["failed"] == len(ROWS) - 2
    assert chaos.sweeps == 0


def troubled(seed: int, *, parallel: bool) -> Chaos:
    """Crashes, losses and a moody model; with each second seed two files that borrow from each other."""
    files = 1 + seed % 2
    return Chaos(
        seed, ROWS, crash=0.05, mood=Mood.MOODY, parallel=parallel, files=files, spot_check_percent=seed % 4 * 10
    )


@pytest.mark.parametrize("seed", range(200))
def test_jobs_with_crashes_losses_and_a_moody_model_end_with_a_ledger_that_adds_up(
    runner: asyncio.Runner, seed: int
) -> None:
    parallel = seed % 3 > 0
    chaos = troubled(seed, parallel=parallel)

    chaos.run(runner)

    there = {job.id for job in chaos.jobs}
    for file in chaos.files:
        if dropped_job_id(file) not in there:  # the parser died in every try before the job was there
            assert not any(dropped_job_id(file) in key for key in chaos.world.memory_data.objects)
    for job in chaos.jobs:
        assert job.state.ended
        if job.state is JobState.FAILED:
            assert job.error_message
        else:
            check_results(chaos, job)
        assert job.stop_reason != "the job ran past its deadline"
    if not parallel:
        assert chaos.model.most_at_once <= 1


def test_the_random_runs_reach_every_kind_of_end_and_of_batch(runner: asyncio.Runner) -> None:
    ends: Counter[JobState] = Counter()
    kinds: Counter[str] = Counter()
    borrowed = 0
    for seed in range(60):
        chaos = troubled(seed, parallel=True)
        chaos.run(runner)
        ends.update(job.state for job in chaos.jobs)
        kinds.update(str(figures["kind"]) for _, _, figures in chaos.world.telemetry.batches)
        borrowed += sum(int(figures["borrowed"]) for _, _, figures in chaos.world.telemetry.batches)

    assert ends[JobState.COMPLETED] > 10
    assert ends[JobState.COMPLETED_WITH_ERRORS] > 10
    assert ends[JobState.FAILED] > 0
    assert all(kinds[kind.value] > 10 for kind in BatchKind)
    assert borrowed > 10
