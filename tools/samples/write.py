"""Sample rows as files."""

from pathlib import Path

from feedback.adapters.tabular.writer import csv_bytes, xlsx_bytes
from feedback.domain.models import Cell
from tools.samples.rows import make_rows

COLUMNS = ("Customer ID", "Date", "Region", "Plan", "Nota", "Comentario Final")


def write_sample(path: Path, rows: int, seed: int, lang: str = "both") -> None:
    """Write rows made-up answers to path, whose name ends in .csv or .xlsx: same bytes or cells for the same seed.

    Raises ValueError for another ending or another language than make_rows knows.
    """
    encode = {".csv": csv_bytes, ".xlsx": xlsx_bytes}.get(path.suffix.lower())
    if encode is None:
        raise ValueError(f"{path.name} ends neither in .csv nor in .xlsx")
    cells: list[list[Cell]] = [
        [row.customer_id, row.date, row.region, row.plan, row.rating, row.comment]
        for row in make_rows(rows, seed, lang)
    ]
    path.write_bytes(encode(COLUMNS, cells))
