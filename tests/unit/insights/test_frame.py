"""frame: one entry a row in every array, as the survey and the ledger have it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.insights.frame import POLARITIES, UNRATED, Frame
from feedback.domain.nps import NpsMethod, NpsReport
from tests.unit.insights.frames import (
    AGAIN,
    BAD,
    BLANK,
    CACHED,
    CODEBOOK,
    DONE,
    FAILED,
    GOOD,
    KEYS,
    Row,
    about,
    made,
    rows,
)


@pytest.mark.parametrize(
    ("rating", "value"), [(0, -1), (6, -1), (7, 0), (8, 0), (9, 1), (10, 1), (None, UNRATED)], ids=str
)
def test_a_ratings_value_is_that_of_its_group(rating: int | None, value: int) -> None:
    frame = made([Row(rating)]).frame

    assert frame.values.tolist() == [value]
    assert frame.rated.tolist() == [rating is not None]
    assert frame.ratings.tolist() == [-1 if rating is None else rating]


@pytest.mark.parametrize(
    ("state", "flags"),
    [
        (DONE, (True, False, True)),
        (CACHED, (True, False, True)),
        (AGAIN, (True, False, False)),
        (BLANK, (False, False, False)),
        (FAILED, (False, True, False)),
    ],
)
def test_a_state_says_whether_a_row_is_analysed_failed_and_quotable(state: str, flags: tuple[bool, ...]) -> None:
    frame = made([Row(5, state=state)]).frame  # type: ignore[arg-type]

    assert (frame.analysed[0], frame.failed[0], frame.quotable[0]) == flags


@given(st.lists(rows, max_size=30))
def test_every_mention_stands_at_its_row_and_theme(some: list[Row]) -> None:
    frame = made(some).frame
    found = [
        {KEYS[theme]: POLARITIES[place - 1] for theme, place in enumerate(row) if place}
        for row in frame.mentions.tolist()
    ]

    assert found == [dict(row.themes) if row.state not in (BLANK, FAILED) else {} for row in some]


@given(st.lists(rows, max_size=30))
def test_scores_are_those_of_the_analysis_and_nan_without_one(some: list[Row]) -> None:
    frame = made(some).frame

    for at, row in enumerate(some):
        scores = [frame.sentiment[at], frame.churn[at], *frame.emotions[at]]
        if row.state in (BLANK, FAILED):
            assert np.isnan(scores).all()
        else:
            assert scores == pytest.approx([row.sentiment, row.churn, *row.emotions])


def test_the_first_theme_is_the_one_that_the_analysis_names_first() -> None:
    frame = made([Row(9, about("speed", "price")), Row(9), Row(9, about("price"), FAILED)]).frame

    assert frame.first_theme.tolist() == [KEYS.index("speed"), -1, -1]


@given(st.lists(rows, max_size=30), st.sampled_from(NpsMethod))
def test_the_nps_of_a_frames_rows_is_that_of_their_ratings(some: list[Row], method: NpsMethod) -> None:
    frame = made(some).frame
    every = np.ones(len(some), bool)

    report = NpsReport.of([row.rating for row in some], method, 0.5)
    assert frame.tally(every).nps(method, 0.5) == {name: getattr(report, name) for name in NpsReport.__slots__}


def test_a_ledger_of_another_length_is_refused() -> None:
    survey = made([Row(9), Row(3)])

    with pytest.raises(ValueError, match="one entry for each row"):
        Frame.of(survey.survey, survey.ledger[:1], CODEBOOK)


def test_rows_that_mention_a_theme_are_found_in_order() -> None:
    frame = made([Row(9, about("staff")), Row(9), Row(None, about("price", "staff", polarity=BAD))]).frame

    assert frame.mentioning(KEYS.index("staff")).tolist() == [0, 2]
    assert frame.mentioning(KEYS.index("app")).tolist() == []
    assert frame.mentions[2, KEYS.index("staff")] == 1 + POLARITIES.index(BAD)
    assert frame.mentions[0, KEYS.index("staff")] == 1 + POLARITIES.index(GOOD)
