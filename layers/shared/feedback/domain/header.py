"""Where a sheet's table begins: titles above it, headers of several lines, and files without any header."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

from feedback.domain.cells import Kind, is_filled, kind_of, title_text
from feedback.domain.header_lines import header_lines, joined_titles
from feedback.domain.models import Cell, Sheet

SCANNED_ROWS = 60
"""The header is looked for among so many rows that are not empty."""
_MOST_EMPTY = 1200
_WIDE = 0.6
"""A header names at least this share of the columns in use; titles and notes above it name fewer."""
_NARROW = 0.34
_MAJORITY = 0.6
_KNOWN_PAIR = 2.0

type KnownTitles = Callable[[Sequence[str]], float]
"""How many of the titles name a rating, a comment, a date or an id."""


@dataclass(frozen=True, slots=True)
class Header:
    """The header's titles by column, "" where there is none.

    first and end: positions in the sheet's rows of its first line and of the first row below it; the two are equal
    where the file has no header.
    """

    titles: list[str]
    first: int
    end: int


def find_header(sheet: Sheet, known: KnownTitles) -> Header | None:
    """The header of the sheet's table, None where no cell is filled.

    A row is an answer where a number or date stands in a column of such, and nothing in it is of another kind than its
    column. The header is among the rows before the first answer: the first that names most columns in use, or a later
    one of which at least two titles are known and more than of the first. So no answer is taken for a header because
    of its words, and where the very first row is an answer there is no header.
    """
    filled = [at for at, row in enumerate(sheet.rows[:_MOST_EMPTY]) if any(map(is_filled, row))][:SCANNED_ROWS]
    if not filled:
        return next((header_at(sheet, at) for at, row in enumerate(sheet.rows) if any(map(is_filled, row))), None)
    rows = _Rows([sheet.rows[at] for at in filled])
    before = next((place for place in range(len(filled)) if rows.is_answer(place)), len(filled))
    place = _best(rows, before, known)
    if place is None:
        at = filled[before]
        return Header([""] * len(sheet.rows[at]), at, at)
    return header_at(sheet, filled[place])


def header_at(sheet: Sheet, at: int) -> Header:
    """The header to which the row at a position belongs."""
    lines = header_lines(sheet, at)
    return Header(joined_titles(sheet, lines), lines[0], lines[-1] + 1)


def _best(rows: "_Rows", before: int, known: KnownTitles) -> int | None:
    """The place of the header among the rows before the first answer, None where there is none."""
    shares = [rows.share(place) for place in range(before)]
    wide = [place for place, share in enumerate(shares) if share >= _WIDE]
    if not wide:
        named = [place for place, share in enumerate(shares) if share > _NARROW]
        return max(named, key=lambda place: shares[place], default=None)
    best = wide[0]
    if not rows.has_no_numbers(best):
        # A short header stands above its first answer, which fills more columns than it names.
        named = [place for place in range(best) if shares[place] > _NARROW and rows.has_no_numbers(place)]
        best = max(named, key=lambda place: shares[place], default=best)
    most = known(rows.titles(best))
    for place in wide:
        found = known(rows.titles(place))
        if found >= _KNOWN_PAIR and found > most and rows.has_no_numbers(place):
            best, most = place, found
    return best


class _Rows:
    """The first rows of a sheet that are not empty, and what their columns mostly hold."""

    def __init__(self, rows: Sequence[Sequence[Cell]]) -> None:
        self._rows = rows
        self._kinds = [[kind_of(cell) for cell in row] for row in rows]
        self._counts: dict[int, Counter[Kind]] = {}
        for kinds in self._kinds:
            for column, kind in enumerate(kinds):
                if kind is not None:
                    self._counts.setdefault(column, Counter())[kind] += 1

    @cached_property
    def used(self) -> set[int]:
        """The columns that are filled in the rows, those of a stray note left out."""
        enough = max(counts.total() for counts in self._counts.values()) * 0.1
        return {column for column, counts in self._counts.items() if counts.total() >= enough}

    def titles(self, place: int) -> list[str]:
        return [title_text(cell).strip() for cell in self._rows[place] if is_filled(cell)]

    def share(self, place: int) -> float:
        """The share of the columns in use that the row fills."""
        filled = {column for column, cell in enumerate(self._rows[place]) if is_filled(cell)}
        return len(filled & self.used) / len(self.used)

    def has_no_numbers(self, place: int) -> bool:
        return Kind.NUMBER not in self._kinds[place] and Kind.DATE not in self._kinds[place]

    def is_answer(self, place: int) -> bool:
        alike = False
        for column, kind in enumerate(self._kinds[place]):
            usual = self._usual(column, kind)
            if kind is None or usual is None:
                continue
            if kind is not usual:
                return False
            alike = alike or kind is not Kind.TEXT
        return alike

    def _usual(self, column: int, own: Kind | None) -> Kind | None:
        """What most other rows have in the column, None where nothing prevails."""
        counts = self._counts.get(column, Counter())
        others = counts.total() - (own is not None)
        if not others:
            return None
        kind, count = max(((kind, count - (kind is own)) for kind, count in counts.items()), key=lambda item: item[1])
        return kind if count >= _MAJORITY * others else None
