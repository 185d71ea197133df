"""A whole results.json document (schema_version 1), made of simulated rows."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from feedback.domain.models import LedgerState
from tests import report_moods as moods
from tests import report_sections as sections
from tests.report_numbers import nps
from tests.report_rows import LABELS, Row


def report_of(
    rows: Sequence[Row],
    *,
    lang: str = "en",
    method: str = "shifted",
    labels: dict[str, tuple[str, str]] = LABELS,
    failed: bool = False,
) -> dict[str, Any]:
    """The report of the rows. failed: every comment's analysis failed."""
    if failed:
        rows = [replace(row, state="failed", themes={}) if row.state != "blank" else row for row in rows]
    table = sections.themes(rows, method, lang, labels)
    return {
        **_head(rows, lang),
        "nps": nps(sections.values(rows), method),
        "themes": table,
        "drivers": sections.drivers(table, rows),
        "segments": sections.segments(rows, method),
        "periods": sections.periods(rows, method),
        "theme_segments": sections.theme_segments(rows, table, method) if table else [],
        "moods": moods.moods(rows),
        "at_risk": moods.at_risk(rows),
        "scale_check": moods.scale_check(rows, method),
        "quotes": sections.quotes(rows, table),
        "primary_themes": sections.primary_themes(rows),
        "comparison": None,
        **_making(rows),
    }


def _head(rows: Sequence[Row], lang: str) -> dict[str, Any]:
    states = [row.state for row in rows]
    unrated = sum(row.rating is None for row in rows)
    words = unrated // 4
    return {
        "schema_version": 1,
        "job": "d0023309c78b2c2bca7c99837",
        "file": "customer-survey-2026.xlsx",
        "created_at": "2026-05-28T20:26:40.000+00:00",
        "lang": lang,
        "rows": len(rows),
        "options": {"segment": ["Plan"], "lang": lang},
        "reading": {
            "format": "xlsx",
            "encoding": None,
            "sheet": "Respuestas",
            "header_row": 3,
            "rows": len(rows),
            "columns": [
                {"role": "rating", "column": "Nota", "score": 1.0, "reason": "its title is a known one"},
                {"role": "comment", "column": "Comentario Final", "score": 1.0, "reason": "its title is a known one"},
            ],
            "rating_scale": "0-10",
            "unrated": {"empty": unrated - words, "words": words} if words else {"empty": unrated} if unrated else {},
            "unrated_examples": [{"row": 17, "text": "n/a", "reason": "words"}] if words else [],
            "blank": states.count("blank"),
            "duplicates": states.count("duplicate"),
        },
        "ledger": {state.value: states.count(state.value) for state in LedgerState},
    }


def _making(rows: Sequence[Row]) -> dict[str, Any]:
    failed = any(row.state == "failed" for row in rows)
    return {
        "usage": {
            "calls": 9,
            "failed_calls": 3 if failed else 0,
            "rate_limited": 0,
            "retries": 1,
            "splits": 0,
            "limiter_wait": 0.412,
            "tokens_in": 35_120,
            "tokens_out": 8_344,
            "tokens_cached": 0,
            "tokens_written": 0,
            "service_tier": "default",
            "cost_usd": 0.00768,
            "prices_as_of": "2026-11-27",
            "cache_hits": 181,
            "cache_misses": 902,
            "saved_usd": 0.0015,
        },
        "timings": {
            "start": 0.2,
            "parse": 0.41,
            "analyze": 3.9,
            "aggregator_start": 0.1,
            "aggregate": 0.8,
            "total": 5.43,
        },
        "model": "gpt-6-luna",
        "stand_in": False,
        "detail": "scores",
        "prompt_version": "3",
        "codebook_version": "5f0e3c1a77d2",
        "codebook_name": "default",
        "spot_check": {
            "asked": 10,
            "compared": 0 if failed else 10,
            "agreement": None if failed else 0.9,
            "low": None if failed else 0.596,
            "high": None if failed else 0.982,
            "sentiment": None if failed else 1.0,
            "themes": None if failed else 0.8,
            "language": None if failed else 1.0,
            "by_group": {
                "promoter": {"compared": 0 if failed else 6, "agreement": None if failed else 1.0},
                "passive": {"compared": 0 if failed else 3, "agreement": None if failed else 0.667},
                "detractor": {"compared": 0, "agreement": None},
            },
            "by_place": {
                "start": {"compared": 0 if failed else 3, "agreement": None if failed else 1.0},
                "middle": {"compared": 0 if failed else 3, "agreement": None if failed else 0.667},
                "end": {"compared": 0 if failed else 4, "agreement": None if failed else 1.0},
            },
        },
        "warnings": [],
    }
