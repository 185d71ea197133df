"""What the cells of a column hold, told from an even sample of them."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from feedback.domain.date_text import is_date_text
from feedback.domain.models import Cell, CellError, Percent, Table
from feedback.domain.normalization import is_blank
from feedback.domain.ratings import Unrated, read_number

MAX_SAMPLE = 500
MIN_SAMPLE = 50
_SAMPLED_CELLS = 50_000
"""Most cells sampled of a whole table; a table of very many columns gets smaller samples."""

_FEW = 20
_NUMBER = re.compile(r"[-+−]?[0-9]{1,30}(?:[.,][0-9]{1,30})?")
_THOUSANDS = re.compile(r"(?<=[0-9])[,. ](?=[0-9]{3}(?![0-9]))")
_LARGEST = 10**300


@dataclass(frozen=True, slots=True)
class Profile:
    """A column and its content. Shares are of the sampled filled cells, in 0…1, and 0 where no cell is filled.

    filled: how many cells of the whole column are not empty.
    ratings: share that says a whole number on a scale to 10 or to 5; values: how many different ones; running: they
    count the rows.
    outside: share of numbers below 0 or above 10; low and high: the ends of all numbers, None where there is none.
    text: share of texts that could be comments, with a letter or a symbol, no code, address or date; of these, words
    is how many words one has on average, and varied the share of different ones; kinds is how many are different.
    labels: share of texts with a letter; label_kinds: how many different ones.
    dates: share of dates, and texts that are.
    """

    at: int
    name: str
    filled: int
    ratings: float = 0.0
    values: int = 0
    running: bool = False
    outside: float = 0.0
    low: float | None = None
    high: float | None = None
    text: float = 0.0
    words: float = 0.0
    varied: float = 0.0
    kinds: int = 0
    labels: float = 0.0
    label_kinds: int = 0
    dates: float = 0.0

    @property
    def few(self) -> bool:
        """Too few cells to tell from repeated texts that they are categories."""
        return self.filled < _FEW

    @property
    def category_like(self) -> bool:
        """Few different texts in many rows."""
        return not self.few and self.varied <= 0.2 and self.kinds <= 30


def profiles(table: Table) -> list[Profile]:
    """The profile of every column, in order."""
    most = max(MIN_SAMPLE, min(MAX_SAMPLE, _SAMPLED_CELLS // max(1, len(table.columns))))
    return [profile(at, name, filled_cells(table, at), most) for at, name in enumerate(table.columns)]


def filled_cells(table: Table, at: int) -> list[Cell]:
    """The cells of a column that are not empty, in row order."""
    return [cell for row in table.rows if (cell := row[at]) is not None and cell != ""]


def profile(at: int, name: str, filled: Sequence[Cell], most: int = MAX_SAMPLE) -> Profile:
    """The profile of a column whose cells that are not empty are filled; at most so many of them are looked at."""
    step = max(1.0, len(filled) / most)
    picked = (filled[int(n * step)] for n in range(min(len(filled), most)))
    sample = [cell for cell in picked if not (isinstance(cell, str) and not cell.strip())]
    if not sample:
        return Profile(at, name, 0)
    said = _said(sample)
    numbers = [value for cell in sample if (value := _number(cell)) is not None]
    texts = [cell.strip() for cell in sample if isinstance(cell, str) and _is_prose(cell)]
    n = len(sample)
    kinds = len(set(texts))
    labels = [cell for cell in sample if is_label(cell)]
    return Profile(
        at,
        name,
        len(filled),
        ratings=len(said) / n,
        values=len(set(said)),
        running=len(said) > 1 and all(after == before + 1 for before, after in pairwise(said)),
        outside=sum(not 0 <= number <= 10 for number in numbers) / n,
        low=min(numbers, default=None),
        high=max(numbers, default=None),
        text=len(texts) / n,
        words=sum(map(_words, texts)) / len(texts) if texts else 0.0,
        varied=kinds / len(texts) if texts else 0.0,
        kinds=kinds,
        labels=len(labels) / n,
        label_kinds=len(set(labels)),
        dates=sum(map(_is_date, sample)) / n,
    )


def _said(sample: Sequence[Cell]) -> list[int]:
    """The whole numbers that the cells say on the scale to 10 or to 5, whichever more of them are on."""
    ten = [read_number(cell, 10) for cell in sample]
    five = [read_number(cell, 5) for cell in sample] if Unrated.OUT_OF_SCALE in ten else []
    return max(
        [number for number in ten if isinstance(number, int)],
        [number for number in five if isinstance(number, int) and number <= 5],
        key=len,
    )


def is_label(cell: Cell) -> bool:
    """True for a text with a letter in it that is no date."""
    return (
        isinstance(cell, str)
        and not isinstance(cell, CellError)
        and any(map(str.isalpha, cell))
        and not is_date_text(cell.strip())
    )


def _words(text: str) -> int:
    """How many words a text has; scripts without spaces have about one for two signs."""
    return max(
        len(text.split()), sum("\u3040" <= sign <= "\u9fff" or "\u0e00" <= sign <= "\u0eff" for sign in text) // 2
    )


def _is_prose(text: str) -> bool:
    if isinstance(text, CellError) or is_blank(text) or _is_date(text):
        return False
    if " " not in text.strip() and (any(map(str.isdigit, text)) or "@" in text or "://" in text):
        return False
    return any(not (sign.isdigit() or sign in " .,:;/+-%$€£()") for sign in text)


def _is_date(cell: Cell) -> bool:
    if isinstance(cell, str):
        return is_date_text(cell.strip())
    return isinstance(cell, datetime.date | datetime.time)


def _number(cell: Cell) -> float | None:
    """The number of a cell, as a number or in plain text; None for what is none, percentages too."""
    if isinstance(cell, str):
        text = "" if isinstance(cell, CellError) else _THOUSANDS.sub("", cell.strip())
        return float(text.replace(",", ".").replace("−", "-")) if _NUMBER.fullmatch(text) else None
    if isinstance(cell, bool | Percent) or not isinstance(cell, int | float):
        return None
    return float(cell) if abs(cell) < _LARGEST else None
