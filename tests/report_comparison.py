"""A made-up comparison of a report with an earlier job."""

from collections.abc import Mapping
from typing import Any

from tests.report_numbers import corrected, nps_of_counts, points

STATES = ("up", "down", "same", "new", "gone")


def a_comparison(report: Mapping[str, Any]) -> dict[str, Any]:
    """Against an earlier job of 1,000 ratings with an NPS of −6."""
    before = nps_of_counts(310, 320, 370, 12)
    change = corrected((report["nps"]["standard"] or 0.0) - before["standard"], 6.1, 1)
    del change["p_holm"]
    themes = report["themes"][:9]
    parts = [change["points"] * part for part in (0.31, 0.22, -0.08, 0.12, 0.06, -0.03, 0.02, 0.01, 0.005)]
    split = [
        {"theme": entry["theme"], "mix": points((at % 3 - 0.6) * 0.37), "within": points(part)}
        for at, (entry, part) in enumerate(zip(themes, parts, strict=False))
    ]
    mix = points(sum(entry["mix"] for entry in split))
    within = points(change["points"] - mix)
    rest = points(within - sum(entry["within"] for entry in split))
    return {
        "job": "d7d1fbd0a6a54a8bd3c66e0d1",
        "file": "customer-survey-2025.xlsx",
        "created_at": "2025-11-20T09:12:00.000+00:00",
        "nps_before": before,
        "change": change,
        "mix": mix,
        "within": within,
        "within_themes": [*split, {"theme": "", "mix": 0.0, "within": rest}],
        "themes": [_theme(entry, STATES[at % len(STATES)]) for at, entry in enumerate(themes)],
        "notes": ["The earlier job used another version of the codebook; themes are matched by their keys."],
    }


def _theme(entry: Mapping[str, Any], state: str) -> dict[str, Any]:
    now = 0.0 if state == "gone" else entry["share"]
    before = {"up": now * 0.6, "down": now * 1.5, "same": now * 0.97, "new": 0.0, "gone": 0.08}[state]
    gap = corrected(now - before, 0.02, 9, 4)
    del gap["p"], gap["differs"]
    return {
        "theme": entry["theme"],
        "label": entry["label"],
        "before": round(before, 4),
        "now": round(now, 4),
        **gap,
        "state": state,
    }
