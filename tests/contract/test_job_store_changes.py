"""JobStore: what may happen to a job once it is there, also to many callers at once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import pytest

from feedback.domain.calls import CallTotals
from feedback.domain.job import CAME_FROM, JobState
from feedback.domain.models import Detail, Usage
from feedback.domain.speed import CallSums
from feedback.domain.sweep import TOUCH_MS
from feedback.ports import JobStore
from tests.builders import NOW, a_job

NOT_ANALYZING = [state for state in JobState if state is not JobState.ANALYZING]
A_CALL = CallSums.of(comments=100, tokens_out=700, seconds=6.1)


def add(store: JobStore, usage: Usage, sums: CallSums | None = None) -> None:
    store.add_usage("d1", CallTotals(usage, sums or CallSums()), NOW)


@pytest.mark.parametrize("state", JobState)
@pytest.mark.parametrize("to", JobState)
def test_a_job_advances_only_from_states_that_may_come_there(store: JobStore, state: JobState, to: JobState) -> None:
    job = a_job(state=state)
    store.create(job)
    ended: dict[str, Any] = {"ended_at": NOW + 9} if to.ended else {}
    after = replace(job, state=to, touched_at=NOW + 9, **ended) if state in CAME_FROM[to] else None

    assert store.advance("d1", to, NOW + 9) == after
    assert store.get("d1") == (after or job)


def test_a_job_that_is_not_there_does_not_advance(store: JobStore) -> None:
    assert store.advance("d1", JobState.FAILED, NOW) is None
    assert store.get("d1") is None


def test_changes_come_with_the_new_state_and_not_without_it(store: JobStore) -> None:
    changes: dict[str, Any] = {"rows": 10, "batches": 2, "stand_in": True, "warnings": ("a", "b"), "report": "{}"}
    changes |= {"window": 1, "spot_checks": 3, "comment_nano_usd": 9, "codebook": "c1", "detail": Detail.FULL}
    store.create(a_job(state=JobState.PARSING))

    assert store.advance("d1", JobState.COMPLETED_WITH_ERRORS, NOW, changes) is None
    assert store.get("d1") == a_job(state=JobState.PARSING)
    advanced = store.advance("d1", JobState.ANALYZING, NOW, changes)
    assert advanced == a_job(**changes)
    assert advanced is not None
    assert isinstance(advanced.detail, Detail)


def test_only_one_of_16_callers_ends_a_job(store: JobStore) -> None:
    store.create(a_job(state=JobState.AGGREGATING))

    with ThreadPoolExecutor(16) as pool:
        ended = list(pool.map(lambda n: store.advance("d1", JobState.COMPLETED, NOW + n), range(16)))

    assert sum(job is not None for job in ended) == 1


def test_a_batch_is_counted_once_with_its_rows(store: JobStore) -> None:
    store.create(a_job(rows=100, rows_done=10))

    assert store.record_batch("d1", 2, 40, NOW + 1)
    assert not store.record_batch("d1", 2, 40, NOW + 2)
    assert store.record_batch("d1", 1, 50, NOW + 3)
    assert store.get("d1") == a_job(
        rows=100, rows_done=100, done=frozenset({1, 2}), touched_at=NOW + 3, progress_at=NOW + 3
    )


@pytest.mark.parametrize("state", NOT_ANALYZING)
def test_no_batch_is_counted_for_a_job_that_is_not_analyzing(store: JobStore, state: JobState) -> None:
    store.create(a_job(state=state))

    assert not store.record_batch("d1", 1, 5, NOW + 1)
    assert store.get("d1") == a_job(state=state)


def test_of_16_callers_with_the_same_batch_one_counts_it(store: JobStore) -> None:
    store.create(a_job())

    with ThreadPoolExecutor(16) as pool:
        counted = list(pool.map(lambda _: store.record_batch("d1", 3, 7, NOW), range(16)))

    after = a_job(done=frozenset({3}), rows_done=7, progress_at=NOW)
    assert [job for job in counted if job] == [after]
    assert store.get("d1") == after


def test_16_callers_with_a_batch_each_lose_none(store: JobStore) -> None:
    store.create(a_job(batches=16))

    with ThreadPoolExecutor(16) as pool:
        counted = list(pool.map(lambda number: store.record_batch("d1", number, number, NOW), range(1, 17)))

    job = store.get("d1")
    assert all(counted)
    assert job is not None
    assert job.all_done
    assert job.rows_done == sum(range(1, 17))


def test_each_of_16_callers_gets_the_job_as_its_own_batch_left_it(store: JobStore) -> None:
    store.create(a_job(batches=32, window=16))

    with ThreadPoolExecutor(16) as pool:
        counted = list(pool.map(lambda number: store.record_batch("d1", number, 1, NOW), range(1, 17)))

    assert all(job and number in job.done for number, job in enumerate(counted, start=1))
    assert sorted(len(job.done) for job in counted if job) == list(range(1, 17))
    assert sorted(job.next_batch or 0 for job in counted if job) == list(range(17, 33))


def test_borrowed_comments_of_a_batch_become_cache_hits_once(store: JobStore) -> None:
    store.create(a_job(cache_hits=10, cache_misses=90))

    assert store.record_batch("d1", 1, 40, NOW, borrowed=30)
    assert not store.record_batch("d1", 1, 40, NOW, borrowed=30)
    assert store.record_batch("d1", 2, 60, NOW)

    job = store.get("d1")
    assert job is not None
    assert (job.cache_hits, job.cache_misses, job.rows_done) == (40, 60, 100)


def test_calls_are_added_in_the_write_that_counts_their_batch_and_only_there(store: JobStore) -> None:
    usage = Usage(1, 100, 50, 7, waited_ms=250, tokens_cached=10, tokens_written=20, tiers=frozenset({"default"}))
    totals = CallTotals(usage, A_CALL, stand_in=True)
    store.create(a_job())

    assert store.record_batch("d1", 1, 40, NOW + 1, totals=totals)
    assert not store.record_batch("d1", 1, 40, NOW + 2, totals=totals)

    assert store.get("d1") == a_job(
        rows_done=40,
        done=frozenset({1}),
        usage=usage,
        sums=A_CALL,
        stand_in=True,
        touched_at=NOW + 1,
        progress_at=NOW + 1,
    )


def test_a_call_of_unknown_cost_makes_the_total_unknown_also_with_its_batch(store: JobStore) -> None:
    store.create(a_job(usage=Usage(1, 1, 1, 5)))

    store.record_batch("d1", 1, 40, NOW, totals=CallTotals(Usage(1, 1, 1, None)))

    job = store.get("d1")
    assert job is not None
    assert job.usage == Usage(2, 2, 2, None)


def test_usage_and_what_calls_teach_add_up(store: JobStore) -> None:
    first, second = Usage(1, 100, 50, 7), Usage(1, 10, 5, 3, 1, 1, retries=1, splits=1, waited_ms=250)
    store.create(a_job())

    store.add_usage("d1", CallTotals(first, A_CALL), NOW + 1)
    store.add_usage("d1", CallTotals(second), NOW + 2)
    store.add_usage("d1", CallTotals(sums=A_CALL), NOW + 3)

    assert store.get("d1") == a_job(usage=first + second, sums=A_CALL + A_CALL, touched_at=NOW + 3)


def test_the_tiers_that_served_a_job_s_calls_are_kept_each_once(store: JobStore) -> None:
    store.create(a_job())

    for tiers in ({"default"}, set(), {"priority", "default"}):
        add(store, Usage(1, tiers=frozenset(tiers)))

    job = store.get("d1")
    assert job is not None
    assert job.usage == Usage(3, tiers=frozenset({"default", "priority"}))


def test_no_usage_of_16_callers_is_lost(store: JobStore) -> None:
    store.create(a_job())

    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda n: add(store, Usage(1, n, 2 * n, 3 * n, waited_ms=n), A_CALL), range(16)))

    job = store.get("d1")
    assert job is not None
    assert job.usage == Usage(16, 120, 240, 360, waited_ms=120)
    assert job.sums == sum([A_CALL] * 16, CallSums())


def test_one_call_of_unknown_cost_leaves_the_total_unknown(store: JobStore) -> None:
    store.create(a_job())

    for cost in (5, None, 7):
        add(store, Usage(1, 1, 1, cost))

    job = store.get("d1")
    assert job is not None
    assert job.usage == Usage(3, 3, 3, None)


def test_the_stand_ins_mark_stays(store: JobStore) -> None:
    store.create(a_job())

    for stand_in in (False, True, False):
        store.add_usage("d1", CallTotals(Usage(1), stand_in=stand_in), NOW)

    job = store.get("d1")
    assert job is not None
    assert job.stand_in


def test_the_first_batch_that_begins_stamps_the_job(store: JobStore) -> None:
    store.create(a_job(state=JobState.ANALYZING))

    begun = store.begin_batch("d1", NOW + 1)

    assert begun == store.get("d1") == a_job(state=JobState.ANALYZING, first_batch_at=NOW + 1, touched_at=NOW + 1)


def test_batches_that_begin_soon_after_another_see_the_job_and_change_nothing(store: JobStore) -> None:
    store.create(a_job(state=JobState.ANALYZING))
    store.begin_batch("d1", NOW + 1)
    store.stop("d1", "no quota", NOW + 2)

    later = store.begin_batch("d1", NOW + TOUCH_MS)

    assert later == store.get("d1")
    assert later is not None
    assert (later.first_batch_at, later.touched_at, later.stop_reason) == (NOW + 1, NOW + 2, "no quota")


def test_batches_that_begin_now_and_then_keep_a_job_from_seeming_to_stand_still(store: JobStore) -> None:
    store.create(a_job(state=JobState.ANALYZING))
    store.begin_batch("d1", NOW)

    for now in range(NOW, NOW + 4 * TOUCH_MS, 1000):
        job = store.begin_batch("d1", now)
        assert job is not None
        assert now - job.touched_at < TOUCH_MS
        assert job.first_batch_at == NOW


def test_each_of_16_batches_that_begin_at_once_sees_the_job_and_one_of_them_stamps_it(store: JobStore) -> None:
    store.create(a_job(state=JobState.ANALYZING))

    with ThreadPoolExecutor(16) as pool:
        begun = list(pool.map(lambda n: store.begin_batch("d1", NOW + n), range(16)))

    assert all(job is not None and job.id == "d1" for job in begun)
    job = store.get("d1")
    assert job is not None
    assert job.first_batch_at in range(NOW, NOW + 16)


def test_a_batch_of_no_job_does_not_make_one(store: JobStore) -> None:
    assert store.begin_batch("d1", NOW) is None
    assert store.begin_batch("d1", NOW) is None
    assert store.get("d1") is None


def test_a_job_that_somebody_has_touched_since_is_not_brought_on(store: JobStore) -> None:
    store.create(a_job(state=JobState.ANALYZING))
    store.touch("d1", NOW + 5)

    assert store.advance("d1", JobState.FAILED, NOW + 9, touched_at=NOW) is None
    failed = store.advance("d1", JobState.FAILED, NOW + 9, touched_at=NOW + 5)
    assert failed is not None
    assert failed.state is JobState.FAILED


def test_results_are_written_by_one_taker_at_a_time(store: JobStore) -> None:
    store.create(a_job(state=JobState.ANALYZING))

    first = store.begin_aggregation("d1", NOW + 1, NOW + 100)
    assert first is not None
    assert (first.state, first.aggregating_at) == (JobState.AGGREGATING, NOW + 1)
    assert store.begin_aggregation("d1", NOW + 100, NOW + 200) is None
    later = store.begin_aggregation("d1", NOW + 101, NOW + 200)
    assert later is not None
    assert (later.claim_until, later.aggregating_at) == (NOW + 200, NOW + 1)


@pytest.mark.parametrize("state", [s for s in JobState if s not in (JobState.ANALYZING, JobState.AGGREGATING)])
def test_only_an_analyzed_job_has_results_to_write(store: JobStore, state: JobState) -> None:
    store.create(a_job(state=state))

    assert store.begin_aggregation("d1", NOW, NOW + 100) is None


def test_a_batch_is_leased_to_one_delivery_until_it_is_released_or_its_time_has_run_out(store: JobStore) -> None:
    assert store.lease_batch("d1", 1, NOW, NOW + 100)
    assert not store.lease_batch("d1", 1, NOW + 100, NOW + 200)
    assert store.lease_batch("d1", 2, NOW, NOW + 100)
    assert store.lease_batch("d1", 1, NOW + 101, NOW + 300)
    store.release_batch("d1", 1)
    assert store.lease_batch("d1", 1, NOW + 102, NOW + 400)


def test_of_16_deliveries_of_a_batch_one_gets_the_lease(store: JobStore) -> None:
    with ThreadPoolExecutor(16) as pool:
        leased = list(pool.map(lambda _: store.lease_batch("d1", 1, NOW, NOW + 100), range(16)))
    assert leased.count(True) == 1


def test_usage_is_added_to_an_ended_job_too(store: JobStore) -> None:
    store.create(a_job(state=JobState.FAILED))

    add(store, Usage(1, 2, 3, 4))

    job = store.get("d1")
    assert job is not None
    assert job.usage == Usage(1, 2, 3, 4)


def test_usage_and_touching_do_not_make_a_job(store: JobStore) -> None:
    add(store, Usage(1))
    store.touch("d1", NOW)

    assert store.get("d1") is None


def test_the_first_reason_to_stop_stays(store: JobStore) -> None:
    store.create(a_job())

    assert store.stop("d1", "no quota", NOW + 1)
    assert not store.stop("d1", "late", NOW + 2)
    assert store.get("d1") == a_job(stop_reason="no quota", touched_at=NOW + 1)


@pytest.mark.parametrize("state", NOT_ANALYZING)
def test_only_an_analyzing_job_is_stopped(store: JobStore, state: JobState) -> None:
    store.create(a_job(state=state))

    assert not store.stop("d1", "no quota", NOW)
    assert store.get("d1") == a_job(state=state)


def test_of_16_reasons_to_stop_one_is_kept(store: JobStore) -> None:
    store.create(a_job())

    with ThreadPoolExecutor(16) as pool:
        stopped = list(pool.map(lambda n: store.stop("d1", f"reason {n}", NOW), range(16)))

    job = store.get("d1")
    assert stopped.count(True) == 1
    assert job is not None
    assert job.stop_reason == f"reason {stopped.index(True)}"


def test_touching_changes_the_time_and_nothing_else(store: JobStore) -> None:
    store.create(a_job())

    store.touch("d1", NOW + 7)

    assert store.get("d1") == a_job(touched_at=NOW + 7)


def test_open_jobs_are_all_that_have_not_ended(store: JobStore) -> None:
    jobs = [a_job(f"d{n}", state) for n, state in enumerate(JobState)]
    for job in jobs:
        store.create(job)

    found = sorted(store.open_jobs(), key=lambda job: job.id)
    assert found == [job for job in jobs if not job.state.ended]


@pytest.mark.parametrize("end", [state for state in JobState if state.ended])
def test_a_job_that_ends_is_no_longer_open(store: JobStore, end: JobState) -> None:
    store.create(a_job("d1", JobState.AGGREGATING))
    store.create(a_job("d2", JobState.AGGREGATING))

    store.advance("d1", end, NOW)

    assert [job.id for job in store.open_jobs()] == ["d2"]


def test_the_open_jobs_are_complete_where_they_fill_many_pages(store: JobStore) -> None:
    for number in range(12):
        store.create(a_job(f"d{number}", report="x" * 200_000))

    assert {job.id for job in store.open_jobs()} == {f"d{number}" for number in range(12)}
