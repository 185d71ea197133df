"""The job that the events in events/ are about, in the running local cloud: preparing it and looking at it."""

import csv
import hashlib
import io
import json
import secrets
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from feedback.adapters.dynamodb_cache import DynamoDbCommentCache
from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.adapters.s3 import S3ObjectStore
from feedback.adapters.tabular.reader import read_survey_file
from feedback.clock import now_ms
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.columns import ParserMode
from feedback.domain.documents import (
    Batch,
    BatchAnswers,
    BatchComment,
    CachedComments,
    answers_key,
    batch_key,
    comments_key,
    result_key,
    survey_key,
)
from feedback.domain.job import Job, JobState, Source, dropped_job_id
from feedback.domain.options import Options
from feedback.domain.survey import dump_survey, read_survey
from tests.builders import GOOD_CODE
from tests.integration.conftest import LocalStack
from tests.integration.invoke_docker import EVENTS, Containers
from tools.invoke_environment import deployed_variables

SURVEY = (EVENTS / "survey.csv").read_bytes()
ROWS, UNIQUE, REPEATED, BLANK = 30, 24, 3, 3
PROMOTERS, PASSIVES, DETRACTORS, UNRATED = 12, 6, 11, 1
KEY = "uploads/encuesta café nº1.csv"
SOURCE = Source(
    "feedback-uploads-000000000000-us-east-1", KEY, etag=hashlib.md5(SURVEY, usedforsecurity=False).hexdigest()
)
JOB = dropped_job_id(SOURCE)


@dataclass(frozen=True)
class LiveWorld:
    """The stack's tables, buckets and queues, through the adapters of the functions; and functions in containers."""

    local: LocalStack
    containers: Containers

    @cached_property
    def variables(self) -> dict[str, dict[str, str]]:
        return deployed_variables(self.local.stack)

    @cached_property
    def jobs(self) -> DynamoDbJobStore:
        return DynamoDbJobStore(self.local.stack.client("dynamodb"), self.local.stack.outputs["JobsTableName"], 30)

    @cached_property
    def data(self) -> S3ObjectStore:
        return S3ObjectStore(self.local.stack.client("s3"), self.local.stack.outputs["DataBucketName"])

    @cached_property
    def uploads(self) -> S3ObjectStore:
        return S3ObjectStore(self.local.stack.client("s3"), self.local.stack.outputs["UploadBucketName"])

    @cached_property
    def cache(self) -> DynamoDbCommentCache:
        table = self.local.stack.outputs["CacheTableName"]
        return DynamoDbCommentCache(self.local.stack.client("dynamodb"), table, 7, now_ms)

    def invoke(self, function: str, given: str | dict[str, Any]) -> Any:
        return self.containers.invoke(function, given)

    def forget(self) -> None:
        """No job, object, message or cached answer is left of an earlier test."""
        stack, database = self.local.stack, self.local.stack.client("dynamodb")
        for name, of_job in (("JobsTableName", JOB), ("CacheTableName", "")):
            for item in database.scan(TableName=stack.outputs[name], ProjectionExpression="pk")["Items"]:
                if of_job in item["pk"]["S"]:
                    database.delete_item(TableName=stack.outputs[name], Key=item)
        s3, bucket = stack.client("s3"), stack.outputs["DataBucketName"]
        for prefix in (f"work/{JOB}/", f"results/{JOB}/"):
            for stored in s3.list_objects_v2(Bucket=bucket, Prefix=prefix).get("Contents", []):
                s3.delete_object(Bucket=bucket, Key=stored["Key"])
        sqs = stack.client("sqs")
        for url in sqs.list_queues()["QueueUrls"]:
            sqs.purge_queue(QueueUrl=url)

    def job(self, job_id: str = JOB) -> Job:
        found = self.jobs.get(job_id)
        assert found is not None, f"there is no job {job_id}"
        return found

    def messages(self, variable: str) -> list[Any]:
        """Bodies of the messages in the queue that functions know by that variable; they are taken from it."""
        sqs, url = self.local.stack.client("sqs"), self.variables["SweeperFunction"][variable]
        found = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10, WaitTimeSeconds=2).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return [json.loads(message["Body"]) for message in found]

    def create(self, state: JobState, **changes: Any) -> Job:
        now = now_ms()
        times = {"created_at": now, "deadline_at": now + 3_600_000, "touched_at": now}
        job = Job(JOB, state, SOURCE, **{**times, **changes})
        assert self.jobs.create(job)
        return job

    def analyzing_job(self, **changes: Any) -> Batch:
        """The survey as the parser leaves it, in one batch."""
        reading = read_survey_file(SURVEY, SOURCE.name, Options(), mode=ParserMode.FLEXIBLE, max_rows=1000)
        survey, unique = read_survey(reading)
        comments = [BatchComment(n, secrets.token_hex(32), comment.text) for n, comment in enumerate(unique)]
        batch = Batch(sum(survey.rows_by_comment()), tuple(comments))
        self.data.put(survey_key(JOB), dump_survey(survey))
        self.data.put(comments_key(JOB), CachedComments({}).dumps())
        self.data.put(batch_key(JOB, 1), batch.dumps())
        totals = {"rows": ROWS, "rows_done": BLANK, "comments": UNIQUE, "cache_misses": UNIQUE}
        planned = {"batches": 1, "window": 1, "model": "gpt-6-luna", "codebook": DEFAULT_CODEBOOK.version}
        self.create(JobState.ANALYZING, **{**totals, **planned, "analyzing_at": now_ms(), **changes})
        return batch

    def answer(self, batch: Batch) -> None:
        """The batch's answers as an analyzer leaves them."""
        answers = BatchAnswers({comment.comment: GOOD_CODE for comment in batch.comments})
        self.data.put(answers_key(JOB, 1), answers.dumps())
        assert self.jobs.record_batch(JOB, 1, batch.rows, now_ms())

    def answers(self) -> BatchAnswers:
        stored = self.data.get(answers_key(JOB, 1))
        assert stored is not None, "the batch has no answers"
        return BatchAnswers.loads(stored)

    def result(self, name: str) -> bytes:
        stored = self.data.get(result_key(JOB, name))
        assert stored is not None, f"there is no {name}"
        return stored

    def result_rows(self) -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(self.result("results.csv").decode("utf-8-sig"), newline="")))

    def reachable(self, url: str) -> str:
        """A link made in a container names the host as the container knows it; the way to it from the host itself."""
        there, here = urlsplit(url), urlsplit(self.local.stack.endpoint or "")
        assert there.port == here.port
        return there._replace(netloc=here.netloc).geturl()
