"""Warming the local cloud: each worker gets something to answer, and nobody is waited for without end."""

import json
from dataclasses import dataclass, field
from typing import Any

import pytest
from botocore.exceptions import ReadTimeoutError

from feedback.contracts import DroppedFile, JobReply
from feedback.domain.job import is_survey_key
from feedback_cli.errors import StackError
from feedback_cli.stack import Stack
from tools.local_cloud.warm import folder_event, warm


@dataclass(frozen=True)
class WarmStack(Stack):
    """A stack of two queues, a parser and an API. polls: how often a queue is asked until it is empty."""

    name: str = "s"
    polls: int = 0
    parser_sleeps: bool = False
    api_fails: bool = False
    sent: list[tuple[str, Any]] = field(default_factory=list)
    invoked: list[tuple[str, Any]] = field(default_factory=list)
    polled: list[str] = field(default_factory=list)

    def client(self, service: str, config: Any = None) -> Any:
        return self  # one object answers for all services

    def describe_stack_resources(self, **told: str) -> Any:
        names = ("BatchQueue", "CompletionQueue", "ParserFunction", "UploadBucket")
        return {
            "StackResources": [
                {"LogicalResourceId": n, "PhysicalResourceId": f"{told['StackName']}-{n}"} for n in names
            ]
        }

    def send_message_batch(self, **told: Any) -> Any:
        entries = told["Entries"]
        assert len({entry["Id"] for entry in entries}) == len(entries) <= 10
        self.sent.extend((told["QueueUrl"], json.loads(entry["MessageBody"])) for entry in entries)
        return {"Successful": entries}

    def get_queue_attributes(self, **told: Any) -> Any:
        self.polled.append(told["QueueUrl"])
        left = "1" if len(self.polled) <= self.polls else "0"
        return {"Attributes": {"ApproximateNumberOfMessages": "0", "ApproximateNumberOfMessagesNotVisible": left}}

    def invoke(self, **told: Any) -> None:
        self.invoked.append((told["FunctionName"], json.loads(told["Payload"])))
        if self.parser_sleeps:
            raise ReadTimeoutError(endpoint_url="parser")

    def job(self, job_id: str) -> JobReply | None:
        self.invoked.append(("api", job_id))
        if self.api_fails:
            raise StackError("the API can't be reached")
        return None


@pytest.mark.parametrize("analyzers", [2, 32])
def test_each_worker_gets_something_to_answer(analyzers: int) -> None:
    stack = WarmStack(polls=3)

    assert warm(stack, analyzers, pause=0)
    told = {"warm": True}
    assert stack.sent == [("s-BatchQueue", told)] * analyzers + [("s-CompletionQueue", told)]
    assert ("s-ParserFunction", folder_event()) in stack.invoked
    assert "api" in dict(stack.invoked)


def test_the_parser_passes_the_folder_over() -> None:
    (record,) = folder_event()["Records"]

    assert not is_survey_key(DroppedFile.of(record).source.key)


@pytest.mark.parametrize(
    "stack",
    [
        WarmStack(polls=1_000_000_000),
        WarmStack(parser_sleeps=True),
        WarmStack(api_fails=True),
    ],
)
def test_a_worker_that_does_not_answer_is_not_waited_for(stack: WarmStack) -> None:
    assert not warm(stack, 2, longest=0.01, pause=0)
