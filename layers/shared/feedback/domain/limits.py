"""The rate limit's arithmetic: GCRA for requests and for tokens, over one shared state.

Generic cell rate algorithm (ITU-T I.371): a state is the theoretical arrival time at which all that was granted so far
would have been paced off. A caller may go when that time is at most the burst's worth ahead of now.
"""

import math
from dataclasses import dataclass

REQUEST_BURST_SECONDS = 0.75
"""Below the one second's worth that providers grant, so that workers whose clocks differ by 100 ms stay inside it."""

TOKEN_BURST_SECONDS = 60.0
"""Token limits are by the minute: a bucket of one minute's worth."""


@dataclass(frozen=True, slots=True)
class LimitRates:
    requests_per_second: float
    tokens_per_minute: float


@dataclass(frozen=True, slots=True)
class LimitState:
    """Times are whole milliseconds since 1970. blocked_until: nobody goes before, the provider has said so."""

    requests_until: int = 0
    tokens_until: int = 0
    blocked_until: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """The state once the caller's turn is taken, and the wait in seconds before it may go."""

    state: LimitState
    wait: float


def take_turn(state: LimitState, rates: LimitRates, tokens: int, now: int) -> Turn:
    """The next turn for one request of that many tokens, at now (milliseconds since 1970)."""
    request_ms = 1000 / rates.requests_per_second
    tokens_ms = tokens * 60_000 / rates.tokens_per_minute
    requests_until = max(state.requests_until, now) + request_ms
    tokens_until = max(state.tokens_until, now) + tokens_ms
    # A burst smaller than a single call would never let it go.
    request_burst = max(REQUEST_BURST_SECONDS * 1000, request_ms)
    token_burst = max(TOKEN_BURST_SECONDS * 1000, tokens_ms)
    go = max(now, requests_until - request_burst, tokens_until - token_burst, state.blocked_until)
    # Rounded up: rounded down, 3 ms of 3.3 would let through a tenth more than the rate.
    taken = LimitState(math.ceil(requests_until), math.ceil(tokens_until), state.blocked_until)
    return Turn(taken, (go - now) / 1000)
