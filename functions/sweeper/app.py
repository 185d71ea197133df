"""Once a minute: look after the jobs that stand still."""

from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext

from feedback.adapters.clients import client
from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.adapters.sqs import SqsBatchQueue
from feedback.clock import now_ms
from feedback.services.sweep import SweepService
from feedback.settings import SweeperSettings

logger = Logger(service="sweeper")
settings = SweeperSettings.load()
service = SweepService(
    jobs=DynamoDbJobStore(client("dynamodb"), settings.jobs_table, settings.results_ttl_days),
    queue=SqsBatchQueue(
        client("sqs"), batch_url=settings.batch_queue_url, completion_url=settings.completion_queue_url
    ),
    now=now_ms,
)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, int]:
    """A schedule event; the reply counts the remedies applied."""
    applied = service.sweep()
    if applied:
        logger.warning("jobs stood still", extra={"remedies": applied})
    return applied
