"""How large a sheet may be, and how cells look whatever the workbook's format."""

import datetime
import re

from feedback.domain.errors import InputError
from feedback.domain.layout import MAX_CELLS, MAX_COLUMNS

MAX_SHEETS = 200

_NO_PERCENT = re.compile(r'"[^"]*"|\[[^\]]*\]|[\\_*].')
"""What a number format shows as it stands: quoted and escaped signs, colours, blanks, fillers."""


class Grid:
    """The space that the sheets of one workbook take together, empty cells too, against the limits of a table."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._used = 0

    def check_sheets(self, count: int) -> None:
        """Raises InputError too_many_sheets."""
        if count > MAX_SHEETS:
            raise InputError(
                "too_many_sheets",
                f"{self.name} has more than {MAX_SHEETS} sheets. Move the answers to a workbook of their own.",
            )

    def check(self, sheet: str, rows: int, columns: int, filled: int) -> None:
        """rows and columns reach from A1 to the sheet's last cells; filled is how many cells are not empty.

        Raises InputError: far_cell, too_many_columns, too_many_cells.
        """
        size = rows * columns
        if size <= MAX_CELLS and columns <= MAX_COLUMNS:
            return
        where = f"The sheet “{sheet}” of {self.name}"
        if size > MAX_CELLS and filled * 2 < size:
            raise InputError(
                "far_cell",
                f"{where} reaches to the cell {column_letters(columns)}{rows} but is nearly empty before it. "
                "Delete the stray cells far to the right or far below.",
            )
        if columns > MAX_COLUMNS:
            raise InputError(
                "too_many_columns",
                f"{where} has {columns:,} columns; at most {MAX_COLUMNS:,} can be read. Delete those not needed.",
            )
        raise self._too_many_cells(sheet)

    def take(self, sheet: str, cells: int) -> None:
        """Count the cells of a sheet, empty ones between them too. Raises InputError too_many_cells."""
        self._used += cells
        if self._used > MAX_CELLS:
            raise self._too_many_cells(sheet)

    def _too_many_cells(self, sheet: str) -> InputError:
        return InputError(
            "too_many_cells",
            f"{self.name} has more than {MAX_CELLS:,} cells, up to the sheet “{sheet}”. Split it into smaller files, "
            "or delete columns and sheets that are not needed.",
        )


def column_letters(column: int) -> str:
    """The letters of a 1-based column: 1 is A, 28 is AB."""
    letters = ""
    while column:
        column, letter = divmod(column - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def column_number(letters: str) -> int:
    """The 1-based column of the letters A…Z, in either case."""
    column = 0
    for letter in letters.upper():
        column = column * 26 + ord(letter) - 64
    return column


def is_percent(number_format: str) -> bool:
    """Whether a number format of Excel shows its number as a percentage."""
    return "%" in number_format and "%" in _NO_PERCENT.sub("", number_format)


def number(value: float) -> int | float:
    """Whole numbers below 10^15 as int, all others as they are, NaN and infinities too."""
    return int(value) if value.is_integer() and -1e15 < value < 1e15 else value


def duration(time: datetime.timedelta) -> str:
    """A duration as h:mm:ss, rounded to the second, with a minus where it is negative."""
    total = round(time.total_seconds())
    minutes, seconds = divmod(abs(total), 60)
    return f"{'-' if total < 0 else ''}{minutes // 60}:{minutes % 60:02}:{seconds:02}"
