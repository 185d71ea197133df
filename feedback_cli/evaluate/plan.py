"""Which calls an evaluation makes, and what they are likely to cost."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from feedback.domain.codebook import Codebook
from feedback.domain.errors import InputError
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.planning import Pace
from feedback.domain.prompts import MAX_COMMENTS, ModelRequest, comment_id, estimated_tokens

ALONE = 1
"""One comment a call: what every other size is compared with."""


@dataclass(frozen=True, slots=True)
class Pass:
    """All comments asked once, in batches of one size. A batch holds places of comments, counted from 0.

    again: the second pass of one comment a call, which shows how far the model agrees with itself.
    """

    size: int
    again: bool
    batches: tuple[tuple[int, ...], ...]

    @property
    def name(self) -> str:
        return f"{self.size} again" if self.again else str(self.size)


@dataclass(frozen=True, slots=True)
class Price:
    """What a pass is likely to take. cost_micro_usd is in millionths of a dollar, None for an unknown price.

    seconds is the least that the limits on requests and tokens allow.
    """

    calls: int
    tokens_in: int
    tokens_out: int
    cost_micro_usd: int | None
    seconds: float


def read_sizes(text: str) -> list[int]:
    """The different sizes of a list such as "1,10,40,120", in rising order, 1 always among them.

    Raises InputError: wrong_sizes.
    """
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isdecimal() and 1 <= int(part) <= MAX_COMMENTS for part in parts):
        raise InputError("wrong_sizes", f"--sizes must be numbers from 1 to {MAX_COMMENTS}, with commas between them.")
    return sorted({ALONE, *map(int, parts)})


def plan_passes(comments: int, sizes: Sequence[int], seed: int) -> list[Pass]:
    """A pass for each size that the comments fill at least once, and after the one of single comments its repetition.

    Each pass has an order of its own, the same for the same seed, so that neighbours are not those of the file.
    """
    passes = []
    for size in sizes:
        for again in (False, True) if size == ALONE else (False,):
            order = list(range(comments))
            random.Random(f"{seed} {size} {again}").shuffle(order)  # noqa: S311 - an order, not a secret
            batches = tuple(tuple(order[start : start + size]) for start in range(0, comments, size))
            if size <= comments:
                passes.append(Pass(size, again, batches))
    return passes


def sample[Item](items: Sequence[Item], limit: int | None, seed: int) -> list[Item]:
    """At most limit items, drawn by the seed, in their order."""
    if limit is None or limit >= len(items):
        return list(items)
    chosen = random.Random(seed).sample(range(len(items)), limit)  # noqa: S311 - a sample, not a secret
    return [items[at] for at in sorted(chosen)]


def request_of(batch: Sequence[int], texts: Sequence[str], codebook: Codebook) -> ModelRequest:
    """The call for a batch; its comments' ids are those of their places in the batch."""
    return ModelRequest({comment_id(place): texts[at] for place, at in enumerate(batch, 1)}, codebook)


def price_of(planned: Pass, texts: Sequence[str], codebook: Codebook, model: str, pace: Pace) -> Price:
    tokens = [estimated_tokens(request_of(batch, texts, codebook)) for batch in planned.batches]
    tokens_in, tokens_out = sum(entry[0] for entry in tokens), sum(entry[1] for entry in tokens)
    return Price(
        calls=len(tokens),
        tokens_in=tokens_in,
        tokens_out=tokens_out,
        cost_micro_usd=cost_micro_usd(model, tokens_in, tokens_out),
        seconds=max(len(tokens) / pace.rps, 60 * (tokens_in + tokens_out) / pace.tpm),
    )


def total(prices: Sequence[Price]) -> Price:
    """The price of passes that come one after the other."""
    costs = [price.cost_micro_usd for price in prices]
    known = [cost for cost in costs if cost is not None]
    return Price(
        calls=sum(price.calls for price in prices),
        tokens_in=sum(price.tokens_in for price in prices),
        tokens_out=sum(price.tokens_out for price in prices),
        cost_micro_usd=sum(known) if len(known) == len(costs) else None,
        seconds=sum(price.seconds for price in prices),
    )
