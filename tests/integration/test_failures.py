"""Bad files, a broken model, and repeated events: the job ends, says why, and invents nothing."""

import json
from pathlib import Path

import pytest

from feedback.domain.job import Source, dropped_job_id
from tests.integration.conftest import LocalStack
from tests.integration.drops import drop, ended, result_keys, result_rows, write_csv
from tools.samples import write_sample

pytestmark = pytest.mark.stack


BAD_FILES = {
    "two-texts.csv": (
        b"Score,x1,x2\n9,All was fine with it,Nothing more to say\n3,Too slow for my taste,No more from me now\n",
        "ambiguous_comment_column",
    ),
    "too-large.csv": (b"Score,Comment\n" + b"9,all fine and well\n" * 1_100_000, "file_too_large"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_file_that_cannot_be_used_fails_the_job_with_a_sentence_and_no_results(
    stack: LocalStack, tmp_path: Path, name: str
) -> None:
    content, code = BAD_FILES[name]
    (tmp_path / name).write_bytes(content)
    job = drop(stack, tmp_path / name)
    assert job.state == "failed"
    assert job.error is not None
    assert job.error.code == code
    assert job.error.message.endswith(".")
    assert result_keys(stack, job) == []
    assert stack.stats()["calls"] == 0


def test_the_command_line_shows_what_is_wrong_with_a_file_and_exits_with_1(stack: LocalStack, tmp_path: Path) -> None:
    file = tmp_path / "two-texts.csv"
    file.write_bytes(BAD_FILES[file.name][0])
    done = stack.feedback("analyze", str(file), "--out", str(tmp_path / "out"))
    assert done.returncode == 1
    assert "“x1” and “x2”" in done.stdout
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_not_there_is_said_plainly(stack: LocalStack, tmp_path: Path) -> None:
    done = stack.feedback("analyze", str(tmp_path / "nothing.csv"))
    assert done.returncode == 1
    assert "there is no file" in done.stderr
    assert "Traceback" not in done.stdout + done.stderr


def test_with_the_model_down_for_the_whole_job_rows_fail_with_a_reason_and_the_nps_is_right(
    stack: LocalStack, tmp_path: Path
) -> None:
    stack.standin("POST", "/control", {"timing": "none", "faults": [{"kind": "status_503"}]})
    file = write_csv(tmp_path / "down.csv", [["10", "never seen before 1"], ["0", "never seen before 2"], ["9", ""]])
    job = drop(stack, file, seconds=240)
    rows = result_rows(stack, job)
    assert job.state == "completed_with_errors"
    assert [row["ledger_state"] for row in rows] == ["failed", "failed", "blank"]
    assert "could not be reached" in rows[0]["failure_reason"]
    assert [row["sentiment"] for row in rows] == ["", "", ""]
    assert job.nps is not None
    assert job.nps.standard == pytest.approx(100 / 3, abs=0.005)


@pytest.mark.parametrize("kind", ["bad_key", "insufficient_quota", "model_not_found"])
def test_a_refusal_that_no_retry_can_mend_stops_the_job_with_the_providers_words(
    stack: LocalStack, tmp_path: Path, kind: str
) -> None:
    stack.standin("POST", "/control", {"timing": "none", "faults": [{"kind": kind}]})
    job = drop(stack, write_csv(tmp_path / "f.csv", [["9", f"a comment for {kind}"]]))
    assert job.state == "completed_with_errors"
    assert job.error is not None
    assert "the model provider refused" in job.error.message
    assert stack.stats()["calls"] == 1
    assert job.nps is not None
    assert job.nps.standard == 100


@pytest.mark.parametrize("kind", ["missing_ids", "repeated_ids", "malformed_item", "cut_json", "not_json", "empty"])
def test_what_is_missing_or_malformed_is_asked_again_and_every_row_is_analysed(
    stack: LocalStack, tmp_path: Path, kind: str
) -> None:
    stack.standin("POST", "/control", {"timing": "none", "faults": [{"kind": kind, "times": 1}]})
    rows = [["9", f"the {kind} delivery number {n} came late"] for n in range(20)]
    job = drop(stack, write_csv(tmp_path / "f.csv", rows))
    assert job.state == "completed"
    assert job.ledger == {"analyzed": 20, "cached": 0, "duplicate": 0, "blank": 0, "failed": 0}
    assert job.usage.calls > 1


def test_a_repeated_event_finds_the_job_and_does_nothing(stack: LocalStack, tmp_path: Path) -> None:
    file = write_csv(tmp_path / "again.csv", [["9", "an event that comes twice"]])
    job = drop(stack, file)
    bucket = stack.stack.outputs["UploadBucketName"]
    listed = stack.stack.client("s3").list_object_versions(Bucket=bucket, Prefix="uploads/")["Versions"]
    entry = next(entry for entry in listed if entry["Key"].endswith("/again.csv"))
    assert dropped_job_id(Source(bucket, entry["Key"], entry["VersionId"])) == job.job
    entity = {"key": entry["Key"], "size": entry["Size"], "eTag": entry["ETag"].strip('"')}
    entity["versionId"] = entry["VersionId"]
    record = {"eventTime": "2026-11-23T12:00:00.000Z", "s3": {"bucket": {"name": bucket}, "object": entity}}
    resources = stack.stack.client("cloudformation").list_stack_resources(StackName="feedback")
    function = next(
        resource["PhysicalResourceId"]
        for resource in resources["StackResourceSummaries"]
        if resource["LogicalResourceId"] == "ParserFunction"
    )
    stack.stack.client("lambda").invoke(FunctionName=function, Payload=json.dumps({"Records": [record]}).encode())
    # The links are signed anew each time.
    assert ended(stack, job.job).model_dump(exclude={"results"}) == job.model_dump(exclude={"results"})
    assert stack.stats()["calls"] == 1


def test_without_parallel_processing_no_two_calls_overlap(running_stack: LocalStack, tmp_path: Path) -> None:
    stack = running_stack
    sequential = {"ENABLE_PARALLEL_PROCESSING": "false", "MAX_BATCH_SIZE": "20"}
    try:
        assert stack.feedback("up", settings=sequential).returncode == 0
        stack.standin("POST", "/control", {"timing": "fixed:0.3"})
        stack.standin("POST", "/stats/reset")
        write_sample(tmp_path / "one-by-one.csv", rows=150, seed=45)
        job = drop(stack, tmp_path / "one-by-one.csv")
        assert job.state == "completed"
        assert stack.stats()["most_at_once"] == 1
        assert job.spot_check is not None
        assert job.usage.calls == -(-job.usage.cache_misses // 20) > 3
    finally:
        assert stack.feedback("up").returncode == 0
