"""From a sheet to its table: the rows below the header, of equal width, and the limits they must keep."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest

from feedback.domain.cells import is_filled, title_text
from feedback.domain.errors import InputError
from feedback.domain.header import Header, KnownTitles, find_header, header_at
from feedback.domain.models import Cell, Sheet, Table

MAX_CELLS = 8_000_000
MAX_COLUMNS = 1_000
"""Most cells and columns of a table: one stray cell at the far right of a large sheet would fill the memory."""
_NAMED_ROWS = 5


def find_table(
    sheet: Sheet, file: str, known: KnownTitles, *, max_rows: int, header_row: int | None = None
) -> Table | None:
    """The sheet's table, None where no cell is filled. file is used in messages.

    Columns without a title and without a filled cell are left out, rows at the end without one too; empty rows before
    that are kept. Rows that repeat the header are left out, and a note names them.
    header_row: the row of the header as people see it, 0 for none; None: it is looked for.
    Raises InputError: no_such_row, no_rows, too_many_rows, too_many_cells, too_many_columns, ragged_row.
    """
    header = _asked(sheet, file, header_row) if header_row is not None else find_header(sheet, known)
    if header is None:
        return None
    rows, numbers, repeats = _body(sheet, header, file, max_rows)
    if not rows:
        raise InputError(
            "no_rows", f"{where(file, sheet)} has a header but no answers below it. Add the answers, then try again."
        )
    used = _used_columns(header.titles, rows, where(file, sheet))
    filler: Cell = None if sheet.placed else ""
    width = max(used) + 1
    # Dense tables, nearly all, need no picking of columns.
    dense = len(used) == width
    table_rows: list[list[Cell]] = []
    for row in rows:
        cells = row
        if len(row) != width:
            cells = row[:width] if len(row) > width else [*row, *([filler] * (width - len(row)))]
        table_rows.append(cells if dense else [cells[column] for column in used])
    titles = [header.titles[column] if column < len(header.titles) else "" for column in used]
    return Table(
        columns=column_names(titles),
        rows=table_rows,
        header_row=sheet.numbers[header.first] if header.end > header.first else 0,
        sheet=sheet.name,
        notes=tuple(_notes(sheet, header, width - len(used), repeats)),
        numbers=numbers,
    )


def where(file: str, sheet: Sheet) -> str:
    """The file, and the sheet if it has one with a name, for messages."""
    return f"{file}, sheet “{sheet.name}”," if sheet.name else file


def column_names(titles: Sequence[str]) -> tuple[str, ...]:
    """Different names: the titles as they are, "Column 3" for an empty one, " (2)" after a repeated one."""
    titled = set(titles)
    names: list[str] = []
    used: set[str] = set()
    repeats: dict[str, int] = {}
    for position, title in enumerate(titles, start=1):
        base = title if title.strip() else f"Column {position}"
        candidate = base
        # A made-up name gives way to a real title further right, so that no title of the file is changed by one.
        while candidate in used or (candidate != title and candidate in titled):
            repeats[base] = repeats.get(base, 1) + 1
            candidate = f"{base} ({repeats[base]})"
        used.add(candidate)
        names.append(candidate)
    return tuple(names)


def _asked(sheet: Sheet, file: str, header_row: int) -> Header:
    if header_row == 0:
        first = next((at for at, row in enumerate(sheet.rows) if any(map(is_filled, row))), 0)
        return Header([""] * max(map(len, sheet.rows[:1]), default=0), first, first)
    try:
        return header_at(sheet, list(sheet.numbers).index(header_row))
    except ValueError:
        raise InputError(
            "no_such_row", f"{where(file, sheet)} has no row {header_row}: correct the option header_row."
        ) from None


def _body(sheet: Sheet, header: Header, file: str, max_rows: int) -> tuple[list[list[Cell]], list[int], list[int]]:
    """The rows from below the header to the last filled one, their numbers, and the numbers of repeated headers."""
    end = len(sheet.rows)
    while end > header.end and not any(map(_has_content, sheet.rows[end - 1])):
        end -= 1
    if end - header.end > max_rows:
        raise InputError(
            "too_many_rows",
            f"{where(file, sheet)} has more than {max_rows:,} rows of answers, the most that can be analysed at once."
            " Split it into smaller files; in a sheet, look for stray cells far below, too.",
        )
    rows, numbers = sheet.rows[header.end : end], list(sheet.numbers[header.end : end])
    if header.end == header.first:
        return rows, numbers, []
    if not sheet.placed:
        for row, number in zip(rows, numbers, strict=True):
            if len(row) > len(header.titles):
                _check_width(row, number, sheet, header, file)
    first = header.titles[0]
    again = {at for at, row in enumerate(rows) if row and row[0] == first and _repeats(row, header)}
    if not again:
        return rows, numbers, []
    repeats = [numbers[at] for at in sorted(again)]
    kept = [at for at in range(len(rows)) if at not in again]
    return [rows[at] for at in kept], [numbers[at] for at in kept], repeats


def _has_content(cell: Cell) -> bool:
    """White space is content: no answer is dropped that somebody typed, if only a space."""
    return cell is not None and cell != ""


def _repeats(row: Sequence[Cell], header: Header) -> bool:
    pairs = list(zip_longest(map(title_text, row), header.titles, fillvalue=""))
    return all(cell == title for cell, title in pairs) and sum(bool(title) for _, title in pairs) > 1


def _check_width(row: Sequence[Cell], number: int, sheet: Sheet, header: Header, file: str) -> None:
    width = len(row)
    while width and row[width - 1] == "":
        width -= 1
    if width > len(header.titles):
        raise InputError(
            "ragged_row",
            f"Row {number} of {file} has {width} cells but the header (row {sheet.numbers[header.first]}) has"
            f" {len(header.titles)}, so its columns would be mixed up. Put quotation marks around texts that contain"
            " the separator, or save the file as .xlsx. If the header is another row, give the option header_row.",
        )


def _used_columns(titles: Sequence[str], rows: Sequence[Sequence[Cell]], place: str) -> list[int]:
    """The columns with a title or with any content, in order. Raises InputError too_many_columns, too_many_cells."""
    width = max(len(titles), *map(len, rows))
    used = {column for column, title in enumerate(titles) if title.strip()}
    missing = set(range(width)) - used
    for row in rows:
        if not missing:
            break
        found = [column for column in missing if column < len(row) and _has_content(row[column])]
        used.update(found)
        missing.difference_update(found)
    if len(used) > MAX_COLUMNS:
        raise InputError(
            "too_many_columns",
            f"{place} has {len(used):,} columns; at most {MAX_COLUMNS:,} are taken. Delete those that are not needed.",
        )
    if len(used) * len(rows) > MAX_CELLS:
        raise InputError(
            "too_many_cells",
            f"{place} has more than {MAX_CELLS:,} cells. Delete columns that are not needed, and stray cells.",
        )
    return sorted(used) or [0]


def _notes(sheet: Sheet, header: Header, left_out: int, repeats: Sequence[int]) -> Iterator[str]:
    first, last = sheet.numbers[header.first], sheet.numbers[max(header.first, header.end - 1)]
    if header.end == header.first:
        yield "No header row was found; the columns are numbered. Give the option header_row if there is one."
    elif last > first:
        yield f"The header is in rows {first} to {last}."
    elif any(any(map(is_filled, row)) for row in sheet.rows[: header.first]):
        yield f"The header is in row {first}; what stands above it is not part of the table."
    if left_out:
        yield f"{left_out} empty columns were left out."
    if repeats:
        yield f"{listed(repeats)}: the header again, left out."


def listed(numbers: Sequence[int]) -> str:
    """ "Row 4", "Rows 4 and 9", "Rows 4, 5, 6, 7, 8 and 12 more"."""
    shown = [str(number) for number in numbers[:_NAMED_ROWS]]
    if len(numbers) > _NAMED_ROWS:
        return f"Rows {', '.join(shown)} and {len(numbers) - _NAMED_ROWS} more"
    return f"Row {shown[0]}" if len(shown) == 1 else f"Rows {', '.join(shown[:-1])} and {shown[-1]}"
