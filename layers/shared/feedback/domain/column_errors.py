"""What a survey owner is told when its columns can't be told apart."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.domain.errors import InputError
from feedback.domain.models import Table

_LISTED = 12
_NAME_CHARS = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A column, how surely it is the right one (0…1), why, and a sentence where its owner should have a look.

    named: its name was asked for or speaks for it, not its content alone.
    """

    at: int
    score: float
    reason: str
    doubt: str | None = None
    named: bool = True


def listed(names: Sequence[str], last: str = ", ") -> str:
    """The first names in quotation marks; last parts the last one from the others."""
    shown = [quoted(name) for name in names[:_LISTED]]
    if len(names) > _LISTED:
        return ", ".join(shown) + f" and {len(names) - _LISTED:,} more"
    return last.join(part for part in (", ".join(shown[:-1]), shown[-1] if shown else "") if part)


def quoted(name: str) -> str:
    """A column's name in quotation marks, cut where it is a whole story."""
    return f"“{name if len(name) <= _NAME_CHARS else name[: _NAME_CHARS - 1].rstrip() + '…'}”"


def header_place(table: Table) -> str:
    """Where the header is, for messages: “row 3 of the sheet “Hoja 1””; columns without a header are numbered."""
    row = f"row {table.header_row}" if table.header_row else "none, columns are numbered"
    return row + (f" of the sheet {quoted(table.sheet)}" if table.sheet else "")


def missing(table: Table, code: str, what: str, advice: str) -> InputError:
    return InputError(
        code, f"No {what} was found: the header, {header_place(table)}, has {listed(table.columns)}. Please {advice}."
    )


def ambiguous(names: Sequence[str], role: str, table: Table) -> InputError:
    """Several columns could be the one in that role: rating or comment."""
    return InputError(
        f"ambiguous_{role}_column",
        f"The columns {listed(names, ' and ')} (header in {header_place(table)}) could each be the {role} column. "
        f"Say which one with the option {role}, or remove all but one.",
    )


def percent(share: float) -> str:
    """98 %; never 0 % or 100 % for a share that is only near."""
    if 0 < share < 0.01:
        return "under 1 %"
    return "over 99 %" if 0.99 < share < 1 else f"{share:.0%}".replace("%", " %")
