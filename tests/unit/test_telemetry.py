"""CloudWatchTelemetry: operators see calls, tokens, money and times, and never what a customer wrote."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.logging.utils import copy_config_to_registered_loggers

from feedback.adapters.telemetry import CloudWatchTelemetry
from feedback.domain.calls import CallRecord
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.models import Usage
from feedback.domain.speed import CallSums
from tests.fakes import FakeAnalyzer, Step, answer_all, answer_only, reply
from tests.world import World

RECORD = CallRecord(
    comments=115,
    attempt=2,
    round=1,
    waited=0.2504,
    seconds=6.1206,
    usage=Usage(1, 3000, 800, 700, rate_limited=1, failed_calls=0, retries=1, splits=1, waited_ms=250),
    sums=CallSums.of(115, 800, 6.12),
)
METRICS = {
    "ModelLatency": (6.1206, "Seconds"),
    "LimiterWait": (0.2504, "Seconds"),
    "ModelCalls": (1, "Count"),
    "FailedCalls": (0, "Count"),
    "RateLimited": (1, "Count"),
    "Retries": (1, "Count"),
    "Splits": (1, "Count"),
    "TokensIn": (3000, "Count"),
    "TokensOut": (800, "Count"),
    "CostUsd": (0.0007, "None"),
}


class Seen:
    """A telemetry, and what it writes: log lines, and metrics in the embedded format."""

    def __init__(self, name: str, *, measures: bool = True) -> None:
        self._log = io.StringIO()
        self.logger = Logger(service=name, stream=self._log, level="DEBUG")
        self.metrics = Metrics(namespace="Feedback", service=name)
        self.metrics.clear_metrics()
        self.telemetry = CloudWatchTelemetry(self.logger, self.metrics if measures else None)

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self._log.getvalue().splitlines()]

    def embedded(self) -> dict[str, Any]:
        return dict(self.metrics.serialize_metric_set())


@pytest.fixture
def seen(request: pytest.FixtureRequest) -> Iterator[Seen]:
    found = Seen(request.node.name)
    yield found
    found.metrics.clear_metrics()


def test_a_call_is_measured_under_these_names_and_units(seen: Seen) -> None:
    seen.telemetry.called("d1", 3, RECORD)

    embedded = seen.embedded()
    (described,) = embedded["_aws"]["CloudWatchMetrics"]
    units = {metric["Name"]: metric["Unit"] for metric in described["Metrics"]}
    assert {name: (embedded[name], units[name]) for name in units} == {
        name: ([value], unit) for name, (value, unit) in METRICS.items()
    }
    assert described["Namespace"] == "Feedback"


def test_metrics_have_the_service_for_dimension_and_neither_job_nor_batch(seen: Seen) -> None:
    seen.telemetry.called("d1", 3, RECORD)

    embedded = seen.embedded()
    assert embedded["_aws"]["CloudWatchMetrics"][0]["Dimensions"] == [["service"]]
    assert set(embedded) == {*METRICS, "_aws", "service"}


def test_every_call_is_a_value_of_its_own(seen: Seen) -> None:
    for seconds in (1.5, 2.5, 4.0):
        seen.telemetry.called("d1", 3, replace(RECORD, seconds=seconds))

    assert seen.embedded()["ModelLatency"] == [1.5, 2.5, 4.0]


def test_an_unknown_cost_is_not_measured_as_nothing(seen: Seen) -> None:
    seen.telemetry.called("d1", 3, replace(RECORD, usage=Usage(1, cost_micro_usd=None)))

    assert "CostUsd" not in seen.embedded()


def test_a_call_is_a_log_line_that_can_be_followed_by_job_and_batch(seen: Seen) -> None:
    seen.telemetry.called("d1", 3, replace(RECORD, error="model_unavailable"))

    (line,) = seen.lines
    told = ("message", "job_id", "batch", "comments", "attempt", "round", "limiter_wait", "seconds", "error")
    assert tuple(line[name] for name in told) == ("model call", "d1", 3, 115, 2, 1, 0.25, 6.121, "model_unavailable")
    assert (line["tokens_in"], line["tokens_out"]) == (3000, 800)


def test_a_batch_is_a_log_line_with_its_figures_and_no_metric(seen: Seen) -> None:
    seen.telemetry.batch_done("d1", 3, {"kind": "ask", "comments": 115, "failed": 1})

    (line,) = seen.lines
    told = ("message", "job_id", "batch", "kind", "comments", "failed")
    assert tuple(line[name] for name in told) == ("batch answered", "d1", 3, "ask", 115, 1)
    assert seen.metrics.metric_set == {}


def test_without_metrics_there_are_log_lines_only(seen: Seen, capsys: pytest.CaptureFixture[str]) -> None:
    silent = Seen("silent", measures=False)

    silent.telemetry.called("d1", 3, RECORD)
    silent.telemetry.batch_done("d1", 3, {"kind": "ask"})

    assert [line["message"] for line in silent.lines] == ["model call", "batch answered"]
    assert silent.metrics.metric_set == {}
    assert capsys.readouterr().out == ""


SECRET = "Mi número es 612 345 678, y no lo recomiendo"
OTHER = "La cama de la habitación 417 era dura"


@pytest.mark.parametrize(
    "steps",
    [
        [],
        [TransientModelError("status 503", answered=True)],
        [answer_only(SECRET), answer_only(), answer_only(), answer_only()],
        [lambda _: reply(f'{{"r": "386es{SECRET}')],
        [lambda _: reply("", problem="the model's answer was empty")],
        [FatalModelError("the model provider refused: no quota")],
    ],
    ids=["answered", "tried again", "asked again", "said back", "empty", "refused"],
)
def test_no_word_of_a_comment_is_in_logs_or_metrics_whatever_becomes_of_the_call(seen: Seen, steps: list[Step]) -> None:
    world = World(analyzer=FakeAnalyzer(*steps, then=answer_all))
    world.analyzing_job([SECRET, OTHER])
    service = replace(world.batch_analyzer(), telemetry=seen.telemetry)
    # As the function does: what any part of the product logs goes the same way.
    copy_config_to_registered_loggers(source_logger=seen.logger, include={"feedback"})
    try:
        asyncio.run(service.analyze("d1", 1, world.clock.seconds() + 600))
    finally:
        logging.getLogger("feedback").handlers.clear()

    assert any(line["message"] == "model call" for line in seen.lines)
    written = json.dumps([seen.lines, seen.embedded()], ensure_ascii=False).casefold()
    for word in (*SECRET.split(), *OTHER.split()):
        assert len(word) < 5 or word.casefold() not in written
