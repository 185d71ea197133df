"""Which comments go into which batch: comments are dealt like cards, not cut from the file.

What a model read before sways its judgement (arXiv 2605.22714), and a file sorted by score would give batches of one
mood. So every batch gets its share of promoters, passives and detractors, of long and of short comments. That also
makes the comments that are answered first a fair sample of all.
"""

import random
from collections import defaultdict
from collections.abc import Hashable, Sequence

LENGTH_CLASSES = 3
"""Comments are told apart as short, middling and long, a third each."""


def dealt(groups: Sequence[Hashable], lengths: Sequence[int], seed: str) -> list[int]:
    """The positions of all comments in an order of which every stretch is a fair sample; the same for the same seed.

    groups: each comment's NPS group, None where it has none; lengths in characters. Comments of one group and one
    class of length are shuffled, and then spread over the whole order, one into each of equal parts (jittered
    sampling). So any stretch of the order has its share of each kind, within two comments.
    """
    random_ = random.Random(seed)  # noqa: S311 - a shuffle that can be repeated, not a secret
    kinds: dict[Hashable, list[int]] = defaultdict(list)
    for at, kind in enumerate(zip(groups, _length_classes(lengths), strict=True)):
        kinds[kind].append(at)
    placed: list[tuple[float, int]] = []
    for positions in kinds.values():
        random_.shuffle(positions)
        placed += (((part + random_.random()) / len(positions), at) for part, at in enumerate(positions))
    return [at for _, at in sorted(placed)]


def _length_classes(lengths: Sequence[int]) -> list[int]:
    """0 for the shortest third, up to LENGTH_CLASSES - 1 for the longest; equal lengths are in one class."""
    in_order = sorted(lengths)
    bounds = [in_order[len(in_order) * part // LENGTH_CLASSES] for part in range(1, LENGTH_CLASSES)] if lengths else []
    return [sum(length >= bound for bound in bounds) for length in lengths]
