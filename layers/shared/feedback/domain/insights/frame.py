"""The rows of a survey as arrays, for all numbers that are made of ratings and analyses together."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback.domain.codebook import Codebook
from feedback.domain.insights.tallies import Tally
from feedback.domain.ledger import LedgerRow
from feedback.domain.models import EMOTIONS, LedgerState, Polarity
from feedback.domain.nps import NpsCounts, NpsGroup, nps_group
from feedback.domain.survey import Survey

type Bools = NDArray[np.bool_]
type Bytes = NDArray[np.int8]
type Singles = NDArray[np.float32]
type Rows = NDArray[np.intp]
"""Numbers of rows, counted from 0."""

UNRATED = 127
"""The value of a row without a rating: no value to count with."""

POLARITIES = (Polarity.NEGATIVE, Polarity.NEUTRAL, Polarity.POSITIVE)
"""A mention's polarity is its place here, counted from 1."""

_VALUE = {NpsGroup.PROMOTER: 1, NpsGroup.PASSIVE: 0, NpsGroup.DETRACTOR: -1}
# At −1, the rating of an unrated row, stands the last.
_VALUES = np.array([*(_VALUE[nps_group(rating)] for rating in range(11)), UNRATED], np.int8)


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """One entry a row in every array, in input order.

    ratings: 0…10, −1 unrated. values: promoter 1, passive 0, detractor −1, UNRATED. rated, analysed (there is an
    analysis), failed, quotable (analyzed or cached: a duplicate's text is that of another row): flags.
    mentions: rows × themes of the codebook; 0 none, 1 negative, 2 neutral, 3 positive. first_theme: the position of
    the analysis' first theme, −1 none. sentiment −1…1, churn 0…1, emotions 0…1, rows × 7 in the order of EMOTIONS:
    nan without an analysis.
    """

    ratings: Bytes
    values: Bytes
    rated: Bools
    analysed: Bools
    failed: Bools
    quotable: Bools
    mentions: Bytes
    first_theme: NDArray[np.int16]
    sentiment: Singles
    churn: Singles
    emotions: Singles

    @classmethod
    def of(cls, survey: Survey, ledger: Sequence[LedgerRow], codebook: Codebook) -> "Frame":
        """Raises ValueError where survey and ledger differ in length, KeyError for a theme that the codebook lacks."""
        if len(ledger) != len(survey.ratings):
            raise ValueError("a ledger has one entry for each row of the survey")
        ratings = np.array([-1 if rating is None else rating for rating in survey.ratings], np.int8)
        found = [row.analysis for row in ledger]
        rows = np.flatnonzero([analysis is not None for analysis in found])
        known = [analysis for analysis in found if analysis is not None]
        mentions, first_theme = _mentions(
            len(found),
            rows,
            [[(codebook.positions[m.theme], _PLACES[m.polarity]) for m in analysis.themes] for analysis in known],
            len(codebook.themes),
        )
        states = [row.state for row in ledger]
        return cls(
            ratings=ratings,
            values=_VALUES[ratings],
            rated=ratings >= 0,
            analysed=_flags(rows, len(found)),
            failed=np.array([state is LedgerState.FAILED for state in states], bool),
            quotable=np.array([state is LedgerState.ANALYZED or state is LedgerState.CACHED for state in states], bool),
            mentions=mentions,
            first_theme=first_theme,
            sentiment=_spread(rows, len(found), [analysis.sentiment for analysis in known]),
            churn=_spread(rows, len(found), [analysis.churn_risk for analysis in known]),
            emotions=_spread(rows, len(found), [analysis.emotions for analysis in known], (len(EMOTIONS),)),
        )

    def mentioning(self, theme: int) -> Rows:
        """The rows that mention a theme, ascending."""
        return np.flatnonzero(self.mentions[:, theme])

    def counts(self, among: Rows | Bools) -> NpsCounts:
        """How many of these rows are promoters, passives and detractors; unrated rows are none."""
        values = self.values[among]
        return NpsCounts(*(int(np.count_nonzero(values == value)) for value in (1, 0, -1)))

    def tally(self, among: Rows | Bools) -> Tally:
        """The same, with how many of these rows are unrated."""
        return Tally(self.counts(among), int(np.count_nonzero(self.values[among] == UNRATED)))


_PLACES = {polarity: place for place, polarity in enumerate(POLARITIES, start=1)}


def _mentions(
    rows: int, analysed: Rows, themes: Sequence[Sequence[tuple[int, int]]], width: int
) -> tuple[Bytes, NDArray[np.int16]]:
    """The mentions and first themes of all rows; themes are those of the analysed rows, with polarity."""
    # Columns lie together: nearly all that is asked of the mentions is about one theme.
    mentions = np.zeros((rows, width), np.int8, order="F")
    first = np.full(rows, -1, np.int16)
    first[analysed] = [row[0][0] if row else -1 for row in themes]
    every = np.array([pair for row in themes for pair in row], np.intp).reshape(-1, 2)
    mentions[np.repeat(analysed, np.array([len(row) for row in themes], np.intp)), every[:, 0]] = every[:, 1]
    return mentions, first


def _flags(rows: Rows, length: int) -> Bools:
    flags = np.zeros(length, bool)
    flags[rows] = True
    return flags


def _spread(rows: Rows, length: int, scores: Sequence[Any], shape: tuple[int, ...] = ()) -> Singles:
    """The scores of some rows among all, nan elsewhere."""
    every = np.full((length, *shape), np.nan, np.float32)
    if len(rows):
        every[rows] = scores
    return every
