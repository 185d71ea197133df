"""Telemetry in CloudWatch: metrics in the embedded metric format, and a log line for each call and each batch."""

from collections.abc import Mapping

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

from feedback.domain.calls import CallRecord


class CloudWatchTelemetry:
    """Telemetry. job_id and batch are on every line, so that a batch can be followed through all its deliveries.

    metrics None: log lines only.
    """

    def __init__(self, logger: Logger, metrics: Metrics | None) -> None:
        self._logger = logger
        self._metrics = metrics

    def called(self, job_id: str, batch: int, record: CallRecord) -> None:
        usage = record.usage
        cost = usage.cost_micro_usd
        self._logger.info(
            "model call",
            extra={
                "job_id": job_id,
                "batch": batch,
                "comments": record.comments,
                "attempt": record.attempt,
                "round": record.round,
                "limiter_wait": round(record.waited, 3),
                "seconds": round(record.seconds, 3),
                "tokens_in": usage.tokens_in,
                "tokens_out": usage.tokens_out,
                "error": record.error,
            },
        )
        self._add("ModelLatency", MetricUnit.Seconds, record.seconds)
        self._add("LimiterWait", MetricUnit.Seconds, record.waited)
        self._add("ModelCalls", MetricUnit.Count, usage.calls)
        self._add("FailedCalls", MetricUnit.Count, usage.failed_calls)
        self._add("RateLimited", MetricUnit.Count, usage.rate_limited)
        self._add("Retries", MetricUnit.Count, usage.retries)
        self._add("Splits", MetricUnit.Count, usage.splits)
        self._add("TokensIn", MetricUnit.Count, usage.tokens_in)
        self._add("TokensOut", MetricUnit.Count, usage.tokens_out)
        if cost is not None:
            self._add("CostUsd", MetricUnit.NoUnit, cost / 1_000_000)

    def batch_done(self, job_id: str, batch: int, figures: Mapping[str, int | float | str]) -> None:
        self._logger.info("batch answered", extra={"job_id": job_id, "batch": batch, **figures})

    def _add(self, name: str, unit: MetricUnit, value: float) -> None:
        if self._metrics:
            self._metrics.add_metric(name, unit, value)
