"""A job's result files, made of its report and its rows."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

from feedback.domain.documents import RESULT_FILES, result_key
from feedback.domain.ledger import LedgerRow
from feedback.domain.models import Cell, Detail
from feedback.domain.report import analysis_cells, analysis_columns
from feedback.domain.survey import Survey
from feedback.ports import ObjectStore, TableWriter

type Report = Mapping[str, Any]
type ReportWriter = Callable[[Report], bytes]
type WorkbookWriter = Callable[
    [Report, Sequence[str], Iterable[Sequence[Cell]], Iterable[Mapping[str, Any]]],
    bytes,
]


@dataclass(frozen=True, slots=True)
class Rows:
    """The input's rows, each with its analysis; made anew at each iteration, so that none need be held."""

    survey: Survey
    ledger: Sequence[LedgerRow]
    detail: Detail

    @property
    def columns(self) -> list[str]:
        return [*self.survey.table.columns, *analysis_columns(self.detail)]

    def __iter__(self) -> Iterator[list[Cell]]:
        entries = zip(self.survey.table.rows, self.ledger, self.survey.ratings, strict=True)
        for number, (cells, row, rating) in enumerate(entries, start=1):
            yield [*cells, *analysis_cells(number, row, rating, self.detail)]


@dataclass(frozen=True, slots=True)
class ResultWriters:
    csv: TableWriter
    parquet: TableWriter
    xlsx: WorkbookWriter
    html: ReportWriter

    def files(self, report: Report, rows: Rows, at_risk: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
        """All result files by name. at_risk: the report's list of that name, whole."""
        return {
            "results.csv": self.csv(rows.columns, rows),
            "results.parquet": self.parquet(rows.columns, rows),
            "results.xlsx": self.xlsx(report, rows.columns, rows, at_risk),
            "report.html": self.html(report),
            "results.json": json.dumps(report, ensure_ascii=False, indent=2, allow_nan=False).encode(
                "utf-8", "surrogatepass"
            ),
        }


def store_results(data: ObjectStore, job_id: str, files: Mapping[str, bytes]) -> None:
    """Store all files, results.json (the last) once the others are there: who sees it sees them all."""

    def put(name: str) -> None:
        data.put(result_key(job_id, name), files[name], RESULT_FILES[name])

    *first, last = RESULT_FILES
    with ThreadPoolExecutor(len(first)) as pool:
        list(pool.map(put, first))
    put(last)
