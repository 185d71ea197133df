"""Headers of several lines: which lines belong to one header, and how their titles are joined."""

import re
from collections.abc import Sequence

from feedback.domain.cells import is_filled, is_number, title_text
from feedback.domain.models import Cell, Sheet

MAX_LINES = 3
_LONGEST_TITLE = 60
_IMPORT_ID = re.compile(r'\s*\{"ImportId"')
"""The third header line of exports from Qualtrics."""
_SUBTITLES = frozenset(
    {"response", "responses", "open-ended response", "open-ended comment", "other (please specify)", "respuesta"}
    | {"respuesta abierta", "otro (especifique)", "otro (por favor especifique)", "réponse", "réponse ouverte"}
    | {"resposta", "resposta aberta", "antwort", "antworten", "offene antwort"}
)
"""What the second header line of exports from SurveyMonkey and its like says under an open question."""


def header_lines(sheet: Sheet, at: int) -> list[int]:
    """The positions of the lines of the header that the row at a position belongs to, from the first to the last."""
    first = at - 1 if at and _is_top(sheet, at - 1, at) else at
    lines = [first]
    while len(lines) < MAX_LINES and lines[-1] + 1 < len(sheet.rows) and _continues(sheet, first, lines[-1] + 1):
        lines.append(lines[-1] + 1)
    return lines


def joined_titles(sheet: Sheet, lines: Sequence[int]) -> list[str]:
    """The titles of a header by column: those of one line as they are, of several joined as "Customer – City"."""
    shown = [[title_text(cell).strip() for cell in sheet.rows[line]] for line in lines]
    shown = [line for line in shown if not all(map(_IMPORT_ID.match, filter(None, line)))] or shown[:1]
    if len(shown) == 1:
        return [title_text(cell) for cell in sheet.rows[lines[0]]]
    width = max(map(len, shown))
    shown = [line + [""] * (width - len(line)) for line in shown]
    groups = _carried(sheet, lines[0], shown[0], shown[1])
    return [" – ".join(dict.fromkeys(filter(None, parts))) for parts in zip(groups, *shown[1:], strict=True)]


def _carried(sheet: Sheet, at: int, top: list[str], below: list[str]) -> list[str]:
    """The titles of the upper line, each also over the columns to its right that only the lower line names."""
    spanned = _spanned(sheet, at)
    carried, last = [], ""
    for column, (title, lower) in enumerate(zip(top, below, strict=True)):
        last = title or (last if lower and (column in spanned or not spanned) else "")
        carried.append(last)
    return carried


def _spanned(sheet: Sheet, at: int) -> set[int]:
    """The columns under cells of a row that are merged over several columns."""
    spans = [span for span in sheet.merged if span[0] == span[2] == at and span[3] > span[1]]
    return {column for span in spans for column in range(span[1], span[3] + 1)}


def _is_top(sheet: Sheet, above: int, at: int) -> bool:
    """True for a line above that belongs to the same header: several texts, and more than a title over the table."""
    filled = {column for column, cell in enumerate(sheet.rows[above]) if is_filled(cell)}
    own = {column for column, cell in enumerate(sheet.rows[at]) if is_filled(cell)}
    texts = all(isinstance(sheet.rows[above][column], str) for column in filled)
    joined = len(filled) > 1 and texts and (not filled < own or bool(_spanned(sheet, above)))
    return joined and _continues(sheet, above, at)


def _continues(sheet: Sheet, first: int, at: int) -> bool:
    """True where the row at a position is a further line of the header that begins at first."""
    row = sheet.rows[at]
    filled = [cell for cell in row if is_filled(cell)]
    texts = [cell.strip() for cell in filled if isinstance(cell, str)]
    if not filled or len(texts) < len(filled) or any(map(is_number, filled)):
        return False
    if all(map(_IMPORT_ID.match, texts)):
        return True
    nexts = sheet.rows[at + 1 : at + 3]
    if any(any(line) and all(_IMPORT_ID.match(str(cell)) for cell in line if is_filled(cell)) for line in nexts):
        return True
    if at > first + 1:
        return False
    if _SUBTITLES.intersection(map(str.casefold, texts)):
        return True
    return _completes(sheet, first, row, nexts)


def _completes(sheet: Sheet, first: int, row: Sequence[Cell], nexts: Sequence[Sequence[Cell]]) -> bool:
    """True for a line that names what the one above groups or leaves out, and leaves out what that one names.

    An answer of texts only, under a header with gaps or merged cells, is no such line: it also has cells under titles
    that need no second line.
    """
    spanned = _spanned(sheet, first)
    titled = {column for column, cell in enumerate(sheet.rows[first]) if is_filled(cell)} - spanned
    named = {column for column, cell in enumerate(row) if is_filled(cell)}
    if spanned:
        return bool(named & spanned) and not named & titled
    short = all(len(title_text(cell)) <= _LONGEST_TITLE for cell in row)
    over_numbers = any(column < len(line) and is_number(line[column]) for line in nexts for column in named)
    return short and over_numbers and bool(named - titled) and bool(titled - named)
