"""themes: how often and how each theme is spoken of."""

from typing import Any

import pytest
from hypothesis import given
from statsmodels.stats.proportion import proportion_confint

from feedback.domain.insights.impact import impacts
from feedback.domain.insights.themes import theme_table
from feedback.domain.nps import NpsMethod, NpsReport
from feedback.domain.options import Lang
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
    shuffled,
)


def table(some: list[Row], lang: Lang = Lang.ENGLISH) -> list[dict[str, Any]]:
    return theme_table(made(some).frame, CODEBOOK, NpsMethod.SHIFTED, 0.5, lang)


def themes(some: list[Row]) -> dict[str, dict[str, Any]]:
    return {entry["theme"]: entry for entry in table(some)}


def test_a_theme_has_its_rows_by_polarity_and_share_of_the_analysed() -> None:
    some = [
        Row(9, about("price", polarity=BAD)),
        Row(None, about("price", polarity=BAD), CACHED),
        Row(3, about("price", "staff", polarity=GOOD), AGAIN),
        Row(8, about("price", polarity=FAIR)),
        Row(8),
        Row(8, state=BLANK),
        Row(8, about("price"), FAILED),
    ]
    price = themes(some)["price"]

    assert [price[name] for name in ("rows", "negative", "neutral", "positive")] == [4, 2, 1, 1]
    assert price["share"] == 0.8
    low, high = proportion_confint(4, 5, method="wilson")
    assert (price["share_low"], price["share_high"]) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


def test_a_themes_nps_is_that_of_the_rows_that_mention_it() -> None:
    some = [Row(9, about("price")), Row(10, about("price")), Row(None, about("price")), Row(0, about("staff"))]

    report = NpsReport.of([9, 10, None], NpsMethod.SHIFTED)
    assert themes(some)["price"]["nps"] == {name: getattr(report, name) for name in NpsReport.__slots__}


def test_a_themes_mood_is_that_of_its_rows() -> None:
    price = themes(
        [
            Row(9, about("price"), sentiment=-1.0, churn=0.333, emotions=feeling(anger=0.889, confusion=0.111)),
            Row(9, about("price"), sentiment=0.5, churn=0.667, emotions=feeling(anger=0.111, trust=0.222)),
            Row(9, about("staff"), sentiment=1.0, churn=1.0, emotions=feeling(satisfaction=1.0)),
        ]
    )["price"]

    assert (price["sentiment"]["mean"], price["churn"]["mean"]) == (-0.25, 0.5)
    assert price["emotions"] == [
        {"emotion": "anger", "mean": 0.5},
        {"emotion": "trust", "mean": 0.111},
        {"emotion": "confusion", "mean": 0.0555},
    ]


def test_equal_emotions_come_in_the_order_of_the_product() -> None:
    price = themes([Row(9, about("price"), emotions=(0.5,) * 7)])["price"]

    assert [each["emotion"] for each in price["emotions"]] == ["satisfaction", "frustration", "anger"]


def test_the_most_mentioned_theme_comes_first_and_equals_by_key() -> None:
    assert list(themes([Row(9, about("staff", "price")), Row(9, about("staff", "app"))])) == ["staff", "app", "price"]


def test_a_theme_that_nobody_mentions_is_left_out() -> None:
    assert list(themes([Row(9, about("staff"))])) == ["staff"]


@pytest.mark.parametrize(("lang", "label"), [(Lang.ENGLISH, "Price"), (Lang.SPANISH, "price (es)")])
def test_the_label_is_in_the_language_of_the_report(lang: Lang, label: str) -> None:
    (price,) = table([Row(9, about("price"))], lang)

    assert (price["label"], price["label_en"], price["label_es"]) == (label, "Price", "price (es)")


def test_the_strongest_impact_up_or_down_is_ranked_first_and_none_last() -> None:
    some = [Row(0, about("price"))] * 6 + [Row(10, about("staff"))] * 2 + [Row(8)] * 6 + [Row(None, about("app"))] * 9
    found = themes(some)

    assert {key: (entry["rank"], entry["impact"]["points"]) for key, entry in found.items()} == {
        "app": (3, None),
        "price": (1, -53.57),
        "staff": (2, 21.43),
    }


def test_an_impact_of_zero_is_ranked_before_none() -> None:
    found = themes([Row(8, about("staff")), Row(8)] + [Row(None, about("app"))] * 2)

    assert (found["staff"]["rank"], found["app"]["rank"]) == (1, 2)


def test_impacts_that_are_known_are_not_made_again() -> None:
    frame = made([Row(0, about("price")), Row(9), Row(9)]).frame
    other = impacts(made([Row(9, about("price")), Row(0)]).frame)

    (price,) = theme_table(frame, CODEBOOK, NpsMethod.STANDARD, 0.5, known=other)
    assert price["impact"]["points"] == 100.0


@pytest.mark.parametrize("some", [[], [Row(9, state=FAILED)] * 3, [Row(9, state=BLANK)], [Row(9)]], ids=str)
def test_without_mentions_there_is_no_theme(some: list[Row]) -> None:
    assert table(some) == []


@given(shuffled())
def test_the_order_of_rows_changes_nothing(pair: tuple[list[Row], list[Row]]) -> None:
    one, other = pair

    assert table(one) == table(other)
