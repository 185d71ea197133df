"""Which character separates the cells of a text file."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from feedback.adapters.table_source import TextSource

SEPARATORS = {",": "','", ";": "';'", "\t": "tabs", "|": "'|'"}
"""The separators, and how notes name them."""
_SAMPLE_RECORDS = 1000
_SAMPLE_CHARS = 2_000_000
_MOST_TITLES = 20


@dataclass(frozen=True, slots=True, order=True)
class _Score:
    """How well a separator fits; the order of the fields is their weight."""

    written: bool  # some record has it as only a separator is written: not before a space, not between digits
    regular: float  # the share of the records that have the usual width
    width: int


def find_separator(source: TextSource) -> str | None:
    """The separator that gives most records the same width above one; None for one column.

    Titles above the header may be narrower.
    """
    best, found = _Score(False, 0.0, 0), None
    for separator in SEPARATORS:
        records = islice(csv.reader(_beginning(source), delimiter=separator), _SAMPLE_RECORDS)
        score = _score([cells for cells in records if any(cells)])
        if score and score > best:
            best, found = score, separator
    return found


def _beginning(source: TextSource) -> Iterator[str]:
    """The first lines. A quotation mark that is not closed makes one record of all of them, so they are limited."""
    room = _SAMPLE_CHARS
    for line in source.lines():
        room -= len(line)
        if room < 0:
            return
        yield line


def _score(records: Sequence[list[str]]) -> _Score | None:
    """None where the separator is only punctuation."""
    widths = [len(cells) for cells in records]
    usual, count = max(Counter(width for width in widths if width > 1).items(), key=_frequency, default=(0, 0))
    if not count:
        return None
    header = next(place for place, width in enumerate(widths) if width >= usual)
    below = widths[header + 1 :]
    # A separator that most rows lack is punctuation in the header, as in "Comment, please".
    if below.count(1) * 2 > len(below):
        return None
    # In one column of texts the header has none, and the rows that have one write it as sentences or numbers do.
    if header and (header > _MOST_TITLES or not _is_written(records[header]) or _is_prose(records[header:])):
        return None
    return _Score(any(map(_is_written, records)), count / len(records), usual)


def _frequency(width: tuple[int, int]) -> tuple[int, int]:
    return width[1], width[0]


def _is_prose(records: Sequence[list[str]]) -> bool:
    """Whether most records with a separator have a space after each."""
    wide = [cells for cells in records if len(cells) > 1]
    return sum(all(cell.startswith(" ") for cell in cells[1:]) for cells in wide) * 2 > len(wide)


def _is_written(cells: Sequence[str]) -> bool:
    """Whether a separator is there that is neither followed by a space nor stands between digits."""
    return any(
        not right.startswith(" ") and not (left[-1:].isdigit() and right[:1].isdigit())
        for left, right in pairwise(cells)
    )
