"""The REST API of the deployed stack."""

from typing import Any

import httpx2
import pytest

from tests.integration.conftest import LocalStack
from tests.integration.drops import ended

pytestmark = pytest.mark.stack


def _call(stack: LocalStack, method: str, path: str, body: Any = None, key: str | None = None) -> tuple[int, Any]:
    headers = {"x-api-key": stack.stack.api_key if key is None else key}
    answer = httpx2.request(method, f"{stack.stack.api_url}{path}", json=body, headers=headers, timeout=30)
    return answer.status_code, answer.json()


def _send(form: dict[str, Any], content: bytes) -> int:
    """POST the form as a browser would, the file last."""
    return httpx2.post(form["url"], data=form["fields"], files={"file": content}, timeout=60).status_code


def test_a_file_sent_through_the_api_becomes_a_completed_job(stack: LocalStack) -> None:
    status, form = _call(stack, "POST", "/jobs", {"file_name": "my survey ñ.csv"})
    assert status == 201
    waiting = stack.stack.job(form["job"])
    assert waiting is not None
    assert waiting.state == "awaiting_upload"
    assert _send(form, b"Score,Comment\n10,Sent by hand\n") in (200, 201, 204)
    job = ended(stack, form["job"])
    assert job.state == "completed"
    assert job.file == "my survey ñ.csv"
    assert job.progress.rows_done == job.progress.rows == 1


def test_an_upload_over_the_size_limit_is_refused(stack: LocalStack) -> None:
    _, form = _call(stack, "POST", "/jobs", {"file_name": "large.csv"})
    assert _send(form, b"x" * 20_000_001) in (400, 413)


@pytest.mark.parametrize("body", [{}, {"file_name": ""}, {"file_name": "a/b.csv"}, {"file_name": "x", "more": 1}, [1]])
def test_a_wrong_request_is_answered_400_with_a_sentence(stack: LocalStack, body: Any) -> None:
    status, reply = _call(stack, "POST", "/jobs", body)
    assert status == 400
    assert "file_name" in reply["message"]


def test_a_file_of_a_kind_that_is_not_taken_is_refused_before_its_upload(stack: LocalStack) -> None:
    status, reply = _call(stack, "POST", "/jobs", {"file_name": "survey.pdf"})
    assert status == 400
    assert ".xlsx" in reply["message"]


def test_an_unknown_job_is_answered_404(stack: LocalStack) -> None:
    status, reply = _call(stack, "GET", "/jobs/d000000000000000000000000")
    assert status == 404
    assert "no job" in reply["message"]


def test_without_the_api_key_nothing_is_told(stack: LocalStack) -> None:
    status, _ = _call(stack, "GET", "/jobs/d000000000000000000000000", key="wrong")
    assert status == 403
