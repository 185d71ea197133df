"""The records of a text file: cells in lines, with quotation marks that follow the rules, or nearly."""

import csv
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import cast

from feedback.adapters.tabular.separator import Form, spaces_fit, unwrapped
from feedback.adapters.tabular.source import MAX_CHARS, TextSource, too_long
from feedback.domain.errors import InputError
from feedback.domain.layout import MAX_CELLS, MAX_COLUMNS
from feedback.domain.models import Cell

_NONE = "\ud800"  # separates nothing: no decoded text has it
_SURE_WIDTH = 3  # with less columns a line of a comment may look like a row

csv.field_size_limit(MAX_CHARS)  # the module's own limit of 131,072 is lower than files that are otherwise fine


class Records:
    """The records of a text file. rows and numbers are those of its Sheet.

    mended holds the lines in which quotation marks are not doubled or not closed, and were left out; unwrapped those
    that were quoted as a whole. spaced: quotation marks follow a space, and the spaces after separators were left out.
    """

    def __init__(self, source: TextSource, form: Form, *, skip: int, most: int) -> None:
        """Read at most most records after the first skip lines.

        Raises InputError: broken_quotes, too_many_cells, too_many_columns, cell_too_long.
        """
        self._source = source
        self._form = form
        self._separator = form.separator or _NONE
        self._skip = skip
        self._most = most
        self.spaced = False
        self._start()
        try:
            self._read()
        except csv.Error:
            self._read_lines(broken=self._next)
        else:
            if self._has_spaces():
                self.spaced = True
                self._start()
                self._read()

    def _start(self) -> None:
        self.rows: list[list[Cell]] = []
        self.numbers: list[int] = []
        self.mended: list[int] = []
        self.unwrapped: list[int] = []
        self._held = 0
        self._next = self._skip + 1

    def _read(self) -> None:
        """Read strictly. On csv.Error, _next is the line where the record begins that can't be read."""
        reader = csv.reader(self._lines(), delimiter=self._separator, strict=True, skipinitialspace=self.spaced)
        for cells in islice(reader, self._most):
            self._add(cells)
            self._next = self._skip + reader.line_num + 1

    def _has_spaces(self) -> bool:
        """Whether the file is to be read again, with quotation marks that follow a space."""
        plain = [len(row) for row in self.rows if any(row)]
        if self._form.wrapped or len(set(plain)) < 2:
            return False
        reader = csv.reader(self._lines(), delimiter=self._separator, strict=True, skipinitialspace=True)
        try:
            return spaces_fit(plain, [len(cells) for cells in islice(reader, self._most) if any(cells)])
        except csv.Error:
            return False

    def _read_lines(self, broken: int) -> None:
        """Read each line as a record, in a file whose quotation marks are broken from the line broken on.

        That is refused where a text may have had several lines.
        """
        self._start()
        unclosed: list[int] = []
        quotes: list[int] = []
        for line in islice(self._lines(), self._most):
            cells, closed = self._line(line)
            if not closed:
                unclosed.append(len(self.rows))
            quotes.append(line.count('"'))
            self._add(cells)
            self._next += 1
        widths = [len(row) for row in self.rows]
        usual = max(Counter(filter(None, widths)).items(), key=lambda item: item[1])[0]
        if unclosed and usual < _SURE_WIDTH:
            raise self._broken_quotes(broken)
        for place in unclosed:
            if widths[place] > usual or not self._are_rows(place + 1, quotes, usual):
                raise self._broken_quotes(broken)

    def _are_rows(self, place: int, quotes: list[int], usual: int) -> bool:
        """Whether the lines from place on, up to one with quotation marks, are surely rows and not lines of a text.

        The line in which a text ends has an odd number of them; other lines of it have few separators, before spaces.
        """
        for number in range(place, len(quotes)):
            row = self.rows[number]
            spaced = any(str(cell).startswith(" ") for cell in row[1:])
            if len(row) != usual or spaced or quotes[number] % 2:
                return False
            if quotes[number]:
                break
        return True

    def _line(self, line: str) -> tuple[list[str], bool]:
        """The cells of a line, and whether its quotation marks are closed."""
        try:
            return next(csv.reader([line], delimiter=self._separator, strict=True)), True
        except csv.Error:
            self.mended.append(self._next)
        try:
            closed = len([*csv.reader([line, "\n"], delimiter=self._separator)]) > 1
            return next(csv.reader([line.rstrip("\r\n")], delimiter=self._separator)), closed
        except csv.Error as error:
            raise too_long(self._source.name, self._next) from error

    def _lines(self) -> Iterator[str]:
        return islice(self._source.lines(), self._skip, None)

    def _unwrapped(self, cell: str) -> list[str]:
        """The cells in a line that was quoted as a whole; where other lines are not, it must be as wide as they are."""
        cells, sound = unwrapped(cell, self._separator)
        spaced = any(each.startswith(" ") for each in cells[1:])
        if len(cells) == 1 or (not self._form.wrapped and (spaced or len(cells) != self._form.width)):
            return [cell]
        self.unwrapped.append(self._next)
        if not sound:
            self.mended.append(self._next)
        return cells

    def _add(self, cells: list[str]) -> None:
        if len(cells) == 1 and self._separator in cells[0]:
            cells = self._unwrapped(cells[0])
        self._held += len(cells)
        if len(cells) > MAX_COLUMNS:
            raise InputError(
                "too_many_columns",
                f"Row {self._next} of {self._source.name} has {len(cells):,} cells; at most {MAX_COLUMNS:,} are read. "
                "Delete columns that are not needed.",
            )
        if self._held > MAX_CELLS:
            raise InputError(
                "too_many_cells",
                f"{self._source.name} has more than {MAX_CELLS:,} cells. Delete columns that are not needed, or split "
                "it into smaller files.",
            )
        self.rows.append(cast("list[Cell]", cells))
        self.numbers.append(self._next)

    def _broken_quotes(self, line: int) -> InputError:
        return InputError(
            "broken_quotes",
            f"In row {line} of {self._source.name} a quotation mark is not closed, or not doubled inside a quoted "
            "text, so rows can't be told apart. Correct it, or save the file as .xlsx.",
        )
