"""What comes back from one model call, and what is told of it."""

from dataclasses import dataclass

from feedback.domain.models import Usage
from feedback.domain.speed import CallSums


@dataclass(frozen=True, slots=True)
class CallRecord:
    """comments: how many were asked; attempt: from 1; round: 0, or from 1 where comments are asked again.

    waited: seconds until its turn at the rate limit; seconds: from sent to answered. error: why there was no reply, or
    why it can't be used as a whole; "" for none.
    """

    comments: int
    attempt: int
    round: int
    waited: float
    seconds: float
    usage: Usage
    sums: CallSums
    stand_in: bool = False
    error: str = ""


@dataclass(frozen=True, slots=True)
class ModelReply:
    """What came back from one model call. content is "" where there is none; problem says why it may be unusable.

    hold_back: seconds from the call's beginning until the provider has room for another one like it.
    """

    content: str
    tokens_in: int
    tokens_out: int
    tokens_cached: int = 0
    problem: str | None = None
    stand_in: bool = False
    hold_back: float = 0.0
