"""How fast a model answers: running sums over its calls, and what is learned from them."""

from dataclasses import astuple, dataclass
from typing import Self

from feedback.domain.model_catalog import KNOWN_MODELS, facts_of
from feedback.domain.models import Detail
from feedback.domain.prompts import OUTPUT_TOKENS

_PRIOR_COMMENTS = 200
"""So many comments are taken to have had the planned number of output tokens."""

_PRIOR_TOKENS = (100, 100, 900, 900)
"""Calls, by their output tokens, that are taken to have gone at the model's typical speed. They lie so far apart that
both unknowns can be told whatever calls come to them."""

_LIKE_OTHERS = KNOWN_MODELS["gpt-6-luna"]
"""An unknown model is taken to be as fast as this one."""

_FIRST_TOKEN = (0.05, 20.0)
_TOKENS_PER_SECOND = (5.0, 2000.0)
_TOKENS_PER_COMMENT = (5.0, 60.0)


@dataclass(frozen=True, slots=True)
class CallSums:
    """Sums over model calls that were answered whole. Whole numbers, so that a table can add them.

    timed_tokens are output tokens, timed_ms milliseconds from the request to the end of the answer; the last two are
    the sums of tokens squared and of tokens times milliseconds, all that a least squares line needs.
    """

    timed_calls: int = 0
    timed_comments: int = 0
    timed_tokens: int = 0
    timed_ms: int = 0
    timed_tokens_squared: int = 0
    timed_tokens_ms: int = 0

    @classmethod
    def of(cls, comments: int, tokens_out: int, seconds: float) -> Self:
        """The sums of one call."""
        ms = round(seconds * 1000)
        return cls(1, comments, tokens_out, ms, tokens_out * tokens_out, tokens_out * ms)

    def __add__(self, other: "CallSums") -> "CallSums":
        return CallSums(*(mine + theirs for mine, theirs in zip(astuple(self), astuple(other), strict=True)))


@dataclass(frozen=True, slots=True)
class Speed:
    """What plans are made with. first_token: seconds until the first output token, with all that lies around a call."""

    first_token: float
    tokens_per_second: float
    tokens_per_comment: float


def speed_name(model_identity: str, detail: Detail) -> str:
    """The name by which a SpeedStore knows a model: more detail has more tokens a comment."""
    return f"{model_identity}#{detail}"


def learned(sums: CallSums, model: str, detail: Detail) -> Speed:
    """The speed seen in the calls: the least squares line of seconds over output tokens.

    The model's typical speed counts as a few calls more, so that there is a line without any call, with calls all of
    one size, and with a single odd one. Every figure is kept within what models are known to do.
    """
    facts = facts_of(model) or _LIKE_OTHERS
    prior = sum((CallSums.of(0, out, facts.first_token + out / facts.speed) for out in _PRIOR_TOKENS), CallSums())
    both = sums + prior
    calls, tokens, ms = both.timed_calls, both.timed_tokens, both.timed_ms
    covariance = calls * both.timed_tokens_ms - tokens * ms
    ms_per_token = covariance / (calls * both.timed_tokens_squared - tokens * tokens)
    slowest, fastest = _TOKENS_PER_SECOND
    ms_per_token = _within(ms_per_token, 1000 / fastest, 1000 / slowest)
    expected = OUTPUT_TOKENS[detail] * _PRIOR_COMMENTS
    return Speed(
        first_token=_within((ms - ms_per_token * tokens) / calls / 1000, *_FIRST_TOKEN),
        tokens_per_second=1000 / ms_per_token,
        tokens_per_comment=_within(
            (sums.timed_tokens + expected) / (sums.timed_comments + _PRIOR_COMMENTS), *_TOKENS_PER_COMMENT
        ),
    )


def merged(old: CallSums, new: CallSums, most_calls: int = 400) -> CallSums:
    """Both sums in one, worth at most so many calls: the old ones fade for the new, so that recent calls weigh more."""
    kept = _faded(new, most_calls)
    return kept + _faded(old, most_calls - kept.timed_calls)


def _faded(sums: CallSums, most_calls: int) -> CallSums:
    calls = sums.timed_calls
    if calls <= most_calls:
        return sums
    return CallSums(*(round(value * most_calls / calls) for value in astuple(sums)))


def _within(value: float, least: float, most: float) -> float:
    return min(max(value, least), most)
