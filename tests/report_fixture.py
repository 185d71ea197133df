"""Made-up reports: whole results.json documents (schema_version 1) as dicts, for tests of what shows them.

a_report() is an ordinary survey of 1,240 rows in English. VARIANTS holds the odd ones, each made anew at each call.
"""

import copy
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

from tests import report_sections as sections
from tests.report_comparison import a_comparison
from tests.report_document import report_of
from tests.report_numbers import nps_of_counts
from tests.report_rows import simulated_rows

HOSTILE = "<script>alert('x')</script>\"'><img src=x onerror=alert(1)>&amp;</title></svg>\u202e{{ 7*7 }}"
"""Text that breaks out of a page where anything is not escaped."""


def a_report(**changes: Any) -> dict[str, Any]:
    """A report of a completed job. changes replace keys of the whole; lang="es" also gives the labels in Spanish."""
    lang = changes.get("lang", "en")
    return copy.deepcopy(_ordinary(lang)) | changes


@cache
def _ordinary(lang: str) -> dict[str, Any]:
    return report_of(simulated_rows(), lang=lang)


def all_failed() -> dict[str, Any]:
    """No comment could be analysed; the NPS is there."""
    warning = "The analysis was stopped: the provider refused the key"
    return report_of(simulated_rows(), failed=True) | {"warnings": [warning]}


def some_failed() -> dict[str, Any]:
    """One comment in eight failed, so that impacts have bounds; made by the stand-in."""
    rows = [
        replace(row, state="failed", themes={}) if row.number % 8 == 0 and row.analysed else row
        for row in simulated_rows()
    ]
    return report_of(rows) | {"stand_in": True, "warnings": ["These analyses were made by the model stand-in."]}


def unrated() -> dict[str, Any]:
    """A file without a single rating."""
    return report_of([replace(row, rating=None) for row in simulated_rows(300)])


def single_row() -> dict[str, Any]:
    row = replace(simulated_rows(1)[0], rating=9, state="analyzed", themes={"staff": "positive"}, comment="So kind!")
    return report_of([row])


def nothing_said() -> dict[str, Any]:
    """Ratings without comments, segments or dates."""
    rows = [replace(row, state="blank", themes={}, comment="", region="", plan="") for row in simulated_rows(200)]
    return report_of(rows, method="standard") | {"segments": [], "periods": None, "theme_segments": []}


def zero_nps() -> dict[str, Any]:
    """As many promoters as detractors, by the standard method."""
    nps = nps_of_counts(300, 603, 300, 37)
    return report_of(simulated_rows(), method="standard") | {"nps": nps}


def hostile() -> dict[str, Any]:
    """80 themes; markup in every label, comment, value, id and name that a stranger can write."""
    keys = [f"theme_{number:02}" for number in range(80)]
    labels = {key: (f"{number} {HOSTILE}"[:80], f"{number} ñ {HOSTILE}"[:80]) for number, key in enumerate(keys)}
    kinds = ("positive", "negative", "neutral")
    rows = [
        replace(
            row,
            comment=f"{row.number} {HOSTILE}",
            region=f"{HOSTILE} {row.region}",
            plan=f"{'W' * 120} {row.plan}",
            themes={keys[(row.number * step + step) % 80]: kinds[(row.number + step) % 3] for step in (1, 7, 11)},
        )
        for row in simulated_rows(900)
    ]
    report = report_of(rows, labels=labels)
    for entry in report["at_risk"]["rows"]:
        entry["id"] = HOSTILE
    report["segments"][0]["column"] = report["theme_segments"][0]["column"] = HOSTILE
    report["reading"]["unrated"][HOSTILE] = 2
    strange = {"file": f"{HOSTILE}.csv", "model": HOSTILE, "codebook_name": HOSTILE, "warnings": [HOSTILE]}
    return report | strange | {"comparison": a_comparison(report) | {"file": HOSTILE, "notes": [HOSTILE]}}


def long_labels() -> dict[str, Any]:
    """80 themes with labels of 80 characters each."""
    keys = [f"theme_{number:02}" for number in range(80)]
    labels = {key: (f"{key}: waiting, answer time and {'everything else ' * 5}"[:80], "espera " * 11) for key in keys}
    rows = [
        replace(
            row, themes={keys[row.number % 80]: "positive", keys[int(80 * (row.number % 97 / 97) ** 2)]: "negative"}
        )
        for row in simulated_rows(900)
    ]
    return report_of(rows, labels=labels)


def many_segments() -> dict[str, Any]:
    """Twelve segment columns of up to 30 values, daily periods of a quarter, all scores at an end."""
    rows = simulated_rows(900)
    report = report_of(rows)
    for number in range(10):
        column = sections.segment(
            f"Branch {number}", rows, lambda row, n=number: f"Branch {n}-{row.number % 30:02}", "shifted"  # type: ignore[misc]
        )  # fmt: skip
        report["segments"].append(column)
    counts = ((40, 0, 0), (0, 0, 40), (0, 3, 0), (0, 0, 0))
    ends = [nps_of_counts(*groups, method="shifted") for groups in counts]
    values = [{"value": f"end {at}", "rows": 40, "nps": number, "difference": None} for at, number in enumerate(ends)]
    report["segments"].append({"column": "Ends", "values": values, "asked": True, "left_out": 780, "merged": 0})
    days = [replace(row, month=f"2026-{1 + row.number % 3:02}-{1 + row.number // 3 % 28:02}") for row in rows]
    report["periods"] = sections.periods(days, "shifted") | {"unit": "day"}
    return report


def compared() -> dict[str, Any]:
    report = a_report()
    return report | {"comparison": a_comparison(report)}


VARIANTS: dict[str, Callable[[], dict[str, Any]]] = {
    "ordinary": a_report,
    "spanish": lambda: compared_in("es"),
    "compared": compared,
    "some failed": some_failed,
    "all failed": all_failed,
    "no ratings": unrated,
    "one row": single_row,
    "ratings only": nothing_said,
    "zero": zero_nps,
    "hostile": hostile,
    "long labels": long_labels,
    "many segments": many_segments,
}
"""Every kind of report that must be shown well, by name."""


def compared_in(lang: str) -> dict[str, Any]:
    report = a_report(lang=lang)
    return report | {"comparison": a_comparison(report)}
