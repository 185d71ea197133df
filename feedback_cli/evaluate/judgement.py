"""What a person or the model says of one comment, in one form, so that any two of them can be compared."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from feedback.domain.models import EMOTIONS, Analysis, Polarity

SCORES = ("sentiment", *(f"emotion_{emotion}" for emotion in EMOTIONS), "churn_risk")
"""Numeric labels: sentiment is in −1…1, the others in 0…1."""

CLASSES = (Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE)
"""Classes of sentiment, in their order."""

CLASS_BORDER = 0.2


@dataclass(frozen=True, slots=True)
class Judgement:
    """None, or a score that is not there: nothing is said. themes is empty where the comment has none.

    scores are by the names of SCORES; themes are keys of the codebook; language is an ISO 639-1 code.
    """

    sentiment_class: Polarity | None = None
    scores: Mapping[str, float] = field(default_factory=dict)
    themes: Mapping[str, Polarity] | None = None
    language: str | None = None

    @classmethod
    def of(cls, analysis: Analysis) -> "Judgement":
        values = (analysis.sentiment, *analysis.emotions, analysis.churn_risk)
        return cls(
            sentiment_class=sentiment_class(analysis.sentiment),
            scores=dict(zip(SCORES, values, strict=True)),
            themes={mention.theme: mention.polarity for mention in analysis.themes},
            language=analysis.language,
        )


def sentiment_class(sentiment: float) -> Polarity:
    """The class of a sentiment in −1…1: negative below −0.2, positive above 0.2, neutral between."""
    if sentiment < -CLASS_BORDER:
        return Polarity.NEGATIVE
    return Polarity.POSITIVE if sentiment > CLASS_BORDER else Polarity.NEUTRAL
