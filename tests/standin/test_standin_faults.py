"""Each fault on demand is seen by the client as it is meant to be."""

import json
import time
from typing import Any

import openai
import pytest
from openai import APIConnectionError, APIStatusError, APITimeoutError

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import read_answer
from tests.standin.client import Asker
from tools.standin import StandIn
from tools.standin.faults import KINDS

ASKED = ("Great", "Terrible", "The strange one was great")


@pytest.mark.parametrize(
    ("kind", "error", "code"),
    [
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


def test_a_reset_closes_the_connection_without_an_answer(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "reset"}])
    with pytest.raises(APIConnectionError):
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


@pytest.mark.parametrize(
    ("kind", "problems", "whole"),
    [("missing_ids", {3}, {1, 2}), ("repeated_ids", {3}, {1, 2}), ("malformed_item", {3}, {1, 2})],
)
def test_an_item_fault_with_a_match_strikes_that_item_only(
    server: StandIn, asker: Asker, kind: str, problems: set[int], whole: set[int]
) -> None:
    server.configure(faults=[{"kind": kind, "match": "strange"}])
    answers = asker.answers(*ASKED)
    assert set(answers.problems) == problems
    assert set(answers.codes) == whole
    assert not asker.answers("Great", "Terrible").problems


def test_as_many_items_are_missing_as_the_fault_says(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "missing_ids", "count": 2}])
    assert len(asker.answers(*ASKED).problems) == 2


def test_unknown_ids_come_on_top_of_those_asked_for(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "unknown_ids"}])
    items = json.loads(asker.ask(*ASKED).choices[0].message.content or "")["r"]
    assert [item[:3] for item in items] == ["001", "002", "003", "999"]


def test_swapped_ids_keep_the_form_and_exchange_two_analyses(server: StandIn, asker: Asker) -> None:
    true = asker.answers(*ASKED).codes
    server.configure(faults=[{"kind": "swapped_ids"}])
    assert asker.answers(*ASKED).codes == {1: true[2], 2: true[1], 3: true[3]}


@pytest.mark.parametrize(
    ("kind", "content", "finish"),
    [
        ("empty", "", "stop"),
        ("null_content", None, "stop"),
        ("refusal", None, "stop"),
        ("content_filter", None, "content_filter"),
    ],
)
def test_a_spoiled_answer_has_no_content(
    server: StandIn, asker: Asker, kind: str, content: str | None, finish: str
) -> None:
    server.configure(faults=[{"kind": kind}])
    (choice,) = asker.ask(*ASKED).choices
    assert choice.message.content == content
    assert choice.finish_reason == finish
    assert bool(choice.message.refusal) == (kind == "refusal")


def test_prose_holds_no_answer(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "not_json"}])
    assert set(asker.answers(*ASKED).problems) == {1, 2, 3}


def test_cut_json_ends_in_the_middle(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "cut_json"}])
    (choice,) = asker.ask(*ASKED).choices
    assert choice.finish_reason == "length"
    answers = read_answer(choice.message.content or "", [1, 2, 3], DEFAULT_CODEBOOK)
    assert 3 in answers.problems


def test_every_third_call_fails_until_the_times_are_used_up(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "not_json", "every": 3, "times": 2}])
    assert [bool(asker.answers("Good").problems) for _ in range(12)] == [False, False, True] * 2 + [False] * 6


def test_faults_can_be_combined(server: StandIn, asker: Asker) -> None:
    faults = [{"kind": "missing_ids", "match": "Great"}, {"kind": "malformed_item", "match": "Terrible"}]
    server.configure(faults=[*faults, {"kind": "status_500", "times": 1}])
    with pytest.raises(openai.InternalServerError):
        asker.ask(*ASKED)
    assert set(asker.answers(*ASKED).problems) == {1, 2}


@pytest.mark.parametrize("wish", [{"kind": "no_such"}, {}, {"kind": "reset", "every": 0}, {"kind": "reset", "x": 1}])
def test_a_fault_that_does_not_exist_is_refused(server: StandIn, wish: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"fault|every"):
        server.configure(faults=[wish])


def test_no_fault_survives_a_restore(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": kind} for kind in KINDS])
    server.restore()
    assert not asker.answers(*ASKED).problems
