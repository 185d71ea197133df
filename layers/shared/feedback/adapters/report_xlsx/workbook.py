"""results.xlsx of a report."""

import datetime
import io
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

import xlsxwriter

from feedback.adapters.report_xlsx.book import Book
from feedback.adapters.report_xlsx.comparison import write_comparison
from feedback.adapters.report_xlsx.long_texts import write_long_texts
from feedback.adapters.report_xlsx.people import write_detractors, write_scale_check
from feedback.adapters.report_xlsx.rows import write_rows
from feedback.adapters.report_xlsx.segments import write_segments
from feedback.adapters.report_xlsx.summary import write_summary
from feedback.adapters.report_xlsx.table import check_width, options, peeked
from feedback.adapters.report_xlsx.themes import write_themes
from feedback.domain.models import Cell
from feedback.domain.wording_workbook import workbook_wording


def workbook_bytes(
    report: Mapping[str, Any],
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    at_risk: Iterable[Mapping[str, Any]] | None = None,
) -> bytes:
    """The report's workbook in its language; the same bytes for the same report and rows.

    Sheets: Summary, Themes, Segments, Detractors, Rows; then, where there is something to show, Comparison, Scale check
    and Long texts. report is results.json's document. rows are the input's cells and the analysis's under columns; they
    are taken once and not held. at_risk: all detractors at high churn risk, in the form and order of the report's own
    list, which ends after 1,000 and is taken where this is None; the sheet then says how many there are in all.
    Cells are as CellWriter writes them. A text above 32,767 UTF-16 units is cut, with a mark at its end, and is whole
    in the sheet Long texts.
    Raises ValueError for more rows or columns than a sheet has (1,048,576 with the header, and 16,384).
    """
    buffer = io.BytesIO()
    write_workbook(buffer, report, columns, rows, at_risk)
    return buffer.getvalue()


def write_workbook(
    target: BinaryIO | Path,
    report: Mapping[str, Any],
    columns: Sequence[str],
    rows: Iterable[Sequence[Cell]],
    at_risk: Iterable[Mapping[str, Any]] | None = None,
) -> None:
    """The same into a path or an open file, which stays open."""
    check_width(columns)
    first, every, held = peeked(columns, rows)
    file = str(target) if isinstance(target, Path) else target
    with xlsxwriter.Workbook(file, options(held=held)) as workbook:
        book = Book(workbook, workbook_wording(report["lang"]), report, through=not held)
        workbook.set_properties({"title": book.text("title"), "created": _created(report)})
        place_themes_chart = write_summary(book)
        place_themes_chart(write_themes(book))
        write_segments(book)
        write_detractors(book, at_risk)
        write_rows(book, columns, first, every)
        write_comparison(book)
        write_scale_check(book)
        write_long_texts(book)


def _created(report: Mapping[str, Any]) -> datetime.datetime:
    return datetime.datetime.fromisoformat(report["created_at"]).astimezone(datetime.UTC).replace(tzinfo=None)
