"""DynamoDbJobStore.open_jobs: found by an index of keys, read as they are, also where the table is busy."""

from typing import TYPE_CHECKING, Any, cast

import pytest

from feedback.adapters.dynamodb_jobs import DynamoDbJobStore, TableBusyError
from feedback.domain.job import JobState
from tests.builders import NOW, a_job

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


class BusyClient:
    """A client whose batch reads leave all but the first key unprocessed, so often; with a stale index, if told."""

    def __init__(self, client: "DynamoDBClient", busy: int) -> None:
        self._client = client
        self._busy = busy
        self.batch_reads = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def batch_get_item(self, RequestItems: dict[str, Any]) -> dict[str, Any]:  # noqa: N803 - the client's own name
        self.batch_reads += 1
        ((table, wanted),) = RequestItems.items()
        if self.batch_reads > self._busy:
            return cast("dict[str, Any]", self._client.batch_get_item(RequestItems=RequestItems))
        first = cast(
            "dict[str, Any]", self._client.batch_get_item(RequestItems={table: wanted | {"Keys": wanted["Keys"][:1]}})
        )
        left = wanted["Keys"][1:]
        return first | {"UnprocessedKeys": {table: wanted | {"Keys": left}} if left else {}}


def a_store(client: Any, table: str, jobs: int) -> DynamoDbJobStore:
    store = DynamoDbJobStore(client, table, ttl_days=30)
    for number in range(jobs):
        store.create(a_job(f"d{number}"))
    return store


def test_the_index_is_of_keys_only(dynamodb: "DynamoDBClient", jobs_table: str) -> None:
    a_store(dynamodb, jobs_table, 1)

    found = dynamodb.query(
        TableName=jobs_table,
        IndexName="open-job-keys",
        KeyConditionExpression="#open = :yes",
        ExpressionAttributeNames={"#open": "open"},
        ExpressionAttributeValues={":yes": {"S": "yes"}},
    )

    assert [set(item) for item in found["Items"]] == [{"pk", "open", "created_at"}]


def test_more_jobs_than_one_read_can_name_are_all_found(dynamodb: "DynamoDBClient", jobs_table: str) -> None:
    store = a_store(dynamodb, jobs_table, 230)

    assert {job.id for job in store.open_jobs()} == {f"d{number}" for number in range(230)}


def test_keys_that_were_left_unprocessed_are_read_again(
    dynamodb: "DynamoDBClient", jobs_table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.adapters.dynamodb_jobs._PAUSES", (0, 0, 0))
    client = BusyClient(dynamodb, busy=2)

    assert len(a_store(client, jobs_table, 5).open_jobs()) == 5
    assert client.batch_reads == 3


def test_a_table_that_stays_busy_is_an_error_and_no_job_is_overlooked(
    dynamodb: "DynamoDBClient", jobs_table: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("feedback.adapters.dynamodb_jobs._PAUSES", (0, 0, 0))

    with pytest.raises(TableBusyError):
        a_store(BusyClient(dynamodb, busy=9), jobs_table, 5).open_jobs()


def test_a_job_that_has_ended_since_the_index_was_written_is_left_out(
    dynamodb: "DynamoDBClient", jobs_table: str
) -> None:
    store = a_store(dynamodb, jobs_table, 2)
    store.advance("d1", JobState.FAILED, NOW)
    # As an index that lags behind shows it.
    dynamodb.update_item(
        TableName=jobs_table,
        Key={"pk": {"S": "JOB#d1"}},
        UpdateExpression="SET #open = :yes",
        ExpressionAttributeNames={"#open": "open"},
        ExpressionAttributeValues={":yes": {"S": "yes"}},
    )

    assert [job.id for job in store.open_jobs()] == ["d0"]
