"""results.json, version 1: what programs may rely on. docs/results.schema.json is made of these models.

NPS and differences of NPS are in points, shares in 0…1, sentiment in −1…1, emotions and churn risk in 0…1; intervals
are at 95 %. null is what is unknown or not defined, never 0. row is a row of the input, counted from 1, the header not
counted.
"""

from typing import Any, Literal

from feedback.contracts import NpsReply, ReadingReply, SpotCheckReply, UsageReply
from feedback.results_parts import (
    AtRisk,
    Count,
    Drivers,
    Moods,
    Part,
    Periods,
    Polarity,
    Quote,
    ScaleCheck,
    Segment,
    Share,
    Theme,
    ThemesBySegment,
)


class Change(Part):
    """Of the standard NPS; low, high and p are null below five ratings on either side."""

    points: float | None
    low: float | None
    high: float | None
    p: Share | None
    differs: bool


class ThemePart(Part):
    """A theme's part of the change, in points."""

    theme: str
    mix: float
    within: float


class ThemeChange(Part):
    """before, now: shares of the rows with an analysis; points: their difference, in 0…1."""

    theme: str
    label: str
    before: Share
    now: Share
    points: float
    low: float
    high: float
    p_holm: Share
    state: Literal["new", "gone", "up", "down", "same"]


class Comparison(Part):
    """With an earlier job. mix + within = change.points: other themes are spoken of, or the same ones otherwise."""

    job: str
    file: str
    created_at: str
    nps_before: NpsReply
    change: Change
    mix: float | None
    within: float | None
    within_themes: list[ThemePart]
    themes: list[ThemeChange]
    notes: list[str]


class PrimaryTheme(Part):
    """Rated rows by the first theme of their analysis, "" for none."""

    theme: str
    n: Count
    promoters: Count
    passives: Count
    detractors: Count


class Results(Part):
    schema_version: Literal[1]
    job: str
    file: str
    created_at: str
    lang: Literal["en", "es"]
    rows: Count
    options: dict[str, Any]
    reading: ReadingReply
    ledger: dict[Literal["analyzed", "cached", "duplicate", "blank", "failed"], Count]
    nps: NpsReply
    themes: list[Theme]
    drivers: Drivers
    segments: list[Segment]
    periods: Periods | None
    theme_segments: list[ThemesBySegment]
    moods: Moods
    at_risk: AtRisk
    scale_check: ScaleCheck
    quotes: dict[str, dict[Polarity, list[Quote]]]
    primary_themes: list[PrimaryTheme]
    comparison: Comparison | None
    usage: UsageReply
    timings: dict[str, float]
    model: str
    stand_in: bool
    detail: Literal["scores", "full"]
    prompt_version: str
    codebook_version: str
    codebook_name: str
    spot_check: SpotCheckReply
    warnings: list[str]
