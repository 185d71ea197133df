"""The columns of a job's result files, and a row's analysis under them."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from feedback.domain.ledger import LedgerRow
from feedback.domain.models import EMOTIONS, Cell, Detail
from feedback.domain.nps import NpsMethod, NpsReport, nps_group

ANALYSIS_COLUMNS = (
    *("row", "ledger_state", "failure_reason", "nps_group", "sentiment"),
    *(f"emotion_{emotion}" for emotion in EMOTIONS),
    *("churn_risk", "themes", "language"),
)
"""Columns of the result files that follow the input's own."""

PAIN_POINT_COLUMN = "pain_point"


def analysis_columns(detail: Detail) -> tuple[str, ...]:
    return ANALYSIS_COLUMNS if detail is Detail.SCORES else (*ANALYSIS_COLUMNS, PAIN_POINT_COLUMN)


def analysis_cells(number: int, row: LedgerRow, rating: int | None, detail: Detail = Detail.SCORES) -> list[Cell]:
    """The cells under analysis_columns(detail) for one row; number is counted from 1, the header not counted.

    themes reads like "price:negative; staff:positive". What there is no analysis for is empty.
    """
    head: list[Cell] = [
        number,
        row.state.value,
        row.failure_reason,
        nps_group(rating).value if rating is not None else None,
    ]
    found = row.analysis
    if found is None:
        return head + [None] * (len(analysis_columns(detail)) - len(head))
    themes = "; ".join(f"{mention.theme}:{mention.polarity.value}" for mention in found.themes)
    more = [] if detail is Detail.SCORES else [found.pain_point]
    return [*head, found.sentiment, *found.emotions, found.churn_risk, themes, found.language, *more]


def nps_dict(ratings: Sequence[int | None], method: NpsMethod, passive_weight: float) -> dict[str, Any]:
    return asdict(NpsReport.of(ratings, method, passive_weight))
