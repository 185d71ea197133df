"""What a provider's response headers say of its limits: seconds to leave it alone. Unreadable headers say nothing.

Names of headers are looked up in small letters.
"""

import math
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LIMITED_PAUSE = 5.0
"""Seconds after a 429 that says nothing of its limits: a twelfth of a minute's tokens has flowed back by then."""

_KINDS = ("requests", "tokens")
_SPAN = re.compile(r"(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m(?!s))?(?:(\d+(?:\.\d+)?)s)?(?:(\d+(?:\.\d+)?)ms)?", re.ASCII)
_SPAN_UNITS = (86_400, 3600, 60, 1, 0.001)


def provider_wait(headers: Mapping[str, str], tokens: int) -> float:
    """Seconds, 0 and above, until the provider has room for one more request of that many tokens.

    From x-ratelimit-{limit,remaining,reset}-{requests,tokens}, as OpenAI documents them. Both buckets refill steadily,
    so of the time to the reset only the part counts in which what is lacking flows back.
    """
    return max(_bucket_wait(headers, "requests", 1), _bucket_wait(headers, "tokens", tokens))


def limited_wait(headers: Mapping[str, str], tokens: int, now: datetime) -> float:
    """Seconds to leave the provider alone after it refused a request of that many tokens with 429.

    Retry-After, where there is one. Else what the limits' headers say: the time until there is room, or where they tell
    only of the reset, the nearest one. Else LIMITED_PAUSE.
    """
    told = retry_after(headers, now)
    if told is not None:
        return told
    if wait := provider_wait(headers, tokens):
        return wait
    resets = [reset for kind in _KINDS if _lacks_level(headers, kind) and (reset := _reset(headers, kind))]
    return min(resets, default=LIMITED_PAUSE)


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds, 0 and above, of retry-after-ms, or of retry-after (RFC 9110: seconds or an HTTP date); None without.

    now has a time zone.
    """
    milliseconds = _number(headers.get("retry-after-ms", ""))
    if milliseconds is not None:
        return milliseconds / 1000
    text = headers.get("retry-after", "")
    seconds = _number(text)
    return _until(text, now) if seconds is None else seconds


def _bucket_wait(headers: Mapping[str, str], kind: str, need: int) -> float:
    limit = _number(headers.get(f"x-ratelimit-limit-{kind}", ""))
    remaining = _number(headers.get(f"x-ratelimit-remaining-{kind}", ""))
    reset = _reset(headers, kind)
    if limit is None or remaining is None or reset is None or remaining >= min(need, limit):
        return 0.0
    # More than the bucket holds is never there: such a request waits for a full one.
    return (min(need, limit) - remaining) * reset / (limit - remaining)


def _reset(headers: Mapping[str, str], kind: str) -> float | None:
    return _span(headers.get(f"x-ratelimit-reset-{kind}", ""))


def _lacks_level(headers: Mapping[str, str], kind: str) -> bool:
    """The headers do not tell how full the bucket is."""
    return any(_number(headers.get(f"x-ratelimit-{what}-{kind}", "")) is None for what in ("limit", "remaining"))


def _number(text: str) -> float | None:
    """0 and above."""
    try:
        number = float(text)
    except ValueError:
        return None
    return max(0.0, number) if math.isfinite(number) else None


def _span(text: str) -> float | None:
    """Seconds of "1s", "6m0s", "120ms", "1h2m3.5s", or of a plain number of seconds, which others send."""
    found = _SPAN.fullmatch(text)
    if not text or not found:
        return _number(text)
    seconds = sum(float(part) * unit for part, unit in zip(found.groups(), _SPAN_UNITS, strict=True) if part)
    return seconds if math.isfinite(seconds) else None


def _until(text: str, now: datetime) -> float | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    # A date without a zone is in UTC (RFC 9110, section 5.6.7).
    return max(0.0, (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() - now.timestamp())
