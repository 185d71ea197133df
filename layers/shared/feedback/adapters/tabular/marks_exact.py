"""The marks of a sheet written in an unusual way: all of it is read, cells without a place follow the one before."""

import re
from xml.parsers import expat

from feedback.adapters.tabular.grid import column_number
from feedback.adapters.tabular.marks import Marks

_REFERENCE = re.compile(r"([A-Za-z]{1,9})([0-9]{1,18})")


def exact_marks(part: bytes, percent_styles: frozenset[int]) -> Marks:
    """The marks of any sheet. Raises ValueError or expat.ExpatError where it is not written correctly."""
    reader = _Reader({str(style) for style in percent_styles})
    reader.read(part)
    return Marks(reader.rows, reader.columns, reader.filled, reader.errors, reader.percents, reader.unstored)


class _Reader:
    def __init__(self, percent_styles: set[str]) -> None:
        self.rows = self.columns = self.filled = self.unstored = 0
        self.errors: list[tuple[int, int, str]] = []
        self.percents: list[tuple[int, int]] = []
        self._styles = percent_styles
        self._row = self._column = 0
        self._place = (0, 0)
        self._attributes: dict[str, str] = {}
        self._has_value = self._has_formula = False
        self._text: list[str] | None = None
        self._value = ""

    def read(self, part: bytes) -> None:
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._data
        parser.Parse(part, True)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        local = tag.rpartition(":")[2]
        if local == "row":
            number = attributes.get("r", "")
            self._row = int(number) if number.isdecimal() else self._row + 1
            self._column = 0
        elif local == "c":
            self._place = _place(attributes["r"]) if "r" in attributes else (self._row, self._column + 1)
            self._column = self._place[1]
            self._attributes, self._value = attributes, ""
            self._has_value = self._has_formula = False
        elif local == "f":
            self._has_formula = True
        elif local in ("v", "is"):
            self._has_value = True
            self._text = []

    def _data(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        local = tag.rpartition(":")[2]
        if local in ("v", "is") and self._text is not None:
            self._value, self._text = "".join(self._text), None
        elif local == "c":
            self._cell()

    def _cell(self) -> None:
        kind = self._attributes.get("t", "n")
        if self._has_formula and not self._value and kind != "str":
            self.unstored += 1
        if not self._has_value:
            return
        row, column = self._place
        self.rows, self.columns, self.filled = max(self.rows, row), max(self.columns, column), self.filled + 1
        if kind == "e" and self._value:
            self.errors.append((row, column, self._value))
        elif self._attributes.get("s") in self._styles:
            self.percents.append(self._place)


def _place(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise ValueError("a cell's place is not that of a cell")
    return int(found[2]), column_number(found[1])
