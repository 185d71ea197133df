"""What comes in from outside is validated before anything is done with it."""

from typing import Any

import pytest
from pydantic import ValidationError

from feedback.contracts import BatchMessage, CompletionMessage, DroppedFile, UploadRequest


def record(key: str, **entity: Any) -> dict[str, Any]:
    known = {"key": key, "size": 12, "eTag": '"abc"', **entity}
    return {"eventTime": "2026-11-23T10:00:00.500Z", "s3": {"bucket": {"name": "b"}, "object": known}}


@pytest.mark.parametrize(
    ("encoded", "key"),
    [
        ("uploads/a+b.csv", "uploads/a b.csv"),
        ("uploads/encuesta+caf%C3%A9+n%C2%BA1.csv", "uploads/encuesta café nº1.csv"),
        ("uploads/a%2Bb.csv", "uploads/a+b.csv"),
        ("uploads/100%25.csv", "uploads/100%.csv"),
    ],
)
def test_the_key_of_an_event_is_decoded(encoded: str, key: str) -> None:
    assert DroppedFile.of(record(encoded)).source.key == key


def test_a_dropped_file_is_known_by_its_version_and_its_etag_without_quotes() -> None:
    assert DroppedFile.of(record("uploads/a.csv", versionId="v7")).source.version == "v7"
    without = DroppedFile.of(record("uploads/a.csv")).source
    assert (without.version, without.etag) == ("", "abc")


def test_the_arrival_is_the_events_time_in_milliseconds() -> None:
    assert DroppedFile.of(record("uploads/a.csv")).arrived_at == 1_795_428_000_500


@pytest.mark.parametrize(
    "body", ['{"job_id": "d1"}', '{"job_id": "d1", "batch": 0}', '{"job_id": "", "batch": 1}', "[]"]
)
def test_a_message_that_is_no_pointer_to_a_batch_is_refused(body: str) -> None:
    with pytest.raises(ValidationError):
        BatchMessage.model_validate_json(body)


def test_a_completion_names_a_job_and_nothing_else() -> None:
    with pytest.raises(ValidationError):
        CompletionMessage.model_validate_json('{"job_id": "d1", "batch": 1}')


@pytest.mark.parametrize("name", ["", "  ", "a/b.csv", "a\\b.csv", "a\n.csv", "x" * 201])
def test_a_file_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        UploadRequest(file_name=name)
