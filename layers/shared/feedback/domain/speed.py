"""How fast a model answers, learned from its calls, and how long a job takes beside its calls, learned from jobs."""

from dataclasses import dataclass
from typing import Self

from feedback.domain.line import Belief, Line, LineSums, Range, added, faded, fitted
from feedback.domain.model_catalog import KNOWN_MODELS, facts_of
from feedback.domain.models import Detail
from feedback.domain.prompts import OUTPUT_TOKENS

MOST_CALLS = 400
"""What is known of a model is worth at most so many calls: the newest ones."""

MOST_JOBS = 40
"""What is known of the time beside the calls is worth at most so many jobs."""

_PRIOR_COMMENTS = 200
"""So many comments are taken to have had the planned number of output tokens."""

_LIKE_OTHERS = KNOWN_MODELS["gpt-6-luna"]
"""An unknown model is taken to be as fast as this one."""

_FIRST_TOKEN_DEVIATION = 1.0
_SLOPE_DEVIATION = 0.5
"""How far a model's typical figures may be off: seconds to the first token, and a part of the seconds a token."""

_FIRST_TOKEN = Range(0.05, 20.0)
_SECONDS_PER_TOKEN = Range(1 / 2000, 1 / 5)
_TOKENS_PER_COMMENT = Range(5.0, 60.0)

_BESIDE = Belief(Line(0.55, 0.00015), intercept_deviation=0.5, slope_deviation=0.0002)
"""As measured on the local stack: seconds, and seconds a row."""

_BESIDE_BASE, _BESIDE_ROW = Range(0.1, 20.0), Range(0.0, 0.01)


@dataclass(frozen=True, slots=True)
class CallSums:
    """Sums over model calls that were answered whole. Whole numbers, so that a table can add them.

    timed_tokens are output tokens, timed_ms milliseconds from the request to the end of the answer; the last three are
    the sums of tokens squared, of tokens times milliseconds and of milliseconds squared, all that a line needs.
    """

    timed_calls: int = 0
    timed_comments: int = 0
    timed_tokens: int = 0
    timed_ms: int = 0
    timed_tokens_squared: int = 0
    timed_tokens_ms: int = 0
    timed_ms_squared: int = 0

    @classmethod
    def of(cls, comments: int, tokens_out: int, seconds: float) -> Self:
        """The sums of one call."""
        ms = round(seconds * 1000)
        return cls(1, comments, tokens_out, ms, tokens_out * tokens_out, tokens_out * ms, ms * ms)

    def __add__(self, other: "CallSums") -> "CallSums":
        return added(self, other)

    @property
    def line(self) -> LineSums:
        """Seconds over output tokens."""
        return LineSums(
            self.timed_calls,
            self.timed_tokens,
            self.timed_ms,
            self.timed_tokens_squared,
            self.timed_tokens_ms,
            self.timed_ms_squared,
        )


@dataclass(frozen=True, slots=True)
class Speed:
    """What plans are made with. first_token: seconds until the first output token, with all that lies around a call."""

    first_token: float
    tokens_per_second: float
    tokens_per_comment: float

    def call_seconds(self, comments: int) -> float:
        """How long a call for so many comments should take."""
        return self.first_token + comments * self.tokens_per_comment / self.tokens_per_second


def speed_name(model_identity: str, detail: Detail) -> str:
    """The name by which a SpeedStore knows a model: more detail has more tokens a comment."""
    return f"{model_identity}#{detail}"


def learned(sums: CallSums, model: str, detail: Detail) -> Speed:
    """The speed seen in the calls, beginning with the model's typical one.

    The typical speed counts as a belief about the two figures themselves and not as calls of certain sizes: such calls
    would outweigh many small ones, whose seconds can't tell the slope well. Every figure is kept within what models
    are known to do.
    """
    facts = facts_of(model) or _LIKE_OTHERS
    typical = Line(facts.first_token, 1 / facts.speed)
    belief = Belief(typical, _FIRST_TOKEN_DEVIATION, _SLOPE_DEVIATION * typical.slope)
    line = fitted(sums.line, belief, _FIRST_TOKEN, _SECONDS_PER_TOKEN)
    expected = OUTPUT_TOKENS[detail] * _PRIOR_COMMENTS
    return Speed(
        first_token=line.intercept,
        tokens_per_second=1 / line.slope,
        tokens_per_comment=_TOKENS_PER_COMMENT.hold(
            (sums.timed_tokens + expected) / (sums.timed_comments + _PRIOR_COMMENTS)
        ),
    )


def merged(old: CallSums, new: CallSums, most_calls: int = MOST_CALLS) -> CallSums:
    """Both sums in one, worth at most so many calls: the old ones fade for the new, so that recent calls weigh more."""
    kept = faded(new, new.timed_calls, most_calls)
    return kept + faded(old, old.timed_calls, most_calls - kept.timed_calls)


def beside_calls(sums: LineSums, rows: int) -> float:
    """Seconds that a job of so many rows takes beside its calls, from its plan to its end, as seen in earlier jobs.

    sums: a point for each job, its rows and these seconds.
    """
    return fitted(sums, _BESIDE, _BESIDE_BASE, _BESIDE_ROW).at(rows)
