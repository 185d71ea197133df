"""Which sections a report's page has, and its banners."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.adapters.report_html.figures import Figures
from feedback.adapters.report_html.view_segments import has_cells
from feedback.adapters.report_html.view_themes import analysed_rows

type Report = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Section:
    """name is its template and its anchor."""

    name: str
    title: str


def sections(report: Report, figures: Figures) -> list[Section]:
    """In the order of the page; those without data are left out."""
    analysed, themes, rated = analysed_rows(report), report["themes"], report["nps"]["n"]
    there = {
        "nps": True,
        "drivers": bool(themes),
        "themes": True,
        "quotes": bool(themes),
        "segments": bool(report["segments"] and rated),
        "periods": bool(report["periods"] and report["periods"]["values"] and rated),
        "theme_segments": any(map(has_cells, report["theme_segments"])),
        "moods": bool(analysed),
        "at_risk": bool(analysed),
        "scale_check": bool(analysed and rated),
        "comparison": report["comparison"] is not None,
        "method": True,
    }
    return [Section(name, figures.words.text(f"{name}.heading")) for name, is_there in there.items() if is_there]


@dataclass(frozen=True, slots=True)
class Banner:
    """kind is alarm (red) or caution (amber)."""

    kind: str
    title: str
    text: str


def banners(report: Report, figures: Figures) -> list[Banner]:
    """What a reader must know before the first number."""
    words, found = figures.words, []
    failed = report["ledger"]["failed"]
    if failed and not analysed_rows(report):
        found.append(Banner("alarm", words.text("banner.all_failed"), words.text("banner.all_failed_text")))
    elif failed:
        rows = words.count("rows", report["rows"])
        title = words.text("banner.failed", failed=figures.integer(failed), rows=rows)
        found.append(Banner("alarm", title, words.text("banner.failed_text")))
    if report["stand_in"]:
        found.append(Banner("caution", words.text("banner.stand_in"), words.text("banner.stand_in_text")))
    return found
