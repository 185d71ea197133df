"""Count what one job asks of AWS on the local stack, and price it: what a job costs beside the model.

    python benchmarks/benchmark_aws_cost.py [--rows 850] [--model-timing tokens:0.74:130] [--json]

Starts the local cloud if it is down. Workers are warm, the comment cache is empty. The functions' environment names
benchmarks/aws_counting, whose module writes down every request and invocation; afterwards it is as before. Requests and
their sizes are as they would be on AWS. Seconds are those of this machine, so GB-seconds are an estimate: most of an
analyzer's time is waiting for the model, and the rest runs slower here than in a function with a core of its own.
"""

import json
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from benchmarks.bench import Bench
from feedback.contracts import JobReply
from tools.local_cloud.deploy import STACK
from tools.samples import write_sample

HOOK = Path(__file__).parent / "aws_counting"

PRICES_AS_OF = "2026-11-27"
"""List prices as known on that day: us-east-1, x86_64, on demand, without any free tier. AWS's pages were not read."""

WRITE_UNIT, READ_UNIT = 0.625e-6, 0.125e-6
GB_SECOND, INVOCATION = 16.6667e-6, 0.20e-6
S3_WRITE, S3_READ = 5e-6, 0.4e-6
SQS_REQUEST = 0.40e-6
LOG_BYTE = 0.50e-9

S3_WRITES = frozenset({"PutObject", "CopyObject", "ListObjectsV2"})
POLLS_A_MESSAGE = 2
"""Lambda's poller receives a message and deletes it."""


@dataclass(frozen=True, slots=True)
class Part:
    """What one function asked one service for. reads, writes: DynamoDB's request units."""

    function: str
    service: str
    what: str
    count: int
    reads: float
    writes: float
    usd: float


def part_name(function: str) -> str:
    """AnalyzerFunction for a deployed function's name."""
    return function.removeprefix(f"{STACK}-").partition("-")[0]


def parts_of(lines: list[dict[str, Any]], memory_gb: dict[str, float]) -> list[Part]:
    """The priced parts, dearest first. The API is left out: how often it is asked is up to its callers."""
    counts: Counter[tuple[str, str, str]] = Counter()
    reads: Counter[tuple[str, str, str]] = Counter()
    writes: Counter[tuple[str, str, str]] = Counter()
    usd: Counter[tuple[str, str, str]] = Counter()
    for line in lines:
        function = part_name(line["function"])
        if function == "ApiFunction":
            continue
        kind = f" {line['kind']}" if line.get("kind") else ""
        key = (function, line["service"], line["operation"] + kind)
        counts[key] += 1
        reads[key] += line.get("reads", 0)
        writes[key] += line.get("writes", 0)
        usd[key] += price(line, memory_gb[line["function"]])  # type: ignore[assignment] # counters count dollars too
    parts = [Part(*key, counts[key], reads[key], writes[key], usd[key]) for key in counts]
    return sorted(parts, key=lambda part: -part.usd)


def price(line: dict[str, Any], memory_gb: float) -> float:
    match line["service"]:
        case "dynamodb":
            return float(line["reads"] * READ_UNIT + line["writes"] * WRITE_UNIT)
        case "lambda":
            return float(INVOCATION + line["seconds"] * memory_gb * GB_SECOND)
        case "s3":
            return S3_WRITE if line["operation"] in S3_WRITES else S3_READ
        case "sqs":
            sends = line["operation"].startswith("SendMessage")
            return SQS_REQUEST * (1 + POLLS_A_MESSAGE if sends else 1)
        case _:
            return 0.0  # standard parameters of SSM cost nothing


@contextmanager
def counted(bench: Bench, file: Path) -> Iterator[dict[str, float]]:
    """The functions write to the file what they ask for; their memory in GB, by name."""
    client = bench.stack.client("lambda")
    pages = client.get_paginator("list_functions").paginate()
    found = {
        function["FunctionName"]: function
        for page in pages
        for function in page["Functions"]
        if function["FunctionName"].startswith(f"{STACK}-")
    }
    before = {name: function.get("Environment", {}).get("Variables", {}) for name, function in found.items()}
    hook = {"PYTHONPATH": str(HOOK.resolve()), "AWS_COUNT_FILE": str(file)}
    try:
        for name, variables in before.items():
            client.update_function_configuration(FunctionName=name, Environment={"Variables": variables | hook})
        yield {name: function["MemorySize"] / 1024 for name, function in found.items()}
    finally:
        for name, variables in before.items():
            client.update_function_configuration(FunctionName=name, Environment={"Variables": variables})


