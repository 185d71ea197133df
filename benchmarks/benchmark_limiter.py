"""The limiter in real time: workers with shifted clocks, over DynamoDB's stand-in (moto), before the model's stand-in.

    python -m benchmarks.benchmark_limiter [--seconds 30] [--workers 16] [--jobs 1] [--spread-ms 100]

Both servers are processes of their own. Each worker takes a turn, waits for it, and calls the model; where it gets no
turn it asks again a little later, as the analyzer does. The stand-in enforces 8 requests a second as a token bucket of
8. Throughput counts the calls that began in the time that is measured, after 5 s to come to rest. moto answers one
request at a time: the milliseconds of `take` are those of this machine, not of AWS.
The start, when all workers ask at the same moment, is shown apart.
"""

import json
import multiprocessing
import random
import statistics
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Annotated, Any

import boto3
import httpx2
import typer
from botocore.config import Config

from feedback.adapters.dynamodb_limits import DynamoDbRateLimiter
from feedback.clock import now_ms
from feedback.domain.answers import ANSWER_SCHEMAS
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import NotYourTurnError
from feedback.domain.limits import LimitRates
from feedback.domain.models import Detail
from feedback.domain.prompts import ModelRequest, system_prompt, user_prompt

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient

RPS = 8
HORIZON = 2
REST_SECONDS = 5
TABLE = "jobs"


@dataclass
class Figures:
    """started: when each call began, and its job. takes: when, and how long, in seconds. requests: DynamoDB's."""

    lock: threading.Lock = field(default_factory=threading.Lock)
    started: list[tuple[float, str]] = field(default_factory=list)
    takes: list[tuple[float, float]] = field(default_factory=list)
    refused_by_limiter: int = 0
    rate_limited: int = 0
    requests: Counter[str] = field(default_factory=Counter)


def serve_dynamodb(ready: Connection) -> None:
    """Serve one request after another, as DynamoDB changes an item, and send the port."""
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log_request(self, *_: Any) -> None: ...

    application = DomainDispatcherApplication(create_backend_app)
    server = make_server("127.0.0.1", 0, application, threaded=False, request_handler=Quiet)
    ready.send(server.server_port)
    server.serve_forever()


@contextmanager
def dynamodb_server() -> Iterator[str]:
    processes = multiprocessing.get_context("spawn")
    here, there = processes.Pipe()
    server = processes.Process(target=serve_dynamodb, args=(there,), daemon=True)
    server.start()
    try:
        yield f"http://127.0.0.1:{here.recv()}"
    finally:
        server.terminate()


@contextmanager
def model_server() -> Iterator[str]:
    command = [sys.executable, "-m", "tools.standin", "--timing", "fixed:0.05", "--rps", str(RPS), "--tpm", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield f"http://127.0.0.1:{json.loads(server.stdout.readline())['port']}/v1"
        finally:
            server.terminate()


def dynamodb_client(endpoint: str, figures: Figures) -> "DynamoDBClient":
    """A client that counts its requests, with the table in place."""
    session = boto3.Session(aws_access_key_id="test", aws_secret_access_key="test", region_name="eu-west-1")  # noqa: S106
    client = session.client("dynamodb", endpoint_url=endpoint, config=Config(max_pool_connections=64))
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
    )

    def count(parsed: dict[str, Any], model: Any, **_: Any) -> None:
        with figures.lock:
            figures.requests[f"{model.name} {parsed.get('Error', {}).get('Code', 'done')}"] += 1

    client.meta.events.register("after-call.dynamodb", count)
    return client


def body() -> dict[str, Any]:
    """A call for one comment."""
    request = ModelRequest({1: "Great support, but the price is too high."}, DEFAULT_CODEBOOK)
    schema = {"name": "codes", "strict": True, "schema": ANSWER_SCHEMAS[Detail.SCORES]}
    return {
        "model": "gpt-6-luna",
        "response_format": {"type": "json_schema", "json_schema": schema},
        "messages": [
            {"role": "system", "content": system_prompt(request)},
            {"role": "user", "content": user_prompt(request.comments)},
        ],
    }


def shifted_clock(shift_ms: int) -> Callable[[], int]:
    return lambda: now_ms() + shift_ms


def work(limiter: DynamoDbRateLimiter, job_id: str, url: str, end: float, figures: Figures) -> None:
    """One worker, until the end (time.monotonic)."""
    call = body()
    with httpx2.Client(headers={"authorization": "Bearer any"}, timeout=10) as model:
        while time.monotonic() < end:
            before = time.perf_counter()
            try:
                wait = limiter.take(job_id, 1, max_wait=HORIZON)
            except NotYourTurnError as refusal:
                wait = None
                pause = min(refusal.wait, HORIZON) * random.uniform(0.5, 1) + 0.01  # noqa: S311
            took = time.perf_counter() - before
            with figures.lock:
                figures.takes.append((time.monotonic(), took))
                figures.refused_by_limiter += wait is None
            time.sleep(pause if wait is None else wait)
            if wait is None:
                continue
            with figures.lock:
                figures.started.append((time.monotonic(), job_id))
            answer = model.post(f"{url}/chat/completions", json=call)
            if answer.status_code == httpx2.codes.TOO_MANY_REQUESTS:
                with figures.lock:
                    figures.rate_limited += 1
            else:
                answer.raise_for_status()


def main(
    seconds: Annotated[float, typer.Option(min=5)] = 30,
    workers: Annotated[int, typer.Option(min=1)] = 16,
    jobs: Annotated[int, typer.Option(min=1)] = 1,
    spread_ms: Annotated[int, typer.Option(min=0, help="clocks are up to so far apart")] = 100,
) -> None:
    """Run the workers and print what they had."""
    figures, rates = Figures(), LimitRates(RPS, 1e12)
    with dynamodb_server() as dynamodb, model_server() as model:
        client = dynamodb_client(dynamodb, figures)
        begin = time.monotonic() + REST_SECONDS
        threads = []
        for number in range(workers):
            clock = shifted_clock(round(spread_ms * number / max(1, workers - 1)))
            limiter = DynamoDbRateLimiter(client, TABLE, "model", rates, clock)
            job_id = f"job-{number % jobs + 1}"
            arguments = (limiter, job_id, model, begin + seconds, figures)
            threads.append(threading.Thread(target=work, args=arguments))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    show(figures, begin, seconds)


def show(figures: Figures, begin: float, seconds: float) -> None:
    counted = Counter(job_id for moment, job_id in figures.started if begin <= moment < begin + seconds)
    print(f"calls            {counted.total()} in {seconds:g} s: {dict(sorted(counted.items()))}")
    print(f"throughput       {counted.total() / (RPS * seconds):.1%} of the limit")
    print(f"429s             {figures.rate_limited}")
    print(f"refused takes    {figures.refused_by_limiter}")
    print(f"take, at start   {spread([took for moment, took in figures.takes if moment < begin])}")
    print(f"take, at rest    {spread([took for moment, took in figures.takes if moment >= begin])}")
    print(f"DynamoDB         {dict(sorted(figures.requests.items()))}")


def spread(seconds: list[float]) -> str:
    cuts = statistics.quantiles((took * 1000 for took in seconds), n=20)
    times = f"median {cuts[9]:.1f} ms, 95th percentile {cuts[-1]:.1f} ms, longest {max(seconds) * 1000:.1f} ms"
    return f"{len(seconds)} times, {times}"


if __name__ == "__main__":
    typer.run(main)
