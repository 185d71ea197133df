"""Workbooks of made-up reports, and what readers find in them."""

import datetime
import io
import warnings
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from feedback.adapters.report_xlsx import table
from feedback.adapters.report_xlsx.workbook import workbook_bytes
from feedback.domain.models import EMOTIONS, Cell
from feedback.domain.report import ANALYSIS_COLUMNS
from tests.report_rows import Row, simulated_rows

INPUT = ("Id", "Fecha", "Plan", "Nota", "Comentario Final")
COLUMNS = (*INPUT, *ANALYSIS_COLUMNS)
GROUPS = {1: "promoter", 0: "passive", -1: "detractor", None: None}


def book_of(
    report: Mapping[str, Any],
    rows: Iterable[Sequence[Cell]] | None = None,
    columns: Sequence[str] = COLUMNS,
    at_risk: Iterable[Mapping[str, Any]] | None = None,
) -> bytes:
    """The report's workbook with these rows, or with simulated ones."""
    return workbook_bytes(report, columns, rows_of(min(report["rows"], 60)) if rows is None else rows, at_risk)


def rows_of(count: int) -> list[list[Cell]]:
    return [_cells(row) for row in simulated_rows(count)]


def input_book(report: Mapping[str, Any], names: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A workbook whose rows have these input cells, and a failed analysis each."""
    full = [
        [*row, number, "failed", "refused", *[None] * (len(ANALYSIS_COLUMNS) - 3)]
        for number, row in enumerate(rows, start=1)
    ]
    return book_of(report, full, [*names, *ANALYSIS_COLUMNS])


def passing_through(patch: pytest.MonkeyPatch) -> None:
    """From now on workbooks are written as large ones are: row by row."""
    patch.setattr(table, "HELD_ROWS", 1)


def cells_of(data: bytes, sheet: str) -> list[list[Any]]:
    """All cells of a sheet as calamine reads them, "" where empty."""
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def names_of(data: bytes) -> list[str]:
    return CalamineWorkbook.from_filelike(io.BytesIO(data)).sheet_names


def opened(data: bytes) -> Any:
    """The workbook as openpyxl reads it, with formats."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", ".*xtension is not supported")  # openpyxl knows no data bars of 2010
        return openpyxl.load_workbook(io.BytesIO(data))


def find(data: bytes, sheet: str, text: str) -> Any:
    """The first cell with that text, of openpyxl."""
    found = opened(data)[sheet]
    return next(cell for row in found.iter_rows() for cell in row if cell.value == text)


def parts_of(data: bytes, beginning: str) -> dict[str, str]:
    """The package's parts whose names begin so."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name).decode() for name in package.namelist() if name.startswith(beginning)}


def _cells(row: Row) -> list[Cell]:
    analysis: list[Cell] = [None] * (len(ANALYSIS_COLUMNS) - 4)
    if row.analysed:
        themes = "; ".join(f"{key}:{polarity}" for key, polarity in row.themes.items())
        analysis = [row.sentiment, *(row.emotions[name] for name in EMOTIONS), row.churn, themes, "en"]
    day = datetime.date.fromisoformat(row.month)
    head: list[Cell] = [f"C-{row.number}", day, row.plan, row.rating, row.comment]
    return [*head, row.number, row.state, None, GROUPS[row.value], *analysis]
