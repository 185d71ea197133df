"""The numbers of a job's report: NPS, themes and segments. Every list is complete and ordered by its count."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from feedback.domain.cells import title_text
from feedback.domain.codebook import Codebook
from feedback.domain.ledger import LedgerRow
from feedback.domain.models import EMOTIONS, Cell, Detail, Polarity
from feedback.domain.nps import NpsMethod, NpsReport, nps_group
from feedback.domain.options import Lang
from feedback.domain.survey import Survey

ANALYSIS_COLUMNS = (
    *("row", "ledger_state", "failure_reason", "nps_group", "sentiment"),
    *(f"emotion_{emotion}" for emotion in EMOTIONS),
    *("churn_risk", "themes", "language"),
)
"""Columns of the result files that follow the input's own."""

PAIN_POINT_COLUMN = "pain_point"


def analysis_columns(detail: Detail) -> tuple[str, ...]:
    return ANALYSIS_COLUMNS if detail is Detail.SCORES else (*ANALYSIS_COLUMNS, PAIN_POINT_COLUMN)


def analysis_cells(number: int, row: LedgerRow, rating: int | None, detail: Detail = Detail.SCORES) -> list[Cell]:
    """The cells under analysis_columns(detail) for one row; number is counted from 1, the header not counted.

    themes reads like "price:negative; staff:positive". What there is no analysis for is empty.
    """
    head: list[Cell] = [
        number,
        row.state.value,
        row.failure_reason,
        nps_group(rating).value if rating is not None else None,
    ]
    found = row.analysis
    if found is None:
        return head + [None] * (len(analysis_columns(detail)) - len(head))
    themes = "; ".join(f"{mention.theme}:{mention.polarity.value}" for mention in found.themes)
    more = [] if detail is Detail.SCORES else [found.pain_point]
    return [*head, found.sentiment, *found.emotions, found.churn_risk, themes, found.language, *more]


def nps_dict(ratings: Sequence[int | None], method: NpsMethod, passive_weight: float) -> dict[str, Any]:
    return asdict(NpsReport.of(ratings, method, passive_weight))


def theme_table(
    survey: Survey,
    rows: Sequence[LedgerRow],
    codebook: Codebook,
    method: NpsMethod,
    passive_weight: float,
    lang: Lang = Lang.ENGLISH,
) -> list[dict[str, Any]]:
    """For each theme mentioned: rows, share of the rows with an analysis, rows by polarity, NPS of those rows.

    label is the theme's name in the report's language.
    """
    mentions: dict[str, Counter[Polarity]] = defaultdict(Counter)
    ratings: dict[str, list[int | None]] = defaultdict(list)
    analysed = 0
    for row, rating in zip(rows, survey.ratings, strict=True):
        if row.analysis is None:
            continue
        analysed += 1
        for mention in row.analysis.themes:
            mentions[mention.theme][mention.polarity] += 1
            ratings[mention.theme].append(rating)
    table = [
        {
            "theme": theme.key,
            "label": theme.label_es if lang is Lang.SPANISH else theme.label_en,
            "label_en": theme.label_en,
            "label_es": theme.label_es,
            "rows": mentions[theme.key].total(),
            "share": round(mentions[theme.key].total() / analysed, 4),
            **{polarity.value: mentions[theme.key][polarity] for polarity in Polarity},
            "nps": nps_dict(ratings[theme.key], method, passive_weight),
        }
        for theme in codebook.themes
        if theme.key in mentions
    ]
    return sorted(table, key=lambda entry: -entry["rows"])


def segment_table(survey: Survey, method: NpsMethod, passive_weight: float) -> list[dict[str, Any]]:
    """For each segment column: its values with their rows and NPS, most rows first. Blank cells are no value."""
    table = []
    for at in survey.columns.segments:
        ratings: dict[str, list[int | None]] = defaultdict(list)
        for row, rating in zip(survey.table.rows, survey.ratings, strict=True):
            value = title_text(row[at]).strip()
            if value:
                ratings[value].append(rating)
        values = [
            {"value": value, "rows": len(rated), "nps": nps_dict(rated, method, passive_weight)}
            for value, rated in sorted(ratings.items(), key=lambda item: (-len(item[1]), item[0]))
        ]
        table.append({"column": survey.table.columns[at], "values": values})
    return table
