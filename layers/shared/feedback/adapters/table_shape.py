"""From the records of a file to a table: the header, its names, rows of equal width, and the limits."""

from collections.abc import Iterator, Sequence

from feedback.domain.errors import InputError
from feedback.domain.models import Cell

MAX_CELLS = 10_000_000
MAX_COLUMNS = 1_000
"""Most cells and columns of a table: one stray cell at the far right of a large sheet would fill the memory."""

type Record = tuple[int, list[Cell]]
"""The 1-based line or sheet row at which a record begins, and its cells."""


def find_header(records: Iterator[Record]) -> Record | None:
    """The first record with a cell that shows something, None where there is none. Consumes the records up to it."""
    for number, cells in records:
        if any(cell is not None and str(cell).strip() for cell in cells):
            return number, cells
    return None


def build(
    header: Record, records: Iterator[Record], *, name: str, max_rows: int, placed: bool
) -> tuple[tuple[str, ...], list[list[Cell]]]:
    """The column names and the rows below the header, all of the header's width; rows empty to the end are dropped.

    placed says that cells know their column, as in a sheet: a row wider than the header then widens the table, and
    cells that are missing are None. In text files they are "", and a wider row is an error.
    Raises InputError: ragged_row, too_many_rows, too_many_cells, no_rows.
    """
    _, titles = header
    rows: list[list[Cell]] = []
    empty = held = 0
    for number, cells in records:
        width = _filled(cells)
        if not width:
            empty += 1
            continue
        if len(rows) + empty >= max_rows:
            raise _too_many_rows(name, max_rows, None if placed else len(rows) + empty + 1 + _count(records))
        if width > len(titles) and not placed:
            raise _ragged_row(name, number, width, header)
        held += width
        if held > MAX_CELLS or width > MAX_COLUMNS:
            raise _too_many_cells(name)
        rows.extend([] for _ in range(empty))
        rows.append(cells[:width])
        empty = 0
    if not rows:
        raise InputError("no_rows", f"{name} has a header but no answers below it. Add the answers, then try again.")
    width = max(_filled(titles), *map(len, rows))
    if width * len(rows) > MAX_CELLS or width > MAX_COLUMNS:
        raise _too_many_cells(name)
    filler: Cell = None if placed else ""
    for row in rows:
        row.extend([filler] * (width - len(row)))
    return column_names(titles, width), rows


def column_names(titles: Sequence[Cell], width: int) -> tuple[str, ...]:
    """width different names: the titles as they are, "Column 3" for an empty one, " (2)" after a repeated one."""
    given = ["" if cell is None else str(cell) for cell in titles[:width]]
    given += [""] * (width - len(given))
    titled = set(given)
    names: list[str] = []
    used: set[str] = set()
    repeats: dict[str, int] = {}
    for position, title in enumerate(given, start=1):
        base = title if title.strip() else f"Column {position}"
        candidate = base
        # A made-up name gives way to a real title further right, so that no title of the file is changed by one.
        while candidate in used or (candidate != title and candidate in titled):
            repeats[base] = repeats.get(base, 1) + 1
            candidate = f"{base} ({repeats[base]})"
        used.add(candidate)
        names.append(candidate)
    return tuple(names)


def _filled(cells: Sequence[Cell]) -> int:
    """How many cells are left without the empty ones at the end. White space is not empty."""
    width = len(cells)
    while width and (cells[width - 1] is None or cells[width - 1] == ""):
        width -= 1
    return width


def _count(records: Iterator[Record]) -> int:
    """How many records follow, up to the last that is not empty."""
    last = 0
    for position, (_, cells) in enumerate(records, start=1):
        if _filled(cells):
            last = position
    return last


def _too_many_rows(name: str, max_rows: int, count: int | None) -> InputError:
    found = f"more than {max_rows:,}" if count is None else f"{count:,}"
    return InputError(
        "too_many_rows",
        f"{name} has {found} rows of answers; at most {max_rows:,} can be analysed at once. "
        "Split it into smaller files; in a sheet, look for stray cells far below, too.",
    )


def _ragged_row(name: str, number: int, width: int, header: Record) -> InputError:
    return InputError(
        "ragged_row",
        f"Row {number} of {name} has {width} cells but the header (row {header[0]}) has {len(header[1])}, so its "
        "columns would be mixed up. Put quotation marks around texts that contain the separator, remove any title "
        "lines above the header, or save the file as .xlsx.",
    )


def _too_many_cells(name: str) -> InputError:
    return InputError(
        "too_many_cells",
        f"{name} has more than {MAX_COLUMNS:,} columns or {MAX_CELLS:,} cells. Delete columns that are not needed, and "
        "stray cells far to the right.",
    )
