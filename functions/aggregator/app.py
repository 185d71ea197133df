"""A job is complete: write its results."""

import warnings
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from feedback.adapters.clients import client
from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.adapters.dynamodb_speed import DynamoDbSpeedStore
from feedback.adapters.report_csv import csv_bytes
from feedback.adapters.report_html.writer import make_ready, report_html
from feedback.adapters.report_parquet import parquet_bytes
from feedback.adapters.report_xlsx.workbook import workbook_bytes
from feedback.adapters.s3 import S3ObjectStore
from feedback.clock import now_ms
from feedback.contracts import CompletionMessage
from feedback.domain.job import Job, timings
from feedback.services.aggregate import AggregateService, ReportRules
from feedback.services.job_inputs import READERS
from feedback.services.results import ResultWriters
from feedback.settings import AggregatorSettings

# A completion that was delivered twice measures nothing the second time.
warnings.filterwarnings("ignore", "No application metrics to publish*")
logger = Logger(service="aggregator")
metrics = Metrics(namespace="Feedback", service="aggregator")
processor = BatchProcessor(event_type=EventType.SQS)
settings = AggregatorSettings.load()
dynamodb = client("dynamodb")
jobs = DynamoDbJobStore(dynamodb, settings.jobs_table, settings.results_ttl_days)
service = AggregateService(
    jobs=jobs,
    data=S3ObjectStore(client("s3", config=Config(max_pool_connections=READERS)), settings.data_bucket),
    writers=ResultWriters(csv=csv_bytes, parquet=parquet_bytes, xlsx=workbook_bytes, html=report_html),
    speeds=DynamoDbSpeedStore(dynamodb, settings.jobs_table),
    rules=ReportRules(settings.nps_calculation_method, settings.nps_passive_weight, settings.model_identity),
    now=now_ms,
)
make_ready()


def _aggregate(record: SQSRecord) -> None:
    message = CompletionMessage.read(record.body)
    if message and service.aggregate(message.job_id) and (job := jobs.get(message.job_id)):
        _measure(job)
        logger.info("job ended", extra={"job_id": job.id, "state": job.state.value, "rows": job.rows})


def _measure(job: Job) -> None:
    """A metric for each stage; StageTotal, which the slow-job alarm watches, in any case."""
    for stage, seconds in timings(job).items():
        if settings.log_performance_metrics or stage == "total":
            metrics.add_metric(f"Stage{stage.title().replace('_', '')}", MetricUnit.Seconds, seconds)
    if settings.log_performance_metrics:
        metrics.add_metric("ModelCalls", MetricUnit.Count, job.usage.calls)
        metrics.add_metric("RateLimited", MetricUnit.Count, job.usage.rate_limited)
        metrics.add_metric("CacheHits", MetricUnit.Count, job.cache_hits)
        metrics.add_metric("CacheMisses", MetricUnit.Count, job.cache_misses)
        metrics.add_metric("SavedUsd", MetricUnit.NoUnit, job.saved_micro_usd / 1_000_000)


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An SQS event of completion messages; the reply names those that are to be delivered again."""
    return dict(process_partial_response(event, _aggregate, processor, context))
