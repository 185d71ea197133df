"""Detractors at high churn risk: whom to call today."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from feedback.domain.insights.frame import Frame
from feedback.domain.insights.levels import rounded
from feedback.domain.insights.row_texts import comment_of, id_of
from feedback.domain.ledger import LedgerRow
from feedback.domain.survey import Survey

THRESHOLD = 0.6667
"""Least churn risk of the list: 6 of the model's steps 0…9, which is stored as 0.667."""


def at_risk(frame: Frame, survey: Survey, ledger: Sequence[LedgerRow], most: int | None = 1000) -> dict[str, Any]:
    """threshold, total, and at most most of the rows (None: all), highest churn risk first.

    Then lowest sentiment, lowest rating, and the order of the file.
    """
    rows = np.flatnonzero((frame.values == -1) & frame.analysed & (frame.churn >= THRESHOLD))
    order = np.lexsort((rows, frame.ratings[rows], frame.sentiment[rows], -frame.churn[rows]))
    return {
        "threshold": THRESHOLD,
        "total": len(rows),
        "rows": [_entry(frame, survey, ledger[row], row) for row in rows[order][:most].tolist()],
    }


def _entry(frame: Frame, survey: Survey, known: LedgerRow, row: int) -> dict[str, Any]:
    analysis = known.analysis
    if analysis is None:
        raise ValueError("a ledger is the one that its frame was made of")
    return {
        "row": row + 1,
        "id": id_of(survey, row),
        "rating": int(frame.ratings[row]),
        "churn_risk": rounded(analysis.churn_risk, 4),
        "sentiment": rounded(analysis.sentiment, 4),
        "themes": [mention.theme for mention in analysis.themes],
        "comment": comment_of(survey, row),
    }
