"""StatusService: what is told of a job is what is known of it, and no more."""

import json
from typing import Any

import pytest

from feedback.contracts import JobReply
from feedback.domain.codebook import Codebook, Theme
from feedback.domain.codebook_document import load_codebook
from feedback.domain.errors import InputError
from feedback.domain.job import Job, JobState, upload_id_in
from feedback.domain.model_catalog import PRICES_AS_OF
from feedback.domain.models import Detail, Usage
from feedback.domain.options import Options
from feedback.services.status import UPLOAD_SECONDS
from tests.builders import NOW, a_job
from tests.world import MODEL, World


def told(job: Job) -> dict[str, Any]:
    world = World()
    world.memory_jobs.create(job)
    status = world.status().status(job.id)
    assert status is not None
    return status


def test_of_a_job_that_is_not_there_nothing_is_told() -> None:
    assert World().status().status("d1") is None


@pytest.mark.parametrize("state", JobState)
def test_all_that_is_told_is_in_the_api_reply_and_the_other_way_round(state: JobState) -> None:
    status = told(a_job(state=state, error_message="Stopped." if state is JobState.FAILED else ""))

    assert JobReply.model_validate(status).model_dump() == status


def test_progress_is_told_in_rows_batches_and_comments() -> None:
    status = told(a_job(rows=850, rows_done=300, comments=700, batches=8, done=frozenset({1, 4})))

    assert status["state"] == "analyzing"
    assert status["file"] == "survey.csv"
    assert status["progress"] == {"rows": 850, "rows_done": 300, "batches": 8, "batches_done": 2, "comments": 700}
    assert status["ended_at"] is None


def test_usage_is_told_in_dollars_with_the_cache() -> None:
    counts = {"rate_limited": 1, "failed_calls": 2, "retries": 3, "splits": 4, "waited_ms": 5678}
    tiers = frozenset({"priority", "default"})
    usage = Usage(8, 9000, 5000, 12_345, **counts, tokens_cached=1100, tokens_written=2200, tiers=tiers)
    status = told(a_job(usage=usage, cache_hits=10, cache_misses=690, comment_nano_usd=17_900))

    assert status["usage"] == {
        "calls": 8,
        "failed_calls": 2,
        "rate_limited": 1,
        "retries": 3,
        "splits": 4,
        "limiter_wait": 5.678,
        "tokens_in": 9000,
        "tokens_out": 5000,
        "tokens_cached": 1100,
        "tokens_written": 2200,
        "service_tier": "default, priority",
        "cost_usd": 0.012345,
        "prices_as_of": PRICES_AS_OF.isoformat(),
        "cache_hits": 10,
        "cache_misses": 690,
        "saved_usd": 0.000179,
    }


def test_what_the_analysis_depends_on_is_told() -> None:
    status = told(a_job(model="gpt-6-sol", detail=Detail.FULL, codebook="0123456789ab", stand_in=True))

    assert (status["model"], status["detail"], status["codebook_version"]) == ("gpt-6-sol", "full", "0123456789ab")
    assert status["stand_in"]


def test_an_unknown_cost_is_told_as_unknown_and_not_as_nothing() -> None:
    usage = told(a_job(usage=Usage(1, cost_micro_usd=None)))["usage"]

    assert (usage["cost_usd"], usage["prices_as_of"], usage["service_tier"]) == (None, None, None)


@pytest.mark.parametrize("state", JobState)
def test_links_to_results_are_given_exactly_when_there_are_results(state: JobState) -> None:
    results = told(a_job(state=state))["results"]

    if state in (JobState.COMPLETED, JobState.COMPLETED_WITH_ERRORS):
        assert set(results) == {"report.html", "results.csv", "results.parquet", "results.xlsx", "results.json"}
        assert all(f"results/d1/{name}" in link for name, link in results.items())
    else:
        assert results is None


def test_before_the_results_ledger_nps_and_spot_check_are_unknown() -> None:
    status = told(a_job(warnings=("Read as text.",)))

    assert (status["ledger"], status["nps"], status["spot_check"]) == (None, None, None)
    assert status["warnings"] == ["Read as text.", "Mind the model."]


def test_after_the_results_ledger_nps_spot_check_and_warnings_are_those_of_the_report() -> None:
    summary = {"ledger": {"analyzed": 3}, "nps": {"score": 50}, "spot_check": {"asked": 9, "agreement": 0.875}}
    report = summary | {"warnings": ["From the report."]}
    status = told(a_job(state=JobState.COMPLETED, report=json.dumps(report), warnings=("Read as text.",)))

    assert {name: status[name] for name in summary} == summary
    assert status["warnings"] == ["From the report.", "Mind the model."]


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({}, None),
        ({"error_code": "no_rating_column", "error_message": "No rating."}, ("no_rating_column", "No rating.")),
        ({"error_message": "The key was refused."}, ("stopped", "The key was refused.")),
    ],
)
def test_an_error_is_told_by_code_and_sentence(changes: dict[str, str], error: tuple[str, str] | None) -> None:
    told_error = told(a_job(state=JobState.FAILED, **changes))["error"]

    assert told_error == (None if error is None else {"code": error[0], "message": error[1]})


def test_times_are_told_in_utc_and_stages_in_seconds() -> None:
    status = told(a_job(state=JobState.COMPLETED, parsing_at=NOW + 250, ended_at=NOW + 4000))

    assert status["created_at"] == "2026-05-28T20:26:40.000+00:00"
    assert status["ended_at"] == "2026-05-28T20:26:44.000+00:00"
    assert status["timings"] == {"start": 0.25, "total": 4.0}


def test_a_new_upload_is_a_job_that_awaits_its_file_under_a_key_of_its_own() -> None:
    world = World()
    job, form = world.status().new_upload("encuesta.xlsx", Options())

    assert world.job(job.id) == world.memory_jobs.get(job.id)
    assert (job.state, job.model) == (JobState.AWAITING_UPLOAD, MODEL)
    assert job.deadline_at > NOW + UPLOAD_SECONDS * 1000
    assert upload_id_in(job.source.key) == job.id
    assert form.fields["key"] == job.source.key == f"uploads/{job.id}/encuesta.xlsx"


def test_every_upload_has_an_id_of_its_own() -> None:
    world = World()

    assert len({world.status().new_upload("same.csv", Options())[0].id for _ in range(50)}) == 50
    assert len(world.memory_jobs.open_jobs()) == 50


HOTEL = Codebook((Theme("room", "Room", "Habitación"),), "Hotel")


def test_a_codebook_of_a_new_upload_is_stored_for_the_parser_and_named_by_the_jobs_options() -> None:
    world = World()
    _, form = world.status().new_upload("a.csv", Options(sheet="May"), HOTEL)

    name = f"api-{HOTEL.version}"
    assert json.loads(form.fields["x-amz-meta-options"]) == {"sheet": "May", "codebook": name}
    assert load_codebook(world.uploads.objects[f"codebooks/{name}.json"]) == HOTEL


@pytest.mark.parametrize("options", [Options(codebook="default"), Options(sheet="x" * 1_980)])
def test_where_the_codebook_can_not_join_the_options_nothing_is_begun(options: Options) -> None:
    world = World()
    with pytest.raises(InputError) as caught:
        world.status().new_upload("a.csv", options, HOTEL)

    assert caught.value.code == "wrong_option"
    assert world.uploads.objects == {}
    assert world.memory_jobs.open_jobs() == []
