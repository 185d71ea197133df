"""feedback jobs: what the table holds is listed, the newest first, also over several pages."""

import io
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from rich.console import Console

from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from feedback.domain.job import JobState, Source
from feedback_cli.job_list import newest_jobs, show_jobs
from feedback_cli.stack import Stack
from tests.builders import NOW, a_job

if TYPE_CHECKING:
    from mypy_boto3_dynamodb import DynamoDBClient


@pytest.fixture
def jobs(dynamodb: "DynamoDBClient", jobs_table: str) -> DynamoDbJobStore:
    return DynamoDbJobStore(dynamodb, jobs_table, ttl_days=30)


@pytest.fixture
def stack(endpoint: str, jobs_table: str, monkeypatch: pytest.MonkeyPatch) -> Stack:
    """A stack whose table is the one of the test; its region, else the local one, is that of the test's server."""
    monkeypatch.setattr("feedback_cli.clients.LOCAL_REGION", "eu-west-1")
    stack = Stack("feedback", endpoint)
    vars(stack)["outputs"] = {"JobsTableName": jobs_table}
    return stack


def printed(lines: Any) -> str:
    out = io.StringIO()
    show_jobs(lines, Console(file=out, width=80))
    return out.getvalue()


def test_jobs_are_listed_with_what_is_known_of_them(jobs: DynamoDbJobStore, stack: Stack) -> None:
    report = json.dumps({"nps": {"score": 61.5, "method": "shifted"}})
    source = Source("bucket", "uploads/x/[März] survey.xlsx")
    jobs.create(a_job("d1", JobState.COMPLETED, created_at=NOW, rows=850, report=report, source=source))
    jobs.create(a_job("d2", JobState.PARSING, created_at=NOW + 1000, rows=0))
    jobs.lease_batch("d1", 1, NOW, NOW + 1)  # an item of another kind

    newest, older = newest_jobs(stack, 10)

    assert (newest.id, newest.state, newest.rows, newest.nps) == ("d2", "parsing", 0, None)
    assert (older.id, older.file, older.rows, older.nps) == ("d1", "[März] survey.xlsx", 850, 61.5)
    assert older.created_at == datetime.fromtimestamp(NOW / 1000, UTC)
    last = printed([newest, older]).splitlines()[-1]
    assert last.split()[:4] == ["d1", "completed", "850", "61.5"]
    assert last.endswith("[März] survey.xlsx")


def test_the_newest_are_found_on_whichever_page_of_the_table_they_are(jobs: DynamoDbJobStore, stack: Stack) -> None:
    large = "x" * 200_000  # five of them fill a page of the scan
    for number in range(12):
        jobs.create(a_job(f"d{number}", JobState.COMPLETED, created_at=NOW + number, reading=json.dumps(large)))

    assert [line.id for line in newest_jobs(stack, 3)] == ["d11", "d10", "d9"]


def test_without_any_job_it_says_so(stack: Stack) -> None:
    assert newest_jobs(stack, 5) == []
    assert printed([]) == "There are no jobs.\n"


def test_a_long_name_is_not_cut(jobs: DynamoDbJobStore, stack: Stack) -> None:
    jobs.create(a_job("d1", source=Source("bucket", f"uploads/x/{'n' * 150}.csv")))

    assert "n" * 150 + ".csv\n" in printed(newest_jobs(stack, 1))
