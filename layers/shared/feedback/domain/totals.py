"""Rows at the end of a table that sum it up, and are no answers."""

import unicodedata
from collections.abc import Sequence
from dataclasses import replace

from feedback.domain.columns import Columns
from feedback.domain.header import is_filled
from feedback.domain.layout import listed
from feedback.domain.models import Cell, Table
from feedback.domain.ratings import read_number

_WORDS = frozenset(
    (
        *("total", "totals", "grand total", "sum", "average", "avg", "mean", "count", "n", "median"),
        *("totales", "total general", "suma", "promedio", "media", "mediana", "recuento", "nps total"),
        *("totais", "total geral", "soma", "contagem", "somme", "moyenne", "mediane", "nombre"),
        *("summe", "gesamt", "gesamtsumme", "gesamtergebnis", "durchschnitt", "mittelwert", "anzahl"),
    )
)
_LINES = 5
"""At most so many lines at the end are looked at."""


def without_totals(table: Table, columns: Columns) -> tuple[Table, list[str]]:
    """The table without its last rows of totals, and a note that names them.

    Such a row begins with a word such as Total or Average and else holds numbers only, and says no comment. A word in
    a comment column beside a rating is an answer, whatever it says.
    """
    end = len(table.rows)
    while end > 1 and len(table.rows) - end < _LINES and _is_total(table.rows[end - 1], columns):
        end -= 1
    if end == len(table.rows):
        return table, []
    note = f"{listed(table.numbers[end:])}: totals at the end of the table, left out."
    while end > 1 and not any(map(is_filled, table.rows[end - 1])):
        end -= 1
    return replace(table, rows=table.rows[:end], numbers=table.numbers[:end]), [note]


def _is_total(row: Sequence[Cell], columns: Columns) -> bool:
    filled = [at for at, cell in enumerate(row) if is_filled(cell)]
    texts = [at for at in filled if isinstance(row[at], str) and not _is_figure(row[at])]
    if len(texts) != 1 or texts[0] != filled[0] or _plain(str(row[texts[0]])) not in _WORDS:
        return False
    if texts[0] not in columns.comments:
        return True
    return len(filled) > 1 and (columns.rating is None or not isinstance(read_number(row[columns.rating]), int))


def _is_figure(cell: Cell) -> bool:
    return isinstance(cell, str) and any(map(str.isdigit, cell)) and not any(map(str.isalpha, cell))


def _plain(text: str) -> str:
    letters = unicodedata.normalize("NFKD", text.casefold()).strip(" :.=")
    return "".join(letter for letter in letters if not unicodedata.combining(letter))
