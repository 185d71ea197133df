"""The themes of a survey: how often and how they are spoken of, with what mood, rating and impact."""

from typing import Any

import numpy as np

from feedback.domain.codebook import Codebook
from feedback.domain.insights.frame import POLARITIES, Frame, Rows
from feedback.domain.insights.impact import Impacts, impacts
from feedback.domain.insights.levels import Levels, mean_of, rounded
from feedback.domain.intervals import wilson
from feedback.domain.models import EMOTIONS
from feedback.domain.nps import NpsMethod
from feedback.domain.options import Lang

TOP_EMOTIONS = 3


def theme_table(
    frame: Frame,
    codebook: Codebook,
    method: NpsMethod,
    passive_weight: float,
    lang: Lang = Lang.ENGLISH,
    known: Impacts | None = None,
) -> list[dict[str, Any]]:
    """Every theme that some row mentions, most rows first, then by key. known: the frame's impacts, if they are made.

    share, with its Wilson interval, is of the rows with an analysis; label is in the report's language. nps is that of
    the rows that mention the theme. rank 1 has the greatest |impact|; equals, and last the themes without an impact,
    in the table's order.
    """
    found = known or impacts(frame)
    sentiment, churn = Levels.of(frame.sentiment), Levels.of(frame.churn)
    emotions = [Levels.of(frame.emotions[:, at]) for at in range(len(EMOTIONS))]
    analysed = int(np.count_nonzero(frame.analysed))
    table = []
    for at, theme in enumerate(codebook.themes):
        rows = frame.mentioning(at)
        if not len(rows):
            continue
        low, high = wilson(len(rows), analysed)
        polarities = np.bincount(frame.mentions[rows, at], minlength=len(POLARITIES) + 1).tolist()
        entry = {
            "theme": theme.key,
            "label": theme.label_es if lang is Lang.SPANISH else theme.label_en,
            "label_en": theme.label_en,
            "label_es": theme.label_es,
            "rows": len(rows),
            "share": rounded(len(rows) / analysed, 4),
            "share_low": rounded(low, 4),
            "share_high": rounded(high, 4),
            **{polarity.value: polarities[place] for place, polarity in enumerate(POLARITIES, start=1)},
            "sentiment": mean_of(sentiment, sentiment.counts(rows), -1.0, 1.0),
            "emotions": _strongest(emotions, rows),
            "churn": mean_of(churn, churn.counts(rows), 0.0, 1.0),
            "nps": frame.tally(rows).nps(method, passive_weight),
            "impact": found.entry(at),
        }
        table.append(entry)
    return _ranked(sorted(table, key=lambda entry: (-entry["rows"], entry["theme"])))


def _strongest(emotions: list[Levels], rows: Rows) -> list[dict[str, Any]]:
    """The emotions with the highest means; equals in the order of EMOTIONS."""
    means = {
        emotion: mean_of(levels, levels.counts(rows), 0.0, 1.0)["mean"] or 0.0
        for emotion, levels in zip(EMOTIONS, emotions, strict=True)
    }
    strongest = sorted(EMOTIONS, key=lambda emotion: -means[emotion])[:TOP_EMOTIONS]
    return [{"emotion": emotion, "mean": means[emotion]} for emotion in strongest]


def _ranked(table: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The table with each entry's rank."""
    sizes = [entry["impact"]["points"] for entry in table]
    order = sorted(range(len(table)), key=lambda at: -1.0 if sizes[at] is None else abs(sizes[at]), reverse=True)
    ranks = {at: rank for rank, at in enumerate(order, start=1)}
    return [{**entry, "rank": ranks[at]} for at, entry in enumerate(table)]
