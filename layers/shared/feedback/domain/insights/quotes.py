"""What customers wrote of a theme: rows chosen by stated rules, word for word."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback.domain.codebook import Codebook
from feedback.domain.insights.dates import survey_dates
from feedback.domain.insights.frame import POLARITIES, Frame, Rows
from feedback.domain.insights.row_texts import comment_of
from feedback.domain.models import Polarity
from feedback.domain.survey import Survey

_DIRECTION = {Polarity.NEGATIVE: -1, Polarity.NEUTRAL: 0, Polarity.POSITIVE: 1}


def quotes(frame: Frame, survey: Survey, codebook: Codebook) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """For each theme that a quotable row mentions, and each polarity, at most three quotes of different rows.

    typical: sentiment nearest the median of all that could be quoted, then length nearest the median length, then the
    first row. strong: the most extreme sentiment in the polarity's direction (neutral: none), then the strongest
    emotion, then the first row. recent: the latest date, rows without one last; where no date could be read, and of
    equal dates, the last row.
    """
    lengths, dates = _lengths(frame, survey), _dates(survey)
    found = {}
    for at, theme in enumerate(codebook.themes):
        polarities = frame.mentions[:, at] * frame.quotable
        if not polarities.any():
            continue
        found[theme.key] = {
            polarity.value: [
                {
                    "row": row + 1,
                    "text": comment_of(survey, row),
                    "rule": rule,
                    "rating": int(frame.ratings[row]) if frame.rated[row] else None,
                }
                for rule, row in _chosen(frame, np.flatnonzero(polarities == place), polarity, lengths, dates).items()
            ]
            for place, polarity in enumerate(POLARITIES, start=1)
        }
    return found


def _chosen(
    frame: Frame, rows: Rows, polarity: Polarity, lengths: NDArray[np.intp], dates: NDArray[np.float64]
) -> dict[str, int]:
    """A row by each rule, as far as there are rows that no earlier rule has chosen."""
    if not len(rows):
        return {}
    sentiment, length = frame.sentiment[rows], lengths[rows]
    from_middle = np.abs(sentiment - np.median(sentiment))
    from_usual = np.abs(length - np.median(length))
    strongest = frame.emotions[rows].max(axis=1)
    orders = {
        "typical": np.lexsort((rows, from_usual, from_middle)),
        "strong": np.lexsort((rows, -strongest, -sentiment * _DIRECTION[polarity])),
        "recent": np.lexsort((-rows, -dates[rows])),
    }
    chosen: dict[str, int] = {}
    for rule, order in orders.items():
        left = (row for row in rows[order].tolist() if row not in chosen.values())
        row = next(left, None)
        if row is not None:
            chosen[rule] = row
    return chosen


def _lengths(frame: Frame, survey: Survey) -> NDArray[np.intp]:
    """Characters of the comments that could be quoted."""
    lengths = np.zeros(len(frame.values), np.intp)
    for row in np.flatnonzero(frame.quotable).tolist():
        lengths[row] = len(comment_of(survey, row))
    return lengths


def _dates(survey: Survey) -> NDArray[np.float64]:
    """A number a row that grows with its date; −inf without one."""
    dates = survey_dates(survey)
    days = dates.values if dates else [None] * survey.rows
    return np.array([-np.inf if day is None else day.toordinal() for day in days], float)
