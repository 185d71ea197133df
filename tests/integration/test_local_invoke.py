"""Every function runs in a Lambda container, on the event of each of its triggers, and does its work.

The deployed functions sleep meanwhile, so that every effect seen here is the container's.
"""

import hashlib
import io
import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import openpyxl
import pyarrow.parquet
import pytest

from feedback.clock import now_ms
from feedback.contracts import BatchMessage, CompletionMessage, DroppedFile
from feedback.domain.documents import Batch, BatchKind, batch_key, survey_key
from feedback.domain.job import JobState
from feedback.domain.survey import load_survey
from tests.integration.conftest import ROOT
from tests.integration.invoke_docker import event
from tests.integration.invoke_world import (
    BLANK,
    DETRACTORS,
    JOB,
    KEY,
    PASSIVES,
    PROMOTERS,
    REPEATED,
    ROWS,
    SOURCE,
    SURVEY,
    UNIQUE,
    UNRATED,
    LiveWorld,
)

pytest_plugins = ["tests.integration.invoke_fixtures"]
SQS_EVENTS = (
    *("sqs_batch.json", "sqs_completion.json", "sqs_dead_letter_batch.json"),
    *("sqs_dead_letter_completion.json", "sqs_parser_failure.json"),
)
WARM = {"warm": True}
"""What the parser sends to wake the workers of the later stages."""


def test_the_events_all_tell_of_the_survey_file_beside_them() -> None:
    (dropped,) = event("s3_put.json")["Records"]
    assert DroppedFile.of(dropped).source == SOURCE
    assert dropped["s3"]["object"]["size"] == len(SURVEY)
    bodies = {name: event(name)["Records"][0]["body"] for name in SQS_EVENTS}
    assert json.loads(bodies["sqs_parser_failure.json"])["requestPayload"] == event("s3_put.json")
    for name in ("sqs_batch.json", "sqs_dead_letter_batch.json"):
        assert BatchMessage.model_validate_json(bodies[name]) == BatchMessage(job_id=JOB, batches=(1,))
    for name in ("sqs_completion.json", "sqs_dead_letter_completion.json"):
        assert CompletionMessage.model_validate_json(bodies[name]) == CompletionMessage(job_id=JOB)
    assert event("api_get_job.json")["pathParameters"] == {"job_id": JOB}


