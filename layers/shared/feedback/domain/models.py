"""The words of the product: what a row, a comment and an analysis are."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum

EMOTIONS = ("satisfaction", "frustration", "anger", "trust", "disappointment", "confusion", "anticipation")


class Percent(float):
    """A number that its sheet shows as a percentage: Percent(0.9) is seen as 90 %."""


class CellError(str):
    """An error value of a sheet, such as "#N/A": nothing that anybody typed."""

    __slots__ = ()


type Cell = str | int | float | bool | datetime.datetime | datetime.date | datetime.time | None


class LedgerState(StrEnum):
    """What became of an input row; every row is in exactly one state."""

    ANALYZED = "analyzed"
    CACHED = "cached"
    DUPLICATE = "duplicate"
    BLANK = "blank"
    FAILED = "failed"


class Polarity(StrEnum):
    """How a comment speaks of a theme."""

    NEGATIVE = "negative"
    NEUTRAL = "neutral"
    POSITIVE = "positive"


class Detail(StrEnum):
    """How much the model tells of a comment: its scores, or also its pain point in the customer's words."""

    SCORES = "scores"
    FULL = "full"


@dataclass(frozen=True, slots=True)
class ThemeMention:
    """A theme (a key of the codebook) and how the comment speaks of it."""

    theme: str
    polarity: Polarity


@dataclass(frozen=True, slots=True)
class Analysis:
    """What the model said of one comment.

    sentiment is in -1…1; emotions holds seven values in 0…1, in the order of EMOTIONS; churn_risk is in 0…1;
    themes has at most three mentions; language is an ISO 639-1 code, "zz" where the model could not tell. pain_point
    is what troubles the customer, word for word from the comment; None where nothing does, or it was not asked for.
    """

    sentiment: float
    emotions: tuple[float, ...]
    churn_risk: float
    themes: tuple[ThemeMention, ...]
    language: str
    pain_point: str | None = None


@dataclass(frozen=True, slots=True)
class Usage:
    """What model calls used. Costs are in millionths of a dollar; None where the model's price is unknown.

    calls counts every call that was made; failed_calls those without a usable reply, rate_limited those answered 429,
    retries further tries of the same call, splits calls that ask again for what an answer lacked. waited_ms: at the
    rate limit, added up over the calls. tokens_cached and tokens_written: of tokens_in, those read from the provider's
    prompt cache and those written to it. tiers: the service tiers that answers named.
    """

    calls: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    cost_micro_usd: int | None = 0
    rate_limited: int = 0
    failed_calls: int = 0
    retries: int = 0
    splits: int = 0
    waited_ms: int = 0
    tokens_cached: int = 0
    tokens_written: int = 0
    tiers: frozenset[str] = frozenset()

    def __add__(self, other: "Usage") -> "Usage":
        known = self.cost_micro_usd is not None and other.cost_micro_usd is not None
        return Usage(
            calls=self.calls + other.calls,
            tokens_in=self.tokens_in + other.tokens_in,
            tokens_out=self.tokens_out + other.tokens_out,
            cost_micro_usd=(self.cost_micro_usd or 0) + (other.cost_micro_usd or 0) if known else None,
            rate_limited=self.rate_limited + other.rate_limited,
            failed_calls=self.failed_calls + other.failed_calls,
            retries=self.retries + other.retries,
            splits=self.splits + other.splits,
            waited_ms=self.waited_ms + other.waited_ms,
            tokens_cached=self.tokens_cached + other.tokens_cached,
            tokens_written=self.tokens_written + other.tokens_written,
            tiers=self.tiers | other.tiers,
        )


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet as it lies in a file, before anybody knows where its table begins; text files have one, without a name.

    rows: the cells of each row, rows of any width, empty rows too; empty cells are None, in text files "".
    numbers: the 1-based row of each entry of rows (in text files the line where it begins), as people see it.
    placed: cells know their column, as in a workbook; in text files a row can be too wide by a separator.
    merged: (top, left, bottom, right) of merged cells, 0-based and inclusive, in terms of rows and their cells.
    """

    rows: list[list[Cell]]
    numbers: Sequence[int]
    name: str | None = None
    hidden: bool = False
    placed: bool = True
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Contents:
    """What a file holds. kind is xlsx, xls, ods, text or jsonl; notes say in words how it was read."""

    kind: str
    sheets: list[Sheet]
    encoding: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table as read from a file: a header and rows of equal width, in input order.

    sheet is the worksheet's name, None for text files; header_row is the 1-based line or row of the header, 0 where
    there is none; numbers are the rows' own; notes say in words how the table was found.
    """

    columns: tuple[str, ...]
    rows: list[list[Cell]]
    header_row: int = 1
    sheet: str | None = None
    notes: tuple[str, ...] = field(default=())
    numbers: Sequence[int] = ()

    def column(self, at: int) -> list[Cell]:
        return [row[at] for row in self.rows]
