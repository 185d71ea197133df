"""Sentiment, churn risk and emotions: distributions and means, by NPS group."""

from collections.abc import Mapping
from typing import Any

import numpy as np

from feedback.domain.insights.frame import UNRATED, Bools, Frame, Singles
from feedback.domain.insights.levels import Levels, mean_of
from feedback.domain.models import EMOTIONS

type Mood = dict[str, dict[str, Any]]


def moods(frame: Frame) -> dict[str, Any]:
    """sentiment and churn, and each emotion by its name: for all rows with an analysis and for each NPS group of them
    n, mean, low, high (95 %, see mean_of) and bins, the rows by score.

    Bins are centred on the steps in which a model gives scores: nine of ¼ from −1 to 1 for sentiment, ten of 1/9 from
    0 to 1 for the others.
    """
    groups = {
        "all": frame.analysed,
        "promoter": frame.values == 1,
        "passive": frame.values == 0,
        "detractor": frame.values == -1,
        "unrated": frame.values == UNRATED,
    }
    return {
        "sentiment": _mood(frame.sentiment, groups, -1.0, 9),
        "churn": _mood(frame.churn, groups, 0.0, 10),
        "emotions": {emotion: _mood(frame.emotions[:, at], groups, 0.0, 10) for at, emotion in enumerate(EMOTIONS)},
    }


def _mood(scores: Singles, groups: Mapping[str, Bools], least: float, bins: int) -> Mood:
    """Of scores from least to 1."""
    levels = Levels.of(scores)
    places = np.rint((levels.values - least) * (bins - 1) / (1 - least)).astype(np.intp)
    mood = {}
    for name, rows in groups.items():
        counts = levels.counts(rows)
        binned = np.zeros(bins, np.intp)
        np.add.at(binned, places, counts)
        mood[name] = {"n": int(counts.sum()), **mean_of(levels, counts, least, 1.0), "bins": binned.tolist()}
    return mood
