"""The sections of a made-up report, each computed from simulated rows."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from feedback.domain.models import EMOTIONS
from tests.report_numbers import corrected, difference, mean, nps, points, share
from tests.report_rows import Row

POLARITIES = ("negative", "neutral", "positive")


def values(rows: Sequence[Row]) -> list[int | None]:
    return [row.value for row in rows]


def rated(rows: Sequence[Row]) -> list[int]:
    return [row.value for row in rows if row.value is not None]


def themes(rows: Sequence[Row], method: str, lang: str, labels: dict[str, tuple[str, str]]) -> list[dict[str, Any]]:
    analysed = [row for row in rows if row.analysed]
    known = [row for row in rows if row.state != "failed"]
    failed = rated([row for row in rows if row.state == "failed"])
    counts = Counter(key for row in analysed for key in row.themes)
    table = [_theme(key, analysed, known, failed, method, lang, labels) for key in counts]
    by_rank = sorted(table, key=lambda entry: -abs(entry["impact"]["points"] or 0))
    for rank, entry in enumerate(by_rank, start=1):
        entry["rank"] = rank
    return sorted(table, key=lambda entry: (-entry["rows"], entry["theme"]))


def _theme(
    key: str,
    analysed: list[Row],
    known: list[Row],
    failed: list[int],
    method: str,
    lang: str,
    labels: dict[str, tuple[str, str]],
) -> dict[str, Any]:
    own = [row for row in analysed if key in row.themes]
    polarity = Counter(row.themes[key] for row in own)
    of_all, low, high = share(len(own), len(analysed))
    emotions = sorted(((name, mean([row.emotions[name] for row in own])["mean"]) for name in EMOTIONS), key=_second)
    english, spanish = labels[key]
    return {
        "theme": key,
        "label": spanish if lang == "es" else english,
        "label_en": english,
        "label_es": spanish,
        "rows": len(own),
        "share": of_all,
        "share_low": low,
        "share_high": high,
        **{name: polarity[name] for name in POLARITIES},
        "sentiment": mean([row.sentiment for row in own], -1.0),
        "emotions": [{"emotion": name, "mean": at} for name, at in emotions[:3]],
        "churn": mean([row.churn for row in own]),
        "nps": nps(values(own), method),
        "impact": impact(rated(known), rated([row for row in known if key not in row.themes]), failed),
        "rank": 0,
    }


def _second(pair: tuple[str, float]) -> float:
    return -pair[1]


def impact(every: list[int], without: list[int], failed: list[int]) -> dict[str, float | None]:
    """Impact with a rough interval; worst and best: all failed rows are without the theme, or mention it."""
    if not without or len(every) == len(without):
        return dict.fromkeys(("points", "low", "high", "worst", "best"))
    at = 100 * (sum(every) / len(every) - sum(without) / len(without))
    half = 196 * (len(every) - len(without)) ** 0.5 / len(every)
    few = len(every) - len(without) < 5
    whole = every + failed
    ends = [
        100 * (sum(whole) / len(whole) - sum(left) / len(left))
        for left in ([*without, *(v for v in failed if v < 1)], [*without, *(v for v in failed if v > -1)])
    ]
    return {
        "points": points(at),
        "low": None if few else points(at - half),
        "high": None if few else points(at + half),
        "worst": points(min([*ends, at])) if failed else points(at),
        "best": points(max([*ends, at])) if failed else points(at),
    }


def drivers(table: Sequence[dict[str, Any]], rows: Sequence[Row]) -> dict[str, Any]:
    sure = [entry for entry in table if entry["impact"]["low"] is not None]

    def apart(side: str, other: str, sign: int) -> str | None:
        for entry in sure:
            end = sign * entry["impact"][side]
            if end > 0 and all(end > sign * rival["impact"][other] for rival in sure if rival is not entry):
                return str(entry["theme"])
        return None

    known = [row for row in rows if row.state != "failed"]
    ends = {"lift": apart("low", "high", 1), "drag": apart("high", "low", -1)}
    return ends | {"resamples": 1000, "seed": 20030612, "rated": len(rated(known))}


def segments(rows: Sequence[Row], method: str) -> list[dict[str, Any]]:
    columns: dict[str, Callable[[Row], str]] = {"Región": lambda row: row.region, "Plan": lambda row: row.plan}
    return [segment(name, rows, cell, method, asked=name == "Plan") for name, cell in columns.items()]


def segment(
    name: str, rows: Sequence[Row], cell: Callable[[Row], str], method: str, asked: bool = False
) -> dict[str, Any]:
    counts = Counter(cell(row) for row in rows if cell(row))
    entries = []
    for value, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        inside = [row for row in rows if cell(row) == value]
        outside = [row for row in rows if cell(row) not in (value, "")]
        gap = difference(rated(inside), rated(outside), len(counts))
        entries.append({"value": value, "rows": count, "nps": nps(values(inside), method), "difference": gap})
    blank = sum(not cell(row) for row in rows)
    return {"column": name, "values": entries, "asked": asked, "left_out": blank, "merged": 0}


def periods(rows: Sequence[Row], method: str) -> dict[str, Any]:
    entries: list[dict[str, Any]] = []
    before: list[int] = []
    for month in sorted({row.month for row in rows if row.month}):
        inside = [row for row in rows if row.month == month]
        gap = difference(rated(inside), before, 4) if before else None
        number = nps(values(inside), method)
        entries.append({"period": month, "label": month[:7], "rows": len(inside), "nps": number, "difference": gap})
        before = rated(inside) or before
    return {"column": "Fecha", "unit": "month", "values": entries, "unread": 3, "left_out": 2}


def theme_segments(rows: Sequence[Row], table: Sequence[dict[str, Any]], method: str) -> list[dict[str, Any]]:
    analysed = [row for row in rows if row.analysed]
    columns: dict[str, Callable[[Row], str]] = {"Región": lambda row: row.region, "Plan": lambda row: row.plan}
    return [
        {"column": name, "themes": [_theme_segment(entry["theme"], analysed, cell, method) for entry in table[:10]]}
        for name, cell in columns.items()
    ]


def _theme_segment(key: str, rows: list[Row], cell: Callable[[Row], str], method: str) -> dict[str, Any]:
    cells = []
    for value, count in sorted(Counter(map(cell, rows)).items(), key=lambda item: (-item[1], item[0])):
        own = [row for row in rows if cell(row) == value]
        hits = [row for row in own if key in row.themes]
        rest = sum(key in row.themes for row in rows) - len(hits), len(rows) - len(own)
        gap = corrected(len(hits) / count - rest[0] / rest[1], 1.2 / count**0.5, 50, 4) if rest[1] else None
        at = round(len(hits) / count, 4)
        cells.append(
            {"value": value, "rows": len(hits), "share": at, "nps": nps(values(hits), method), "difference": gap}
        )
    return {"theme": key, "values": cells}


def quotes(rows: Sequence[Row], table: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {entry["theme"]: {name: _quotes(entry["theme"], name, rows) for name in POLARITIES} for entry in table}


def _quotes(key: str, polarity: str, rows: Sequence[Row]) -> list[dict[str, Any]]:
    own = [row for row in rows if row.state in ("analyzed", "cached") and row.themes.get(key) == polarity]
    chosen = dict(zip(("typical", "strong", "recent"), (own[len(own) // 2 :] + own)[:3], strict=False))
    picked = list(chosen.items())[: len(own)]
    return [{"row": row.number, "text": row.comment, "rule": rule, "rating": row.rating} for rule, row in picked]


def primary_themes(rows: Sequence[Row]) -> list[dict[str, Any]]:
    groups: dict[str, list[int]] = {}
    for row in rows:
        if row.value is not None:
            groups.setdefault(next(iter(row.themes), ""), []).append(row.value)
    names = ("promoters", "passives", "detractors")
    return [
        {"theme": key, "n": len(own)} | dict(zip(names, (own.count(1), own.count(0), own.count(-1)), strict=True))
        for key, own in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
    ]
