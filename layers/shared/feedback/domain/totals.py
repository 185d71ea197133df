"""Rows at the end of a table that sum it up, and are no answers."""

import re
import unicodedata
from dataclasses import replace

from feedback.domain.cells import is_filled, is_number
from feedback.domain.columns import Columns
from feedback.domain.layout import listed
from feedback.domain.models import Cell, Table
from feedback.domain.ratings import read_number

_WORDS = frozenset(
    (
        *("total", "totals", "grand", "sum", "average", "avg", "mean", "count", "median", "n"),
        *("totales", "suma", "promedio", "media", "mediana", "recuento", "totais", "soma", "contagem"),
        *("somme", "moyenne", "mediane", "nombre", "summe", "gesamt", "gesamtsumme", "gesamtergebnis"),
        *("durchschnitt", "mittelwert", "anzahl"),
    )
)
_MOST_WORDS = 4
_LINES = 5
"""At most so many lines at the end are looked at."""


def without_totals(table: Table, columns: Columns) -> tuple[Table, list[str]]:
    """The table without its last rows of totals, and sentences that name them.

    Such a row begins with a word such as Total or Average that stands nowhere else in its column, holds only numbers
    beside it, and no rating. A row that begins so but has a rating is kept as an answer, and named as well.
    """
    end, doubtful = len(table.rows), []
    for at in reversed(range(max(1, len(table.rows) - _LINES), len(table.rows))):
        row = table.rows[at]
        if not any(map(is_filled, row)):
            continue
        if not _is_labelled(table, at, columns):
            break
        if columns.rating is not None and isinstance(read_number(row[columns.rating]), int):
            doubtful.append(table.numbers[at])
            break
        end = at
    notes = (
        [f"{listed(table.numbers[end:])}: totals at the end of the table, left out."] if end < len(table.rows) else []
    )
    if doubtful:
        notes.append(f"{listed(doubtful)}: named like a total, but counted as an answer; remove it if it is none.")
    while end < len(table.rows) and end > 1 and not any(map(is_filled, table.rows[end - 1])):
        end -= 1
    return replace(table, rows=table.rows[:end], numbers=table.numbers[:end]), notes


def _is_labelled(table: Table, at: int, columns: Columns) -> bool:
    """True for a row of a total's word and numbers, whose word no other row has in that column."""
    row = table.rows[at]
    filled = [column for column, cell in enumerate(row) if is_filled(cell)]
    texts = [column for column in filled if isinstance(row[column], str) and not is_number(row[column])]
    if texts != filled[:1] or not _is_total_word(row[texts[0]]):
        return False
    if texts[0] in columns.comments and len(filled) == 1:
        return False
    label = row[texts[0]]
    return sum(other[texts[0]] == label for other in table.rows) == 1


def _is_total_word(cell: Cell) -> bool:
    letters = unicodedata.normalize("NFKD", str(cell).casefold())
    words = re.findall(r"\w+", "".join(letter for letter in letters if not unicodedata.combining(letter)))
    return 0 < len(words) <= _MOST_WORDS and words[0] in _WORDS
