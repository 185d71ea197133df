"""How much the segments speak of the themes, and how those who do rate."""

from collections import Counter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback.domain.codebook import Codebook
from feedback.domain.insights.frame import UNRATED, Bools, Frame
from feedback.domain.insights.levels import rounded
from feedback.domain.insights.segments import segment_values
from feedback.domain.insights.tallies import Tally
from feedback.domain.insights.two_samples import (
    MIN_RATINGS,
    SHARE_DIGITS,
    Difference,
    compared,
    share_difference,
)
from feedback.domain.nps import NpsCounts, NpsMethod
from feedback.domain.other_columns import MAX_SEGMENTS
from feedback.domain.survey import Survey

MOST_THEMES = 10
"""Most themes of the table, those that most rows mention."""

_BY_VALUE = np.array([-1, 0, 1, UNRATED], np.int8)
_GROUPS = [2, 1, 0, 3]

type Numbers = NDArray[np.intp]


def theme_segment_table(
    frame: Frame, survey: Survey, codebook: Codebook, method: NpsMethod, passive_weight: float
) -> list[dict[str, Any]]:
    """For each segment column and each of the most mentioned themes, the column's values, most rows first: those of
    segment_table, at most MAX_SEGMENTS, without the entry that puts rarer ones together.

    rows mention the theme; share is theirs among the value's rows with an analysis, None where there is none; nps is
    that of rows. difference compares share with that of all other analysed rows whose cell is not blank, None where
    either side has fewer than MIN_RATINGS rows; the column's themes and values are one family. Empty where no theme
    is mentioned.
    """
    themes = _most_mentioned(frame, codebook)
    if not themes:
        return []
    return [
        _column(frame, survey, at, [(codebook.themes[theme].key, theme) for theme in themes], method, passive_weight)
        for at in survey.columns.segments
    ]


def _most_mentioned(frame: Frame, codebook: Codebook) -> list[int]:
    counts = np.count_nonzero(frame.mentions, axis=0)
    order = sorted(np.flatnonzero(counts).tolist(), key=lambda theme: (-counts[theme], codebook.themes[theme].key))
    return order[:MOST_THEMES]


def _column(
    frame: Frame, survey: Survey, at: int, themes: list[tuple[str, int]], method: NpsMethod, weight: float
) -> dict[str, Any]:
    values, places = _values(survey, at)
    shown = values[:MAX_SEGMENTS]
    analysed = _tallies(frame, places, frame.analysed, len(values)).sum(axis=1)
    tallies = [_tallies(frame, places, frame.mentions[:, theme] > 0, len(values)) for _, theme in themes]
    family = [_difference(each.sum(axis=1), analysed, value) for each in tallies for value in range(len(shown))]
    differences = iter(compared(family, SHARE_DIGITS))
    table = []
    for (key, _), by_value in zip(themes, tallies, strict=True):
        entries = []
        for value, text in enumerate(shown):
            *groups, unrated = by_value[value].tolist()
            tally, n = Tally(NpsCounts(*groups), unrated), int(analysed[value])
            entries.append(
                {
                    "value": text,
                    "rows": tally.rows,
                    "share": rounded(tally.rows / n, SHARE_DIGITS) if n else None,
                    "nps": tally.nps(method, weight),
                    "difference": next(differences),
                }
            )
        table.append({"theme": key, "values": entries})
    return {"column": survey.table.columns[at], "themes": table}


def _values(survey: Survey, at: int) -> tuple[list[str], Numbers]:
    """A column's values, most rows first, and each row's place among them, −1 where its cell is blank."""
    texts = segment_values(survey, at)
    counts = Counter(texts)
    del counts[""]
    values = sorted(counts, key=lambda value: (-counts[value], value))
    places = {"": -1, **{value: place for place, value in enumerate(values)}}
    return values, np.array([places[text] for text in texts], np.intp)


def _tallies(frame: Frame, places: Numbers, among: Bools, width: int) -> Numbers:
    """places × 4: how many of these rows are promoters, passives, detractors and unrated; blank cells left out."""
    rows = np.flatnonzero(among & (places >= 0))
    groups = np.searchsorted(_BY_VALUE, frame.values[rows])
    tallies = np.bincount(places[rows] * len(_BY_VALUE) + groups, minlength=width * len(_BY_VALUE))
    return tallies.reshape(-1, len(_BY_VALUE))[:, _GROUPS]


def _difference(hits: Numbers, n: Numbers, at: int) -> Difference | None:
    other = int(n.sum() - n[at])
    if min(int(n[at]), other) < MIN_RATINGS:
        return None
    return share_difference(int(hits[at]), int(n[at]), int(hits.sum() - hits[at]), other)
