"""Sizes of batches: those with which calls that start one after another end together, and what characters allow."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate


def ending_together(comments: int, starts: Sequence[float], most: int) -> list[int]:
    """Comments for each call, at most so many, so that the last ends as early as can be; starts in comments' times.

    Water-filling: calls that start first are full, the others are filled up to one level, at which they end together.
    A call that starts too late to be of use gets none, or less.
    """
    rest, later = comments, sum(starts)
    for full, start in enumerate(starts):
        level = (rest + later) / (len(starts) - full)
        if level - start <= most:
            break
        rest, later = rest - most, later - start
    exact = [min(most, level - start) for start in starts]
    sizes = [math.floor(size + 1e-9) for size in exact]
    # The comments lost in rounding go where the call still ends first.
    for call in sorted(range(full, len(starts)), key=lambda call: sizes[call] - exact[call])[: comments - sum(sizes)]:
        sizes[call] += 1
    return sizes


def cut(chars: Sequence[int], sizes: Sequence[int], most: int, most_chars: int) -> list[int]:
    """Ends of batches of these sizes, as far as characters allow; what one can't hold goes to those after it.

    chars: the characters before each comment, and of all. The ends begin with 0, and are positions after each batch's
    last comment. No batch has more than most comments, nor than most_chars unless a single comment has.
    """
    ends, aims = [0], accumulate(sizes)
    while ends[-1] < len(chars) - 1:
        start, aim = ends[-1], next(aims, len(chars) - 1)
        fitting = bisect_right(chars, chars[start] + most_chars) - 1
        ends.append(max(start + 1, min(aim, start + most, fitting)))
    return ends
