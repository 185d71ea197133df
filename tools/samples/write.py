"""Sample rows as files."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from feedback.adapters.report_csv import csv_bytes
from feedback.adapters.report_xlsx.table import xlsx_bytes
from feedback.domain.models import Cell
from tools.samples.rows import make_rows

COLUMNS = ("Customer ID", "Date", "Region", "Plan", "Nota", "Comentario Final")


def write_sample(path: Path, rows: int, seed: int, lang: str = "both") -> None:
    """Write rows made-up answers to path, whose name ends in .csv or .xlsx: same bytes or cells for the same seed.

    Raises ValueError for another ending or another language than make_rows knows.
    """
    encode = {".csv": _csv, ".xlsx": xlsx_bytes}.get(path.suffix.lower())
    if encode is None:
        raise ValueError(f"{path.name} ends neither in .csv nor in .xlsx")
    cells: list[list[Cell]] = [
        [row.customer_id, row.date, row.region, row.plan, row.rating, row.comment]
        for row in make_rows(rows, seed, lang)
    ]
    path.write_bytes(encode(COLUMNS, cells))


def _csv(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A survey file's texts are as people wrote them."""
    return csv_bytes(columns, rows, guarded=False)
