"""Texts as cells of a sheet can hold them."""

import re

from xlsxwriter import xmlwriter

from feedback.domain.cell_text import whole

MAX_CELL_UNITS = 32_767
"""Most characters of a cell, counted in UTF-16 units."""
CUT_MARK = "… [cut]"
PIECE = 16_000
"""Characters of a piece of a text that is too long for a cell; at most twice as many units."""

# A text like "_x0041_" reads as a character's code, so its first underscore is written as a code. xlsxwriter overlooks
# those that share an underscore with the next code, "_x0041_x0042_", or with that of a control character, "_x0041\r".
xmlwriter.re_control_chars_1 = re.compile(r"(_)(?=x[0-9a-fA-F]{4}[_\x00-\x08\x0b-\x1f\ufffe\uffff])")


def is_too_long(text: str) -> bool:
    return len(text) * 2 > MAX_CELL_UNITS and len(text.encode("utf-16-le", "replace")) > MAX_CELL_UNITS * 2


def cut(text: str, mark: str = CUT_MARK) -> str:
    """The beginning of a text that is too long, as much as a cell holds with the mark at its end."""
    units = text.encode("utf-16-le", "replace")[: (MAX_CELL_UNITS - len(mark)) * 2]
    return units.decode("utf-16-le", "ignore") + mark


def pieces(text: str) -> list[str]:
    """The whole text in parts that fit into cells."""
    text = whole(text)
    return [text[start : start + PIECE] for start in range(0, len(text), PIECE)]


def parts_of_markup(text: str) -> list[str]:
    """A text that xlsxwriter takes for ready-made XML, in parts that it writes as texts; none for any other text."""
    return ["<", "r", text[2:]] if text.startswith("<r>") and text.endswith("</r>") else []


def storable(text: str, mark: str = CUT_MARK) -> str:
    """The text without what no file can hold, and at most as long as a cell."""
    text = whole(text)
    return cut(text, mark) if is_too_long(text) else text
