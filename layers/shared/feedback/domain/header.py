"""Where a sheet's table begins: titles above it, headers of two lines, and files without any header."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from feedback.domain.models import Cell, CellError, Sheet

SCANNED_ROWS = 60
"""The header is looked for among so many rows that are not empty."""
_BODY_ROWS = 40
_DATA_WORDS = 3
_IMPORT_ID = re.compile(r'\s*\{"ImportId"')
"""The third header line of exports from Qualtrics."""
_SUBTITLES = frozenset(
    {"response", "responses", "open-ended response", "open-ended comment", "other (please specify)", "respuesta"}
    | {"respuesta abierta", "otro (especifique)", "otro (por favor especifique)", "réponse", "réponse ouverte"}
    | {"resposta", "resposta aberta", "antwort", "antworten", "offene antwort"}
)
"""What the second header line of exports from SurveyMonkey and its like says under an open question."""

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


def is_filled(cell: Cell) -> bool:
    """True where the cell shows something. Error values show something."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip()))


def title_text(cell: Cell) -> str:
    """A cell as a column's title: 2024.0 is "2024", an error value no title."""
    if cell is None or isinstance(cell, CellError):
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)


def find_header(sheet: Sheet, known: KnownTitles) -> Header | None:
    """The header of the sheet's table, None where no cell is filled.

    Of the first rows the one is taken that names most columns of the rows below it, in different words, and best if
    they are known ones. A header of two lines is told by merged cells, by gaps, and by what survey tools write there.
    """
    filled = [at for at, row in enumerate(sheet.rows[: SCANNED_ROWS * 20]) if any(map(is_filled, row))][:SCANNED_ROWS]
    if not filled:
        return next((header_at(sheet, at) for at, row in enumerate(sheet.rows) if any(map(is_filled, row))), None)
    scores = [(_fit(sheet, at, filled[place + 1 :], known), -at) for place, at in enumerate(filled)]
    at = -max(scores)[1]
    if at == filled[0] and _is_data(sheet, at, filled[1:], known):
        return Header([""] * len(sheet.rows[at]), at, at)
    return header_at(sheet, _top(sheet, at))


def header_at(sheet: Sheet, at: int) -> Header:
    """The header that begins at a position in the sheet's rows, with the lines below that belong to it."""
    lines = [at]
    while len(lines) < 3 and lines[-1] + 1 < len(sheet.rows) and _continues(sheet, at, lines[-1] + 1):
        lines.append(lines[-1] + 1)
    shown = [[title_text(cell).strip() for cell in sheet.rows[line]] for line in lines]
    shown = [line for line in shown if not all(map(_IMPORT_ID.match, filter(None, line)))] or shown[:1]
    if len(shown) == 1:
        return Header([title_text(cell) for cell in sheet.rows[lines[0]]], at, lines[-1] + 1)
    width = max(map(len, shown))
    shown = [line + [""] * (width - len(line)) for line in shown]
    groups = _carried(sheet, at, shown[0], shown[1])
    titles = [" – ".join(dict.fromkeys(filter(None, parts))) for parts in zip(groups, *shown[1:], strict=True)]
    return Header(titles, at, lines[-1] + 1)


def _carried(sheet: Sheet, at: int, top: list[str], below: list[str]) -> list[str]:
    """The titles of the upper line, each also over the columns to its right that only the lower line names."""
    merged = {column for span in _merged_at(sheet, at) for column in range(span[1] + 1, span[3] + 1)}
    carried, last = [], ""
    for column, (title, lower) in enumerate(zip(top, below, strict=True)):
        last = title or (last if lower and (column in merged or not merged) else "")
        carried.append(last)
    return carried


def _merged_at(sheet: Sheet, at: int) -> list[tuple[int, int, int, int]]:
    """Merged cells that lie in one row and reach over several columns, not over all of them as a title's do."""
    return [span for span in sheet.merged if span[0] == span[2] == at and span[3] > span[1]]


