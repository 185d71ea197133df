"""All that the rows of a survey say: the part of results.json that does not depend on how it was made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from feedback.domain.codebook import Codebook
from feedback.domain.insights.at_risk import at_risk
from feedback.domain.insights.dates import survey_dates
from feedback.domain.insights.frame import Frame
from feedback.domain.insights.impact import impacts
from feedback.domain.insights.moods import moods
from feedback.domain.insights.periods import period_note, period_table
from feedback.domain.insights.primary import primary_themes
from feedback.domain.insights.quotes import quotes
from feedback.domain.insights.scale_check import scale_check
from feedback.domain.insights.segments import segment_table
from feedback.domain.insights.theme_segments import theme_segment_table
from feedback.domain.insights.themes import theme_table
from feedback.domain.ledger import LedgerRow, ledger_totals
from feedback.domain.nps import NpsMethod
from feedback.domain.options import Lang
from feedback.domain.report import nps_dict
from feedback.domain.survey import Survey

MOST_AT_RISK = 1000
"""Detractors at high churn risk in results.json; the workbook has all."""


@dataclass(frozen=True, slots=True)
class Scoring:
    """How a report gives its scores, and in which language. asked: the segment columns that the caller named."""

    method: NpsMethod
    passive_weight: float
    lang: Lang
    asked: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Insights:
    """numbers by the names of results.json; at_risk_rows: all detractors at high churn risk; notes for its warnings."""

    numbers: dict[str, Any]
    at_risk_rows: list[dict[str, Any]]
    notes: list[str]


def insights(survey: Survey, ledger: Sequence[LedgerRow], codebook: Codebook, scoring: Scoring) -> Insights:
    """ledger has a row for each of the survey's. docs/results.schema.json describes the numbers."""
    method, weight = scoring.method, scoring.passive_weight
    frame, dates = Frame.of(survey, ledger, codebook), survey_dates(survey)
    known, risky = impacts(frame), at_risk(frame, survey, ledger, most=None)
    note = period_note(survey, scoring.lang, dates)
    numbers = {
        "ledger": ledger_totals(ledger),
        "nps": nps_dict(survey.ratings, method, weight),
        "themes": theme_table(frame, codebook, method, weight, scoring.lang, known),
        "drivers": known.drivers(codebook),
        "segments": segment_table(survey, method, weight, scoring.asked),
        "periods": period_table(survey, method, weight, dates),
        "theme_segments": theme_segment_table(frame, survey, codebook, method, weight),
        "moods": moods(frame),
        "at_risk": risky | {"rows": risky["rows"][:MOST_AT_RISK]},
        "scale_check": scale_check(frame, survey, method, weight),
        "quotes": quotes(frame, survey, codebook),
        "primary_themes": primary_themes(frame, codebook),
    }
    return Insights(numbers, risky["rows"], [note] if note else [])
