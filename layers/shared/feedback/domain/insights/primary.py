"""Rated rows by the first theme of their analysis: each row counts once, so that the mix of themes can be compared."""

from typing import Any

from feedback.domain.codebook import Codebook
from feedback.domain.insights.frame import Frame


def primary_themes(frame: Frame, codebook: Codebook) -> list[dict[str, Any]]:
    """Themes with their rated rows by NPS group, most rows first; theme is "" for rows without theme or analysis.

    n adds up to all rated rows. Themes without rated rows are left out.
    """
    table = []
    for position, key in enumerate(["", *(theme.key for theme in codebook.themes)], start=-1):
        counts = frame.counts(frame.first_theme == position)
        if counts.n:
            groups = {"promoters": counts.promoters, "passives": counts.passives, "detractors": counts.detractors}
            table.append({"theme": key, "n": counts.n, **groups})
    return sorted(table, key=lambda entry: (-entry["n"], entry["theme"]))
