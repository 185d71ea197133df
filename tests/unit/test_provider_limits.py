"""provider_limits: what a provider says of its limits is understood; what can't be read says nothing."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.provider_limits import LIMITED_PAUSE, limited_wait, provider_wait, retry_after
from tools.standin.limits import Limits

NOW = datetime(2026, 11, 25, 12, 0, 0, tzinfo=UTC)


def told(kind: str, limit: object, remaining: object, reset: str) -> dict[str, str]:
    return {
        f"x-ratelimit-limit-{kind}": str(limit),
        f"x-ratelimit-remaining-{kind}": str(remaining),
        f"x-ratelimit-reset-{kind}": reset,
    }


@pytest.mark.parametrize(
    ("limit", "remaining", "reset", "need", "wait"),
    [
        (1000, 1000, "0ms", 400, 0),
        (1000, 400, "6s", 400, 0),
        (1000, 0, "10s", 400, 4),
        (1000, 300, "7s", 400, 1),
        (1000, 200, "8s", 5000, 8),  # more than there ever is: a full bucket
        (1000, 1000, "0ms", 5000, 0),
        (1000, 1200, "1s", 5000, 0),
    ],
)
def test_the_wait_is_the_time_in_which_what_lacks_flows_back(
    limit: int, remaining: int, reset: str, need: int, wait: float
) -> None:
    assert provider_wait(told("tokens", limit, remaining, reset), need) == pytest.approx(wait)


@pytest.mark.parametrize(
    ("reset", "seconds"),
    [
        ("1s", 1),
        ("6m0s", 360),
        ("120ms", 0.12),
        ("1h2m3.5s", 3723.5),
        ("7.66s", 7.66),
        ("1d2h", 93_600),
        ("1m", 60),
        ("1s500ms", 1.5),
        ("12", 12),
        ("0.5", 0.5),
    ],
)
def test_a_reset_is_read_in_all_its_forms(reset: str, seconds: float) -> None:
    assert provider_wait(told("requests", 1, 0, reset), 0) == pytest.approx(seconds)


@pytest.mark.parametrize(
    "reset", ["", "s", "soon", "1x", "1s1h", "-1s", "nan", "inf", "1e999", "٣s", "1s ", "9" * 400 + "h"]
)
def test_a_reset_that_can_not_be_read_says_nothing(reset: str) -> None:
    assert provider_wait(told("requests", 1, 0, reset), 0) == 0


@pytest.mark.parametrize("missing", ["limit", "remaining", "reset"])
@pytest.mark.parametrize("value", [None, "", "many", "nan", "inf"])
def test_with_a_header_missing_or_unreadable_there_is_no_wait(missing: str, value: str | None) -> None:
    headers = told("tokens", 1000, 0, "10s")
    del headers[f"x-ratelimit-{missing}-tokens"]
    if value is not None:
        headers[f"x-ratelimit-{missing}-tokens"] = value

    assert provider_wait(headers, 400) == 0


def test_the_longer_of_both_waits_counts() -> None:
    requests, tokens = told("requests", 8, 0, "1s"), told("tokens", 1000, 0, "10s")

    assert provider_wait(requests | tokens, 400) == 4
    assert provider_wait(requests | tokens, 1) == 0.125


@given(st.lists(st.tuples(st.floats(0, 2), st.integers(1, 3000)), max_size=40), st.integers(1, 9000))
def test_after_the_wait_the_stand_ins_buckets_have_room(calls: list[tuple[float, int]], need: int) -> None:
    limits, now = Limits(rps=4, tpm=10_000, now=0), 0.0
    for gap, tokens in calls:
        now += gap
        limits.take(tokens, now)

    wait = provider_wait(limits.headers(now), need)
    # The headers round what remains down, and times to ms, to 10 ms from a second on, and to seconds from a minute on.
    assert limits.take(need, now + wait + (0.01 if wait < 50 else 0.5)) is None


@given(st.dictionaries(st.sampled_from(sorted(told("tokens", 1, 1, "") | told("requests", 1, 1, ""))), st.text()))
def test_no_header_makes_a_wait_negative_or_endless(headers: dict[str, str]) -> None:
    assert 0 <= provider_wait(headers, 1000) < float("inf")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "3"}, 3),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "-3"}, 0),
        ({"retry-after-ms": "250", "retry-after": "1"}, 0.25),
        ({"retry-after-ms": "soon", "retry-after": "1"}, 1),
        ({"retry-after": "Wed, 25 Nov 2026 12:00:07 GMT"}, 7),
        ({"retry-after": "Wed, 25 Nov 2026 14:00:07 +0200"}, 7),
        ({"retry-after": "Wed, 25 Nov 2026 11:59:00 GMT"}, 0),
        ({"retry-after": "Wednesday, 25-Nov-26 12:00:07 GMT"}, 7),
        ({"retry-after": "Wed Nov 25 12:00:07 2026"}, 7),
        ({"retry-after": "Wed, 32 Nov 2026 12:00:07 GMT"}, None),
        ({"retry-after": "25 Nov 99999999999 12:00:07"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after": "inf"}, None),
        ({"retry-after": "tomorrow"}, None),
        ({"retry-after": ""}, None),
    ],
)
def test_retry_after_is_read_as_milliseconds_seconds_or_a_date(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == seconds


@given(st.text() | st.text("WedNovGMT 0123456789,:+-"))
def test_any_text_as_retry_after_is_read_or_says_nothing(text: str) -> None:
    found = retry_after({"retry-after": text}, NOW)

    assert found is None or 0 <= found < float("inf")


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, LIMITED_PAUSE),
        ({"retry-after": "3"} | told("tokens", 1000, 0, "10s"), 3),
        ({"retry-after": "0"}, 0),
        ({"retry-after": "soon"}, LIMITED_PAUSE),
        (told("tokens", 1000, 0, "10s"), 4),
        (told("tokens", 1000, 900, "1s") | told("requests", 8, 0, "1s"), 0.125),
        (told("tokens", 1000, 900, "1s"), LIMITED_PAUSE),  # there is room, and still it refused
        ({"x-ratelimit-reset-tokens": "6s"}, 6),
        ({"x-ratelimit-reset-tokens": "6s", "x-ratelimit-reset-requests": "2s"}, 2),
        ({"x-ratelimit-reset-tokens": "0s"}, LIMITED_PAUSE),
        ({"x-ratelimit-reset-tokens": "soon"}, LIMITED_PAUSE),
        (told("tokens", -1, -1, "0"), LIMITED_PAUSE),
    ],
)
def test_after_a_429_the_wait_is_what_the_provider_says_in_any_way_or_else_a_pause(
    headers: dict[str, str], seconds: float
) -> None:
    assert limited_wait(headers, 400, NOW) == pytest.approx(seconds)
