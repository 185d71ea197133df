"""Dropping files into the deployed stack and reading what comes out."""

import csv
import io
import time
from pathlib import Path

from feedback.contracts import JobReply
from feedback.domain.job import ENDED
from feedback.domain.options import NO_OPTIONS, Options
from tests.integration.conftest import LocalStack

SECONDS = 120


def drop(stack: LocalStack, file: Path, seconds: float = SECONDS, options: Options = NO_OPTIONS) -> JobReply:
    """The job of the dropped file, once it has ended."""
    return ended(stack, stack.stack.drop(file, options), seconds)


def ended(stack: LocalStack, job_id: str, seconds: float = SECONDS) -> JobReply:
    until = time.monotonic() + seconds
    job = None
    while time.monotonic() < until:
        job = stack.stack.job(job_id)
        if job is not None and job.state in {state.value for state in ENDED}:
            return job
        time.sleep(0.1)
    raise AssertionError(f"job {job_id} has not ended after {seconds} s: {job}")


def result(stack: LocalStack, job: JobReply, name: str) -> bytes:
    bucket = stack.stack.outputs["DataBucketName"]
    body: bytes = stack.stack.client("s3").get_object(Bucket=bucket, Key=f"results/{job.job}/{name}")["Body"].read()
    return body


def result_rows(stack: LocalStack, job: JobReply) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(result(stack, job, "results.csv").decode("utf-8-sig"))))


def result_keys(stack: LocalStack, job: JobReply) -> list[str]:
    bucket = stack.stack.outputs["DataBucketName"]
    listed = stack.stack.client("s3").list_objects_v2(Bucket=bucket, Prefix=f"results/{job.job}/")
    return [entry["Key"] for entry in listed.get("Contents", [])]


def write_csv(path: Path, rows: list[list[str]], sep: str = ",") -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, delimiter=sep).writerows([["Score", "Comment"], *rows])
    return path


def standard_nps(ratings: list[int]) -> float:
    """Worked out here on its own, without the product's code."""
    promoters = len([rating for rating in ratings if rating > 8])
    detractors = len([rating for rating in ratings if rating < 7])
    return 100 * (promoters - detractors) / len(ratings)
