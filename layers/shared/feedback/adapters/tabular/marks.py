"""What the reader of xlsx cells leaves out, found in the XML of a sheet: errors, percentages, formulas without a value.

Sheets as nearly all programs write them are searched for the few cells in question; other ones are read in full.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from feedback.adapters.tabular.grid import column_number
from feedback.domain.layout import MAX_COLUMNS

_ROW = re.compile(rb'<row(?: [^<>]{0,200}?)? r="([0-9]{1,7})"')
_CELL = rb'<c r="([A-Za-z]{1,9})([0-9]{1,9})"'
_FORMULA = rb"<f(?:\s[^<>]{0,500})?(?:/>|>[^<]{0,9000}</f>)"
_PLACE = re.compile(_CELL)
_FILLED = re.compile(_CELL + rb"[^<>]{0,200}(?<!/)>")
_ERROR = re.compile(rb' t="e"[^<>]{0,200}>\s*(?:' + _FORMULA + rb")?\s*<v>([^<]+)<")
_NO_VALUE = rb"\s*(?:<v\s*/>|<v></v>)?\s*</c>"
_UNSTORED = (re.compile(rb"</f>" + _NO_VALUE), re.compile(rb"<f [^<>]{0,500}/>" + _NO_VALUE))
_LONGEST_CELL = 10_000
_BOUND = 5_000_000
"""Up to so many cells between A1 and the last row and column, where they lie makes no difference."""


@dataclass(frozen=True, slots=True)
class Marks:
    """What is known of a sheet beside its values. rows and columns reach to the last cell, filled is how many it has.

    errors: (row, column, text), percents: (row, column), 1-based, each to be gone through once.
    unstored: how many formulas have no stored value.
    """

    rows: int
    columns: int
    filled: int
    errors: list[tuple[int, int, str]]
    percents: Iterable[tuple[int, int]]
    unstored: int


def quick_marks(part: bytes, percent_styles: frozenset[int]) -> Marks | None:
    """The marks of a sheet whose cells all begin `<c r="A1"`, None for another; see Marks for what is exact.

    Excel, LibreOffice, Google Sheets and the usual libraries write so, and reading every element would take seconds.
    """
    start = part.find(b"<sheetData")
    end = max(start, part.rfind(b"</sheetData>"))
    filled = part.count(b"<c", start, end)
    rows = max(map(int, _ROW.findall(part)), default=0)
    # No cell says a longer row number than the rows do.
    wide = set(re.findall(rb'<c r="(?:[A-Za-z]{1,9}[0-9]{%d}|([A-Za-z]{2,9})[0-9])' % (len(str(rows)) + 1), part))
    if start < 0 or part.count(b'<c r="') != filled or b"" in wide:
        return None
    columns = max((column_number(letters.decode()) for letters in wide), default=26)
    if rows * columns > _BOUND or columns > MAX_COLUMNS:
        rows, columns, filled = _extent(part)
    return Marks(
        rows,
        columns,
        filled,
        list(_errors(part)),
        _percents(part, percent_styles) if percent_styles else (),
        _unstored(part) if part.find(b"<f", start, end) > 0 else 0,
    )


def _extent(part: bytes) -> tuple[int, int, int]:
    """Rows, columns and number of the cells that are more than a style: many sheets have styles to their far end."""
    rows = filled = 0
    letters = set()
    for found in _FILLED.finditer(part):
        letters.add(found[1])
        rows = max(rows, int(found[2]))
        filled += 1
    return rows, max((column_number(each.decode()) for each in letters), default=0), filled


def _errors(part: bytes) -> Iterator[tuple[int, int, str]]:
    for found in _ERROR.finditer(part):
        place = _PLACE.match(part, _cell_start(part, found.start()))
        if place is not None:
            yield int(place[2]), column_number(place[1].decode()), html.unescape(found[1].decode("utf-8", "replace"))


def _cell_start(part: bytes, position: int) -> int:
    return part.rfind(b"<c ", max(0, position - _LONGEST_CELL), position)


def _percents(part: bytes, styles: frozenset[int]) -> Iterator[tuple[int, int]]:
    numbers = b"|".join(str(style).encode() for style in sorted(styles))
    columns: dict[bytes, int] = {}
    for found in re.finditer(_CELL + rb'[^<>]{0,200}? s="(?:' + numbers + rb')"', part):
        if found[1] not in columns:
            columns[found[1]] = column_number(found[1].decode())
        yield int(found[2]), columns[found[1]]


def _unstored(part: bytes) -> int:
    """A text formula without a value has the value ""; any other formula without one was never calculated."""
    count = 0
    for pattern in _UNSTORED:
        for found in pattern.finditer(part):
            start = _cell_start(part, found.start())
            count += b't="str"' not in part[start : part.find(b">", start)]
    return count