def test_without_a_local_cloud_the_command_says_how_to_start_one(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tools.invoke_environment", "true"]
    environment = {"FEEDBACK_LOCAL_DIR": str(tmp_path), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "feedback up" in done.stderr


@pytest.mark.docker
@pytest.mark.stack
def test_parser_brings_a_dropped_file_to_its_analysis(world: LiveWorld) -> None:
    world.uploads.put(KEY, SURVEY, "text/csv")
    world.invoke("ParserFunction", "s3_put.json")
    job = world.job()
    assert (job.state, job.source) == (JobState.ANALYZING, SOURCE)
    assert (job.rows, job.rows_done, job.comments, job.cache_misses) == (ROWS, BLANK, UNIQUE, UNIQUE)
    survey = load_survey(world.data.get(survey_key(JOB)) or b"")
    assert [row[0] for row in survey.table.rows] == _first_cells()
    numbers = list(range(1, job.batches + 1))
    batches = [Batch.loads(world.data.get(batch_key(JOB, number)) or b"") for number in numbers]
    asked = [batch for batch in batches if batch.kind is BatchKind.ASK]
    first = [comment for batch in asked for comment in batch.comments if not comment.repeat]
    assert (sum(batch.rows for batch in asked), len(first)) == (UNIQUE + REPEATED, UNIQUE)
    assert world.messages("BATCH_QUEUE_URL") == [*[WARM] * 4, {"job_id": JOB, "batches": numbers}]
    assert world.messages("COMPLETION_QUEUE_URL") == [WARM]


def _first_cells() -> list[str]:
    return [line.split(",")[0] for line in SURVEY.decode().splitlines()[1:]]


@pytest.mark.docker
@pytest.mark.stack
def test_parser_reads_a_workbook_inside_the_container(world: LiveWorld) -> None:
    book = openpyxl.Workbook()
    for row in (("Nota", "Comentario Final"), (9, "Muy útil"), (3, None)):
        book.worksheets[0].append(row)
    file = io.BytesIO()
    book.save(file)
    data = file.getvalue()
    world.uploads.put(KEY.replace(".csv", ".xlsx"), data)
    dropped = event("s3_put.json")
    entity = dropped["Records"][0]["s3"]["object"]
    etag = hashlib.md5(data, usedforsecurity=False).hexdigest()
    entity |= {"key": entity["key"].replace(".csv", ".xlsx"), "size": len(data), "eTag": etag}
    world.invoke("ParserFunction", dropped)
    *warm, message = world.messages("BATCH_QUEUE_URL")
    assert warm == [WARM] * 4
    assert world.messages("COMPLETION_QUEUE_URL") == [WARM]
    job = world.job(message["job_id"])
    assert (job.state, job.rows, job.comments) == (JobState.ANALYZING, 2, 1)
    world.jobs.advance(job.id, JobState.CANCELLED, now_ms())


@pytest.mark.docker
@pytest.mark.stack
def test_analyzer_answers_a_batch_and_sees_the_job_complete(world: LiveWorld) -> None:
    batch = world.analyzing_job()
    assert world.invoke("AnalyzerFunction", "sqs_batch.json") == {"batchItemFailures": []}
    answers, job = world.answers(), world.job()
    assert (sorted(answers.codes), answers.failed) == (list(range(UNIQUE)), {})
    assert (job.done, job.rows_done, job.stand_in) == (frozenset({1}), ROWS, True)
    assert job.usage.calls == world.local.stats()["calls"] > 0
    assert job.usage.tokens_out > 0
    cached = world.cache.get_many([comment.key for comment in batch.comments])
    assert [cached[comment.key].code for comment in batch.comments] == [answers.codes[n] for n in range(UNIQUE)]
    assert world.messages("COMPLETION_QUEUE_URL") == [{"job_id": JOB}]


@pytest.mark.docker
@pytest.mark.stack
def test_aggregator_writes_the_results_of_a_complete_job(world: LiveWorld) -> None:
    world.answer(world.analyzing_job())
    assert world.invoke("AggregatorFunction", "sqs_completion.json") == {"batchItemFailures": []}
    assert world.job().state is JobState.COMPLETED
    rows, report = world.result_rows(), json.loads(world.result("results.json"))
    assert [row["row"] for row in rows] == [str(number) for number in range(1, ROWS + 1)]
    assert [row["Nota"] for row in rows] == _first_cells()
    ledger = Counter({"analyzed": UNIQUE, "duplicate": REPEATED, "blank": BLANK})
    assert Counter(row["ledger_state"] for row in rows) == Counter(report["ledger"]) == ledger
    sheet = openpyxl.load_workbook(io.BytesIO(world.result("results.xlsx")))["Rows"]
    assert [row[0] for row in sheet.iter_rows(min_row=2, values_only=True)] == _first_cells()
    _has_the_nps_of_the_survey(report)
    assert world.result("report.html").startswith(b"<!doctype html>")
    assert pyarrow.parquet.read_table(io.BytesIO(world.result("results.parquet"))).num_rows == ROWS


def _has_the_nps_of_the_survey(report: dict[str, dict[str, float]]) -> None:
    nps = report["nps"]
    counts = [nps[name] for name in ("promoters", "passives", "detractors", "unrated")]
    assert counts == [PROMOTERS, PASSIVES, DETRACTORS, UNRATED]
    assert nps["standard"] == pytest.approx(100 * (PROMOTERS - DETRACTORS) / (ROWS - UNRATED), abs=0.06)


@pytest.mark.docker
@pytest.mark.stack
def test_three_containers_take_a_dropped_file_to_its_results(world: LiveWorld) -> None:
    world.uploads.put(KEY, SURVEY, "text/csv")
    world.invoke("ParserFunction", "s3_put.json")
    for pointer in world.messages("BATCH_QUEUE_URL"):
        delivered = event("sqs_batch.json")
        delivered["Records"][0]["body"] = json.dumps(pointer)
        assert world.invoke("AnalyzerFunction", delivered) == {"batchItemFailures": []}
    world.invoke("AggregatorFunction", "sqs_completion.json")
    assert world.job().state is JobState.COMPLETED
    _has_the_nps_of_the_survey(json.loads(world.result("results.json")))
