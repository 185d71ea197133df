"""JobStore: who may create a job, and who may take it for parsing."""

from dataclasses import fields, replace

import pytest

from feedback.domain.job import Job, JobState, Source
from feedback.domain.models import Detail, Usage
from feedback.domain.speed import CallSums
from feedback.ports import JobStore
from tests.builders import NOW, a_job

FULL = Job(
    id="d1",
    state=JobState.AGGREGATING,
    source=Source("bucket", "uploads/encuesta niño.csv", "v7", "e7"),
    created_at=NOW,
    deadline_at=NOW + 1,
    touched_at=NOW + 2,
    claimed_by="message-1",
    claim_until=NOW + 3,
    parsing_at=NOW + 4,
    parsed_at=NOW + 5,
    cache_looked_up_at=NOW + 6,
    analyzing_at=NOW + 7,
    first_batch_at=NOW + 8,
    aggregating_at=NOW + 9,
    ended_at=NOW + 10,
    progress_at=NOW + 11,
    rows=850,
    rows_done=840,
    comments=700,
    cache_hits=10,
    cache_misses=690,
    comment_nano_usd=6_400,
    batches=8,
    window=6,
    spot_checks=7,
    done=frozenset({1, 2, 8}),
    usage=Usage(
        *(8, 9000, 5000, 12_345),
        rate_limited=1,
        failed_calls=2,
        retries=3,
        splits=4,
        waited_ms=5678,
        tokens_cached=2100,
        tokens_written=1050,
        tiers=frozenset({"default", "flex"}),
    ),
    sums=CallSums.of(comments=100, tokens_out=700, seconds=6.1),
    model="gpt-6-luna",
    codebook="0123456789ab",
    detail=Detail.FULL,
    stand_in=True,
    stop_reason="the key was refused",
    error_code="stopped",
    error_message="The key was refused.",
    warnings=("Read as text in UTF-8.", "Año 🙂"),
    options='{"rating_scale": "1-5"}',
    reading='{"rows": 850}',
    report='{"ledger": {}}',
)


def a_claim(claimant: str, now: int, seconds: int = 60) -> Job:
    claimed = a_job(state=JobState.PARSING, batches=0, parsing_at=now, claimed_by=claimant)
    return replace(claimed, touched_at=now, claim_until=now + seconds * 1000)


@pytest.mark.parametrize(
    ("sample", "plain"),
    [
        (FULL, Job("d0", JobState.PARSING, Source("", "", ""), created_at=0, deadline_at=0)),
        (FULL.usage, Usage()),
        (FULL.sums, CallSums()),
    ],
)
def test_the_sample_job_differs_from_the_defaults_in_every_field(
    sample: Job | Usage | CallSums, plain: Job | Usage | CallSums
) -> None:
    assert [f.name for f in fields(plain) if getattr(sample, f.name) == getattr(plain, f.name)] == []


def test_every_field_of_a_created_job_comes_back(store: JobStore) -> None:
    assert store.create(FULL)
    found = store.get("d1")
    assert found == FULL
    assert found is not None
    assert isinstance(found.state, JobState)  # a text would be equal to it
    assert isinstance(found.detail, Detail)


def test_an_unknown_cost_comes_back_as_unknown(store: JobStore) -> None:
    store.create(replace(FULL, usage=Usage(calls=1, cost_micro_usd=None)))

    found = store.get("d1")
    assert found is not None
    assert found.usage == Usage(calls=1, cost_micro_usd=None)


def test_a_job_that_is_not_there_is_none(store: JobStore) -> None:
    assert store.get("d1") is None


def test_a_created_job_counts_as_touched_when_it_was_created(store: JobStore) -> None:
    store.create(a_job(touched_at=0))

    found = store.get("d1")
    assert found is not None
    assert found.touched_at == NOW


def test_a_second_job_of_the_same_id_is_not_created_and_changes_nothing(store: JobStore) -> None:
    store.create(a_job(rows=10))

    assert not store.create(a_job(rows=99))
    assert store.get("d1") == a_job(rows=10)


def test_a_new_job_is_claimed_and_stored_as_claimed(store: JobStore) -> None:
    claim = a_claim("me", NOW)

    assert store.claim(claim, NOW) == claim
    assert store.get("d1") == claim


def test_a_claim_counts_as_touched_at_the_moment_of_the_claim(store: JobStore) -> None:
    claimed = store.claim(replace(a_claim("me", NOW), touched_at=0), NOW + 5)

    assert claimed is not None
    assert claimed.touched_at == NOW + 5
    assert store.get("d1") == claimed


def test_a_job_that_awaits_its_upload_is_claimed(store: JobStore) -> None:
    store.create(a_job(state=JobState.AWAITING_UPLOAD))
    claim = a_claim("me", NOW + 1000)

    assert store.claim(claim, NOW + 1000) == claim
    assert store.get("d1") == claim


def test_the_same_claimant_may_claim_again_while_its_claim_holds(store: JobStore) -> None:
    store.claim(a_claim("me", NOW), NOW)
    again = a_claim("me", NOW + 1000)

    assert store.claim(again, NOW + 1000) == again
    assert store.get("d1") == again


@pytest.mark.parametrize("later", [0, 1000, 60_000])
def test_another_claimant_gets_nothing_until_the_claim_has_run_out(store: JobStore, later: int) -> None:
    first = a_claim("me", NOW)
    store.claim(first, NOW)

    assert store.claim(a_claim("you", NOW + later), NOW + later) is None
    assert store.get("d1") == first


def test_another_claimant_takes_over_once_the_claim_has_run_out(store: JobStore) -> None:
    store.claim(a_claim("me", NOW), NOW)
    takeover = a_claim("you", NOW + 60_001)

    assert store.claim(takeover, NOW + 60_001) == takeover
    assert store.get("d1") == takeover


@pytest.mark.parametrize("state", [s for s in JobState if s not in (JobState.AWAITING_UPLOAD, JobState.PARSING)])
def test_a_job_past_parsing_is_claimed_by_nobody(store: JobStore, state: JobState) -> None:
    job = a_job(state=state, claimed_by="me", claim_until=NOW)
    store.create(job)

    assert store.claim(a_claim("me", NOW + 90_000), NOW + 90_000) is None
    assert store.claim(a_claim("you", NOW + 90_000), NOW + 90_000) is None
    assert store.get("d1") == job
