"""The least time in which any schedule of model calls can end, under a provider's limits.

    python benchmarks/lower_bound.py --comments 3000 --tokens 7.0 --first-token 0.74 --speed 130 --rps 8 --max-batch 120

Nothing but the provider takes time here: no limit on calls in flight, no network, no reading, batches of any sizes.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate, count, takewhile
from typing import Annotated

import typer

_ROUNDING = 1e-9  # a time or a size that is whole but for its last digits


@dataclass(frozen=True, slots=True)
class Limits:
    """requests a second, of which one second's worth may come at once; tokens a minute likewise; comments a call."""

    rps: float = 8.0
    tpm: float = 200_000.0
    max_batch: int = 120

    def start(self, call: int) -> float:
        """The earliest time, in seconds, at which the call-th call (from 0) is admitted: a token bucket, full at 0."""
        return max(0.0, (call + 1 - max(1.0, self.rps)) / self.rps)

    def seconds_for(self, tokens: float) -> float:
        """Seconds until so many tokens were admitted: a bucket of a minute's tokens, full at 0."""
        return max(0.0, tokens - self.tpm) * 60 / self.tpm


@dataclass(frozen=True, slots=True)
class Model:
    """A call of b comments takes first_token + b · tokens / speed seconds.

    tokens: output tokens a comment; speed: output tokens a second; prompt_tokens: input tokens a call, whatever its
    size; comment_tokens: input tokens a comment.
    """

    tokens: float
    first_token: float
    speed: float
    prompt_tokens: float = 0.0
    comment_tokens: float = 0.0

    def size(self, seconds: float) -> int:
        """Comments that a call can answer in so much time."""
        return max(0, math.floor((seconds - self.first_token) * self.speed / self.tokens + _ROUNDING))

    def seconds(self, comments: int) -> float:
        return self.first_token + comments * self.tokens / self.speed

    def used(self, comments: int, calls: int) -> float:
        """Tokens in and out of so many comments in so many calls."""
        return calls * self.prompt_tokens + comments * (self.comment_tokens + self.tokens)


@dataclass(frozen=True, slots=True)
class Bound:
    """seconds from the first request to the last answer; calls: the fewest calls with which it is reached.

    exact: some schedule ends then. Otherwise tokens a minute are what is short, and none may end so early.
    """

    seconds: float
    calls: int
    exact: bool


def lower_bound(comments: int, model: Model, limits: Limits) -> Bound:
    """Binary search over the time T: calls that start at their earliest, as large as can end by T, must hold them all.

    An earlier call can hold whatever a later one can, so no other choice of calls holds more by T. Raises ValueError
    for a rate, a speed or a size that is not positive.
    """
    if min(model.tokens, model.speed, limits.rps, limits.tpm, limits.max_batch) <= 0 or comments < 0:
        raise ValueError("rates, speeds and sizes must be positive, and comments not negative")
    if not comments:
        return Bound(0.0, 0, exact=True)
    # One comment a call is a schedule, once the tokens for all of it are there.
    low, high = 0.0, limits.start(comments - 1) + limits.seconds_for(model.used(comments, comments)) + model.seconds(1)
    while high - low > _ROUNDING:
        middle = (low + high) / 2
        low, high = (low, middle) if _feasible(comments, model, limits, middle) else (middle, high)
    calls = _fewest_calls(comments, model, limits, high) or comments
    return Bound(high, calls, exact=model.used(comments, calls) <= limits.tpm)


def sizes(model: Model, limits: Limits, seconds: float) -> Iterator[int]:
    """The most comments of each call that can start, in order, if all are to end within so many seconds."""
    room = (min(limits.max_batch, model.size(seconds - limits.start(call))) for call in count())
    return takewhile(lambda size: size > 0, room)


def _fewest_calls(comments: int, model: Model, limits: Limits, seconds: float) -> int | None:
    """The fewest calls that hold the comments and end in that time; None where no number does."""
    held = accumulate(sizes(model, limits, seconds))
    return next((calls for calls, total in enumerate(held, start=1) if total >= comments), None)


def _feasible(comments: int, model: Model, limits: Limits, seconds: float) -> bool:
    """Requests allow it, and so much of the tokens as must have come when the last call starts, with a comment."""
    calls = _fewest_calls(comments, model, limits, seconds)
    if calls is None:
        return False
    return limits.seconds_for(model.used(comments, calls)) + model.seconds(1) <= seconds + _ROUNDING


def main(
    comments: Annotated[int, typer.Option(min=1)] = 3000,
    tokens: Annotated[float, typer.Option(help="output tokens a comment")] = 7.0,
    first_token: Annotated[float, typer.Option(help="seconds to the first token")] = 0.74,
    speed: Annotated[float, typer.Option(help="output tokens a second")] = 130.0,
    rps: Annotated[float, typer.Option(help="requests a second, and at once")] = 8.0,
    tpm: Annotated[float, typer.Option(help="tokens a minute, and at once")] = 200_000.0,
    max_batch: Annotated[int, typer.Option(help="most comments a call")] = 120,
    prompt_tokens: Annotated[float, typer.Option(help="input tokens a call")] = 0.0,
    comment_tokens: Annotated[float, typer.Option(help="input tokens a comment")] = 0.0,
) -> None:
    """Print the bound, the fewest calls that reach it, and their sizes."""
    model, limits = Model(tokens, first_token, speed, prompt_tokens, comment_tokens), Limits(rps, tpm, max_batch)
    bound = lower_bound(comments, model, limits)
    kind = "" if bound.exact else " at least: tokens a minute are short"
    print(f"{bound.seconds:.3f} s in {bound.calls} calls{kind}")
    if bound.exact:
        print("at most", *list(sizes(model, limits, bound.seconds))[: bound.calls], "comments")


if __name__ == "__main__":
    typer.run(main)
