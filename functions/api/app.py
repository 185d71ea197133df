"""The REST API: send a file, ask after a job."""

from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any

from aws_lambda_powertools import Logger
from aws_lambda_powertools.event_handler import APIGatewayRestResolver
from aws_lambda_powertools.event_handler.exceptions import BadRequestError, NotFoundError
from aws_lambda_powertools.utilities.typing import LambdaContext
from botocore.config import Config
from pydantic import ValidationError

from feedback.adapters.clients import client
from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.adapters.s3 import S3ObjectStore
from feedback.clock import now_ms
from feedback.contracts import JobReply, UploadReply, UploadRequest
from feedback.domain.codebook_document import parse_codebook
from feedback.domain.errors import InputError
from feedback.domain.job import is_survey_key
from feedback.domain.model_catalog import model_warnings
from feedback.domain.options import parse_options
from feedback.services.status import UPLOAD_SECONDS, StatusService
from feedback.settings import ApiSettings

logger = Logger(service="api")
app = APIGatewayRestResolver()
settings = ApiSettings.load()
# Signature version 4 may name a file for the download; the regional address needs no redirect, which would break it.
s3 = client("s3", config=Config(signature_version="s3v4", s3={"addressing_style": "virtual"}))
service = StatusService(
    jobs=DynamoDbJobStore(client("dynamodb"), settings.jobs_table, settings.results_ttl_days),
    uploads=S3ObjectStore(s3, settings.upload_bucket),
    data=S3ObjectStore(s3, settings.data_bucket),
    upload_bucket=settings.upload_bucket,
    max_bytes=settings.max_bytes,
    model=settings.ai_model,
    model_warnings=tuple(model_warnings(settings.ai_model, datetime.now(UTC).date())),
    now=now_ms,
)


@app.get("/jobs/<job_id>")
def get_job(job_id: str) -> dict[str, Any]:
    status = service.status(job_id)
    if status is None:
        raise NotFoundError(f"There is no job {job_id}.")
    return JobReply.model_validate(status).model_dump()


@app.post("/jobs")
def post_job() -> tuple[dict[str, Any], int]:
    return _awaited_upload()


@app.post("/inspect")
def post_inspect() -> tuple[dict[str, Any], int]:
    """The job ends once the file is read: GET /jobs/{id} then tells how, and what its analysis would take."""
    return _awaited_upload(inspect=True)


def _awaited_upload(**more: Any) -> tuple[dict[str, Any], int]:
    try:
        request = UploadRequest.model_validate_json(app.current_event.body or "")
        if not is_survey_key(request.file_name):
            raise BadRequestError(f"{request.file_name} is the name of a file with options, not of a survey file.")
        options = parse_options(request.options | more)
        codebook = None if request.codebook is None else parse_codebook(request.codebook)
        job, form = service.new_upload(request.file_name, options, codebook)
    except ValidationError as error:
        raise BadRequestError('Send JSON such as {"file_name": "survey.xlsx"}; the name has no slash.') from error
    except InputError as error:
        raise BadRequestError(str(error)) from error
    reply = UploadReply(job=job.id, url=form.url, fields=form.fields, expires_in=UPLOAD_SECONDS)
    return reply.model_dump(), HTTPStatus.CREATED


@logger.inject_lambda_context
def handler(event: dict[str, Any], context: LambdaContext) -> dict[str, Any]:
    """An API Gateway proxy event."""
    return app.resolve(event, context)
