"""Numbers for made-up reports: right in kind and size, by short formulas; the product's own are corrected elsewhere."""

import math
from collections.abc import Iterable, Sequence
from typing import Any

Z = 1.959964


def nps(values: Iterable[int | None], method: str = "standard", weight: float = 0.5) -> dict[str, Any]:
    """The NPS object of values 1, 0, −1 (promoter, passive, detractor) or None (unrated)."""
    every = list(values)
    p, o, d = every.count(1), every.count(0), every.count(-1)
    return nps_of_counts(p, o, d, every.count(None), method, weight)


def nps_of_counts(
    promoters: int, passives: int, detractors: int, unrated: int = 0, method: str = "standard", weight: float = 0.5
) -> dict[str, Any]:
    n = promoters + passives + detractors
    counts = {"n": n, "promoters": promoters, "passives": passives, "detractors": detractors, "unrated": unrated}
    head: dict[str, Any] = {"method": method}
    if not n:
        names = ("score", "low", "high", "margin", "standard", "standard_low", "standard_high", "shifted")
        return head | dict.fromkeys(names) | counts | {"small": True}
    standard = 100 * (promoters - detractors) / n
    centre, half = _wald(promoters, detractors, n)
    low, high = max(-100.0, centre - half), min(100.0, centre + half)
    more = 100 * weight * passives / n
    inside = 0.0 if low <= 0 <= high else min(abs(low), abs(high))
    by_method = {
        "standard": (standard, low, high, half),
        "shifted": ((standard + 100) / 2, (low + 100) / 2, (high + 100) / 2, half / 2),
        "absolute": (abs(standard), inside, max(abs(low), abs(high)), half),
        "weighted": (*(min(100.0, value + more) for value in (standard, low, high)), half),
    }
    score, score_low, score_high, margin = by_method[method]
    numbers = {
        "score": score,
        "low": score_low,
        "high": score_high,
        "margin": margin,
        "standard": standard,
        "standard_low": low,
        "standard_high": high,
        "shifted": (standard + 100) / 2,
    }
    return head | {name: points(value) for name, value in numbers.items()} | counts | {"small": n < 30}


def _wald(promoters: int, detractors: int, n: int) -> tuple[float, float]:
    p, d = (promoters + 0.75) / (n + 3), (detractors + 0.75) / (n + 3)
    return 100 * (p - d), 100 * Z * math.sqrt((p + d - (p - d) ** 2) / (n + 3))


def points(value: float) -> float:
    return round(value, 2) + 0.0


def share(hits: int, n: int) -> tuple[float, float, float]:
    """A share with its Wilson interval."""
    at, z2 = hits / n, Z * Z
    middle, half = at + z2 / (2 * n), Z * math.sqrt(at * (1 - at) / n + z2 / (4 * n * n))
    low, high = (middle - half) / (1 + z2 / n), (middle + half) / (1 + z2 / n)
    return round(at, 4), round(max(0.0, low), 4) + 0.0, round(min(1.0, high), 4)


def mean(values: Sequence[float], low: float = 0.0) -> dict[str, Any]:
    """Mean with its normal interval, clipped to low…1; None where there is nothing to take it of."""
    n = len(values)
    if not n:
        return {"mean": None, "low": None, "high": None}
    at = sum(values) / n
    if n < 2:
        return {"mean": round(at, 4), "low": None, "high": None}
    half = Z * math.sqrt(sum((value - at) ** 2 for value in values) / (n - 1) / n)
    return {
        "mean": round(at, 4) + 0.0,
        "low": round(max(low, at - half), 4) + 0.0,
        "high": round(min(1.0, at + half), 4) + 0.0,
    }


def difference(one: Sequence[int], other: Sequence[int], family: int) -> dict[str, Any] | None:
    """Of two NPS, corrected for a family of so many; None where a side has fewer than five ratings."""
    if min(len(one), len(other)) < 5:
        return None
    at = 100 * (sum(one) / len(one) - sum(other) / len(other))
    halves = [_wald(side.count(1), side.count(-1), len(side))[1] for side in (list(one), list(other))]
    return corrected(at, math.hypot(*halves), family)


def corrected(at: float, half: float, family: int, digits: int = 2) -> dict[str, Any]:
    p = math.erfc(abs(at) / half * Z / math.sqrt(2)) if half else 1.0
    holm = min(1.0, p * family)
    return {
        "points": round(at, digits) + 0.0,
        "low": round(at - half, digits) + 0.0,
        "high": round(at + half, digits) + 0.0,
        "p": round(p, 6),
        "p_holm": round(holm, 6),
        "differs": holm < 0.05,
    }
