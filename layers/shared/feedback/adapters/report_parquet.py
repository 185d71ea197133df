"""results.parquet: a table with the types of its cells, for programs."""

import datetime
import io
from collections.abc import Callable, Iterable, Sequence
from typing import BinaryIO

from arro3.core import Array, DataType, Field, Table, list_array
from arro3.io import write_parquet as write_arrow

from feedback.domain.cell_text import cell_text, whole
from feedback.domain.models import Cell, Percent
from feedback.domain.result_columns import input_width

type _Build = Callable[[Sequence[Cell]], Array]

_INT64 = range(-(2**63), 2**63)
_EXACT_FLOATS = range(-(2**53), 2**53 + 1)
"""Whole numbers that a float holds, every one of them."""
_COMPRESSION = "zstd(3)"
_EPOCH = datetime.datetime(1970, 1, 1)  # noqa: DTZ001 - sheets' times have no zone
_MICROSECOND = datetime.timedelta(microseconds=1)


def parquet_bytes(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """The table as a Parquet file, compressed with zstd; each row is as wide as the header.

    A column of the input has the one type that all its cells have: int64, double (also whole numbers among decimals),
    bool, date32, time64[us], timestamp[us], with UTC where all its times have a zone. Any other column, mixed or with
    numbers that these can't hold, is string: texts as they are, other cells as cell_text() writes them; so is a column
    without a cell. None is null; an empty text stays one. No text is read as a number.
    The analysis's columns have the same types in every file: row int64, scores double, themes list<string> of
    "theme:polarity" (null without an analysis, empty where it has none), the others string.
    Names are unchanged but for those that come again: "Date", "Date (2)".
    """
    buffer = io.BytesIO()
    write_parquet(buffer, columns, rows)
    return buffer.getvalue()


def write_parquet(target: BinaryIO, columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    """The same into an open file, which stays open. All cells are held at once: a column's type is that of all."""
    cells = list(zip(*rows, strict=True)) or [()] * len(columns)
    inputs = input_width(columns)
    builds = [_build(column) for column in cells[:inputs]] + [_analysis_build(name) for name in columns[inputs:]]
    arrays = [build(column) for build, column in zip(builds, cells, strict=True)]
    write_arrow(Table.from_arrays(arrays, names=unique_names(columns)), target, compression=_COMPRESSION)


def unique_names(columns: Sequence[str]) -> list[str]:
    """The names in their order, each that came before with the first number that makes it new."""
    taken = {whole(name) for name in columns}
    seen: set[str] = set()
    names = []
    for name in map(whole, columns):
        number, new = 2, name
        while new in seen or (new != name and new in taken):
            new, number = f"{name} ({number})", number + 1
        seen.add(new)
        names.append(new)
    return names


def _build(column: Sequence[Cell]) -> _Build:
    """How to make the array of an input's column."""
    kinds = {type(cell) for cell in column if cell is not None}
    if kinds == {int}:
        return _ints if all(cell in _INT64 for cell in column if cell is not None) else _texts
    if kinds and kinds <= {int, float, Percent}:
        fits = all(cell in _EXACT_FLOATS for cell in column if type(cell) is int)
        return _floats if fits else _texts
    if kinds == {bool}:
        return _bools
    if kinds == {datetime.date}:
        return _dates
    if kinds == {datetime.time}:
        return _times if all(cell.tzinfo is None for cell in column if isinstance(cell, datetime.time)) else _texts
    if kinds and kinds <= {datetime.date, datetime.datetime}:
        return _moments_build(column)
    return _texts


def _moments_build(column: Sequence[Cell]) -> _Build:
    """Dates among times without a zone are midnights; with and without a zone together are texts."""
    zoned = {isinstance(cell, datetime.datetime) and cell.tzinfo is not None for cell in column if cell is not None}
    return _texts if len(zoned) == 2 else _instants if zoned == {True} else _moments


def _analysis_build(name: str) -> _Build:
    if name == "row":
        return _ints
    if name in ("sentiment", "churn_risk") or name.startswith("emotion_"):
        return _floats
    return _lists if name == "themes" else _texts


def _texts(column: Sequence[Cell]) -> Array:
    return Array([None if cell is None else cell_text(cell) for cell in column], DataType.utf8())


def _ints(column: Sequence[Cell]) -> Array:
    return Array(column, DataType.int64())


def _floats(column: Sequence[Cell]) -> Array:
    return Array(column, DataType.float64())


def _bools(column: Sequence[Cell]) -> Array:
    return Array(column, DataType.bool())


def _dates(column: Sequence[Cell]) -> Array:
    days = [cell.toordinal() - _EPOCH.toordinal() if isinstance(cell, datetime.date) else None for cell in column]
    return Array(days, DataType.int32()).cast(DataType.date32())


def _times(column: Sequence[Cell]) -> Array:
    day = _EPOCH.date()
    since = [
        (datetime.datetime.combine(day, cell) - _EPOCH) // _MICROSECOND if isinstance(cell, datetime.time) else None
        for cell in column
    ]
    return Array(since, DataType.int64()).cast(DataType.time64("us"))


def _moments(column: Sequence[Cell]) -> Array:
    return Array([_microseconds(cell) for cell in column], DataType.int64()).cast(DataType.timestamp("us"))


def _instants(column: Sequence[Cell]) -> Array:
    since = [_microseconds(cell) for cell in column]
    return Array(since, DataType.int64()).cast(DataType.timestamp("us", tz="UTC"))


def _microseconds(cell: Cell) -> int | None:
    if not isinstance(cell, datetime.date):
        return None
    if not isinstance(cell, datetime.datetime):
        return (cell.toordinal() - _EPOCH.toordinal()) * 86_400_000_000
    offset = cell.utcoffset() or datetime.timedelta(0)
    return (cell.replace(tzinfo=None) - offset - _EPOCH) // _MICROSECOND


def _lists(column: Sequence[Cell]) -> Array:
    """Texts like "price:negative; staff:positive" as lists."""
    lists = [str(cell).split("; ") if cell else [] for cell in column]
    ends = [0]
    for items in lists:
        ends.append(ends[-1] + len(items))
    item = Field("item", DataType.utf8(), nullable=True)
    return list_array(
        Array(ends, DataType.int32()),
        Array([whole(text) for items in lists for text in items], DataType.utf8()),
        type=DataType.list(item),
        mask=Array([cell is None for cell in column], DataType.bool()),
    )
