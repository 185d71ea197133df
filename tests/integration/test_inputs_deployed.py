"""Every file of the table, dropped into the deployed stack: no unhandled error, no row lost, added or changed."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from feedback.contracts import JobReply
from feedback.domain.cell_text import neutral
from feedback.domain.job import Source, dropped_job_id
from feedback.domain.option_sources import WHOLE
from tests.inputs import CASES, Case, Refused
from tests.integration.conftest import LocalStack
from tests.integration.drops import ended, result_rows

pytestmark = pytest.mark.stack
AT_ONCE = 4


def _dropped(stack: LocalStack, number: int, case: Case) -> JobReply:
    """The job of a case, dropped with its options as metadata, once it has ended."""
    bucket, key = stack.stack.outputs["UploadBucketName"], f"uploads/inputs/{number}/{case.file}"
    metadata = {WHOLE: json.dumps(case.options)} if case.options else {}
    client = stack.stack.client("s3")
    answer = client.put_object(Bucket=bucket, Key=key, Body=case.data(), Metadata=metadata)
    return ended(stack, dropped_job_id(Source(bucket, key, answer["VersionId"])), seconds=240)


@pytest.fixture(scope="module")
def jobs(running_stack: LocalStack) -> Iterator[dict[str, JobReply]]:
    running_stack.standin("DELETE", "/control")
    running_stack.standin("POST", "/control", {"timing": "none"})
    with ThreadPoolExecutor(AT_ONCE) as pool:
        ended_jobs = pool.map(lambda entry: _dropped(running_stack, *entry), enumerate(CASES.values()))
        yield dict(zip(CASES, ended_jobs, strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_file_ends_as_the_table_says(name: str, running_stack: LocalStack, jobs: dict[str, JobReply]) -> None:
    job, expected = jobs[name], CASES[name].expected
    if isinstance(expected, Refused):
        assert job.error is not None, job
        assert (job.state, job.error.code) == ("failed", expected.code)
        assert job.usage.calls == 0
        return
    assert job.state == "completed", job.error
    assert job.reading is not None
    assert job.ledger is not None
    rows = result_rows(running_stack, job)
    assert sum(job.ledger.values()) == len(rows) == job.reading.rows
    if expected.ratings is not None:
        assert [row["nps_group"] for row in rows] == list(map(_group, expected.ratings))
    if expected.texts is not None:
        assert [row[expected.comments[0]] for row in rows] == [
            "" if text is None else neutral(text) for text in expected.texts
        ]


def _group(rating: int | None) -> str:
    if rating is None:
        return ""
    return "promoter" if rating > 8 else "passive" if rating > 6 else "detractor"


def test_the_parser_stays_far_below_the_size_that_lambda_takes(running_stack: LocalStack) -> None:
    built = [running_stack.state_dir / "build" / name for name in ("ParserFunction", "SharedLayer")]
    size = sum(file.stat().st_size for folder in built for file in folder.rglob("*") if file.is_file())
    assert 1_000_000 < size < 100_000_000, "Lambda takes 250 MB, unpacked, with layers"
