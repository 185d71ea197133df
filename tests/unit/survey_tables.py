"""Tables as survey tools export them, and what is chosen of their columns."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

import pytest

from feedback.domain.columns import AskedColumns, Choice, ParserMode, choose_columns
from feedback.domain.errors import InputError
from feedback.domain.models import Cell, Table
from tests.builders import a_table

SUBJECTS = ("the delivery", "your support", "the new app", "the price", "my order", "the shop")
VERBS = ("was slow again", "made me happy", "could be better", "is fine for us", "broke on Monday", "has no help page")

KINDS: dict[str, Callable[[int], Cell]] = {
    "nps": lambda n: (n * 7) % 11,
    "text": lambda n: f"{SUBJECTS[n % 6]} {VERBS[n // 6 % 6]}",
    "short": lambda n: f"{VERBS[n % 6].split()[0]} {'abcdefghijklmnopqrstuvwxyz'[n % 26] * (n + 1)}",
    "cat": lambda n: ("North", "South", "East")[n % 3],
    "id": lambda n: f"R-{n:05d}",
    "number": lambda n: n + 1,
    "date": lambda n: date(2026, 1, 9) + timedelta(days=n),
    "datetext": lambda n: f"{n % 28 + 1}/3/2026 14:03:22",
    "money": lambda n: 100.5 * (n + 1),
    "percent": lambda n: 100 * (n % 3),
    "words": lambda n: ("Promoter", "Passive", "Detractor")[n % 3],
    "yes": lambda n: ("Yes", "No")[n % 2],
    "bool": lambda n: n % 2 == 0,
    "name": lambda n: f"Pat {'abcdefghijklmnopqrstuvwxyz'[n % 26] * (n + 1)}",
    "email": lambda n: f"pat{n}@example.org",
    "small": lambda n: n % 4,
    "empty": lambda n: None,
}


def survey(columns: Sequence[tuple[str, str]], rows: int = 40) -> Table:
    """A table of named columns, each of a kind."""
    kinds = [KINDS[kind] for _, kind in columns]
    return a_table([[make(n) for make in kinds] for n in range(rows)], [name for name, _ in columns])


def choose(table: Table, asked: AskedColumns | None = None, mode: ParserMode = ParserMode.FLEXIBLE) -> Choice:
    return choose_columns(table, asked or AskedColumns(), mode)


def refusal(table: Table, asked: AskedColumns | None = None, mode: ParserMode = ParserMode.FLEXIBLE) -> InputError:
    with pytest.raises(InputError) as refused:
        choose(table, asked, mode)
    return refused.value
