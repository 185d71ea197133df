"""Reading 0–10 ratings out of cells. Nothing is imputed or clipped: what is not a rating is unrated."""

import re
import unicodedata

from feedback.domain.models import Cell

# 9, 9.0, 9,0, 9/10; surrounding white space and any script's digits are taken.
_RATING = re.compile(r"([0-9]{1,2})(?:[.,]0+)?(?:\s*/\s*10)?")


def read_rating(cell: Cell) -> int | None:
    """The whole number 0…10 that the cell says, or None: 9.5, 11, "n/a", dates and booleans are not ratings."""
    if isinstance(cell, bool) or cell is None:
        return None
    if isinstance(cell, int | float):
        return int(cell) if cell in range(11) else None
    if not isinstance(cell, str):
        return None
    text = unicodedata.normalize("NFKC", cell).strip()
    match = _RATING.fullmatch("".join(str(unicodedata.decimal(sign, sign)) for sign in text))
    if not match:
        return None
    value = int(match[1])
    return value if value <= 10 else None


def has_rating_text(cell: Cell) -> bool:
    """True where somebody put something into the cell, readable or not."""
    return cell is not None and str(cell).strip() != ""
