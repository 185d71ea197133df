"""Rows whose rating and comment contradict each other, as where a respondent read the scale upside down."""

from typing import Any

import numpy as np

from feedback.domain.insights.frame import Bools, Frame, Rows
from feedback.domain.insights.levels import rounded
from feedback.domain.insights.row_texts import comment_of, id_of
from feedback.domain.models import EMOTIONS
from feedback.domain.nps import NpsMethod
from feedback.domain.survey import Survey

MOST = 200
"""Most rows of either list."""

_ANGER, _FRUSTRATION, _DISAPPOINTMENT = (EMOTIONS.index(e) for e in ("anger", "frustration", "disappointment"))


def scale_check(frame: Frame, survey: Survey, method: NpsMethod, passive_weight: float) -> dict[str, Any]:
    """low_but_praise: 0–2 with a sentiment of 0.5 or more, and anger, frustration and disappointment of ¼ or less.
    high_but_anger: 9–10 with −0.5 or less, and anger or frustration of 0.5 or more.

    At most MOST of each, the clearest contradictions first; low_total, high_total and total count all.
    nps_without: the NPS of all other rows.
    """
    low, high = _low_but_praise(frame), _high_but_anger(frame)
    lows, highs = np.flatnonzero(low), np.flatnonzero(high)
    low_order = np.lexsort((lows, frame.ratings[lows], -frame.sentiment[lows]))
    high_order = np.lexsort((highs, -frame.ratings[highs], frame.sentiment[highs]))
    return {
        "low_but_praise": _entries(frame, survey, lows[low_order]),
        "high_but_anger": _entries(frame, survey, highs[high_order]),
        "low_total": len(lows),
        "high_total": len(highs),
        "total": len(lows) + len(highs),
        "nps_without": frame.tally(~(low | high)).nps(method, passive_weight),
    }


def _low_but_praise(frame: Frame) -> Bools:
    calm = (frame.emotions[:, [_ANGER, _FRUSTRATION, _DISAPPOINTMENT]] <= 0.25).all(axis=1)
    return frame.rated & (frame.ratings <= 2) & (frame.sentiment >= 0.5) & calm


def _high_but_anger(frame: Frame) -> Bools:
    angry = (frame.emotions[:, [_ANGER, _FRUSTRATION]] >= 0.5).any(axis=1)
    return (frame.ratings >= 9) & (frame.sentiment <= -0.5) & angry


def _entries(frame: Frame, survey: Survey, rows: Rows) -> list[dict[str, Any]]:
    return [
        {
            "row": row + 1,
            "id": id_of(survey, row),
            "rating": int(frame.ratings[row]),
            "sentiment": rounded(float(frame.sentiment[row]), 4),
            "comment": comment_of(survey, row),
        }
        for row in rows[:MOST].tolist()
    ]
