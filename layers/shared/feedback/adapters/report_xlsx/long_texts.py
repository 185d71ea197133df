"""The sheet Long texts: in pieces, each text that is longer than a cell. There is none where no text is."""

from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.cells import CellWriter
from feedback.adapters.report_xlsx.texts import pieces

_WIDTHS = (9, 30, 8, 120)


def write_long_texts(book: Book) -> None:
    """A line for each piece: its row's number (none for the header), its column's title, its own number, and it."""
    texts = book.long_texts()
    if not texts:
        return
    sheet = book.row_sheet("long_texts")
    cells = CellWriter(sheet, book.styles)
    for at, (title, width) in enumerate(zip(("row", "column", "part", "text"), _WIDTHS, strict=True)):
        cells.text(0, at, book.text(title), book.styles("header"))
        sheet.set_column(at, at, width)
    row = 0
    for found in texts:
        for part, piece in enumerate(pieces(found.text), start=1):
            row += 1
            line = (found.row, found.column, part, piece)
            for at, cell in enumerate(line):
                cells.write(row, at, cell, book.styles("row" if at in (0, 2) else "wrapped", valign="top"))
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    sheet.autofilter(0, 0, row, 3)
