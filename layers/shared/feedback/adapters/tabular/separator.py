"""How the cells of a text file are written: what separates them, and what stands around them."""

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise

from feedback.adapters.tabular.source import TextSource

SEPARATORS = {",": "','", ";": "';'", "\t": "tabs", "|": "'|'"}
"""The separators, and how notes name them."""
_SAMPLE_RECORDS = 1000
_SAMPLE_CHARS = 2_000_000
_MOST_TITLES = 20
_WRAPPED = 0.8  # the least share of regular records where each line is quoted as a whole


@dataclass(frozen=True, slots=True)
class Form:
    """How the cells of a text file are written; separator is None for one column.

    width: the cells that most records have. wrapped: the lines are quoted as a whole, with the separators inside.
    """

    separator: str | None
    width: int = 1
    wrapped: bool = False


@dataclass(frozen=True, slots=True, order=True)
class _Score:
    """How well a separator fits; the order of the fields is their weight."""

    written: bool  # some record has it as only a separator is written: not before a space, not between digits
    regular: float  # the share of the records that have the usual width
    width: int


def find_form(source: TextSource, given: str | None = None, skip: int = 0) -> Form:
    """The separator that gives most records the same width above one, after the first skip lines.

    Titles above the header may be narrower. given: the separator, where the file names it.
    """
    for wrapped in (False, True):
        best, found = _Score(False, 0.0, 0), None
        for separator in (given,) if given else SEPARATORS:
            score = _wrapped_score(source, separator, skip) if wrapped else _plain_score(source, separator, skip)
            if score and score > best:
                best, found = score, separator
        if found:
            return Form(found, best.width, wrapped)
    return Form(given)


def unwrapped(cell: str, separator: str) -> tuple[list[str], bool]:
    """The cells in a line that was quoted as a whole, and whether the quotation marks around them follow the rules."""
    for strict in (True, False):
        try:
            return next(csv.reader([cell], delimiter=separator, strict=strict)), strict
        except csv.Error:
            pass  # broken quotation marks, or a line break outside of them
    return [cell], True


def spaces_fit(plain: Sequence[int], spaced: Sequence[int]) -> bool:
    """Whether the widths of records are regular only where quotation marks may follow a space.

    plain, spaced: the widths of the records that are not empty, without and with such quotation marks.
    """
    usual = _usual(spaced)[0]
    misfits = len(spaced) - spaced.count(usual)
    if not usual or max(spaced) > usual or misfits > _MOST_TITLES + len(spaced) // 20:
        return False
    return misfits < len(plain) - plain.count(_usual(plain)[0])


def _plain_score(source: TextSource, separator: str, skip: int) -> _Score | None:
    records = _sample(source, separator, skip)
    score = _score(records)
    widths = [*map(len, records)]
    if records and widths.count(widths[0]) < len(widths):
        spaced = _sample(source, separator, skip, spaces=True)
        if spaces_fit(widths, [*map(len, spaced)]) and len(spaced[0]) > 1:
            found = _score(spaced)
            # Without their spaces, commas of sentences look like separators.
            return found and replace(found, written=score is not None and score.written)
    return score


def _wrapped_score(source: TextSource, separator: str, skip: int) -> _Score | None:
    """None also where the first record is narrower, or few separators are written as such: texts have commas too."""
    records = [
        unwrapped(cells[0], separator)[0] if len(cells) == 1 else cells for cells in _sample(source, separator, skip)
    ]
    score = _score(records)
    if score is None or score.regular < _WRAPPED or len(records[0]) != score.width or _is_prose(records):
        return None
    return score if score.written else None


def _sample(source: TextSource, separator: str, skip: int, *, spaces: bool = False) -> list[list[str]]:
    """The first records that are not empty."""
    lines = islice(_beginning(source), skip, None)
    reader = csv.reader(lines, delimiter=separator, skipinitialspace=spaces)
    return [cells for cells in islice(reader, _SAMPLE_RECORDS) if any(cells)]


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
    usual, count = _usual(widths)
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


def _usual(widths: Sequence[int]) -> tuple[int, int]:
    """The most frequent width above one, and how many records have it; zeros where none has more than one cell."""
    return max(Counter(width for width in widths if width > 1).items(), key=_frequency, default=(0, 0))


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
