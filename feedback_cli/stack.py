"""A deployed stack as its users reach it: its upload bucket and its API."""

import secrets
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
import httpx2
from botocore.config import Config
from botocore.exceptions import NoRegionError

from feedback.adapters.codebook_file import read_codebook
from feedback.contracts import JobReply
from feedback.domain.codebook_document import dump_codebook
from feedback.domain.codebook_names import codebook_key, codebook_name
from feedback.domain.job import Source, dropped_job_id, upload_key
from feedback.domain.option_sources import WHOLE
from feedback.domain.options import NO_OPTIONS, Options
from feedback_cli.clients import account_session, local_client
from feedback_cli.errors import StackError

RESULT_TIMEOUT = 60


@dataclass(frozen=True)
class Stack:
    """endpoint is the local cloud's address, None for an account, which region and profile choose where they are given.

    Without them the caller's AWS environment says which account, as for any AWS tool.
    """

    name: str
    endpoint: str | None = None
    region: str | None = None
    profile: str | None = None

    @cached_property
    def _session(self) -> boto3.Session:
        return account_session(self.region, self.profile)

    @cached_property
    def _http(self) -> httpx2.Client:
        """Nothing on this machine is reached through a proxy."""
        return httpx2.Client(trust_env=self.endpoint is None)

    def client(self, service: str, config: Config | None = None) -> Any:
        if self.endpoint is not None:
            return local_client(service, self.endpoint, config)
        try:
            return self._session.client(service, config=config)  # type: ignore[call-overload] # one of the services the stubs know
        except NoRegionError:
            raise StackError("no region is known for the stack: name it with --region, or set AWS_REGION") from None

    @cached_property
    def outputs(self) -> dict[str, str]:
        described = self.client("cloudformation").describe_stacks(StackName=self.name)
        outputs = {one["OutputKey"]: one["OutputValue"] for one in described["Stacks"][0].get("Outputs", [])}
        if "UploadBucketName" not in outputs:
            raise StackError(f"{self.name} is a stack of something else: it has no upload bucket")
        return outputs

    @cached_property
    def api_key(self) -> str:
        key = self.client("apigateway").get_api_key(apiKey=self.outputs["ApiKeyId"], includeValue=True)
        return str(key["value"])

    @property
    def api_url(self) -> str:
        if self.endpoint is None:
            return self.outputs["ApiUrl"]
        return f"{self.endpoint}/restapis/{self.outputs['ApiId']}/v1/_user_request_"

    def drop(self, file: Path, options: Options = NO_OPTIONS) -> str:
        """Put the file, with its options, into the upload bucket under a key of its own; the id of its job."""
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        key = upload_key(f"{stamp}-{secrets.token_hex(3)}", file.name)
        bucket = self.outputs["UploadBucketName"]
        given = options.dumps()
        metadata = {WHOLE: given} if given else {}
        answer = self.client("s3").put_object(Bucket=bucket, Key=key, Body=file.read_bytes(), Metadata=metadata)
        return dropped_job_id(Source(bucket, key, answer.get("VersionId", ""), answer["ETag"].strip('"')))

    def put_codebook(self, file: Path) -> str:
        """Put a team's codebook into the upload bucket; its name. Raises InputError for one that can't be used."""
        codebook = read_codebook(file.read_bytes(), file.name)
        name = codebook_name(file, codebook)
        key = codebook_key(name, ".json")
        self.client("s3").put_object(
            Bucket=self.outputs["UploadBucketName"],
            Key=key,
            Body=dump_codebook(codebook),
            ContentType="application/json",
        )
        return name

    def job(self, job_id: str) -> JobReply | None:
        """The job as the API tells it; None where the API knows none (it begins when the parser does)."""
        try:
            answer = self._http.get(f"{self.api_url}/jobs/{job_id}", headers={"x-api-key": self.api_key}, timeout=30)
        except httpx2.TransportError as error:
            raise StackError(f"the API can't be reached: {error}") from error
        if answer.status_code == httpx2.codes.NOT_FOUND:
            return None
        if answer.is_error:
            raise StackError(f"the API answered {answer.status_code}: {answer.text[:300]}")
        return JobReply.model_validate_json(answer.content)

    def download(self, job: JobReply, folder: Path) -> list[Path]:
        """Fetch the result files through the job's links."""
        folder.mkdir(parents=True, exist_ok=True)
        files = []
        for name, link in (job.results or {}).items():
            answer = self._http.get(link, timeout=RESULT_TIMEOUT)
            if answer.is_error:
                raise StackError(f"{name} could not be fetched: status {answer.status_code}")
            (folder / name).write_bytes(answer.content)
            files.append(folder / name)
        return files


def wait_for(stack: Stack, job_id: str, seconds: float, pause: float = 0.25) -> JobReply | None:
    """Ask until the API knows the job, for so many seconds at most."""
    until = time.monotonic() + seconds
    while (job := stack.job(job_id)) is None and time.monotonic() < until:
        time.sleep(pause)
    return job
