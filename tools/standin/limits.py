"""The provider's limits: a token bucket for requests and one for tokens, and the headers that tell of them."""

import math
from dataclasses import dataclass

from tools.standin.errors import ApiError


class Bucket:
    """Holds up to its capacity and refills at a steady rate. A rate of 0 makes a bucket that is never empty."""

    def __init__(self, capacity: float, per_second: float, now: float) -> None:
        # Less than one request's worth would let no request through, ever.
        self.capacity = max(capacity, 1.0)
        self.per_second = per_second
        self._level = self.capacity
        self._at = now

    @property
    def limited(self) -> bool:
        return self.per_second > 0

    def level(self, now: float) -> float:
        self._level = min(self.capacity, self._level + max(0.0, now - self._at) * self.per_second)
        self._at = max(self._at, now)
        return self._level

    def wait(self, amount: float, now: float) -> float:
        """Seconds until that much is there; for more than can ever be there, until the bucket is full."""
        # A clock's last digits must not refuse a caller who keeps exactly to the pace.
        lacking = amount - self.level(now) - 1e-6
        if not self.limited or lacking <= 0:
            return 0.0
        return min(lacking, self.capacity) / self.per_second

    def take(self, amount: float, now: float) -> None:
        if self.limited:
            self._level = self.level(now) - amount


@dataclass(frozen=True, slots=True)
class Refusal:
    """kind is "requests" or "tokens"; wait is in seconds."""

    kind: str
    wait: float


class Limits:
    """Both buckets. A refused call takes nothing from either."""

    def __init__(self, rps: float, tpm: float, now: float) -> None:
        self._buckets = {"requests": Bucket(rps, rps, now), "tokens": Bucket(tpm, tpm / 60, now)}

    def take(self, tokens: int, now: float) -> Refusal | None:
        amounts = {"requests": 1.0, "tokens": float(tokens)}
        waits = {kind: bucket.wait(amounts[kind], now) for kind, bucket in self._buckets.items()}
        kind = max(waits, key=lambda name: waits[name])
        if waits[kind] > 0:
            return Refusal(kind, waits[kind])
        for name, bucket in self._buckets.items():
            bucket.take(amounts[name], now)
        return None

    def headers(self, now: float) -> dict[str, str]:
        """The three x-ratelimit headers of each limit there is."""
        found: dict[str, str] = {}
        for kind, bucket in self._buckets.items():
            if bucket.limited:
                level = bucket.level(now)
                found[f"x-ratelimit-limit-{kind}"] = (
                    f"{bucket.capacity:g}" if kind == "requests" else f"{bucket.capacity:.0f}"
                )
                found[f"x-ratelimit-remaining-{kind}"] = str(max(0, math.floor(level + 1e-6)))
                found[f"x-ratelimit-reset-{kind}"] = duration((bucket.capacity - level) / bucket.per_second)
        return found


def duration(seconds: float) -> str:
    """A time as the provider writes it: 120ms, 7.66s, 6m0s."""
    if seconds < 1:
        return f"{math.ceil(seconds * 1000)}ms"
    minutes, rest = divmod(seconds, 60)
    return f"{minutes:.0f}m{rest:.0f}s" if minutes else f"{rest:.2f}".rstrip("0").rstrip(".") + "s"


def rate_limit_error(kind: str, wait: float | None, headers: dict[str, str]) -> ApiError:
    """The 429 for one of the two limits. wait: in seconds, None where the provider does not say."""
    if wait is None:
        return ApiError(429, f"Rate limit reached on {kind}.", kind, "rate_limit_exceeded", headers=headers)
    retry = {"retry-after": str(max(1, math.ceil(wait))), "retry-after-ms": str(max(1, math.ceil(wait * 1000)))}
    message = f"Rate limit reached on {kind}. Please try again in {duration(wait)}."
    return ApiError(429, message, kind, "rate_limit_exceeded", headers=headers | retry)
