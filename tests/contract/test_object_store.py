"""ObjectStore: objects by key, and addresses for those who have no credentials."""

import hashlib
import secrets
import urllib.request
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

from feedback.adapters.s3 import S3ObjectStore
from feedback.domain.job import Source
from feedback.ports import ObjectStore

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client


@pytest.mark.parametrize("data", [b"", b"\x00\xff", b"x" * 1_000_000])
def test_an_object_comes_back_byte_for_byte(objects: ObjectStore, data: bytes) -> None:
    objects.put("results/d1/results.csv", data, "text/csv")

    assert objects.get("results/d1/results.csv") == data


@pytest.mark.parametrize("key", ["a b+c%20d.csv", "uploads/encuesta niño 🙂.xlsx", "a//b", "results/d1/"])
def test_a_key_may_hold_any_text(objects: ObjectStore, key: str) -> None:
    objects.put(key, b"here")

    assert objects.get(key) == b"here"
    assert objects.get(f"{key}x") is None


def test_a_new_object_is_put_once_and_then_stays_as_it_was(objects: ObjectStore) -> None:
    assert objects.put_new("answers/1.json", b"first")
    assert not objects.put_new("answers/1.json", b"second")
    assert objects.get("answers/1.json") == b"first"


def test_an_object_that_is_not_there_is_none(objects: ObjectStore) -> None:
    assert objects.get("nothing/here.json") is None


def test_a_later_object_takes_the_place_of_an_earlier_one(objects: ObjectStore) -> None:
    objects.put("key", b"first")
    objects.put("key", b"second")

    assert objects.get("key") == b"second"


def test_a_link_names_its_object(objects: ObjectStore) -> None:
    assert "results/d1/results.csv" in unquote(objects.link("results/d1/results.csv", 60))


def test_a_dropped_file_is_read_by_its_key_and_a_missing_one_is_none(objects: ObjectStore) -> None:
    objects.put("uploads/survey.csv", b"NPS,Comment")
    etag = hashlib.md5(b"NPS,Comment", usedforsecurity=False).hexdigest()

    file = objects.get_file(Source("bucket", "uploads/survey.csv", etag=etag))

    assert file is not None
    assert (file.data, file.metadata) == (b"NPS,Comment", {})
    assert objects.get_file(Source("bucket", "uploads/other.csv", etag=etag)) is None


def test_an_upload_form_names_the_key_and_no_other(objects: ObjectStore) -> None:
    form = objects.upload_form("uploads/u1/survey.csv", 1000, 60, {"options": "{}"})

    assert form.url
    assert form.fields["key"] == "uploads/u1/survey.csv"
    assert form.fields["x-amz-meta-options"] == "{}"


@pytest.fixture
def bucket(s3: "S3Client") -> str:
    name = f"linked-{secrets.token_hex(4)}"
    s3.create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"})
    return name


@pytest.fixture
def s3_objects(s3: "S3Client", bucket: str) -> S3ObjectStore:
    return S3ObjectStore(s3, bucket)


def test_an_s3_link_downloads_the_object_without_credentials_under_its_own_name(s3_objects: S3ObjectStore) -> None:
    s3_objects.put("results/d1/results.csv", b"rating\r\n9\r\n", "text/csv; charset=utf-8")

    with urllib.request.urlopen(s3_objects.link("results/d1/results.csv", 60)) as reply:  # noqa: S310 (loopback)
        assert reply.read() == b"rating\r\n9\r\n"
        assert reply.headers["Content-Type"] == "text/csv; charset=utf-8"
        assert reply.headers["Content-Disposition"] == 'attachment; filename="results.csv"'


def test_s3_gives_the_version_that_was_dropped_and_not_a_later_one(
    s3: "S3Client", bucket: str, s3_objects: S3ObjectStore
) -> None:
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    dropped = s3.put_object(Bucket=bucket, Key="uploads/a.csv", Body=b"first", Metadata={"Rating-Scale": "1-5"})
    s3_objects.put("uploads/a.csv", b"second")

    file = s3_objects.get_file(Source(bucket, "uploads/a.csv", dropped["VersionId"]))

    assert file is not None
    assert (file.data, file.metadata) == (b"first", {"rating-scale": "1-5"})


def test_s3_without_versions_gives_nothing_in_place_of_what_was_dropped(bucket: str, s3_objects: S3ObjectStore) -> None:
    s3_objects.put("uploads/a.csv", b"second")

    assert s3_objects.get_file(Source(bucket, "uploads/a.csv", etag="0" * 32)) is None


def test_metadata_that_are_not_ascii_come_as_people_wrote_them(
    s3: "S3Client", bucket: str, s3_objects: S3ObjectStore
) -> None:
    s3.put_object(
        Bucket=bucket, Key="uploads/a.csv", Body=b"x", Metadata={"rating": "=?UTF-8?B?Q2FsaWZpY2FjacOzbg==?="}
    )

    file = s3_objects.get_file(
        Source(bucket, "uploads/a.csv", etag=hashlib.md5(b"x", usedforsecurity=False).hexdigest())
    )

    assert file is not None
    assert file.metadata == {"rating": "Calificación"}
