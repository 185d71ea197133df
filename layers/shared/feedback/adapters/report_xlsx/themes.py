"""The sheet Themes: every number of every theme, strongest impact first, its charts, and quotes below."""

from typing import Any

from feedback.adapters.report_xlsx import charts, scales
from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.page import ROW_PIXELS, Block, Page
from feedback.adapters.report_xlsx.quotes import write_quotes
from feedback.adapters.report_xlsx.styles import DETRACTOR, PASSIVE, PROMOTER
from feedback.adapters.report_xlsx.theme_columns import (
    CHURN,
    EMOTIONS,
    HIDDEN,
    IMPACT,
    NPS,
    POLARITY,
    SENTIMENT,
    SHARE,
    theme_columns,
)
from feedback.domain.models import Polarity

CHARTED = 20
"""Most themes in a chart."""
_SCREEN = 25
"""So many rows fit on one."""
_POLARITY_FILLS = {Polarity.NEGATIVE: DETRACTOR, Polarity.NEUTRAL: PASSIVE, Polarity.POSITIVE: PROMOTER}


def write_themes(book: Book) -> Block | None:
    """The place of the table, None where there is no theme."""
    quoted: dict[int, int] = {}

    def keep(row: int, _: int, text: str) -> None:
        if row in quoted:
            book.keep(quoted[row], book.text("quote"), text, repeated=True)

    page = book.page("themes", keep)
    page.sheet.hide_gridlines(2)
    page.put(0, book.text("sheet.themes"), "title")
    page.put(3, book.text("themes_lead"), "muted", valign="vcenter")
    page.end_row(34)
    entries = sorted(book.report["themes"], key=lambda entry: entry["rank"])
    if not entries:
        page.paragraph(book.text("no_themes" if book.any_analysis else "no_analysis"), "note")
        return None
    columns = theme_columns(book)
    block = page.table(columns, entries)
    last = len(columns) - 1
    # Quotes follow below, so the table's header stays in sight only where the table is longer than a screen.
    is_long = len(entries) > _SCREEN
    page.sheet.freeze_panes(block.first if is_long else 0, 2)
    if is_long:
        page.sheet.repeat_rows(block.first - 2, block.first - 1)
    page.sheet.autofilter(block.first - 1, 0, block.last, last - HIDDEN)
    page.sheet.set_column(last - HIDDEN + 1, last, None, None, {"hidden": True})
    _colours(page, block)
    page.skip()
    _charts(page, book, block)
    write_quotes(page, book, entries, quoted)
    page.sheet.print_area(0, 0, page.row, EMOTIONS)
    return block


def impact_chart(book: Book, block: Block, themes: int, width: int) -> Any:
    """A chart of the strongest themes' impact, from the cells of the table."""
    shown = block.top(themes)
    name, up, down, to_low, to_high = _hidden_places(book)
    series = [
        charts.block_series(shown, book.text("raises"), name, up, colour=PROMOTER),
        charts.block_series(shown, book.text("lowers"), name, down, colour=DETRACTOR),
    ]
    errors = shown.reference(to_low), shown.reference(to_high)
    size = width, charts.bars_height(shown.last - shown.first + 1)
    impacts = (entry["impact"] for entry in book.report["themes"])
    ends = charts.axis_ends((impact[key] for impact in impacts for key in ("points", "low", "high")), 5)
    return charts.bars_with_intervals(book.workbook, book.text("impact_chart"), series, errors, size, ends)


def _hidden_places(book: Book) -> range:
    columns = len(theme_columns(book))
    return range(columns - HIDDEN, columns)


def _colours(page: Page, block: Block) -> None:
    sheet = page.sheet
    sheet.conditional_format(*block.area(IMPACT), scales.impact_bar())
    sheet.conditional_format(*block.area(SHARE), scales.share_bar())
    sheet.conditional_format(*block.area(SENTIMENT), scales.sentiment())
    sheet.conditional_format(*block.area(NPS), scales.standard_nps())
    sheet.conditional_format(*block.area(CHURN), scales.three_colours(0, 0.5, 1, reverse=True))


def _charts(page: Page, book: Book, block: Block) -> None:
    shown = block.top(CHARTED)
    height = charts.bars_height(shown.last - shown.first + 1)
    if any(entry["impact"]["points"] is not None for entry in book.report["themes"]):
        impact = impact_chart(book, block, CHARTED, 640)
        charts.insert(page.sheet, impact, page.row, 0, book.text("impact_image"))
    name = _hidden_places(book)[0]
    series = [
        charts.block_series(shown, book.words.named("polarity", kind.value), name, POLARITY + at, colour=colour)
        for at, (kind, colour) in enumerate(_POLARITY_FILLS.items())
    ]
    chart = charts.stacked(book.workbook, book.text("polarity_chart"), series, (600, height))
    chart.show_hidden_data()
    charts.insert(page.sheet, chart, page.row, 8, book.text("polarity_image"))
    page.skip(height // ROW_PIXELS + 2)
