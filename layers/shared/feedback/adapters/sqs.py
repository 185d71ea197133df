"""The batch queue and the completion queue. Messages are pointers: job and batch numbers, never comments."""

import json
import logging
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

if TYPE_CHECKING:
    from mypy_boto3_sqs import SQSClient

_SEND_LIMIT = 10
_WARM = json.dumps({"warm": True})
_log = logging.getLogger(__name__)


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
        failed = self._send(self._batch_url, entries)
        if failed:
            raise SendError(f"{len(failed)} batch messages of job {job_id} were not taken: {failed[0]['Code']}")

    def send_completion(self, job_id: str) -> None:
        self._client.send_message(QueueUrl=self._completion_url, MessageBody=json.dumps({"job_id": job_id}))

    def warm_analyzers(self, workers: int) -> None:
        self._warm(self._batch_url, workers)

    def warm_aggregator(self) -> None:
        self._warm(self._completion_url, 1)

    def _warm(self, url: str, count: int) -> None:
        entries = [{"Id": str(at), "MessageBody": _WARM} for at in range(count)]
        try:
            failed = self._send(url, entries)
        except (ClientError, BotoCoreError) as error:
            _log.warning("no worker was warmed", extra={"error": str(error)})
            return
        if failed:
            _log.warning("not all workers were warmed", extra={"error": failed[0]["Code"], "messages": len(failed)})

    def _send(self, url: str, entries: Sequence[Any]) -> list[Any]:
        """Send the messages, as many at a time as SQS takes; those that it did not take."""
        answers = [
            self._client.send_message_batch(QueueUrl=url, Entries=entries[start : start + _SEND_LIMIT])
            for start in range(0, len(entries), _SEND_LIMIT)
        ]
        return [failed for answer in answers for failed in answer.get("Failed", [])]
