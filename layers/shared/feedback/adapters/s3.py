"""Objects of one S3 bucket."""

from collections.abc import Mapping
from email.errors import HeaderParseError
from email.header import decode_header, make_header
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

from feedback.domain.job import Source
from feedback.domain.objects import StoredFile, UploadForm

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

_NOT_THERE = frozenset({HTTPStatus.NOT_FOUND, HTTPStatus.PRECONDITION_FAILED})


class S3ObjectStore:
    """ObjectStore on a bucket."""

    def __init__(self, client: "S3Client", bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def get(self, key: str) -> bytes | None:
        try:
            return self._client.get_object(Bucket=self._bucket, Key=key)["Body"].read()
        except self._client.exceptions.NoSuchKey:
            return None

    def get_file(self, source: Source) -> StoredFile | None:
        which: Any = {"VersionId": source.version} if source.version else {"IfMatch": source.etag}
        try:
            found = self._client.get_object(Bucket=self._bucket, Key=source.key, **which)
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] in _NOT_THERE:
                return None
            raise
        metadata = {name.lower(): _decoded(value) for name, value in found["Metadata"].items()}
        return StoredFile(found["Body"].read(), metadata)

    def put(self, key: str, data: bytes, content_type: str = "application/json") -> None:
        self._client.put_object(Bucket=self._bucket, Key=key, Body=data, ContentType=content_type)

    def put_new(self, key: str, data: bytes) -> bool:
        try:
            self._client.put_object(
                Bucket=self._bucket, Key=key, Body=data, ContentType="application/json", IfNoneMatch="*"
            )
        except ClientError as error:
            if error.response["ResponseMetadata"]["HTTPStatusCode"] == HTTPStatus.PRECONDITION_FAILED:
                return False
            raise
        return True

    def link(self, key: str, seconds: int) -> str:
        name = key.rsplit("/", 1)[-1]
        return self._client.generate_presigned_url(
            "get_object",
            Params={
                "Bucket": self._bucket,
                "Key": key,
                "ResponseContentDisposition": f'attachment; filename="{name}"',
            },
            ExpiresIn=seconds,
        )

    def upload_form(self, key: str, max_bytes: int, seconds: int, metadata: Mapping[str, str]) -> UploadForm:
        fields = {f"x-amz-meta-{name}": value for name, value in metadata.items()}
        form = self._client.generate_presigned_post(
            self._bucket,
            key,
            Fields=fields,
            Conditions=[["content-length-range", 1, max_bytes], *({name: value} for name, value in fields.items())],
            ExpiresIn=seconds,
        )
        return UploadForm(form["url"], form["fields"])


def _decoded(value: str) -> str:
    """A metadata value; S3 gives back what is not ASCII as RFC 2047 has it."""
    if not value.startswith("=?"):
        return value
    try:
        return str(make_header(decode_header(value)))
    except (HeaderParseError, LookupError, UnicodeError):
        return value
