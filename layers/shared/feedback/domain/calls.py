"""What comes back from one model call, and what is told of it."""

from dataclasses import dataclass, field

from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.models import Usage
from feedback.domain.speed import CallSums


@dataclass(frozen=True, slots=True)
class CallTotals:
    """What several calls used, and what they teach. stand_in: one of their answers was the stand-in's."""

    usage: Usage = field(default_factory=Usage)
    sums: CallSums = field(default_factory=CallSums)
    stand_in: bool = False

    def __add__(self, other: "CallTotals") -> "CallTotals":
        return CallTotals(self.usage + other.usage, self.sums + other.sums, self.stand_in or other.stand_in)


NO_CALLS = CallTotals()


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

    @property
    def totals(self) -> CallTotals:
        return CallTotals(self.usage, self.sums, self.stand_in)


@dataclass(frozen=True, slots=True)
class ModelReply:
    """What came back from one model call. content is "" where there is none; problem says why it may be unusable.

    hold_back: seconds from the call's beginning until the provider has room for another one like it. tokens_cached and
    tokens_written: of tokens_in, those read from the provider's prompt cache and those written to it. tier: the service
    tier that served the call, "" where the answer names none.
    """

    content: str
    tokens_in: int
    tokens_out: int
    tokens_cached: int = 0
    problem: str | None = None
    stand_in: bool = False
    hold_back: float = 0.0
    tokens_written: int = 0
    tier: str = ""


def reply_usage(reply: ModelReply, model: str) -> Usage:
    """The tokens of a reply and what they cost; the call itself is not counted."""
    return Usage(
        tokens_in=reply.tokens_in,
        tokens_out=reply.tokens_out,
        cost_micro_usd=cost_micro_usd(
            model, reply.tokens_in, reply.tokens_out, reply.tokens_cached, reply.tokens_written, reply.tier
        ),
        tokens_cached=reply.tokens_cached,
        tokens_written=reply.tokens_written,
        tiers=frozenset({reply.tier} - {""}),
    )
