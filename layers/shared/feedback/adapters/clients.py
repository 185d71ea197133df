"""Clients of AWS, all from one botocore session: boto3 would add transfers and resources, which nothing here uses."""

from typing import TYPE_CHECKING, Any, Literal, overload

from botocore.config import Config
from botocore.session import get_session

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_ssm import SSMClient

_session = get_session()


@overload
def client(service: Literal["dynamodb"], config: Config | None = None) -> "DynamoDBClient": ...
@overload
def client(service: Literal["s3"], config: Config | None = None) -> "S3Client": ...
@overload
def client(service: Literal["sqs"], config: Config | None = None) -> "SQSClient": ...
@overload
def client(service: Literal["ssm"], config: Config | None = None) -> "SSMClient": ...
def client(service: str, config: Config | None = None) -> Any:
    """A client with the function's own credentials, region and endpoint; the layer's Makefile ships these services."""
    return _session.create_client(service, config=config)
