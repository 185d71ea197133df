"""Jobs in this process, with the conditions that the jobs table has."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from feedback.domain.calls import NO_CALLS, CallTotals
from feedback.domain.job import CAME_FROM, Job, JobState
from feedback.domain.sweep import TOUCH_MS


class MemoryJobStore:
    """JobStore on a dictionary; every change is made under one lock."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._jobs: dict[str, Job] = {}
        self._leases: dict[tuple[str, int], int] = {}

    def create(self, job: Job) -> bool:
        with self._lock:
            if job.id in self._jobs:
                return False
            self._jobs[job.id] = replace(job, touched_at=job.touched_at or job.created_at)
            return True

    def claim(self, job: Job, now: int) -> Job | None:
        with self._lock:
            there = self._jobs.get(job.id)
            if there and not _may_take(there, job.claimed_by, now):
                return None
            self._jobs[job.id] = replace(job, touched_at=now)
            return self._jobs[job.id]

    def get(self, job_id: str) -> Job | None:
        with self._lock:
            return self._jobs.get(job_id)

    def advance(
        self,
        job_id: str,
        to: JobState,
        now: int,
        changes: Mapping[str, Any] | None = None,
        *,
        touched_at: int | None = None,
    ) -> Job | None:
        sets = {"state": to, "touched_at": now, **(changes or {})}
        if to.ended:
            sets["ended_at"] = now

        def may_come(job: Job) -> bool:
            return job.state in CAME_FROM[to] and touched_at in (None, job.touched_at)

        return self._change(job_id, may_come, lambda job: replace(job, **sets))

    def begin_aggregation(self, job_id: str, now: int, until: int) -> Job | None:
        def free(job: Job) -> bool:
            left = job.state is JobState.AGGREGATING and job.claim_until < now
            return left or job.state is JobState.ANALYZING

        def taken(job: Job) -> Job:
            first = job.aggregating_at or now
            return replace(job, state=JobState.AGGREGATING, touched_at=now, claim_until=until, aggregating_at=first)

        return self._change(job_id, free, taken)

    def lease_batch(self, job_id: str, number: int, now: int, until: int) -> bool:
        with self._lock:
            if self._leases.get((job_id, number), -1) >= now:
                return False
            self._leases[job_id, number] = until
            return True

    def release_batch(self, job_id: str, number: int) -> None:
        with self._lock:
            self._leases.pop((job_id, number), None)

    def begin_batch(self, job_id: str, now: int) -> Job | None:
        def begun(job: Job) -> Job:
            if job.first_batch_at is not None and now - job.touched_at < TOUCH_MS:
                return job
            return replace(job, first_batch_at=job.first_batch_at or now, touched_at=now)

        return self._change(job_id, lambda _: True, begun)

    def record_batch(
        self, job_id: str, number: int, rows: int, now: int, *, borrowed: int = 0, totals: CallTotals = NO_CALLS
    ) -> Job | None:
        def recorded(job: Job) -> Job:
            return replace(
                _with_calls(job, totals),
                done=job.done | {number},
                rows_done=job.rows_done + rows,
                cache_hits=job.cache_hits + borrowed,
                cache_misses=job.cache_misses - borrowed,
                touched_at=now,
                progress_at=now,
            )

        return self._change(job_id, lambda job: job.state is JobState.ANALYZING and number not in job.done, recorded)

    def add_usage(self, job_id: str, totals: CallTotals, now: int) -> None:
        self._change(job_id, lambda _: True, lambda job: replace(_with_calls(job, totals), touched_at=now))

    def stop(self, job_id: str, reason: str, now: int) -> bool:
        stopped = self._change(
            job_id,
            lambda job: job.state is JobState.ANALYZING and not job.stop_reason,
            lambda job: replace(job, stop_reason=reason, touched_at=now),
        )
        return stopped is not None

    def touch(self, job_id: str, now: int) -> None:
        self._change(job_id, lambda _: True, lambda job: replace(job, touched_at=now))

    def open_jobs(self) -> list[Job]:
        with self._lock:
            return [job for job in self._jobs.values() if not job.state.ended]

    def _change(self, job_id: str, condition: Callable[[Job], bool], change: Callable[[Job], Job]) -> Job | None:
        """The job as changed; None where there is none or the condition does not hold."""
        with self._lock:
            job = self._jobs.get(job_id)
            if job is None or not condition(job):
                return None
            self._jobs[job_id] = change(job)
            return self._jobs[job_id]


def _with_calls(job: Job, totals: CallTotals) -> Job:
    return replace(
        job,
        usage=job.usage + totals.usage,
        sums=job.sums + totals.sums,
        stand_in=totals.stand_in or job.stand_in,
    )


def _may_take(job: Job, claimant: str, now: int) -> bool:
    if job.state is JobState.PARSING:
        return job.claimed_by == claimant or job.claim_until < now
    return job.state is JobState.AWAITING_UPLOAD
