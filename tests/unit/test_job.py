"""job: ids, upload keys, states and times."""

from dataclasses import replace
from itertools import pairwise

import pytest

from feedback.domain.job import (
    CAME_FROM,
    ENDED,
    Job,
    JobState,
    Source,
    beside_calls_seconds,
    dropped_job_id,
    iso_time,
    timings,
    upload_id_in,
    upload_key,
)
from feedback.domain.job_ids import new_upload_id
from feedback.domain.models import Usage
from tests.builders import NOW, SOURCE, a_job

UPLOAD_ID = "u" + "0123456789abcdef01234567"


def test_the_same_drop_has_the_same_id_every_time() -> None:
    assert dropped_job_id(SOURCE) == dropped_job_id(replace(SOURCE)) == "d71069a3d64ae8b865689cd7e"


@pytest.mark.parametrize(
    "other",
    [
        replace(SOURCE, bucket="other"),
        replace(SOURCE, key="uploads/other.csv"),
        replace(SOURCE, version="v2"),
        Source("uploads-bucketuploads", "/survey.csv", "v1"),
        Source("uploads-bucket", "uploads/survey.csvv", "1"),
    ],
)
def test_another_bucket_key_or_version_is_another_drop(other: Source) -> None:
    assert dropped_job_id(other) != dropped_job_id(SOURCE)


@pytest.mark.parametrize("key", ["uploads/año 🙂.csv", "uploads/\udcff.csv", ""])
def test_any_key_has_an_id(key: str) -> None:
    assert len(dropped_job_id(replace(SOURCE, key=key))) == 25


def test_upload_ids_are_random_and_never_taken_for_those_of_drops() -> None:
    ids = {new_upload_id() for _ in range(100)}

    assert len(ids) == 100
    assert all(upload_id_in(upload_key(job_id, "a.csv")) == job_id for job_id in ids)
    assert upload_id_in(f"uploads/{dropped_job_id(SOURCE)}/a.csv") is None


@pytest.mark.parametrize(
    ("key", "found"),
    [
        (f"uploads/{UPLOAD_ID}/survey.csv", UPLOAD_ID),
        (f"uploads/{UPLOAD_ID}/a/b.csv", UPLOAD_ID),
        (f"uploads/{UPLOAD_ID}/", UPLOAD_ID),
        (f"uploads/{UPLOAD_ID}", None),
        (f"uploads/{UPLOAD_ID}0/survey.csv", None),
        (f"uploads/{UPLOAD_ID.upper()}/survey.csv", None),
        (f"uploads/team/{UPLOAD_ID}/survey.csv", None),
        (f"{UPLOAD_ID}/survey.csv", None),
        (f"other/{UPLOAD_ID}/survey.csv", None),
        ("uploads/survey.csv", None),
        ("uploads//survey.csv", None),
        ("survey.csv", None),
        ("", None),
    ],
)
def test_only_a_key_made_for_an_upload_names_one(key: str, found: str | None) -> None:
    assert upload_id_in(key) == found


@pytest.mark.parametrize(
    ("key", "name"), [("uploads/a b.csv", "a b.csv"), ("a.csv", "a.csv"), ("x/y/z.xlsx", "z.xlsx"), ("x/", "")]
)
def test_a_file_is_named_by_the_last_part_of_its_key(key: str, name: str) -> None:
    assert Source("b", key, "v").name == name


def test_no_state_is_reached_from_one_that_has_ended() -> None:
    assert all(not came_from & ENDED for came_from in CAME_FROM.values())


@pytest.mark.parametrize("state", [state for state in JobState if not state.ended])
def test_every_open_job_can_fail_and_be_cancelled(state: JobState) -> None:
    assert state in CAME_FROM[JobState.FAILED]
    assert state in CAME_FROM[JobState.CANCELLED]


@pytest.mark.parametrize("end", [JobState.COMPLETED, JobState.COMPLETED_WITH_ERRORS])
def test_the_way_from_upload_to_results_is_open(end: JobState) -> None:
    way = [JobState.AWAITING_UPLOAD, JobState.PARSING, JobState.ANALYZING, JobState.AGGREGATING, end]

    assert all(before in CAME_FROM[after] for before, after in pairwise(way))


@pytest.mark.parametrize(
    ("done", "stop_reason", "all_done", "missing"),
    [
        (set(), "", False, [1, 2, 3]),
        ({2}, "", False, [1, 3]),
        ({1, 2, 3}, "", True, []),
        ({2}, "no quota", True, [1, 3]),
    ],
)
def test_a_job_is_done_when_all_batches_are_or_it_was_stopped(
    done: set[int], stop_reason: str, all_done: bool, missing: list[int]
) -> None:
    job = a_job(done=frozenset(done), stop_reason=stop_reason)

    assert job.all_done is all_done
    assert job.missing_batches == missing


def test_a_job_without_batches_is_done_at_once() -> None:
    assert a_job(batches=0).all_done


@pytest.mark.parametrize("window", [1, 2, 5, 9])
@pytest.mark.parametrize("batches", [0, 1, 5])
def test_counting_one_batch_after_another_gives_out_each_that_was_not_in_the_window_once(
    batches: int, window: int
) -> None:
    given = list(range(1, min(window, batches) + 1))
    for count in range(1, batches + 1):
        job = a_job(batches=batches, window=window, done=frozenset(given[:count]))
        given += [job.next_batch] if job.next_batch else []

    assert given == list(range(1, batches + 1))


@pytest.mark.parametrize(
    ("hits", "nano_usd", "micro_usd"), [(0, 17_900, 0), (10, 17_900, 179), (3, 333, 0), (1000, 333, 333), (99, 0, 0)]
)
def test_the_cache_saved_what_asking_for_its_hits_would_have_cost(hits: int, nano_usd: int, micro_usd: int) -> None:
    assert a_job(cache_hits=hits, comment_nano_usd=nano_usd).saved_micro_usd == micro_usd


def an_ended_job() -> Job:
    return a_job(
        parsing_at=NOW + 200,
        parsed_at=NOW + 700,
        cache_looked_up_at=NOW + 800,
        analyzing_at=NOW + 1000,
        first_batch_at=NOW + 1300,
        progress_at=NOW + 3900,
        aggregating_at=NOW + 4000,
        ended_at=NOW + 4567,
    )


def test_stages_are_told_in_seconds_once_they_have_ended() -> None:
    job = an_ended_job()

    stages = {"start": 0.2, "parse": 0.5, "cache_lookup": 0.1, "plan": 0.2, "queue": 0.3}
    ends = {"analyze": 2.9, "aggregator_start": 0.1, "aggregate": 0.567, "total": 4.567}
    assert timings(job) == stages | ends
    assert timings(replace(job, aggregating_at=None, ended_at=None)) == stages
    assert timings(a_job()) == {}


def test_what_a_job_took_beside_its_calls_is_all_from_its_plan_on_but_the_analysis() -> None:
    job = replace(an_ended_job(), usage=Usage(calls=1))

    assert beside_calls_seconds(job) == pytest.approx(0.2 + 0.3 + 0.1 + 0.567)
    assert beside_calls_seconds(replace(job, usage=Usage())) is None
    assert beside_calls_seconds(replace(job, ended_at=None)) is None


@pytest.mark.parametrize(
    ("milliseconds", "text"),
    [(0, "1970-01-01T00:00:00.000+00:00"), (1_780_000_000_123, "2026-05-28T20:26:40.123+00:00")],
)
def test_times_are_written_in_utc_to_the_millisecond(milliseconds: int, text: str) -> None:
    assert iso_time(milliseconds) == text
