"""The score, and what moves it, as the page tells them."""

from typing import Any

import pytest

from tests.report_document import report_of
from tests.report_fixture import a_report
from tests.report_numbers import nps_of_counts
from tests.report_rows import simulated_rows
from tests.unit.report_html.pages import Page, page, text_of


def test_the_chosen_score_stands_with_its_interval_its_ratings_and_the_standard_nps() -> None:
    text = page().text("nps")

    assert "NPS, shifted to 0–100 59.2 95% interval 56.9 to 61.5 of 1,203 ratings" in text
    assert "Standard NPS, −100 to 100 18.5 95% interval 13.9 to 23.0" in text
    assert "▲ Promoters 9–10 44% 524 ● Passives 7–8 31% 377 ▼ Detractors 0–6 25% 302" in text


@pytest.mark.parametrize(
    ("method", "name"),
    [
        ("shifted", "NPS, shifted to 0–100 60"),
        ("absolute", "Absolute NPS, 0 to 100 20"),
        ("weighted", "NPS with weighted passives 30"),
    ],
)
def test_every_method_has_the_standard_nps_beside_it(method: str, name: str) -> None:
    report = report_of(simulated_rows(60), method=method) | {"nps": nps_of_counts(50, 20, 30, method=method)}
    text = Page(report).text("nps")

    assert name in text
    assert "Standard NPS, −100 to 100 20" in text


def test_the_standard_nps_alone_is_told_once() -> None:
    report = report_of(simulated_rows(60), method="standard") | {"nps": nps_of_counts(50, 20, 30)}

    assert Page(report).text("nps").count("Standard NPS") == 1


@pytest.mark.parametrize("lang", ["en", "es"])
def test_an_nps_of_exactly_0_is_shown_as_0(lang: str) -> None:
    made = page("zero", lang)
    values = [text_of(one) for one in made.find("p") if one.get("class") == "score-value"]

    assert values == ["0"]
    assert "–" not in text_of(next(one for one in made.root.iter() if one.get("class") == "scores"))


def test_a_score_that_is_not_0_is_never_shown_as_0() -> None:
    report = a_report()
    report["nps"] |= {"score": 0.04, "standard": -0.04}
    values = [text_of(one) for one in Page(report).find("p") if one.get("class") == "score-value"]

    assert values == ["0.04", "−0.04"]


def test_few_ratings_are_warned_of() -> None:
    few = Page(a_report(nps=nps_of_counts(9, 9, 11, method="shifted")))

    assert "Only 29 ratings" in few.text("nps")
    assert "Only" not in page().text("nps")


def test_without_any_rating_the_page_says_so() -> None:
    text = page("no ratings").text()

    assert "No row of this file has a rating, so there is no NPS." in text
    assert "Without ratings there is no impact to compute." in text


def test_rows_left_out_of_the_score_are_counted_beside_it() -> None:
    assert "37 rows" in page().text("nps")


def test_a_failed_analysis_is_told_in_red_before_the_first_number() -> None:
    made = page("some failed")
    banners = list(made.find("aside"))

    assert [one.get("class") for one in banners] == ["banner alarm", "banner caution"]
    assert "146 of 1,240 rows could not be analysed" in text_of(banners[0])
    assert "Made by a stand-in, not by a language model" in text_of(banners[1])
    assert made.html.index("<aside") < made.html.index("<section")
    assert not list(page().find("aside"))


def test_a_job_whose_rows_all_failed_still_shows_its_nps_and_its_ledger() -> None:
    made = page("all failed")

    assert "No comment could be analysed" in made.text()
    assert "59.2" in made.text("nps")
    assert "1,182" in made.text("method")
    assert "nothing to tell about themes" in made.text("themes")
    assert "The analysis was stopped: the provider refused the key" in made.text("method")


@pytest.mark.parametrize(
    ("drivers", "told", "not_told"),
    [
        ({"lift": "staff", "drag": "delivery_time"}, ["Top driver up Staff", "Top driver down Delivery"], ["No theme"]),
        ({"lift": None, "drag": "price"}, ["Top driver down Price", "No theme stands out clearly up"], ["driver up"]),
        ({"lift": "staff", "drag": None}, ["Top driver up Staff", "No theme stands out clearly d"], ["driver down"]),
        ({"lift": None, "drag": None}, ["No theme stands out clearly:"], ["Top driver"]),
    ],
)
def test_a_top_driver_is_named_only_where_there_is_one(
    drivers: dict[str, Any], told: list[str], not_told: list[str]
) -> None:
    report = a_report()
    report["drivers"] |= drivers
    text = Page(report).text("drivers")

    assert all(words in text for words in told)
    assert not any(words in text for words in not_told)


def test_themes_are_listed_by_the_strength_of_their_impact_with_their_intervals() -> None:
    report, made = a_report(), page()
    section = made.section("drivers")
    assert section is not None
    rows = [text_of(one) for one in made.find("li", section) if one.get("class") == "chart-row"]

    assert len(rows) == len(report["themes"])
    assert [row[:12] for row in rows[:2]] == ["Delivery tim", "Staff kindne"]
    assert "347 rows · goes with a lower score −24.7 −27.7 to −21.7" in rows[0]
    assert "Association, not cause." in text_of(section)


def test_bounds_are_told_where_rows_failed_and_nowhere_else() -> None:
    assert "bounds" in page("some failed").text("drivers")
    assert "Worst to best" in page("some failed").text("themes")
    assert "bounds" not in page().text("drivers")
    assert "Worst to best" not in page().text("themes")


def test_a_theme_with_too_few_ratings_has_no_interval_and_the_page_says_why() -> None:
    report = a_report()
    report["themes"][0]["impact"] |= {"low": None, "high": None}
    report["themes"][1]["impact"] = dict.fromkeys(("points", "low", "high", "worst", "best"))
    text = Page(report).text("drivers")

    assert "fewer than 5 ratings, no interval −24.7" in text
    assert "not defined: all or none mention it –" in text


def test_the_theme_table_has_every_number_of_a_theme() -> None:
    text = page().text("themes")

    assert "Delivery time 347 rows 29% 27% to 32% ▼ 339 ● 7 ▲ 1 −0.12 −0.17 to −0.06 0.50 0.47 to 0.53" in text
    assert "27.5 24.0 to 31.3 −45.1 −52.1 to −37.3 −24.7 −27.7 to −21.7" in text
    assert "1,182 rows that have an analysis" in text


def test_eighty_themes_are_all_there() -> None:
    made = page("long labels")
    section = made.section("drivers")
    assert section is not None

    assert len([one for one in made.find("li", section) if one.get("class") == "chart-row"]) == 80
    assert "Show 65 more" in text_of(section)
