"""Reading ratings out of cells. Nothing is imputed or clipped: what is not a rating is unrated, with its reason."""

import datetime
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from feedback.domain.models import Cell, CellError, Percent
from feedback.domain.rating_scale import RatingScale
from feedback.domain.rating_text import Unrated, read_text

__all__ = ["Ratings", "Unrated", "UnratedExample", "count_numbers", "read_number", "read_ratings"]

EXAMPLES_EACH = 3
"""Rows shown for each reason."""

EXAMPLE_CHARS = 40
_TOPS = frozenset(scale.top for scale in RatingScale)


@dataclass(frozen=True, slots=True)
class UnratedExample:
    """A cell that is no rating: the position of its row from 0, its text cut at EXAMPLE_CHARS, and why."""

    position: int
    text: str
    reason: Unrated


@dataclass(frozen=True, slots=True)
class Ratings:
    """values: one a row, 0…10, None where unrated; unrated: how many for each reason, which add up to the Nones;
    examples: the first EXAMPLES_EACH of each reason but empty, in row order.
    """

    values: list[int | None]
    unrated: dict[Unrated, int]
    examples: tuple[UnratedExample, ...]


def read_ratings(cells: Sequence[Cell], scale: RatingScale) -> Ratings:
    """The ratings of a column, mapped from its scale to 0…10."""
    known: dict[tuple[type, Cell], int | Unrated] = {}
    values: list[int | None] = []
    counts: Counter[Unrated] = Counter()
    examples: list[UnratedExample] = []
    for row, cell in enumerate(cells):
        key = (type(cell), cell)
        if (said := known.get(key)) is None:
            said = known[key] = _on_scale(cell, scale)
        if not isinstance(said, Unrated):
            values.append(said)
            continue
        values.append(None)
        counts[said] += 1
        if said is not Unrated.EMPTY and counts[said] <= EXAMPLES_EACH:
            examples.append(UnratedExample(row, _shown(cell), said))
    return Ratings(values, dict(counts), tuple(examples))


def count_numbers(cells: Sequence[Cell]) -> Counter[int]:
    """The whole numbers 0…10 that the cells say and how often, for deciding the scale."""
    numbers: Counter[int] = Counter()
    for (_, cell), times in Counter((type(cell), cell) for cell in cells).items():
        if not isinstance(said := read_number(cell), Unrated):
            numbers[said] += times
    return numbers


def read_number(cell: Cell, top: int | None = None) -> int | Unrated:
    """The whole number 0…10 that a rating cell says, or why it says none.

    top is the end of the scale: "8/10" is a number where it is 10, "4/5" and "4 stars" where it is 5; both are while
    the scale is not known.
    """
    match cell:
        case None:
            return Unrated.EMPTY
        case bool():
            return Unrated.BOOLEAN
        case Percent():
            return Unrated.PERCENT
        case int() | float():
            return _number(cell)
        case CellError():
            return Unrated.ERROR
        case str():
            return read_text(cell, _TOPS if top is None else (top,))
        case datetime.date() | datetime.time():
            return Unrated.DATE


def _on_scale(cell: Cell, scale: RatingScale) -> int | Unrated:
    said = read_number(cell, scale.top)
    if isinstance(said, Unrated):
        return said
    mapped = scale.to_ten(said)
    return Unrated.OUT_OF_SCALE if mapped is None else mapped


def _number(number: float) -> int | Unrated:
    if isinstance(number, float) and not math.isfinite(number):
        return Unrated.NOT_FINITE
    if not 0 <= number <= 10:
        return Unrated.OUT_OF_SCALE
    return int(number) if number == int(number) else Unrated.NOT_WHOLE


def _shown(cell: Cell) -> str:
    text = f"{cell * 100:g} %" if isinstance(cell, Percent) else str(cell)
    return text[:EXAMPLE_CHARS]
