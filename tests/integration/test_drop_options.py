"""Options that come with a drop in S3."""

import json
from pathlib import Path

import pytest

from feedback.domain.job import Source, dropped_job_id
from tests.integration.conftest import LocalStack
from tests.integration.drops import ended

pytestmark = pytest.mark.stack
STARS = b"stars,Comment\n" + b"".join(b"%d,All went well in case %d\n" % (n % 5 + 1, n) for n in range(20))


def put(stack: LocalStack, key: str, data: bytes, metadata: dict[str, str] | None = None) -> str:
    """The id of the job that the object becomes."""
    bucket = stack.stack.outputs["UploadBucketName"]
    answer = stack.stack.client("s3").put_object(Bucket=bucket, Key=key, Body=data, Metadata=metadata or {})
    return dropped_job_id(Source(bucket, key, answer["VersionId"]))


def test_the_same_file_dropped_again_under_its_key_with_options_is_a_new_job(stack: LocalStack) -> None:
    first = ended(stack, put(stack, "uploads/options/stars.csv", STARS))
    second = ended(stack, put(stack, "uploads/options/stars.csv", STARS, {"rating-scale": "1-5", "mtime": "1"}))

    assert first.error is not None
    assert first.error.code == "rating_scale_needed"
    assert second.state == "completed"
    assert second.options == {"rating_scale": "1-5"}


def test_a_sidecar_that_was_put_first_brings_the_options_and_is_no_job_itself(stack: LocalStack) -> None:
    sidecar = put(stack, "uploads/beside/stars.csv.options.json", json.dumps({"rating_scale": "1-5"}).encode())
    job = ended(stack, put(stack, "uploads/beside/stars.csv", STARS))

    assert job.state == "completed"
    assert job.options == {"rating_scale": "1-5"}
    assert stack.stack.job(sidecar) is None


def test_an_unknown_option_ends_the_job_with_a_sentence_and_no_model_call(stack: LocalStack) -> None:
    job = ended(stack, put(stack, "uploads/unknown/stars.csv", STARS, {"raiting-scale": "1-5"}))

    assert job.error is not None
    assert (job.state, job.error.code) == ("failed", "unknown_option")
    assert "Did you mean rating_scale?" in job.error.message
    assert stack.stats()["calls"] == 0


def test_the_command_line_brings_options_and_shows_a_file_without_a_cloud(stack: LocalStack, tmp_path: Path) -> None:
    file = tmp_path / "stars.csv"
    file.write_bytes(STARS)
    out = tmp_path / "out"

    asked = stack.feedback("analyze", str(file), "--out", str(out))
    done = stack.feedback("analyze", str(file), "--out", str(out), "--rating-scale", "1-5", "--method", "standard")
    shown = stack.feedback("inspect", str(file), "--rating-scale", "1-5")
    wrong = stack.feedback("inspect", str(file), "--rating-scale", "1-7")

    assert (asked.returncode, done.returncode, shown.returncode, wrong.returncode) == (1, 0, 0, 2)
    assert "rating_scale" in asked.stdout
    assert "NPS (standard) -40" in done.stdout
    assert "Rating scale: 1-5" in shown.stdout
    assert "20 different comments in about 1 call to" in shown.stdout
    assert "0-10, 1-10, 1-5, 0-5" in wrong.stderr
