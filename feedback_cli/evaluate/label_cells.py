"""Labels as people write them into cells."""

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches

from feedback.domain.cells import is_filled
from feedback.domain.codebook import Codebook
from feedback.domain.errors import InputError
from feedback.domain.models import Cell, CellError, Polarity

NO_THEME = "-"
POLARITY_WORDS = {
    **{polarity.value: polarity for polarity in Polarity},
    "negativo": Polarity.NEGATIVE,
    "negativa": Polarity.NEGATIVE,
    "neutro": Polarity.NEUTRAL,
    "neutra": Polarity.NEUTRAL,
    "positivo": Polarity.POSITIVE,
    "positiva": Polarity.POSITIVE,
}
_LANGUAGE = re.compile("[a-z]{2}")
_KEY = re.compile("[a-z0-9_]{1,40}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a label stands, for messages; row as people see it."""

    row: int
    column: str

    def wrong(self, what: str) -> InputError:
        """The error for a label that can't be read. The cell is not quoted: in a shifted row it may be a comment."""
        return InputError(
            "wrong_label", f"Row {self.row}, column “{self.column}”: {what}. Correct the cell, or empty it."
        )


def read_number(cell: Cell, place: Place, low: float, high: float, otherwise: str = "") -> float | None:
    """A number in low…high, with a point or a comma; None for an empty cell. Raises InputError: wrong_label.

    otherwise ends the error's sentence: what could stand there in place of a number.
    """
    if not is_filled(cell):
        return None
    number = _number(cell)
    if number is None or not low <= number <= high:
        raise place.wrong(f"a number from {low:g} to {high:g} is needed{otherwise}")
    return number


def read_sentiment(cell: Cell, place: Place) -> Polarity | float | None:
    """A class in English or Spanish, or a number in −1…1; None for an empty cell. Raises InputError: wrong_label."""
    if isinstance(cell, str) and (word := POLARITY_WORDS.get(_plain(cell))):
        return word
    return read_number(cell, place, -1, 1, ", or one of negative, neutral and positive")


def read_language(cell: Cell, place: Place) -> str | None:
    """Two letters of ISO 639-1, in small letters; None for an empty cell. Raises InputError: wrong_label."""
    if not is_filled(cell):
        return None
    if not isinstance(cell, str) or not _LANGUAGE.fullmatch(_plain(cell)):
        raise place.wrong("a language of two letters is needed, such as en or es")
    return _plain(cell)


def read_themes(cell: Cell, place: Place, codebook: Codebook) -> dict[str, Polarity]:
    """Themes as in "price:negative; staff:positive"; none for an empty cell or "-". Raises InputError: wrong_label."""
    if not is_filled(cell) or cell == NO_THEME:
        return {}
    if not isinstance(cell, str) or isinstance(cell, CellError):
        raise place.wrong("themes are written like “price:negative; staff:positive”")
    themes: dict[str, Polarity] = {}
    for mention in filter(None, map(str.strip, cell.split(";"))):
        key, _, word = (part.strip() for part in _plain(mention).partition(":"))
        if key not in codebook.positions:
            raise place.wrong(_unknown(key, codebook))
        if word not in POLARITY_WORDS:
            raise place.wrong(f"after “{key}:” one of negative, neutral and positive is needed")
        if key in themes:
            raise place.wrong(f"the theme {key} is named twice")
        themes[key] = POLARITY_WORDS[word]
    return themes


def _unknown(key: str, codebook: Codebook) -> str:
    near = get_close_matches(key, codebook.positions, n=1)
    hint = f"{near[0]} is one" if near else f"there are {', '.join(codebook.positions)}"
    named = f"“{key}” is no theme" if _KEY.fullmatch(key) else "something is no theme"
    return f"{named} of the codebook: {hint}"


def _number(cell: Cell) -> float | None:
    """The number a cell holds, None where it holds none."""
    if isinstance(cell, bool) or not isinstance(cell, int | float | str):
        return None
    try:
        number = float(cell.strip().replace("−", "-").replace(",", ".") if isinstance(cell, str) else cell)
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _plain(text: str) -> str:
    return text.strip().casefold()
