"""A file was dropped in the upload bucket: parse it and start its analysis."""

from datetime import UTC, datetime
from functools import partial
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config

from feedback.adapters.clients import client
from feedback.adapters.dynamodb_budget import DynamoDbBudget
from feedback.adapters.dynamodb_cache import DynamoDbCommentCache
from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.adapters.dynamodb_leases import DynamoDbCommentLeases
from feedback.adapters.dynamodb_speed import DynamoDbSpeedStore
from feedback.adapters.s3 import S3ObjectStore
from feedback.adapters.sqs import SqsBatchQueue
from feedback.adapters.tabular.process import ChildReader
from feedback.clock import now_ms
from feedback.contracts import DroppedFile
from feedback.domain.codebook import Codebook
from feedback.domain.job import is_survey_key
from feedback.domain.model_catalog import model_warnings
from feedback.services.codebooks import Codebooks
from feedback.services.intake import Intake
from feedback.services.known import KnownComments
from feedback.services.parse import ParseRules, ParseService
from feedback.services.start import STORE_THREADS, Start
from feedback.services.warming import Warming
from feedback.settings import ParserSettings

logger = Logger(service="parser")
CLAIM_SECONDS = 180  # the function's own timeout, and a little more


def _read_codebook(data: bytes, name: str) -> Codebook:
    """Few jobs bring a codebook of their own, and the others start sooner without a parser of YAML."""
    from feedback.adapters.codebook_file import read_codebook

    return read_codebook(data, name)


def _warnings(model: str) -> tuple[str, ...]:
    """What the owner of the deployment should know of the model, logged as well."""
    warnings = model_warnings(model, datetime.now(UTC).date())
    for warning in warnings:
        logger.warning(warning)
    return tuple(warnings)


def _queue(settings: ParserSettings) -> SqsBatchQueue:
    return SqsBatchQueue(
        client("sqs"), batch_url=settings.batch_queue_url, completion_url=settings.completion_queue_url
    )


def _service(settings: ParserSettings, queue: SqsBatchQueue) -> ParseService:
    s3 = client("s3", config=Config(max_pool_connections=STORE_THREADS))
    uploads = S3ObjectStore(s3, settings.upload_bucket)
    cache = DynamoDbCommentCache(dynamodb, settings.cache_table, settings.cache_ttl_days, now_ms)
    return ParseService(
        jobs=jobs,
        intake=Intake(
            uploads=uploads,
            read=ChildReader(settings.file_parser_mode, settings.max_rows),
            max_bytes=settings.max_bytes,
        ),
        codebooks=Codebooks(uploads, _read_codebook, settings.codebook),
        known=KnownComments(
            cache=cache if settings.enable_comment_cache else None,
            leases=DynamoDbCommentLeases(dynamodb, settings.jobs_table),
            jobs=jobs,
            now=now_ms,
        ),
        start=Start(
            data=S3ObjectStore(s3, settings.data_bucket),
            queue=queue,
            speeds=DynamoDbSpeedStore(dynamodb, settings.jobs_table),
            model_identity=settings.model_identity,
            rules=settings.plan_rules,
            now=now_ms,
        ),
        budget=DynamoDbBudget(dynamodb, settings.jobs_table, settings.budget_usd, now_ms),
        rules=ParseRules(
            model=settings.ai_model,
            model_identity=settings.model_identity,
            claim_seconds=CLAIM_SECONDS,
            job_seconds=settings.job_seconds,
            method=settings.nps_calculation_method,
            passive_weight=settings.nps_passive_weight,
            warnings=_warnings(settings.ai_model),
        ),
        now=now_ms,
    )


settings = ParserSettings.load()
dynamodb = client("dynamodb")
jobs = DynamoDbJobStore(dynamodb, settings.jobs_table, settings.results_ttl_days)
queue = _queue(settings)
service = _service(settings, queue)
warming = Warming(jobs, queue, settings.workers, now_ms)


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> None:
    """An S3 event. Raises where another try may help: Lambda tries twice more, then the failure queue gets it."""
    for record in event["Records"]:
        dropped = DroppedFile.of(record)
        if not is_survey_key(dropped.source.key):
            continue
        parse = partial(service.parse, dropped.source, dropped.size, context.aws_request_id, dropped.arrived_at)
        job_id = warming.around(parse)
        logger.info("parsed" if job_id else "nothing to do", extra={"job_id": job_id, "bytes": dropped.size})
