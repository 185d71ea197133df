"""Warm messages in the handlers: the parser sends them, and the others answer them at once and begin nothing."""

import importlib
import json
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from feedback.adapters.memory import MemoryBatchQueue, MemoryJobStore
from feedback.clock import now_ms
from feedback.domain.errors import TransientModelError
from feedback.domain.job import Source
from feedback.services.warming import Warming
from tests.builders import a_job

EVENTS = Path(__file__).resolve().parents[2] / "events"

ENVIRONMENT = {
    **dict.fromkeys(("JOBS_TABLE", "CACHE_TABLE", "DATA_BUCKET", "UPLOAD_BUCKET"), "test"),
    **dict.fromkeys(("BATCH_QUEUE_URL", "COMPLETION_QUEUE_URL"), "https://queue"),
    **dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "OPENAI_API_KEY"), "test"),
    "AWS_DEFAULT_REGION": "us-east-1",
    "POWERTOOLS_METRICS_NAMESPACE": "Feedback",
}
CONTEXT: Any = SimpleNamespace(
    function_name="f",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:x",
    aws_request_id="r1",
    get_remaining_time_in_millis=lambda: 60_000,
)


@pytest.fixture
def app(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The function's module; its service fails the test where it is asked for anything."""
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    module = importlib.import_module(f"functions.{request.param}.app")
    monkeypatch.setattr(module, "service", None)
    return module


def event(body: Any) -> dict[str, Any]:
    record = {
        "messageId": "m1",
        "receiptHandle": "h1",
        "body": json.dumps(body),
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:us-east-1:000000000000:queue",
    }
    return {"Records": [record]}


@pytest.mark.parametrize("app", ["analyzer", "aggregator", "dead_letter"], indirect=True)
def test_a_warm_message_is_done_with_nothing_done(app: ModuleType) -> None:
    assert app.handler(event({"warm": True}), CONTEXT) == {"batchItemFailures": []}


@pytest.mark.parametrize("app", ["aggregator", "dead_letter"], indirect=True)
def test_a_message_that_warms_and_more_fails(app: ModuleType) -> None:
    with pytest.raises(Exception, match="job_id"):
        app.handler(event({"warm": True, "job_id": "d1"}), CONTEXT)


@pytest.mark.parametrize("app", ["analyzer"], indirect=True)
def test_an_analyzer_that_was_there_already_holds_it_and_one_that_just_started_does_not(
    app: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    held: list[float] = []

    async def sleep(seconds: float) -> None:
        held.append(seconds)

    monkeypatch.setattr(app, "invocations", iter(range(3)))
    monkeypatch.setattr(app.asyncio, "sleep", sleep)
    for _ in range(3):
        app.handler(event({"warm": True}), CONTEXT)

    assert held == [0, app.HOLD_SECONDS, app.HOLD_SECONDS]


@pytest.mark.parametrize("app", ["analyzer"], indirect=True)
def test_an_analyzer_that_gets_no_key_yet_is_warm_all_the_same(
    app: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[bool] = []

    class WithoutKey:
        async def ready(self) -> None:
            asked.append(True)
            raise TransientModelError("SSM is busy", answered=True)

    monkeypatch.setattr(app, "analyzer", WithoutKey())

    assert app.handler(event({"warm": True}), CONTEXT) == {"batchItemFailures": []}
    assert asked == [True]


@pytest.mark.parametrize(
    ("key", "woken"),
    [("uploads/a.csv", (4, 1)), ("uploads/a.csv.options.json", (0, 0)), ("uploads/", (0, 0))],
)
@pytest.mark.parametrize("app", ["parser"], indirect=True)
def test_the_parser_wakes_workers_for_a_survey_file_and_for_nothing_else(
    app: ModuleType, monkeypatch: pytest.MonkeyPatch, key: str, woken: tuple[int, int]
) -> None:
    parsed: list[tuple[str, int, str]] = []

    class Parser:
        def parse(self, source: Source, size: int, claimant: str, arrived_at: int) -> str:
            parsed.append((source.key, size, claimant))
            return "d1"

    jobs, queue = MemoryJobStore(), MemoryBatchQueue()
    jobs.create(a_job("d1", batches=3))
    monkeypatch.setattr(app, "service", Parser())
    monkeypatch.setattr(app, "warming", Warming(jobs, queue, 4, now_ms))
    event = json.loads((EVENTS / "s3_put.json").read_text())
    event["Records"][0]["s3"]["object"] |= {"key": key, "size": 9}
    app.handler(event, CONTEXT)

    assert (queue.warmed_analyzers, queue.warmed_aggregators) == woken
    assert parsed == ([(key, 9, "r1")] if woken[0] else [])
