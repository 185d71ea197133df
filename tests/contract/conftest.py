"""The adapters under test: each port's memory version, and the real one over an AWS server in this process."""

from collections.abc import Iterable, Iterator
from threading import Lock
from typing import TYPE_CHECKING, Final
from uuid import uuid4

import boto3
import pytest
from botocore.config import Config
from moto.server import ThreadedMotoServer

from feedback.adapters.dynamodb_budget import DynamoDbBudget
from feedback.adapters.dynamodb_cache import DynamoDbCommentCache
from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.adapters.dynamodb_limits import DynamoDbRateLimiter
from feedback.adapters.memory import (
    LimitItem,
    MemoryBudget,
    MemoryCommentCache,
    MemoryJobStore,
    MemoryObjectStore,
    MemoryRateLimiter,
)
from feedback.adapters.s3 import S3ObjectStore
from feedback.ports import CommentCache, JobStore, ObjectStore
from tests.builders import Clock
from tests.contract.makers import BudgetMaker, LimiterMaker

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment
    from mypy_boto3_dynamodb import DynamoDBClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_sqs import SQSClient

REGION: Final = "eu-west-1"

both = pytest.fixture(params=["memory", "aws"])


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    _one_request_at_a_time(server)
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


def _one_request_at_a_time(server: ThreadedMotoServer) -> None:
    """DynamoDB changes an item by one request at a time; moto was seen to lose one of 16 concurrent additions."""
    assert server._server is not None
    answer, lock = server._server.app, Lock()

    def locked(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        with lock:
            return answer(environ, start_response)

    server._server.app = locked


@pytest.fixture(scope="session")
def session() -> boto3.Session:
    return boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name=REGION)


@pytest.fixture(scope="session")
def dynamodb(session: boto3.Session, endpoint: str) -> "DynamoDBClient":
    return session.client("dynamodb", endpoint_url=endpoint, config=Config(max_pool_connections=32))


@pytest.fixture(scope="session")
def s3(session: boto3.Session, endpoint: str) -> "S3Client":
    return session.client("s3", endpoint_url=endpoint)


@pytest.fixture(scope="session")
def sqs(session: boto3.Session, endpoint: str) -> "SQSClient":
    return session.client("sqs", endpoint_url=endpoint)


@pytest.fixture
def jobs_table(dynamodb: "DynamoDBClient") -> str:
    """A new table with the key and the index of the jobs table."""
    name = f"jobs-{uuid4().hex}"
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": "pk", "AttributeType": "S"},
            {"AttributeName": "open", "AttributeType": "S"},
            {"AttributeName": "created_at", "AttributeType": "N"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "open-job-keys",
                "KeySchema": [
                    {"AttributeName": "open", "KeyType": "HASH"},
                    {"AttributeName": "created_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
        ],
    )
    return name


@pytest.fixture
def cache_table(dynamodb: "DynamoDBClient") -> str:
    name = f"cache-{uuid4().hex}"
    dynamodb.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
    )
    return name


@pytest.fixture
def clock() -> Clock:
    return Clock()


@both
def store(request: pytest.FixtureRequest) -> JobStore:
    if request.param == "memory":
        return MemoryJobStore()
    return DynamoDbJobStore(request.getfixturevalue("dynamodb"), request.getfixturevalue("jobs_table"), ttl_days=30)


@both
def cache(request: pytest.FixtureRequest, clock: Clock) -> CommentCache:
    """A cache that keeps its entries for seven days of the clock."""
    if request.param == "memory":
        return MemoryCommentCache(7, clock)
    return DynamoDbCommentCache(
        request.getfixturevalue("dynamodb"), request.getfixturevalue("cache_table"), ttl_days=7, now=clock
    )


@both
def make_limiter(request: pytest.FixtureRequest) -> LimiterMaker:
    if request.param == "memory":
        item = LimitItem()
        return lambda rates, clock: MemoryRateLimiter(rates, clock, item)
    client, table = request.getfixturevalue("dynamodb"), request.getfixturevalue("jobs_table")
    return lambda rates, clock: DynamoDbRateLimiter(client, table, "model", rates, clock)


@both
def make_budget(request: pytest.FixtureRequest) -> BudgetMaker:
    if request.param == "memory":
        return MemoryBudget
    client, table = request.getfixturevalue("dynamodb"), request.getfixturevalue("jobs_table")
    return lambda cap_usd, clock: DynamoDbBudget(client, table, cap_usd, clock)


@both
def objects(request: pytest.FixtureRequest) -> ObjectStore:
    if request.param == "memory":
        return MemoryObjectStore()
    client: S3Client = request.getfixturevalue("s3")
    bucket = f"bucket-{uuid4().hex}"
    client.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": REGION})
    return S3ObjectStore(client, bucket)
