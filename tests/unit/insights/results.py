"""results.json documents with all that a comparison reads of them."""

from collections.abc import Mapping
from typing import Any

from feedback.domain.insights.tallies import summed
from feedback.domain.nps import NpsCounts


def results(
    primary: Mapping[str, NpsCounts] | None = None,
    themes: Mapping[str, int] | None = None,
    analysed: int = 1000,
    **changes: Any,
) -> dict[str, Any]:
    """The ratings by primary theme, and the rows of each theme; changes replace whole fields."""
    primary, counts = primary or {}, summed((primary or {}).values())
    return {
        "schema_version": 1,
        "job": "d2",
        "file": "survey.xlsx",
        "created_at": "2026-05-28T20:26:40.000+00:00",
        "lang": "en",
        "model": "gpt",
        "prompt_version": "p1",
        "codebook_version": "c1",
        "stand_in": False,
        "reading": {"rating_scale": "0-10"},
        "ledger": {"analyzed": analysed, "cached": 0, "duplicate": 0, "blank": 7, "failed": 3},
        "nps": {**groups(counts), "unrated": 2, "method": "shifted", "score": 1.0},
        "themes": [{"theme": key, "rows": rows} for key, rows in (themes or {}).items()],
        "primary_themes": [{"theme": key, **groups(one)} for key, one in primary.items()],
        **changes,
    }


def groups(counts: NpsCounts) -> dict[str, int]:
    return {
        "n": counts.n,
        "promoters": counts.promoters,
        "passives": counts.passives,
        "detractors": counts.detractors,
    }
