"""What kind of thing a cell is, as far as finding a table needs it."""

import datetime
import re
from enum import Enum

from feedback.domain.date_text import is_date_text
from feedback.domain.models import Cell, CellError
from feedback.domain.ratings import Unrated, read_number

_NUMBER = re.compile(r"\s*[-+−]?\d[\d.,' ]*%?\s*")


class Kind(Enum):
    NUMBER = "number"
    DATE = "date"
    TEXT = "text"


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


def is_number(cell: Cell) -> bool:
    """A number, or a text that is nothing but one."""
    if isinstance(cell, str):
        return bool(_NUMBER.fullmatch(cell))
    return isinstance(cell, int | float) and not isinstance(cell, bool)


def kind_of(cell: Cell) -> Kind | None:
    """The kind of a cell, None of one that shows nothing. A text that says a rating, "9 - likely", is a number."""
    if not is_filled(cell):
        return None
    if isinstance(cell, datetime.date | datetime.time) or (isinstance(cell, str) and is_date_text(cell)):
        return Kind.DATE
    if is_number(cell) or isinstance(cell, bool) or not isinstance(read_number(cell), Unrated):
        return Kind.NUMBER
    return Kind.TEXT
