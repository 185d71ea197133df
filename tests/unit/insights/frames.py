"""Small surveys with their ledgers, made of rows that say all that an insight can depend on."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from hypothesis import strategies as st

from feedback.domain.codebook import Codebook, Theme
from feedback.domain.columns import Columns
from feedback.domain.insights.frame import Frame
from feedback.domain.ledger import LedgerRow
from feedback.domain.models import EMOTIONS, Analysis, Cell, LedgerState, Polarity, ThemeMention
from feedback.domain.survey import Survey
from tests.builders import a_table

CODEBOOK = Codebook(tuple(Theme(key, key.title(), f"{key} (es)") for key in ("price", "staff", "speed", "app")))
KEYS = tuple(CODEBOOK.positions)
COLUMNS = ("NPS", "Comment", "Id", "Date", "Region")
BAD, FAIR, GOOD = Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE
DONE, CACHED, AGAIN = LedgerState.ANALYZED, LedgerState.CACHED, LedgerState.DUPLICATE
BLANK, FAILED = LedgerState.BLANK, LedgerState.FAILED


@dataclass(frozen=True, slots=True)
class Row:
    """One row; themes, polarity of each, and scores tell nothing where the state has no analysis."""

    rating: int | None
    themes: tuple[tuple[str, Polarity], ...] = ()
    state: LedgerState = DONE
    sentiment: float = 0.0
    churn: float = 0.0
    emotions: tuple[float, ...] = (0.0,) * len(EMOTIONS)
    comment: Cell = "a comment"
    id: Cell = None
    date: Cell = None
    region: Cell = None

    @property
    def ledger(self) -> LedgerRow:
        if self.state in (BLANK, FAILED):
            return LedgerRow(self.state, failure_reason="refused" if self.state is FAILED else None)
        themes = tuple(ThemeMention(*theme) for theme in self.themes)
        return LedgerRow(self.state, Analysis(self.sentiment, self.emotions, self.churn, themes, "en"))


@dataclass(frozen=True, slots=True)
class Made:
    """A survey with all that is known of it."""

    survey: Survey
    ledger: list[LedgerRow]
    frame: Frame
    codebook: Codebook


def made(rows: Sequence[Row], codebook: Codebook = CODEBOOK) -> Made:
    cells = [[row.rating, row.comment, row.id, row.date, row.region] for row in rows]
    chosen = Columns(0, (1,), id=2, date=3, segments=(4,))
    survey = Survey(a_table(cells, COLUMNS), chosen, [row.rating for row in rows], list(range(len(rows))))
    ledger = [row.ledger for row in rows]
    return Made(survey, ledger, Frame.of(survey, ledger, codebook), codebook)


def about(*keys: str, polarity: Polarity = GOOD) -> tuple[tuple[str, Polarity], ...]:
    return tuple((key, polarity) for key in keys)


def feeling(**emotions: float) -> tuple[float, ...]:
    """The seven emotions, 0 where not given."""
    return tuple(emotions.get(name, 0.0) for name in EMOTIONS)


ninths = st.integers(0, 9).map(lambda step: round(step / 9, 3))
ratings = st.none() | st.integers(0, 10)
rows = st.builds(
    Row,
    rating=ratings,
    themes=st.lists(
        st.tuples(st.sampled_from(KEYS), st.sampled_from(Polarity)), max_size=3, unique_by=lambda theme: theme[0]
    ).map(tuple),
    state=st.sampled_from(LedgerState),
    sentiment=st.integers(-4, 4).map(lambda step: step / 4),
    churn=ninths,
    emotions=st.tuples(*[ninths] * len(EMOTIONS)),
    comment=st.sampled_from(("so so", "a longer comment", "bad", "good, all in all")),
    date=st.none() | st.dates(datetime.date(2026, 1, 1), datetime.date(2026, 3, 31)),
    region=st.none() | st.sampled_from(("North", "South", "East")),
)
"""Any row of a survey, in any state."""


@st.composite
def shuffled(draw: st.DrawFn) -> tuple[list[Row], list[Row]]:
    """Rows and the same in another order."""
    some = draw(st.lists(rows, max_size=40))
    return some, draw(st.permutations(some))