def _fit(sheet: Sheet, at: int, below: Sequence[int], known: KnownTitles) -> float:
    """How well a row fits as header: 0…1 for the columns it names, 0…1 for words, and what is known of its titles."""
    row = sheet.rows[at]
    body = [sheet.rows[other] for other in below[:_BODY_ROWS]]
    used = _used(body) or {column for column, cell in enumerate(row) if is_filled(cell)}
    titles = [title_text(row[column]).strip() for column in sorted(used) if column < len(row)]
    named = [title for title in titles if title]
    if not named:
        return 0.0
    words = sum(isinstance(cell, str) and not _is_number(cell) for cell in row if is_filled(cell))
    shown = sum(map(is_filled, row))
    different = len({title.casefold() for title in named}) / len(named)
    return len(named) / len(used) + words / shown + different / 2 + known(named)


def _used(body: Sequence[Sequence[Cell]]) -> set[int]:
    """The columns that are filled in the rows below, those of a stray note left out."""
    counts: dict[int, int] = {}
    for row in body:
        for column, cell in enumerate(row):
            if is_filled(cell):
                counts[column] = counts.get(column, 0) + 1
    enough = max(counts.values(), default=0) * 0.1
    return {column for column, count in counts.items() if count >= enough}


def _is_number(cell: Cell) -> bool:
    if isinstance(cell, str):
        return bool(re.fullmatch(r"\s*[-+]?\d+([.,]\d+)?\s*", cell))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def _is_data(sheet: Sheet, at: int, below: Sequence[int], known: KnownTitles) -> bool:
    """True for a first row that is an answer like those below: numbers over numbers, and a text of several words."""
    row = sheet.rows[at]
    titles = [title_text(cell) for cell in row if is_filled(cell)]
    numbers = [column for column, cell in enumerate(row) if _is_number(cell)]
    if not numbers or not below or known(titles) > 0:
        return False
    body = [sheet.rows[other] for other in below[:_BODY_ROWS]]
    over_numbers = all(
        sum(_is_number(line[column]) for line in body if column < len(line)) * 2 > len(body) for column in numbers
    )
    return over_numbers and any(isinstance(cell, str) and len(cell.split()) >= _DATA_WORDS for cell in row)


def _top(sheet: Sheet, at: int) -> int:
    """The line above, where it belongs to the same header; else the line itself."""
    if at == 0:
        return at
    above = [column for column, cell in enumerate(sheet.rows[at - 1]) if is_filled(cell)]
    own = [column for column, cell in enumerate(sheet.rows[at]) if is_filled(cell)]
    texts = all(isinstance(sheet.rows[at - 1][column], str) for column in above)
    joined = len(above) > 1 and texts and (not set(above) < set(own) or _merged_at(sheet, at - 1))
    return at - 1 if joined and _continues(sheet, at - 1, at) else at


def _continues(sheet: Sheet, first: int, at: int) -> bool:
    """True where the row at a position is a further line of the header that begins at first."""
    row, above = sheet.rows[at], sheet.rows[first]
    filled = [cell for cell in row if is_filled(cell)]
    texts = [cell.strip() for cell in filled if isinstance(cell, str)]
    if not filled or len(texts) < len(filled) or any(map(_is_number, filled)):
        return False
    if all(map(_IMPORT_ID.match, texts)):
        return True
    nexts = [sheet.rows[later] for later in range(at + 1, min(at + 3, len(sheet.rows)))]
    if any(all(_IMPORT_ID.match(str(cell)) for cell in later if is_filled(cell)) and any(later) for later in nexts):
        return True
    if at > first + 1:
        return False
    if _SUBTITLES.intersection(map(str.casefold, texts)) or _merged_at(sheet, first):
        return True
    return _fills_gaps(above, row, nexts)


def _fills_gaps(above: Sequence[Cell], row: Sequence[Cell], nexts: Sequence[Sequence[Cell]]) -> bool:
    """True where texts stand under the gaps of the line above, and numbers under the texts: titles, not answers."""
    gaps = [
        column
        for column, cell in enumerate(row)
        if is_filled(cell) and not (column < len(above) and is_filled(above[column]))
    ]
    over_numbers = any(
        _is_number(later[column])
        for later in nexts
        for column, cell in enumerate(row)
        if is_filled(cell)
        if column < len(later)
    )
    return bool(gaps) and over_numbers
