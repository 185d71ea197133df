"""Cells as texts in the result files, and texts that a spreadsheet program would take for formulas."""

import datetime
import re

from feedback.domain.models import Cell, Percent

_BEFORE = r"[\s\x00-\x1f\x7f\ufeff\u200b]*+"
_FORMULA = re.compile(rf"[\t\r\n]|{_BEFORE}[=+\-@＝＋－＠]")
_NEGATIVE = re.compile(r" *-\d+(?:[.,]\d+)*(?:[eE][-+]?\d+)? ?%? *")


def iso(moment: datetime.date | datetime.time) -> str:
    """ISO 8601 with a space before the time, and without the time at midnight."""
    if not isinstance(moment, datetime.datetime):
        return moment.isoformat()
    return moment.date().isoformat() if at_midnight(moment) else moment.isoformat(sep=" ")


def at_midnight(moment: datetime.datetime) -> bool:
    """True for a moment that stands for its day; midnight in a time zone is a moment."""
    return moment.timetz() == datetime.time()


def cell_text(cell: Cell) -> str:
    """The cell as result files write it where they have no type for it: None is "", dates are as iso() writes them.

    bool is TRUE or FALSE; percentages have their sign; floats have the fewest digits that tell them apart.
    """
    if isinstance(cell, str):
        return whole(cell)
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.date | datetime.time):
        return iso(cell)
    return f"{cell * 100:.12g}%" if isinstance(cell, Percent) else str(cell)


def whole(text: str) -> str:
    """The text as a file can hold it: halves of a surrogate pair that lack the other half are U+FFFD."""
    if text.isascii():
        return text
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def reads_as_formula(text: str) -> bool:
    """True for what spreadsheet programs may take for a formula when the text is opened or edited.

    That begins with = + - @ or their full-width forms, white space and control characters before them not counted, or
    with tab, CR or LF (OWASP, CSV Injection, 2024).
    """
    return _FORMULA.match(text) is not None


def neutral(text: str) -> str:
    """The text with an apostrophe before it where it reads as a formula; a negative number, "-5" or "-1,5 %", stays.

    A number is data, whoever opens it; of a text that already has its apostrophe nothing changes.
    """
    return f"'{text}" if _FORMULA.match(text) and not _NEGATIVE.fullmatch(text) else text
