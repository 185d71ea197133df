"""What failed in all its deliveries: a batch, a completion, or a file that the parser died on."""

import json
import warnings
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from aws_lambda_powertools.utilities.typing import LambdaContext

from feedback.adapters.clients import client
from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.adapters.s3 import S3ObjectStore
from feedback.adapters.sqs import SqsBatchQueue
from feedback.clock import now_ms
from feedback.contracts import BatchMessage, CompletionMessage, DroppedFile, WarmMessage
from feedback.services.batch_files import BatchFiles
from feedback.services.completion import FollowUp
from feedback.services.dead_letters import DeadLetterService
from feedback.settings import DeadLetterSettings

# A warm message measures nothing.
warnings.filterwarnings("ignore", "No application metrics to publish*")
logger = Logger(service="dead_letter")
metrics = Metrics(namespace="Feedback", service="dead_letter")
processor = BatchProcessor(event_type=EventType.SQS)
settings = DeadLetterSettings.load()
jobs = DynamoDbJobStore(client("dynamodb"), settings.jobs_table, settings.results_ttl_days)
queue = SqsBatchQueue(client("sqs"), batch_url=settings.batch_queue_url, completion_url=settings.completion_queue_url)
service = DeadLetterService(
    jobs=jobs,
    files=BatchFiles(S3ObjectStore(client("s3"), settings.data_bucket)),
    follow_up=FollowUp(jobs, queue),
    now=now_ms,
)


def _bury(record: SQSRecord) -> None:
    """The message's own form says what failed: an invocation of the parser, a batch, a completion, or nothing."""
    body = json.loads(record.body)
    if "warm" in body:
        WarmMessage.model_validate(body)
        logger.warning("a warm message failed; no job misses it", extra={"message_id": record.message_id})
        return
    if "requestPayload" in body:
        for dropped in body["requestPayload"]["Records"]:
            service.parse_failed(DroppedFile.of(dropped).source)
    elif "batches" in body:
        message = BatchMessage.model_validate(body)
        service.batches_failed(message.job_id, message.batches)
    else:
        service.results_failed(CompletionMessage.model_validate(body).job_id)
    metrics.add_metric("DeadLetters", MetricUnit.Count, 1)
    logger.error("dead letter", extra={"message_id": record.message_id, "queue": record.event_source_arn})


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An SQS event from any of the dead-letter queues."""
    return dict(process_partial_response(event, _bury, processor, context))
