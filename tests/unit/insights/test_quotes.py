"""quotes: which rows are quoted for a theme, by which rule."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.columns import Columns
from feedback.domain.insights.frame import Frame
from feedback.domain.insights.quotes import quotes
from feedback.domain.models import Cell, Polarity
from feedback.domain.survey import Survey
from tests.builders import a_table
from tests.unit.insights.frames import (
    AGAIN,
    BAD,
    BLANK,
    CACHED,
    CODEBOOK,
    FAILED,
    FAIR,
    GOOD,
    Row,
    about,
    feeling,
    made,
    rows,
)


def quoted(some: list[Row]) -> dict[str, dict[str, list[dict[str, Any]]]]:
    all_of_it = made(some)
    return quotes(all_of_it.frame, all_of_it.survey, CODEBOOK)


def rules(some: list[Row], polarity: Polarity = GOOD) -> dict[str, int]:
    """The row that each rule chose."""
    return {quote["rule"]: quote["row"] for quote in quoted(some)["price"][polarity.value]}


def price(polarity: Polarity = GOOD, sentiment: float = 0.0, comment: Cell = "fine", **more: Any) -> Row:
    return Row(9, about("price", polarity=polarity), sentiment=sentiment, comment=comment, **more)


def test_a_quote_is_told_word_for_word_with_its_row_rule_and_rating() -> None:
    some = [Row(3), Row(None, about("price"), comment=" =Cheap,\n and good ")]

    assert quoted(some) == {
        "price": {
            "negative": [],
            "neutral": [],
            "positive": [{"row": 2, "text": " =Cheap,\n and good ", "rule": "typical", "rating": None}],
        }
    }


def test_typical_is_nearest_the_median_sentiment() -> None:
    # The mean is 0.35, nearer to row 2; row 3 has another length than most.
    texts = zip((-1.0, 0.0, 0.75, 1.0, 1.0), ("same", "same", "a long one", "same", "same"), strict=True)

    assert rules([price(sentiment=sentiment, comment=text) for sentiment, text in texts])["typical"] == 3


def test_of_equally_near_sentiments_the_length_nearest_the_median_decides_then_the_first_row() -> None:
    texts = ("a", "abcdefghi", "abcde", "abcdef", "abcdef" * 9)

    assert rules([price(comment=text) for text in texts])["typical"] == 4
    assert rules([price(comment=text) for text in ("abcd", "ab", "efgh", "abcdef", "abcd")])["typical"] == 1


@pytest.mark.parametrize(("polarity", "row"), [(GOOD, 3), (BAD, 1)])
def test_strong_is_the_most_extreme_sentiment_of_the_polarity(polarity: Polarity, row: int) -> None:
    # Row 2 is typical.
    assert rules([price(polarity, s) for s in (-1.0, 0.0, 1.0)], polarity)["strong"] == row


def test_of_equally_extreme_sentiments_the_strongest_emotion_decides() -> None:
    some = [price(sentiment=0.0), price(sentiment=1.0), price(sentiment=1.0, emotions=feeling(trust=0.9))]

    assert rules([*some, price(sentiment=0.25), price(sentiment=0.0)])["strong"] == 3


def test_strong_among_neutral_mentions_is_the_strongest_emotion_of_any() -> None:
    some = [
        price(FAIR, 0.0),
        price(FAIR, -1.0, emotions=feeling(trust=0.2)),
        price(FAIR, 0.5, emotions=feeling(anger=1)),
    ]

    assert rules([*some, price(FAIR, 0.0)], FAIR)["strong"] == 3


def test_recent_is_the_latest_date_and_a_row_without_one_is_older() -> None:
    days = (datetime.date(2026, 5, 1), datetime.date(2026, 5, 4), datetime.date(2026, 5, 2), None)

    assert rules([price(), price(sentiment=1.0), *(price(sentiment=0.25, date=day) for day in days)])["recent"] == 4


def test_of_equal_dates_the_last_row_is_recent() -> None:
    day = datetime.date(2026, 5, 1)

    assert rules([price(date=day) for _ in range(5)])["recent"] == 5


def test_without_dates_the_last_row_is_recent() -> None:
    assert rules([price() for _ in range(6)])["recent"] == 6


def test_dates_that_nobody_can_tell_are_no_dates() -> None:
    assert rules([price(date=text) for text in ("05/04/2026", "03/04/2026", "01/04/2026")])["recent"] == 3


@pytest.mark.parametrize(("n", "expected"), [(1, ["typical"]), (2, ["typical", "strong"])])
def test_fewer_rows_than_rules_are_each_quoted_once(n: int, expected: list[str]) -> None:
    assert list(rules([price() for _ in range(n)])) == expected


@pytest.mark.parametrize(("state", "found"), [(CACHED, True), (AGAIN, False), (FAILED, False), (BLANK, False)])
def test_only_analysed_and_cached_rows_are_quoted(state: Any, found: bool) -> None:
    assert ("price" in quoted([price(state=state)])) is found


@given(st.lists(rows, max_size=40))
def test_every_quote_is_of_a_row_that_says_so_and_no_row_is_quoted_twice(some: list[Row]) -> None:
    for key, polarities in quoted(some).items():
        for polarity, chosen in polarities.items():
            own = [
                number
                for number, row in enumerate(some, start=1)
                if dict(row.themes).get(key) == polarity and row.state in ("analyzed", "cached")
            ]
            assert len({quote["row"] for quote in chosen}) == len(chosen) == min(3, len(own))
            assert all(quote["row"] in own and quote["text"] == some[quote["row"] - 1].comment for quote in chosen)


def test_of_several_comment_columns_each_text_is_led_by_its_title() -> None:
    ledger = [Row(9, about("price")).ledger]
    survey = Survey(a_table([[9, "cheap", "nothing"]], ("NPS", "Liked", "Missed")), Columns(0, (1, 2)), [9], [0])

    (quote,) = quotes(Frame.of(survey, ledger, CODEBOOK), survey, CODEBOOK)["price"]["positive"]
    assert quote["text"] == "Liked: cheap\nMissed: nothing"
