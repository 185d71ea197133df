"""Cutting the comments to be asked into batches."""

import math
from collections.abc import Sequence

MAX_BATCH_CHARS = 60_000
"""Longest input of one call, in characters, so that a batch of very long comments stays within a model's limits."""


def plan_batches(lengths: Sequence[int], max_comments: int) -> list[list[int]]:
    """Positions of the comments in each batch: the fewest batches, of equal size, in order.

    lengths are the comments' lengths in characters. No batch has more than max_comments comments, nor more than
    MAX_BATCH_CHARS characters unless a single comment has.
    """
    if max_comments < 1:
        raise ValueError("a batch holds at least one comment")
    if not lengths:
        return []
    size = math.ceil(len(lengths) / math.ceil(len(lengths) / max_comments))
    batches: list[list[int]] = [[]]
    chars = 0
    for position, length in enumerate(lengths):
        if batches[-1] and (len(batches[-1]) == size or chars + length > MAX_BATCH_CHARS):
            batches.append([])
            chars = 0
        batches[-1].append(position)
        chars += length
    return batches
