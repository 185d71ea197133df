"""OpenAiAnalyzer against the stand-in: one HTTP request a call, and every failure told apart."""

import asyncio
from dataclasses import replace

import pytest

from feedback.adapters.openai_analyzer import OpenAiAnalyzer
from feedback.domain.answers import read_answer
from feedback.domain.calls import ModelReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import decode
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.models import Detail
from feedback.domain.prompts import ModelRequest
from tools.standin import StandIn

REQUEST = ModelRequest({1: "Lovely staff", 2: "Pésimo servicio, no lo recomiendo"}, DEFAULT_CODEBOOK)


def ask(
    server: StandIn,
    *,
    model: str = "gpt-6-luna",
    key: str = "a-key",
    timeout: float = 10,
    detail: Detail = Detail.SCORES,
) -> ModelReply:
    async def once() -> ModelReply:
        return await OpenAiAnalyzer(key, model, server.base_url).ask(replace(REQUEST, detail=detail), timeout)

    return asyncio.run(once())


@pytest.mark.parametrize("model", ["gpt-6-luna", "gpt-4o-mini", "a-model-nobody-knows"])
def test_an_answer_holds_a_readable_code_for_each_comment_and_says_who_made_it(model: str) -> None:
    with StandIn() as server:
        reply = ask(server, model=model)
    assert read_answer(reply.content, REQUEST).codes.keys() == {1, 2}
    assert reply.stand_in
    assert reply.problem is None
    assert (reply.tokens_in > 200, reply.tokens_out > 8) == (True, True)


def test_with_more_detail_the_answer_holds_what_troubles_the_customer() -> None:
    with StandIn() as server:
        reply = ask(server, detail=Detail.FULL)
    codes = read_answer(reply.content, replace(REQUEST, detail=Detail.FULL)).codes
    assert {number: decode(code, DEFAULT_CODEBOOK).pain_point for number, code in codes.items()} == {
        1: None,
        2: "Pésimo servicio, no lo recomiendo",
    }


@pytest.mark.parametrize(("rps", "least", "most"), [(0, 0, 0), (5, 0, 0), (0.1, 5, 10)])
def test_a_reply_says_how_long_the_provider_has_no_room_for_another_call(rps: float, least: float, most: float) -> None:
    with StandIn() as server:
        server.configure(rps=rps)
        reply = ask(server)
    assert least <= reply.hold_back <= most


@pytest.mark.parametrize("fault", ["status_500", "status_503", "reset"])
def test_what_may_pass_is_transient_and_is_not_tried_again_behind_the_limiters_back(fault: str) -> None:
    with StandIn() as server:
        server.configure(faults=[{"kind": fault}])
        with pytest.raises(TransientModelError) as raised:
            ask(server)
        assert server.stats()["calls"] == 1
    assert raised.value.answered == (fault != "reset")
    assert not raised.value.rate_limited


def test_a_429_says_so_with_the_wait_that_the_provider_asks_for() -> None:
    with StandIn() as server:
        server.configure(faults=[{"kind": "rate_limit_429"}])
        with pytest.raises(TransientModelError) as raised:
            ask(server)
    assert raised.value.rate_limited
    assert raised.value.retry_after is not None
    assert raised.value.retry_after > 0


def test_an_answer_that_takes_too_long_is_transient_and_may_have_been_paid_for() -> None:
    with StandIn() as server:
        server.configure(faults=[{"kind": "timeout_hang", "seconds": 5}])
        with pytest.raises(TransientModelError) as raised:
            ask(server, timeout=0.3)
    assert not raised.value.answered


@pytest.mark.parametrize("fault", ["insufficient_quota", "bad_key", "model_not_found"])
def test_what_no_retry_can_mend_is_fatal_with_the_providers_words(fault: str) -> None:
    with StandIn() as server:
        server.configure(faults=[{"kind": fault}])
        with pytest.raises(FatalModelError, match=r"the model provider refused: .+"):
            ask(server)


@pytest.mark.parametrize(
    ("fault", "problem"),
    [
        ("refusal", "refused"),
        ("content_filter", "content filter"),
        ("empty", "empty"),
        ("null_content", "empty"),
        ("cut_json", "cut off"),
    ],
)
def test_an_answer_that_holds_nothing_or_not_all_says_why(fault: str, problem: str) -> None:
    with StandIn() as server:
        server.configure(faults=[{"kind": fault}])
        reply = ask(server)
    assert reply.problem is not None
    assert problem in reply.problem


def test_without_an_endpoint_it_is_openais_own_even_where_the_environment_holds_an_empty_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "")
    analyzer = OpenAiAnalyzer("a-key", "gpt-6-luna", None)
    assert str(analyzer._client.base_url) == "https://api.openai.com/v1/"


def test_a_key_is_asked_for_anew_before_each_call() -> None:
    keys = iter(["bad-key", "good-key"])

    async def next_key() -> str:
        return next(keys)

    async def twice() -> ModelReply:
        analyzer = OpenAiAnalyzer(next_key, "gpt-6-luna", server.base_url)
        with pytest.raises(FatalModelError):
            await analyzer.ask(REQUEST, 10)
        return await analyzer.ask(REQUEST, 10)

    with StandIn() as server:
        assert asyncio.run(twice()).problem is None


def test_warming_up_reaches_no_server() -> None:
    async def warm() -> None:
        await OpenAiAnalyzer("a-key", "gpt-6-luna", server.base_url).warm_up()

    with StandIn() as server:
        asyncio.run(warm())
        assert server.stats()["calls"] == 0


def test_a_key_that_was_fetched_when_it_made_ready_is_not_fetched_again_when_its_turn_has_come() -> None:
    fetched: list[str] = []

    async def next_key() -> str:
        fetched.append("a-key")
        return fetched[-1]

    async def ready_and_ask() -> ModelReply:
        analyzer = OpenAiAnalyzer(next_key, "gpt-6-luna", server.base_url)
        await analyzer.ready()
        return await analyzer.ask(REQUEST, 10)

    with StandIn() as server:
        assert asyncio.run(ready_and_ask()).problem is None
    assert len(fetched) == 1


@pytest.mark.parametrize("unknown", ["service_tier", "prompt_cache_options"])
def test_an_endpoint_that_refuses_the_options_of_billing_is_asked_without_them_from_then_on(unknown: str) -> None:
    async def twice(server: StandIn) -> ModelReply:
        analyzer = OpenAiAnalyzer("a-key", "gpt-6-luna", server.base_url)
        with pytest.raises(TransientModelError, match="tier and prompt cache"):
            await analyzer.ask(REQUEST, 10)
        return await analyzer.ask(REQUEST, 10)

    with StandIn() as server:
        server.configure(unknown=[unknown])
        reply = asyncio.run(twice(server))
    assert read_answer(reply.content, REQUEST).codes.keys() == {1, 2}


def test_another_bad_request_is_no_reason_to_leave_them_out() -> None:
    with StandIn() as server:
        server.configure(unknown=["response_format"])
        with pytest.raises(FatalModelError, match="response_format"):
            ask(server)