def log_bytes(bench: Bench, since_ms: int) -> int:
    """What the functions but the API have logged since then."""
    client = bench.stack.client("logs")
    total = 0
    for group in client.describe_log_groups(logGroupNamePrefix=f"/aws/lambda/{STACK}-")["logGroups"]:
        name = group["logGroupName"]
        if "ApiFunction" not in name:
            pages = client.get_paginator("filter_log_events").paginate(logGroupName=name, startTime=since_ms)
            total += sum(len(event["message"].encode()) for page in pages for event in page["events"])
    return total


def main(
    rows: Annotated[int, typer.Option(min=1)] = 850,
    model_timing: Annotated[str, typer.Option()] = "tokens:0.74:130",
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Count and price one warm job of so many sample rows with an empty comment cache."""
    bench = Bench(model_timing)
    with TemporaryDirectory() as folder:
        file, sample = Path(folder) / "counts.jsonl", Path(folder) / f"sample-{rows}.xlsx"
        write_sample(sample, rows=rows, seed=rows)
        with counted(bench, file) as memory_gb:
            bench.warm_up(Path(folder))
            bench.empty_cache()
            bench.fill_limits()
            bench.forget_speed()  # the warm-up was slower than the model; the plan is that of a first job
            time.sleep(1)  # what the warm-up still has to say
            file.write_text("")
            begun = round(time.time() * 1000)
            job, _ = bench.run(sample)
            time.sleep(1)
            lines = [json.loads(line) for line in file.read_text().splitlines()]
            logged = log_bytes(bench, begun)
    parts = parts_of(lines, memory_gb)
    parts.append(Part("all", "logs", "bytes", logged, 0, 0, logged * LOG_BYTE))
    if as_json:
        print(json.dumps(document(parts, job), indent=2))
    else:
        show(parts, job)


def document(parts: list[Part], job: JobReply) -> dict[str, Any]:
    total, asked = sum(part.usd for part in parts), job.usage.cache_misses
    return {
        "prices_as_of": PRICES_AS_OF,
        "rows": job.progress.rows,
        "comments": asked,
        "calls": job.usage.calls,
        "usd": total,
        "usd_per_1000_rows": total * 1000 / job.progress.rows,
        "usd_per_1000_comments": total * 1000 / asked,
        "model_usd": job.usage.cost_usd,
        "updates": sum(part.count for part in parts if part.what.startswith("UpdateItem")),
        "services": {
            service: sum(part.usd for part in parts if part.service == service)
            for service in ("dynamodb", "lambda", "s3", "sqs", "logs")
        },
        "parts": [
            {name: getattr(part, name) for name in ("function", "service", "what", "count", "reads", "writes", "usd")}
            for part in parts
        ],
    }


def show(parts: list[Part], job: JobReply) -> None:
    found, console = document(parts, job), Console(width=110)
    table = Table(title=f"One job of {found['rows']} rows, {found['comments']} comments asked, {found['calls']} calls")
    for name in ("function", "service", "what"):
        table.add_column(name)
    for name in ("count", "reads", "writes", "$"):
        table.add_column(name, justify="right")
    for part in parts:
        figures = (f"{part.count:,}", f"{part.reads:g}", f"{part.writes:g}", f"{part.usd:.6f}")
        table.add_row(part.function, part.service, part.what, *figures)
    console.print(table)
    services = ", ".join(f"{name} {usd:.6f}" for name, usd in found["services"].items())
    console.print(
        f"AWS ${found['usd']:.6f} a job ({services}), ${found['usd_per_1000_comments']:.4f} per 1,000 comments and"
        f" ${found['usd_per_1000_rows']:.4f} per 1,000 rows; {found['updates']} updates of items;"
        f" the model ${found['model_usd'] or 0:.4f}. Prices as of {found['prices_as_of']}."
    )


if __name__ == "__main__":
    typer.run(main)
