"""All numbers of a frame together: plain JSON, whatever the rows are."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.insights.at_risk import at_risk
from feedback.domain.insights.impact import impacts
from feedback.domain.insights.moods import moods
from feedback.domain.insights.primary import primary_themes
from feedback.domain.insights.quotes import quotes
from feedback.domain.insights.scale_check import scale_check
from feedback.domain.insights.theme_segments import theme_segment_table
from feedback.domain.insights.themes import theme_table
from feedback.domain.nps import NpsMethod
from tests.unit.insights.frames import BLANK, CODEBOOK, FAILED, Row, about, made, rows


def whole(some: list[Row], method: NpsMethod = NpsMethod.STANDARD) -> dict[str, Any]:
    every = made(some)
    frame, survey, known = every.frame, every.survey, impacts(every.frame)
    return {
        "themes": theme_table(frame, CODEBOOK, method, 0.5, known=known),
        "drivers": known.drivers(CODEBOOK),
        "theme_segments": theme_segment_table(frame, survey, CODEBOOK, method, 0.5),
        "moods": moods(frame),
        "at_risk": at_risk(frame, survey, every.ledger),
        "scale_check": scale_check(frame, survey, method, 0.5),
        "quotes": quotes(frame, survey, CODEBOOK),
        "primary_themes": primary_themes(frame, CODEBOOK),
    }


@given(st.lists(rows, max_size=40), st.sampled_from(NpsMethod))
def test_every_number_is_plain_json_and_zero_has_no_sign(some: list[Row], method: NpsMethod) -> None:
    found = whole(some, method)
    text = json.dumps(found, allow_nan=False)

    assert json.loads(text) == found
    assert "-0.0," not in text
    assert "-0.0}" not in text


@pytest.mark.parametrize(
    "some",
    [
        [],
        [Row(9, about("price"), FAILED)] * 9,
        [Row(None, state=BLANK)] * 9,
        [Row(3, state=FAILED), Row(9, state=BLANK)],
    ],
    ids=["no rows", "all failed", "all blank and unrated", "failed and blank"],
)
def test_without_an_analysis_lists_are_empty_and_unknown_is_null(some: list[Row]) -> None:
    found = whole(some)

    assert (found["themes"], found["theme_segments"], found["quotes"]) == ([], [], {})
    assert (found["drivers"]["lift"], found["drivers"]["drag"]) == (None, None)
    assert found["at_risk"] == {"threshold": 0.6667, "total": 0, "rows": []}
    assert found["scale_check"]["total"] == 0
    assert found["moods"]["sentiment"]["all"]["mean"] is None


def test_where_all_rows_failed_the_nps_without_contradictions_is_that_of_all() -> None:
    nps = whole([Row(9, state=FAILED), Row(10, state=FAILED), Row(0, state=FAILED), Row(8, state=FAILED)])

    assert (nps["scale_check"]["nps_without"]["standard"], nps["primary_themes"][0]["n"]) == (25.0, 4)
