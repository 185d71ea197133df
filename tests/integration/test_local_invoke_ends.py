"""The functions beside the pipeline, each in a Lambda container: dead letters, the sweeper, and the API."""

import json
from collections import Counter

import pytest
import urllib3

from feedback.clock import now_ms
from feedback.contracts import JobReply, UploadReply
from feedback.domain.job import JobState
from tests.integration.invoke_world import BLANK, JOB, REPEATED, ROWS, SURVEY, UNIQUE, LiveWorld

pytest_plugins = ["tests.integration.invoke_fixtures"]
pytestmark = [pytest.mark.docker, pytest.mark.stack]
REASON = "the model could not be reached, also after repeated tries"


def test_dead_letter_consumer_lets_a_failed_batch_end_as_failed_rows(world: LiveWorld) -> None:
    world.analyzing_job()
    assert world.invoke("DeadLetterFunction", "sqs_dead_letter_batch.json") == {"batchItemFailures": []}
    assert world.answers().failed == dict.fromkeys(range(UNIQUE), REASON)
    assert world.job().done == frozenset({1})
    assert world.messages("COMPLETION_QUEUE_URL") == [{"job_id": JOB}]
    world.invoke("AggregatorFunction", "sqs_completion.json")
    assert world.job().state is JobState.COMPLETED_WITH_ERRORS
    reasons = Counter(row["failure_reason"] for row in world.result_rows())
    assert reasons == Counter({REASON: UNIQUE + REPEATED, "": BLANK})


@pytest.mark.parametrize(
    ("name", "state", "code", "sentence"),
    [
        ("sqs_dead_letter_completion.json", JobState.AGGREGATING, "results_failed", "results could not be written"),
        ("sqs_parser_failure.json", JobState.PARSING, "parse_failed", "file could not be read"),
    ],
)
def test_dead_letter_consumer_ends_the_job_with_a_sentence(
    world: LiveWorld, name: str, state: JobState, code: str, sentence: str
) -> None:
    world.create(state)
    assert world.invoke("DeadLetterFunction", name) == {"batchItemFailures": []}
    job = world.job()
    assert (job.state, job.error_code) == (JobState.FAILED, code)
    assert sentence in job.error_message


def test_sweeper_stops_a_job_past_its_deadline_and_sends_it_to_its_end(world: LiveWorld) -> None:
    world.analyzing_job(deadline_at=now_ms() - 1)
    assert world.invoke("SweeperFunction", "schedule.json")["stop"] >= 1
    assert world.job().stop_reason == "the job ran past its deadline"
    assert {"job_id": JOB} in world.messages("COMPLETION_QUEUE_URL")


def test_sweeper_cancels_a_job_whose_file_never_came(world: LiveWorld) -> None:
    world.create(JobState.AWAITING_UPLOAD, deadline_at=now_ms() - 1)
    world.invoke("SweeperFunction", "schedule.json")
    assert (world.job().state, world.job().error_code) == (JobState.CANCELLED, "upload_expired")


def test_api_tells_the_state_of_a_job(world: LiveWorld) -> None:
    world.analyzing_job()
    answer = world.invoke("ApiFunction", "api_get_job.json")
    reply = JobReply.model_validate_json(answer["body"])
    assert (answer["statusCode"], reply.job, reply.state) == (200, JOB, "analyzing")
    assert (reply.file, reply.progress.rows) == ("encuesta café nº1.csv", ROWS)


def test_api_knows_no_job_that_never_was(world: LiveWorld) -> None:
    answer = world.invoke("ApiFunction", "api_get_job.json")
    assert answer["statusCode"] == 404
    assert JOB in answer["body"]


def test_api_gives_a_form_that_takes_the_file(world: LiveWorld) -> None:
    answer = world.invoke("ApiFunction", "api_post_job.json")
    assert answer["statusCode"] == 201
    reply = UploadReply.model_validate_json(answer["body"])
    job = world.job(reply.job)
    assert job.state is JobState.AWAITING_UPLOAD
    fields: dict[str, str | bytes | tuple[str, str | bytes] | tuple[str, str | bytes, str]] = {**reply.fields}
    fields["file"] = ("encuesta café nº1.csv", SURVEY, "text/csv")
    uploaded = urllib3.request("POST", world.reachable(reply.url), fields=fields)
    assert uploaded.status in (200, 201, 204), uploaded.data
    assert world.uploads.get(job.source.key) == SURVEY


def test_api_gives_a_form_that_brings_the_options_of_an_inspection(world: LiveWorld) -> None:
    answer = world.invoke("ApiFunction", "api_post_inspect.json")
    assert answer["statusCode"] == 201
    fields = UploadReply.model_validate_json(answer["body"]).fields
    assert json.loads(fields["x-amz-meta-options"]) == {"rating_scale": "1-5", "inspect": True}
