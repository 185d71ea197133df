"""The workbook of a report while its sheets are written."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from feedback.adapters.report_xlsx.page import Page
from feedback.adapters.report_xlsx.styles import Styles
from feedback.domain.wording import Wording

_A4, _MARGIN, _MOST_IN_FOOTER = 9, 0.5, 100


@dataclass(frozen=True, slots=True)
class LongText:
    """A text that was cut: the number of its row (None: the header), its column's title, and all of it."""

    row: int | None
    column: str
    text: str


@dataclass(slots=True)
class Book:
    """report is results.json's document. through: sheets of rows pass to disk row by row, not held in memory."""

    workbook: Any
    words: Wording
    report: Mapping[str, Any]
    through: bool
    styles: Styles = field(init=False)
    _cut: list[LongText] = field(default_factory=list)
    _repeated: list[LongText] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.styles = Styles(self.workbook)

    def text(self, key: str, **values: object) -> str:
        return self.words.text(f"book.{key}", **values)

    @property
    def any_analysis(self) -> bool:
        return any(self.report["ledger"][state] for state in ("analyzed", "cached", "duplicate"))

    def page(self, key: str, on_cut: Callable[[int, int, str], None] | None = None) -> Page:
        """A new sheet for people. on_cut is told of the texts that are cut, and keeps them."""
        mark = self.cut_mark if on_cut else self.text("cut_short")
        return Page(self._sheet(key, through=False), self.styles, mark, on_cut)

    @property
    def cut_mark(self) -> str:
        """What ends a text that is kept whole in its own sheet."""
        return self.text("cut_mark", sheet=self.text("sheet.long_texts"))

    def row_sheet(self, key: str) -> Any:
        """A new sheet of xlsxwriter's for as many rows as there are, which are written downwards."""
        return self._sheet(key, through=self.through)

    def _sheet(self, key: str, *, through: bool) -> Any:
        # A sheet takes the workbook's mode when it is added. What charts show is held, so that they know their data.
        self.workbook.constant_memory = through
        sheet = self.workbook.add_worksheet(self.text(f"sheet.{key}"))
        self.workbook.constant_memory = False
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(_MARGIN, _MARGIN, 0.6, 0.6)
        sheet.fit_to_pages(1, 0)
        file = str(self.report["file"])[:_MOST_IN_FOOTER].replace("&", "&&")
        sheet.set_footer(f"&L{file}&C{sheet.get_name()}&R&P / &N")
        return sheet

    def keep(self, row: int | None, column: str, text: str, *, repeated: bool = False) -> None:
        """Remember a text that was cut. repeated: a row's text shown again, which is whole under its own column."""
        (self._repeated if repeated else self._cut).append(LongText(row, column, text))

    def long_texts(self) -> list[LongText]:
        """All texts that were cut, by row, the header first. One that was shown again comes once."""
        found = list(self._cut)
        known = {(one.row, one.text) for one in found}
        for one in self._repeated:
            if (one.row, one.text) not in known:
                known.add((one.row, one.text))
                found.append(one)
        return sorted(found, key=lambda one: one.row or 0)
