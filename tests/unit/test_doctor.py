"""feedback doctor: what is told of a key, a model and its prices, and what counts as something to see to."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from feedback.domain.model_catalog import PRICES_AS_OF, RETIREMENT_NOTICE
from feedback_cli.doctor import PRICES_GROW_OLD, Asked, Check, Listed, checks, listed_model
from tools.standin import StandIn

TODAY = PRICES_AS_OF + timedelta(days=1)
LUNA = Asked("gpt-6-luna", None, "a-key", "OPENAI_API_KEY")
THERE = Listed(found=True)


def told(asked: Asked = LUNA, listed: Listed = THERE, today: date = TODAY) -> dict[str, Check]:
    """The checks by their first word."""
    return {check.text.partition(":")[0]: check for check in checks(asked, listed, today)}


def test_where_all_is_well_every_check_says_so() -> None:
    found = told()

    assert list(found) == ["key", "model", "shutdown", "prices"]
    assert all(check.ok for check in found.values())
    assert found["model"].text == "model: OpenAI has gpt-6-luna"
    assert PRICES_AS_OF.isoformat() in found["prices"].text


def test_without_a_key_nothing_is_said_of_the_models_there_are() -> None:
    found = told(replace(LUNA, key="", place="the SSM parameter /key"), Listed())

    assert list(found) == ["key", "prices"]
    assert found["key"] == Check(False, "key: there is none in the SSM parameter /key")


def test_a_list_that_could_not_be_read_is_told_with_its_reason() -> None:
    found = told(listed=Listed(problem="Incorrect API key provided."))

    assert not found["model"].ok
    assert "Incorrect API key provided." in found["model"].text
    assert "shutdown" not in found


def test_a_model_that_the_provider_does_not_list_is_told() -> None:
    found = told(replace(LUNA, base_url="http://model/v1"), Listed())

    assert found["model"] == Check(
        False, "model: http://model/v1 lists no model gpt-6-luna; set AI_MODEL to one of its models"
    )


@pytest.mark.parametrize(
    ("days", "ok", "words"),
    [
        (RETIREMENT_NOTICE.days + 1, True, "is there until"),
        (RETIREMENT_NOTICE.days, False, "will be shut down on"),
        (1, False, "will be shut down on"),
        (0, False, "was shut down on"),
        (-30, False, "was shut down on"),
    ],
)
def test_a_shutdown_day_is_to_be_seen_to_when_it_is_near_or_past(days: int, ok: bool, words: str) -> None:
    day = (TODAY + timedelta(days=days)).isoformat()

    check = told(listed=Listed(found=True, shutdown=day))["shutdown"]

    assert check.ok == ok
    assert f"{words} {day}" in check.text


def test_what_the_provider_says_of_a_shutdown_goes_before_the_table_which_stands_in_for_it() -> None:
    mini = replace(LUNA, model="gpt-4o-mini")

    assert "2028-01-01" in told(mini, Listed(found=True, shutdown="2028-01-01"))["shutdown"].text
    check = told(mini)["shutdown"]
    assert not check.ok
    assert check.text.endswith("on 2027-01-14; set AI_MODEL to gpt-6-luna")


def test_a_shutdown_that_is_no_day_is_told_as_it_is_written() -> None:
    check = told(listed=Listed(found=True, shutdown="soon"))["shutdown"]

    assert not check.ok
    assert "'soon'" in check.text


def test_a_model_without_known_prices_is_to_be_seen_to() -> None:
    found = told(replace(LUNA, model="llama3"))

    assert not found["prices"].ok
    assert "BUDGET_USD" in found["prices"].text
    assert found["shutdown"] == Check(True, "shutdown: no day is announced")


@pytest.mark.parametrize(("days", "ok"), [(0, True), (PRICES_GROW_OLD.days, True), (PRICES_GROW_OLD.days + 1, False)])
def test_prices_grow_old(days: int, ok: bool) -> None:
    assert told(today=PRICES_AS_OF + timedelta(days=days))["prices"].ok == ok


@pytest.mark.parametrize(
    ("model", "listed"),
    [
        ("gpt-6-luna", Listed(found=True)),
        ("gpt-4o-mini", Listed(found=True, shutdown="2027-01-14")),
        ("gpt-5", Listed()),
    ],
)
def test_the_providers_list_is_read(model: str, listed: Listed) -> None:
    with StandIn() as server:
        assert listed_model(Asked(model, server.base_url, "a-key", "")) == listed


def test_a_key_that_is_refused_and_a_server_that_is_not_there_are_problems() -> None:
    with StandIn() as server:
        base_url = server.base_url
        assert "Incorrect API key" in listed_model(Asked("gpt-6-luna", base_url, "bad-key", "")).problem
    assert listed_model(Asked("gpt-6-luna", base_url, "a-key", "")).problem
