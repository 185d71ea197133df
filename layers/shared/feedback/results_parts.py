"""The parts of results.json: see results.py."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from feedback.contracts import NpsReply

type Count = Annotated[int, Field(ge=0)]
type Row = Annotated[int, Field(ge=1)]
type Share = Annotated[float, Field(ge=0, le=1)]
type Sentiment = Annotated[float, Field(ge=-1, le=1)]
type Group = Literal["all", "promoter", "passive", "detractor", "unrated"]
type Polarity = Literal["negative", "neutral", "positive"]


class Part(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Mean(Part):
    mean: float | None
    low: float | None
    high: float | None


class Difference(Part):
    """Of two NPS, in points; of two shares where themes are compared. p_holm: corrected; differs: p_holm < 0.05."""

    points: float
    low: float
    high: float
    p: Share
    p_holm: Share
    differs: bool


class Impact(Part):
    """NPS of all less NPS without the rows that mention the theme; worst and best: whatever failed rows might say."""

    points: float | None
    low: float | None
    high: float | None
    worst: float | None
    best: float | None


class EmotionMean(Part):
    emotion: str
    mean: float


class Theme(Part):
    """share: of the rows with an analysis. nps: of the rows that mention it. rank: by the size of the impact."""

    theme: str
    label: str
    label_en: str
    label_es: str
    rows: Count
    share: Share
    share_low: Share
    share_high: Share
    negative: Count
    neutral: Count
    positive: Count
    sentiment: Mean
    emotions: list[EmotionMean]
    churn: Mean
    nps: NpsReply
    impact: Impact
    rank: Row


class Drivers(Part):
    """Themes whose impact is above (below) every other's, intervals included; null where none stands out."""

    lift: str | None
    drag: str | None
    resamples: Count
    seed: int
    rated: Count


class SegmentValue(Part):
    """difference: to all other rows of the column. value "" holds the rarer ones together."""

    value: str
    rows: Count
    nps: NpsReply
    difference: Difference | None


class Segment(Part):
    column: str
    values: list[SegmentValue]
    asked: bool
    left_out: Count
    merged: Count


class Period(Part):
    """difference: to the last period before that has ratings."""

    period: str
    label: str
    rows: Count
    nps: NpsReply
    difference: Difference | None


class Periods(Part):
    column: str
    unit: Literal["day", "week", "month"]
    values: list[Period]
    unread: Count
    left_out: Count


class ThemeSegmentValue(Part):
    """share: of the value's rows with an analysis; difference: of shares, to all other rows of the column."""

    value: str
    rows: Count
    share: Share | None
    nps: NpsReply
    difference: Difference | None


class ThemeSegments(Part):
    theme: str
    values: list[ThemeSegmentValue]


class ThemesBySegment(Part):
    column: str
    themes: list[ThemeSegments]


class Spread(Mean):
    """bins: rows by score, lowest first: nine of sentiment, ten of the others."""

    n: Count
    bins: list[Count]


type Mood = dict[Group, Spread]


class Moods(Part):
    sentiment: Mood
    churn: Mood
    emotions: dict[str, Mood]


class RowAtRisk(Part):
    row: Row
    id: str | None
    rating: int
    churn_risk: Share
    sentiment: Sentiment
    themes: list[str]
    comment: str


class AtRisk(Part):
    """Detractors at high churn risk, most urgent first; at most 1,000 of total."""

    threshold: Share
    total: Count
    rows: list[RowAtRisk]


class Contradiction(Part):
    row: Row
    id: str | None
    rating: int
    sentiment: Sentiment
    comment: str


class ScaleCheck(Part):
    """Rows whose rating and comment contradict each other, at most 200 of each kind; nps_without: without any."""

    low_but_praise: list[Contradiction]
    high_but_anger: list[Contradiction]
    low_total: Count
    high_total: Count
    total: Count
    nps_without: NpsReply


class Quote(Part):
    row: Row
    text: str
    rule: Literal["typical", "strong", "recent"]
    rating: int | None
