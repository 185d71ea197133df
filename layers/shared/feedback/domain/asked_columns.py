"""Finding the columns that a caller names."""

import re

from feedback.domain.column_errors import header_place, listed
from feedback.domain.column_names import words
from feedback.domain.errors import InputError
from feedback.domain.models import Table

_NUMBER = re.compile(r"#([0-9]{1,5})")


def position(table: Table, name: str, option: str) -> int:
    """The position from 0 of the column that is called name, given with that option.

    An exact name goes first, then one that differs only in case, accents or signs, then a place such as "#3".
    Raises InputError: column_not_found, ambiguous_column.
    """
    form = words(name)
    exact = [at for at, column in enumerate(table.columns) if column == name]
    alike = [at for at, column in enumerate(table.columns) if form and words(column) == form]
    found = exact or alike
    if len(found) > 1:
        names = listed([table.columns[at] for at in found], " and ")
        places = " or ".join(f"#{at + 1}" for at in found)
        raise InputError(
            "ambiguous_column",
            f"The option {option} says “{name}”, which is the name of several columns: {names}, of {_there(table)}. "
            f"Give the place instead: {places}.",
        )
    at = found[0] if found else _place(name.strip())
    if at is None or not 0 <= at < len(table.columns):
        raise InputError(
            "column_not_found",
            f"The option {option} says “{name}”, but there is no such column. There are {_there(table)}. "
            "Correct the option, or give the column's place, such as “#3” for the third.",
        )
    return at


def _place(text: str) -> int | None:
    """The position that "#3" means, None for other texts."""
    number = _NUMBER.fullmatch(text)
    return int(number[1]) - 1 if number else None


def _there(table: Table) -> str:
    return f"{listed(table.columns)} (header in {header_place(table)})"
