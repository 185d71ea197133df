"""Each fault that takes an answer's place is seen by the client as it is meant to be."""

import json
import time

import openai
import pytest
from openai import APIConnectionError, APIStatusError, APITimeoutError

from tests.standin.client import Asker
from tools.standin import StandIn

ASKED = ("Great", "Terrible", "The strange one was awful")


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [
        ("status_400", openai.BadRequestError, None),
        ("status_403", openai.PermissionDeniedError, "unsupported_country_region_territory"),
        ("status_408", openai.APIStatusError, None),
        ("status_409", openai.ConflictError, None),
        ("gateway_page", openai.InternalServerError, None),
        ("status_500", openai.InternalServerError, None),
        ("status_503", openai.InternalServerError, None),
        ("rate_limit_429", openai.RateLimitError, "rate_limit_exceeded"),
        ("insufficient_quota", openai.RateLimitError, "insufficient_quota"),
        ("bad_key", openai.AuthenticationError, "invalid_api_key"),
        ("model_not_found", openai.NotFoundError, "model_not_found"),
    ],
)
def test_a_refusing_fault_raises_the_sdks_error(
    server: StandIn, asker: Asker, kind: str, error: type[APIStatusError], code: str | None
) -> None:
    server.configure(faults=[{"kind": kind, "times": 1}])
    with pytest.raises(error) as caught:
        asker.ask(*ASKED)
    assert caught.value.code == code
    assert asker.ask(*ASKED).choices
    assert server.stats()["faults"] == {kind: 1}


def test_a_rate_limit_fault_says_when_to_come_back(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "rate_limit_429", "retry_after": 2.5}])
    with pytest.raises(openai.RateLimitError) as caught:
        asker.ask("Good")
    assert caught.value.response.headers["retry-after"] == "3"
    assert caught.value.response.headers["retry-after-ms"] == "2500"


@pytest.mark.parametrize("kind", ["reset", "cut_reply"])
def test_a_connection_breaks_before_the_reply_or_within_it(server: StandIn, asker: Asker, kind: str) -> None:
    server.configure(faults=[{"kind": kind, "times": 1}])
    with pytest.raises(APIConnectionError):
        asker.ask("Good")
    assert asker.ask("Good").choices


def test_a_page_comes_with_a_success_and_is_no_document(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "html_page"}])
    assert "<html>" in str(asker.ask("Good"))


def test_a_document_may_be_no_whole_json(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "broken_document"}])
    with pytest.raises(json.JSONDecodeError):
        asker.ask("Good")


def test_a_hanging_call_ends_when_its_client_leaves(server: StandIn) -> None:
    server.configure(faults=[{"kind": "timeout_hang"}])
    asker = Asker(server, timeout=0.3)
    with pytest.raises(APITimeoutError):
        asker.ask("Good")
    asker.close()
    until = time.monotonic() + 5
    while server.stats()["in_flight"] and time.monotonic() < until:
        time.sleep(0.01)
    assert server.stats()["in_flight"] == 0
    assert server.stats()["answered"] == 0


def test_a_hanging_call_with_an_end_is_answered_late(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "timeout_hang", "seconds": 0.05}])
    assert asker.ask("Good").choices
