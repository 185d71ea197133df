"""The batch queue and the completion queue. Messages are pointers: job and batch numbers, never comments."""

import json
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_SEND_LIMIT = 10


class SendError(Exception):
    """SQS did not take some messages; the sweeper sends missing batches again."""


class SqsBatchQueue:
    """BatchQueue on two SQS queues, given by their URLs; a function that sends to one only names only that one."""

    def __init__(self, client: "SQSClient", *, batch_url: str = "", completion_url: str = "") -> None:
        self._client = client
        self._batch_url = batch_url
        self._completion_url = completion_url

    def send_batches(self, job_id: str, groups: Iterable[Sequence[int]], delay: int = 0) -> None:
        entries: list[Any] = [
            {
                "Id": str(at),
                "MessageBody": json.dumps({"job_id": job_id, "batches": list(numbers)}),
                "DelaySeconds": delay,
            }
            for at, numbers in enumerate(groups)
        ]
        for start in range(0, len(entries), _SEND_LIMIT):
            answer = self._client.send_message_batch(
                QueueUrl=self._batch_url, Entries=entries[start : start + _SEND_LIMIT]
            )
            if failed := answer.get("Failed"):
                raise SendError(f"{len(failed)} batch messages of job {job_id} were not taken: {failed[0]['Code']}")

    def send_completion(self, job_id: str) -> None:
        self._client.send_message(QueueUrl=self._completion_url, MessageBody=json.dumps({"job_id": job_id}))
