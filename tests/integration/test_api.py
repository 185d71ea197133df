"""The REST API of the deployed stack."""

import json
from typing import Any

import httpx2
import pytest

from tests.integration.conftest import LocalStack
from tests.integration.drops import ended, result

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


STARS = b"stars,Comment\n" + b"".join(b"%d,All went well in case %d\n" % (n % 5 + 1, n) for n in range(20))


def test_options_of_a_request_reach_the_job(stack: LocalStack) -> None:
    options = {"rating_scale": "1-5", "comment": ["Comment"], "method": "standard", "lang": "es"}
    status, form = _call(stack, "POST", "/jobs", {"file_name": "stars.csv", "options": options})
    assert status == 201
    assert _send(form, STARS) in (200, 201, 204)
    job = ended(stack, form["job"])
    assert job.state == "completed"
    assert job.options == options
    assert job.nps is not None
    assert (job.nps.method, job.nps.promoters, job.nps.passives, job.nps.detractors) == ("standard", 4, 4, 12)
    themes = json.loads(result(stack, job, "results.json"))["themes"]
    assert themes
    assert all(theme["label"] == theme["label_es"] for theme in themes)


@pytest.mark.parametrize("options", [{"raiting": "x"}, {"rating_scale": "1-7"}, {"lang": "fr"}, {"comment": 3}])
def test_a_wrong_option_is_refused_before_the_upload(stack: LocalStack, options: dict[str, Any]) -> None:
    status, reply = _call(stack, "POST", "/jobs", {"file_name": "survey.csv", "options": options})
    assert status == 400
    assert next(iter(options)) in reply["message"]


def test_an_inspection_tells_how_a_file_is_read_and_asks_no_model(stack: LocalStack) -> None:
    status, form = _call(stack, "POST", "/inspect", {"file_name": "stars.csv", "options": {"rating_scale": "1-5"}})
    assert status == 201
    assert _send(form, STARS.replace(b"case", b"visit")) in (200, 201, 204)
    job = ended(stack, form["job"])
    assert (job.state, job.results, job.ledger) == ("completed", None, None)
    assert job.reading is not None
    assert [(chosen.role, chosen.column) for chosen in job.reading.columns] == [
        ("rating", "stars"),
        ("comment", "Comment"),
    ]
    assert (job.reading.rows, job.reading.encoding, job.reading.rating_scale) == (20, "UTF-8", "1-5")
    assert job.estimate is not None
    assert 0 < job.estimate.calls < 20
    assert job.nps is not None
    assert job.nps.n == 20
    assert stack.stats()["calls"] == 0


def test_an_inspection_ends_with_the_question_where_there_is_one(stack: LocalStack) -> None:
    _, form = _call(stack, "POST", "/inspect", {"file_name": "stars.csv"})
    assert _send(form, STARS) in (200, 201, 204)
    job = ended(stack, form["job"])
    assert job.error is not None
    assert (job.state, job.error.code) == ("failed", "rating_scale_needed")


def test_an_unknown_job_is_answered_404(stack: LocalStack) -> None:
    status, reply = _call(stack, "GET", "/jobs/d000000000000000000000000")
    assert status == 404
    assert "no job" in reply["message"]


def test_without_the_api_key_nothing_is_told(stack: LocalStack) -> None:
    status, _ = _call(stack, "GET", "/jobs/d000000000000000000000000", key="wrong")
    assert status == 403
