"""Moods, detractors at risk and the scale check of a made-up report."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from feedback.domain.models import EMOTIONS
from tests.report_numbers import mean, nps
from tests.report_rows import Row

GROUPS = {"promoter": 1, "passive": 0, "detractor": -1, "unrated": None}


def moods(rows: Sequence[Row]) -> dict[str, Any]:
    scales: dict[str, Callable[[Row], float]] = {"sentiment": lambda row: row.sentiment, "churn": lambda row: row.churn}
    found: dict[str, Any] = {name: _mood(rows, read, name == "sentiment") for name, read in scales.items()}
    return found | {
        "emotions": {name: _mood(rows, lambda row, name=name: row.emotions[name], False) for name in EMOTIONS}  # type: ignore[misc]
    }


def _mood(rows: Sequence[Row], read: Callable[[Row], float], signed: bool) -> dict[str, Any]:
    analysed = [row for row in rows if row.analysed]
    groups = {"all": analysed} | {
        name: [row for row in analysed if row.value == value] for name, value in GROUPS.items()
    }
    return {name: _spread([read(row) for row in own], signed) for name, own in groups.items()}


def _spread(numbers: list[float], signed: bool) -> dict[str, Any]:
    low, step, bins = (-1.0, 0.25, 9) if signed else (0.0, 1 / 9, 10)
    places = Counter(round((number - low) / step) for number in numbers)
    return {"n": len(numbers), **mean(numbers, low), "bins": [places[at] for at in range(bins)]}


def at_risk(rows: Sequence[Row]) -> dict[str, Any]:
    risky = [row for row in rows if row.analysed and row.value == -1 and row.churn >= 0.666]
    risky.sort(key=lambda row: (-row.churn, row.sentiment, row.rating, row.number))
    listed = [_told(row) | {"churn_risk": row.churn, "themes": list(row.themes)} for row in risky[:1000]]
    return {"threshold": 0.6667, "total": len(risky), "rows": listed}


def scale_check(rows: Sequence[Row], method: str) -> dict[str, Any]:
    analysed = [row for row in rows if row.analysed and row.rating is not None]
    low = [row for row in analysed if row.rating <= 3 and row.sentiment >= 0.25]  # type: ignore[operator]
    high = [row for row in analysed if row.rating >= 9 and row.sentiment <= 0.0]  # type: ignore[operator]
    doubtful = {row.number for row in (*low, *high)}
    rest = [None if row.number in doubtful else row.value for row in rows]
    return {
        "low_but_praise": [_told(row) for row in low[:200]],
        "high_but_anger": [_told(row) for row in high[:200]],
        "low_total": len(low),
        "high_total": len(high),
        "total": len(doubtful),
        "nps_without": nps(rest, method),
    }


def _told(row: Row) -> dict[str, Any]:
    text = {"row": row.number, "id": f"C-{10_000 + row.number}", "rating": row.rating}
    return text | {"sentiment": row.sentiment, "comment": row.comment}
