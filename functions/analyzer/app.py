"""Batches wait in the queue: analyse those of a message, all at once."""

import asyncio
import itertools
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.logging.utils import copy_config_to_registered_loggers
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config
from botocore.exceptions import ClientError

from feedback.adapters.clients import client
from feedback.adapters.dynamodb_budget import DynamoDbBudget
from feedback.adapters.dynamodb_cache import DynamoDbCommentCache
from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.adapters.dynamodb_limits import DynamoDbRateLimiter
from feedback.adapters.openai_analyzer import OpenAiAnalyzer
from feedback.adapters.s3 import S3ObjectStore
from feedback.adapters.sqs import SqsBatchQueue
from feedback.adapters.ssm_secret import CLIENT_CONFIG, SsmSecret
from feedback.adapters.telemetry import CloudWatchTelemetry
from feedback.clock import now_ms
from feedback.contracts import BatchMessage
from feedback.domain.errors import ModelError
from feedback.domain.limits import LimitRates
from feedback.services.analyze import AnalyzeService
from feedback.services.ask import Asker
from feedback.services.batch_files import BatchFiles
from feedback.services.completion import FollowUp
from feedback.services.messages import MessageService
from feedback.services.model_call import ModelCaller
from feedback.services.purse import Purse
from feedback.settings import AnalyzerSettings

# A batch that another delivery has done measures nothing.
warnings.filterwarnings("ignore", "No application metrics to publish*")
logger = Logger(service="analyzer")
metrics = Metrics(namespace="Feedback", service="analyzer")
copy_config_to_registered_loggers(source_logger=logger, include={"feedback"})
THREADS = 32
CALL_TIMEOUT = 60.0
"""Seconds for one model call; a longer one is tried again."""
HOLD_SECONDS = 0.15
"""So long a worker that was there already keeps a warm message: else it would take all, and no other would start."""
LAST_WORDS = 5.0
"""Seconds kept back from the function's time to store what there is."""
RETRY_SECONDS = (10, 60, 0)
"""How soon a message that failed is delivered again, by delivery; after the last one it goes to the dead letters."""


def _analyzer(settings: AnalyzerSettings) -> OpenAiAnalyzer:
    parameter = settings.openai_api_key_parameter
    secret = SsmSecret(client("ssm", config=CLIENT_CONFIG), parameter) if parameter else None
    return OpenAiAnalyzer(secret or settings.openai_api_key, settings.ai_model, settings.openai_base_url)


def _asker(settings: AnalyzerSettings, analyzer: OpenAiAnalyzer, dynamodb: Any) -> Asker:
    rates = LimitRates(settings.max_rps, settings.max_tpm)
    caller = ModelCaller(
        analyzer=analyzer,
        limiter=DynamoDbRateLimiter(dynamodb, settings.jobs_table, settings.model_identity, rates, now_ms),
        purse=Purse(DynamoDbBudget(dynamodb, settings.jobs_table, settings.budget_usd, now_ms)),
        model=settings.ai_model,
        call_timeout=CALL_TIMEOUT,
        clock=time.monotonic,
    )
    return Asker(caller, settings.enable_parallel_processing, settings.max_tpm)


def _service(settings: AnalyzerSettings, analyzer: OpenAiAnalyzer) -> MessageService:
    pool = Config(max_pool_connections=THREADS)
    dynamodb = client("dynamodb", config=pool)
    jobs = DynamoDbJobStore(dynamodb, settings.jobs_table, settings.results_ttl_days)
    cache = DynamoDbCommentCache(dynamodb, settings.cache_table, settings.cache_ttl_days, now_ms)
    queue = SqsBatchQueue(sqs, batch_url=settings.batch_queue_url, completion_url=settings.completion_queue_url)
    batches = AnalyzeService(
        jobs=jobs,
        files=BatchFiles(S3ObjectStore(client("s3", config=pool), settings.data_bucket)),
        cache=cache if settings.enable_comment_cache else None,
        queue=queue,
        asker=_asker(settings, analyzer, dynamodb),
        follow_up=FollowUp(jobs, queue),
        telemetry=CloudWatchTelemetry(logger, metrics if settings.log_performance_metrics else None),
        now=now_ms,
    )
    return MessageService(batches, queue, time.monotonic)


# One loop for the process: the SDK's connections belong to the loop they were made in.
runner = asyncio.Runner()
runner.get_loop().set_default_executor(ThreadPoolExecutor(THREADS))
settings = AnalyzerSettings.load()
sqs = client("sqs", config=Config(max_pool_connections=THREADS))
analyzer = _analyzer(settings)
service = _service(settings, analyzer)
invocations = itertools.count()


async def _fetch_key() -> None:
    """A worker that has none yet starts all the same: each call tries anew."""
    try:
        await analyzer.ready()
    except ModelError as error:
        logger.warning("no API key yet", extra={"error": str(error)})


async def _warm_up() -> None:
    """The key is fetched while the SDK makes its types."""
    await asyncio.gather(_fetch_key(), analyzer.warm_up())


runner.run(_warm_up())


async def _analyze(records: list[dict[str, Any]], deadline: float, hold: float) -> list[dict[str, str]]:
    async def one(record: dict[str, Any]) -> None:
        message = BatchMessage.read(record["body"])
        if message:
            await service.deliver(message.job_id, message.batches, deadline)
        else:
            await asyncio.gather(_fetch_key(), asyncio.sleep(hold))

    results = await asyncio.gather(*map(one, records), return_exceptions=True)
    failed = [(record, result) for record, result in zip(records, results, strict=True) if result is not None]
    for record, error in failed:
        logger.error("message failed", exc_info=error, extra={"message_id": record["messageId"]})
        _deliver_soon(record)
    return [{"itemIdentifier": record["messageId"]} for record, _ in failed]


def _deliver_soon(record: dict[str, Any]) -> None:
    """Without this a failed message would stay out of sight for the whole visibility timeout."""
    delivery = int(record["attributes"]["ApproximateReceiveCount"])
    try:
        sqs.change_message_visibility(
            QueueUrl=settings.batch_queue_url,
            ReceiptHandle=record["receiptHandle"],
            VisibilityTimeout=RETRY_SECONDS[min(delivery, len(RETRY_SECONDS)) - 1],
        )
    except ClientError:
        logger.exception("the message comes back only after its visibility timeout")


@logger.inject_lambda_context
@metrics.log_metrics
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, list[dict[str, str]]]:
    """An SQS event of batch messages; the reply names those that are to be delivered again."""
    seconds = context.get_remaining_time_in_millis() / 1000 - LAST_WORDS
    hold = HOLD_SECONDS if next(invocations) else 0.0
    failures = runner.run(_analyze(event["Records"], time.monotonic() + seconds, hold))
    return {"batchItemFailures": failures}
