"""Workbooks of LibreOffice and other OpenDocument programs, in one pass over their XML."""

from xml.parsers import expat

from feedback.adapters.tabular.grid import Grid
from feedback.adapters.tabular.ods_cell import cell_value
from feedback.adapters.tabular.package import xml_part
from feedback.adapters.tabular.refusals import unreadable
from feedback.adapters.tabular.zip import Archive
from feedback.domain.models import Cell, Contents, Sheet

_SIGNS = {"text:tab": "\t", "text:line-break": "\n"}
_REPEATED = "table:number-columns-repeated"
_MAX_SPACES = 32_767
_ASIDE = ("office:annotation", "draw:")


def read_ods(archive: Archive) -> Contents:
    """All sheets with a cell.

    Raises InputError: far_cell, too_many_cells, too_many_columns, too_many_sheets, unreadable_workbook, unsafe_xml.
    """
    reader = _Reader(Grid(archive.name))
    try:
        reader.read(xml_part(archive, "content.xml"))
    except (expat.ExpatError, ValueError, OverflowError) as error:
        raise unreadable(archive.name, "its sheets are not written correctly") from error
    return Contents("ods", reader.sheets)


class _Reader:
    """Notes and pictures in cells hold paragraphs of their own, which are no part of what a cell says."""

    def __init__(self, grid: Grid) -> None:
        self.sheets: list[Sheet] = []
        self._grid = grid
        self._count = self._aside = 0
        self._style = ""
        self._hidden_styles: set[str] = set()
        self._sheet: _Sheet | None = None
        self._cell: dict[str, str] | None = None
        self._paragraphs: list[str] = []
        self._text: list[str] = []

    def read(self, content: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        # All text is collected, also between elements; a paragraph begins with what it has of its own.
        parser.CharacterDataHandler = self._text.append
        parser.Parse(content, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        # The most frequent first: a large sheet has millions of elements.
        if tag == "text:p":
            if not self._aside:
                self._text.clear()
        elif tag == "table:table-cell" or tag == "table:covered-table-cell":
            if not self._aside:
                self._cell = attributes
                self._paragraphs.clear()
        elif tag == "table:table-row":
            if self._sheet is not None and not self._aside:
                self._sheet.begin_row(int(attributes.get("table:number-rows-repeated", "1")))
        elif tag == "text:s":
            self._text.append(" " * min(int(attributes.get("text:c", "1")), _MAX_SPACES))
        elif tag in _SIGNS:
            self._text.append(_SIGNS[tag])
        elif self._sheet is not None:
            self._aside += tag.startswith(_ASIDE)
        else:
            self._outside(tag, attributes)

    def _outside(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "table:table" and self._sheet is None:
            self._count += 1
            self._grid.check_sheets(self._count)
            hidden = attributes.get("table:style-name", "") in self._hidden_styles
            self._sheet = _Sheet(self._grid, attributes.get("table:name", ""), hidden)
        elif tag == "style:style":
            self._style = attributes.get("style:name", "")
        elif tag == "style:table-properties" and attributes.get("table:display") == "false":
            self._hidden_styles.add(self._style)

    def _end(self, tag: str) -> None:
        if self._aside:
            self._aside -= tag.startswith(_ASIDE)
        elif tag == "text:p":
            self._paragraphs.append("".join(self._text))
        elif self._sheet is None:
            return
        elif tag == "table:table-cell" or tag == "table:covered-table-cell":
            if self._cell is not None:
                self._sheet.add_cell(self._cell, "\n".join(self._paragraphs))
            self._cell = None
        elif tag == "table:table-row":
            self._sheet.end_row()
        elif tag == "table:table":
            self.sheets += self._sheet.end()
            self._sheet = None


class _Sheet:
    """A sheet being read. Empty cells and rows are only counted until one follows that is not empty."""

    def __init__(self, grid: Grid, name: str, hidden: bool) -> None:
        self._grid, self._name, self._hidden = grid, name, hidden
        self._rows: list[list[Cell]] = []
        self._row: list[Cell] = []
        self._width = self._filled = self._row_filled = 0
        self._empty_rows = self._empty_cells = 0
        self._repeats = 1

    def begin_row(self, repeats: int) -> None:
        self._row, self._row_filled, self._empty_cells, self._repeats = [], 0, 0, repeats

    def add_cell(self, attributes: dict[str, str], text: str) -> None:
        repeats = int(attributes[_REPEATED]) if _REPEATED in attributes else 1
        value = cell_value(attributes, text)
        if value is None:
            self._empty_cells += repeats
            return
        width = len(self._row) + self._empty_cells + repeats
        self._row_filled += repeats
        if width > self._width:
            self._check(width)
        self._row += [None] * self._empty_cells
        self._row += [value] * repeats
        self._empty_cells = 0

    def end_row(self) -> None:
        if not self._row:
            self._empty_rows += self._repeats
            return
        self._check(len(self._row))
        self._rows += ([] for _ in range(self._empty_rows))
        self._rows += (self._row.copy() for _ in range(self._repeats))
        self._filled += self._row_filled * self._repeats
        self._width, self._empty_rows = max(self._width, len(self._row)), 0

    def _check(self, width: int) -> None:
        rows = len(self._rows) + self._empty_rows + self._repeats
        filled = self._filled + self._row_filled * self._repeats
        self._grid.check(self._name, rows, max(width, self._width), filled)

    def end(self) -> list[Sheet]:
        """The sheet, with rows of equal width; nothing where it has no cell."""
        self._grid.take(self._name, len(self._rows) * self._width)
        for row in self._rows:
            row.extend([None] * (self._width - len(row)))
        numbers = range(1, len(self._rows) + 1)
        return [Sheet(self._rows, numbers, self._name, self._hidden)] if self._rows else []
