"""Starting the workers before the first file is dropped: else that file would wait for them."""

import json
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from botocore.config import Config
from botocore.exceptions import ReadTimeoutError

from feedback.adapters.sqs import SqsBatchQueue
from feedback.domain.job import UPLOAD_PREFIX
from feedback_cli.errors import StackError
from feedback_cli.stack import Stack

LONGEST = 20.0
NO_JOB = "d" + "0" * 24
"""An id that no job has: asking for it starts the API's worker."""
_QUEUES = {"BatchQueue", "CompletionQueue"}


def warm(stack: Stack, analyzers: int, longest: float = LONGEST, pause: float = 0.1) -> bool:
    """Start so many analyzers, an aggregator, a parser and an API worker at once, and wait until they have answered.

    False where some had not after so many seconds. They go on starting, so nothing is lost but the time.
    """
    until = time.monotonic() + longest
    physical = _physical_ids(stack)
    sqs = stack.client("sqs")
    queue = SqsBatchQueue(sqs, batch_url=physical["BatchQueue"], completion_url=physical["CompletionQueue"])
    queue.warm_analyzers(analyzers)
    queue.warm_aggregator()
    with ThreadPoolExecutor(2) as others:
        parser = others.submit(_parser_answers, stack, physical["ParserFunction"], longest)
        api = others.submit(_api_answers, stack)
        emptied = _wait(lambda: all(_is_empty(sqs, physical[queue]) for queue in _QUEUES), until, pause)
        return all((emptied, parser.result(), api.result()))


def folder_event() -> dict[str, Any]:
    """An S3 event of a key that is no survey file's, which the parser passes over."""
    entity = {"key": f"{UPLOAD_PREFIX}warm/", "size": 0, "eTag": "0" * 32}
    return {
        "Records": [
            {
                "eventTime": "2026-01-01T00:00:00.000Z",
                "s3": {"bucket": {"name": "none"}, "object": entity},
            }
        ]
    }


def _physical_ids(stack: Stack) -> dict[str, str]:
    resources = stack.client("cloudformation").describe_stack_resources(StackName=stack.name)["StackResources"]
    return {resource["LogicalResourceId"]: resource["PhysicalResourceId"] for resource in resources}


def _parser_answers(stack: Stack, function: str, longest: float) -> bool:
    once = Config(read_timeout=longest, retries={"total_max_attempts": 1})
    try:
        stack.client("lambda", once).invoke(FunctionName=function, Payload=json.dumps(folder_event()).encode())
    except ReadTimeoutError:
        return False
    return True


def _api_answers(stack: Stack) -> bool:
    try:
        stack.job(NO_JOB)
    except StackError:
        return False
    return True


def _is_empty(sqs: Any, url: str) -> bool:
    """Nothing waits, and nothing is being worked on."""
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]
    told = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
    return all(int(told[name]) == 0 for name in names)


def _wait(done: Callable[[], bool], until: float, pause: float) -> bool:
    while time.monotonic() < until:
        if done():
            return True
        time.sleep(pause)
    return False
