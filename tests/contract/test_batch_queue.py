"""BatchQueue: a message for each batch number, which points to the batch and holds nothing of it."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast
from uuid import uuid4

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from feedback.adapters.memory import MemoryBatchQueue
from feedback.adapters.sqs import SendError, SqsBatchQueue
from feedback.ports import BatchQueue

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

type Body = dict[str, Any]


@dataclass
class Tried:
    """A queue, and what can be seen of it: bodies that can be received now, how many are delayed, completions."""

    queue: BatchQueue
    batches: Callable[[], list[Body]]
    delayed: Callable[[], int]
    completions: Callable[[], list[Body]]
    warm: Callable[[], tuple[int, int]]
    """How many analyzers and aggregators were woken."""


def in_memory() -> Tried:
    queue = MemoryBatchQueue()
    return Tried(
        queue,
        lambda: [{"job_id": m.job_id, "batches": list(m.numbers)} for m in queue.take_batches() if not m.delay],
        lambda: sum(message.delay > 0 for message in queue.batches),
        lambda: [{"job_id": job_id} for job_id in queue.take_completions()],
        lambda: (queue.warmed_analyzers, queue.warmed_aggregators),
    )


def in_sqs(sqs: "SQSClient") -> Tried:
    batch_url, completion_url = (sqs.create_queue(QueueName=f"queue-{uuid4().hex}")["QueueUrl"] for _ in range(2))

    def bodies(url: str) -> list[Body]:
        found: list[Body] = []
        while messages := sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages"):
            found += [json.loads(message["Body"]) for message in messages]
        return found

    def delayed() -> int:
        attributes = sqs.get_queue_attributes(QueueUrl=batch_url, AttributeNames=["All"])["Attributes"]
        return int(attributes["ApproximateNumberOfMessagesDelayed"])

    queue = SqsBatchQueue(sqs, batch_url=batch_url, completion_url=completion_url)

    def warm() -> tuple[int, int]:
        analyzers, aggregators = bodies(batch_url), bodies(completion_url)
        assert all(body == {"warm": True} for body in analyzers + aggregators)
        return len(analyzers), len(aggregators)

    return Tried(queue, lambda: bodies(batch_url), delayed, lambda: bodies(completion_url), warm)


@pytest.fixture(params=["memory", "aws"])
def tried(request: pytest.FixtureRequest) -> Tried:
    return in_memory() if request.param == "memory" else in_sqs(request.getfixturevalue("sqs"))


@pytest.mark.parametrize("count", [0, 1, 10, 11, 25])
def test_every_group_gets_one_message_of_job_and_numbers_only(tried: Tried, count: int) -> None:
    tried.queue.send_batches("d1", ([number, 100 + number] for number in range(1, count + 1)))

    found = sorted(tried.batches(), key=lambda body: list(body["batches"]))
    assert found == [{"job_id": "d1", "batches": [number, 100 + number]} for number in range(1, count + 1)]


def test_a_group_may_be_any_sequence(tried: Tried) -> None:
    tried.queue.send_batches("d1", [range(1, 9, 4), (2,)])

    assert sorted(body["batches"] for body in tried.batches()) == [[1, 5], [2]]


def test_the_same_batch_may_be_sent_again(tried: Tried) -> None:
    tried.queue.send_batches("d1", [[4]])
    tried.queue.send_batches("d1", [[4]])

    assert tried.batches() == [{"job_id": "d1", "batches": [4]}] * 2


def test_a_delayed_message_is_not_there_at_once(tried: Tried) -> None:
    tried.queue.send_batches("d1", [[1], [2]], delay=900)

    assert tried.delayed() == 2
    assert tried.batches() == []


def test_a_completion_names_its_job_and_goes_to_its_own_queue(tried: Tried) -> None:
    tried.queue.send_completion("d1")

    assert tried.completions() == [{"job_id": "d1"}]
    assert tried.batches() == []


@pytest.mark.parametrize("workers", [1, 4, 10, 16])
def test_each_analyzer_is_woken_by_a_message_of_its_own(tried: Tried, workers: int) -> None:
    tried.queue.warm_analyzers(workers)

    assert tried.warm() == (workers, 0)


def test_the_aggregator_is_woken_through_its_own_queue(tried: Tried) -> None:
    tried.queue.warm_aggregator()

    assert tried.warm() == (0, 1)


class RefusingClient:
    """An SQS client whose queue takes every message of a call but the first."""

    def send_message_batch(self, QueueUrl: str, Entries: list[Any]) -> dict[str, Any]:  # noqa: N803 (AWS's names)
        return {"Failed": [{"Id": Entries[0]["Id"], "Code": "InternalError"}]}


def test_messages_that_sqs_does_not_take_are_an_error() -> None:
    queue = SqsBatchQueue(cast("SQSClient", RefusingClient()), batch_url="u")

    with pytest.raises(SendError, match="1 batch messages of job d1"):
        queue.send_batches("d1", [[1], [2]])


def test_a_warm_message_that_sqs_does_not_take_is_no_error(caplog: pytest.LogCaptureFixture) -> None:
    SqsBatchQueue(cast("SQSClient", RefusingClient()), batch_url="u").warm_analyzers(4)

    assert [record.message for record in caplog.records] == ["not all workers were warmed"]


@pytest.mark.parametrize(
    "error",
    [
        ClientError({"Error": {"Code": "AccessDenied", "Message": "no"}}, "SendMessageBatch"),
        EndpointConnectionError(endpoint_url="https://sqs"),
    ],
    ids=repr,
)
def test_where_sqs_can_not_be_reached_nothing_is_warmed_and_nothing_fails(
    error: Exception, caplog: pytest.LogCaptureFixture
) -> None:
    class Unreachable:
        def send_message_batch(self, **_: Any) -> dict[str, Any]:
            raise error

    queue = SqsBatchQueue(cast("SQSClient", Unreachable()), batch_url="u", completion_url="c")
    queue.warm_analyzers(4)
    queue.warm_aggregator()

    assert [record.message for record in caplog.records] == ["no worker was warmed"] * 2
    with pytest.raises(type(error)):
        queue.send_batches("d1", [[1]])
