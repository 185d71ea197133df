"""What comes in from outside is validated before anything is done with it, and what goes out is told as promised."""

from typing import Any

import pytest
from pydantic import ValidationError

from feedback.contracts import BatchMessage, CompletionMessage, DroppedFile, EstimateReply, UploadRequest, WarmMessage
from feedback.domain.estimate import Estimate
from feedback.domain.inspection import budget_note, inspection
from feedback.domain.nps import NpsMethod
from feedback.domain.survey import read_survey
from tests.builders import a_reading


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
    "body",
    [
        '{"job_id": "d1"}',
        '{"job_id": "d1", "batches": []}',
        '{"job_id": "d1", "batches": [1, 0]}',
        '{"job_id": "", "batches": [1]}',
        "[]",
    ],
)
def test_a_message_that_is_no_pointer_to_batches_is_refused(body: str) -> None:
    with pytest.raises(ValidationError):
        BatchMessage.model_validate_json(body)


def test_a_completion_names_a_job_and_nothing_else() -> None:
    with pytest.raises(ValidationError):
        CompletionMessage.model_validate_json('{"job_id": "d1", "batches": [1]}')


@pytest.mark.parametrize("name", ["", "  ", "a/b.csv", "a\\b.csv", "a\n.csv", "x" * 201])
def test_a_file_name_that_could_leave_its_folder_is_refused(name: str) -> None:
    with pytest.raises(ValidationError):
        UploadRequest(file_name=name)


@pytest.mark.parametrize(
    "body", ['{"file_name": "a.csv", "code_book": {"themes": ["Room"]}}', '{"file_name": "a.csv", "options": ["es"]}']
)
def test_a_request_with_a_field_that_nobody_reads_or_of_another_form_is_refused(body: str) -> None:
    with pytest.raises(ValidationError):
        UploadRequest.model_validate_json(body)


@pytest.mark.parametrize(("cost", "budget_left"), [(None, 1000), (700, 1000), (1001, None)])
def test_all_that_is_told_of_an_estimate_is_in_the_api_reply_in_dollars(
    cost: int | None, budget_left: int | None
) -> None:
    survey, _ = read_survey(a_reading([[9, "Great"]]))

    told = inspection(survey, Estimate(3, 900, 90, cost, 2.5), NpsMethod.SHIFTED, 0.5, budget_left)["estimate"]

    assert EstimateReply.model_validate(told).model_dump() == told
    assert told["cost_usd"] == (None if cost is None else cost / 1_000_000)
    assert told["budget_left_usd"] == (None if budget_left is None else budget_left / 1_000_000)


@pytest.mark.parametrize(("cost", "budget_left", "noted"), [(None, 0, False), (700, 700, False), (701, 700, True)])
def test_only_a_known_price_above_what_is_left_of_the_budget_is_noted(
    cost: int | None, budget_left: int, noted: bool
) -> None:
    note = budget_note(Estimate(3, 900, 90, cost, 2.5), budget_left)

    assert (note is not None) == noted
    assert not noted or "$0.0007" in str(note)


@pytest.mark.parametrize("kind", [BatchMessage, CompletionMessage])
def test_any_queue_may_hold_a_message_that_only_warms(kind: type[BatchMessage | CompletionMessage]) -> None:
    assert kind.read('{"warm": true}') is None


def test_a_message_is_read_from_its_body() -> None:
    assert BatchMessage.read('{"job_id": "d1", "batches": [3, 1]}') == BatchMessage(job_id="d1", batches=(3, 1))
    assert CompletionMessage.read('{"job_id": "d1"}') == CompletionMessage(job_id="d1")


@pytest.mark.parametrize(
    "body",
    ["", "{", "null", "[]", '"warm"', '{"warm": false}', '{"warm": true, "job_id": "d1"}', "{}"],
)
@pytest.mark.parametrize("kind", [BatchMessage, CompletionMessage])
def test_what_is_neither_is_refused(kind: type[BatchMessage | CompletionMessage], body: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        kind.read(body)


def test_a_warm_message_holds_nothing_else() -> None:
    with pytest.raises(ValidationError):
        WarmMessage.model_validate({"warm": True, "batches": [1]})
