"""Quotes, segments, periods, moods and lists, as the page tells them."""

import pytest

from tests.report_fixture import a_report
from tests.unit.report_html.pages import Page, page, text_of


def test_quotes_stand_under_their_theme_and_polarity_with_row_rating_and_rule() -> None:
    made = page()
    (first, *_) = [one for one in made.find("details") if one.get("class") == "theme-quotes"]

    assert text_of(first).startswith("Delivery time 347 rows · strongest emotions: frustration 0.30")
    assert "▲ positive Arrived a day early, well done." in text_of(first)
    assert "Row 651 · rating 3 · typical" in text_of(first)
    assert "Row 661 · no rating · recent" in text_of(first)


def test_segments_are_marked_only_where_they_differ() -> None:
    text = page().text("segments")

    assert "Sur 334 ratings −2.7 −11.4 to 6.1 ▼ below the rest" in text
    assert "Centro 85 ratings 60 44.8 to 71.1 ▲ above the rest" in text
    assert "Norte 410 ratings 24.6 16.9 to 32.1 Sur 334" in text
    assert text.count("▼ below the rest") == 1
    assert "Plan asked for" in text
    assert "No value differs clearly from the rest." in text


def test_a_segments_numbers_are_all_in_its_table() -> None:
    text = page().text("segments")

    assert "Sur 344 108 109 117 48.7 44.3 to 53.0 −2.7 −11.4 to 6.1 −29.3 −39.5 to −19.1 < 0.001" in text


def test_values_with_few_ratings_and_values_put_together_are_named() -> None:
    report = a_report()
    report["segments"][0]["values"][0] |= {"value": ""}
    report["segments"][0]["values"][1]["nps"] |= {"small": True}
    report["segments"][0]["left_out"] = 12
    text = Page(report).text("segments")

    assert "all other values 410 ratings" in text
    assert "334 ratings · few ratings" in text
    assert "Without a value here: 12 rows." in text


def test_periods_have_their_unit_their_marks_and_what_was_left_out() -> None:
    report = a_report()
    report["periods"]["values"][2]["difference"] |= {"differs": True, "points": -30.0}
    text = Page(report).text("periods")

    assert "Standard NPS by month of Fecha." in text
    assert "Differs clearly from the period before: Mar 2026 (▼ below the period before)." in text
    assert "Without a readable date: 3 rows. Without a date: 2 rows." in text
    assert "No period differs clearly from the one before." in page().text("periods")


def test_themes_by_segment_show_share_rows_and_nps_and_mark_what_differs() -> None:
    report = a_report()
    report["theme_segments"][0]["themes"][0]["values"][0]["difference"] |= {"differs": True, "points": 0.1}
    report["theme_segments"][0]["themes"][0]["values"][1]["share"] = None
    text = Page(report).text("theme_segments")

    assert "Delivery time ▲ 29% 120 rows NPS −42.2 – " in text
    assert "▼" not in text.replace("▲ and ▼ mean", "")


def test_many_values_are_parted_into_tables_that_fit_on_paper() -> None:
    report = a_report()
    for entry in report["theme_segments"][0]["themes"]:
        entry["values"] = [entry["values"][0] | {"value": f"V{at}"} for at in range(30)]
    made = Page(report)
    section = made.section("theme_segments")
    assert section is not None
    widths = [len(list(next(table.iter("thead")).iter("th"))) for table in made.find("table", section)]

    assert widths == [9, 9, 9, 7, 4]


def test_moods_are_told_by_group_with_mean_and_interval() -> None:
    made = page()
    text = made.text("moods")
    section = made.section("moods")
    assert section is not None

    assert "Detractors 293 rows −1 1 mean −0.38 −0.43 to −0.34" in text
    assert "Without a rating 36 rows" in text
    described = [one.text or "" for one in made.find("desc", section)]
    assert "Rows by value: −1.00: 24; −0.75: 65; −0.50: 88" in described[0]
    assert len(described) == 5 + 5 + 7 * 5


def test_groups_without_rows_are_left_out_of_the_moods() -> None:
    assert "Detractors" not in page("no ratings").text("moods")
    assert "All 282 rows" in page("no ratings").text("moods")


def test_the_first_fifty_at_risk_are_listed_and_all_are_counted() -> None:
    made = page()
    section = made.section("at_risk")
    assert section is not None
    rows = list(next(made.find("tbody", section)))

    assert len(rows) == 50
    assert "151 detractors have a churn risk of 0.67 or more" in text_of(section)
    assert "Shown here: the first 50. The workbook has all 151." in text_of(section)
    assert text_of(rows[0]).startswith("462 C-10462 2 1.00 −1.00 Delivery time, Product quality, Billing and payment")


@pytest.mark.parametrize(
    ("total", "words"),
    [(0, "No detractor has a churn risk of 0.67 or more."), (1, "1 detractor has a churn risk of 0.67 or more.")],
)
def test_none_and_one_at_risk_are_told_in_right_words(total: int, words: str) -> None:
    report = a_report()
    report["at_risk"] |= {"total": total, "rows": report["at_risk"]["rows"][:total]}

    assert words in Page(report).text("at_risk")


def test_a_row_without_id_or_themes_has_a_dash() -> None:
    report = a_report()
    report["at_risk"]["rows"][0] |= {"id": None, "themes": []}

    assert "462 – 2 1.00 −1.00 – It took" in Page(report).text("at_risk")


def test_the_scale_check_shows_the_nps_with_and_without_the_rows_in_doubt() -> None:
    text = page().text("scale_check")

    assert "All ratings 1,203 ratings 18.5 13.9 to 23.0 Without 5 rows 1,198 ratings 18.1" in text
    assert "0–2 beside praise No such row." in text
    assert "35 C-10035 9 0.00 Good value for what it is." in text


def test_a_scale_check_without_findings_says_so_and_a_long_one_is_cut() -> None:
    report = a_report()
    row = report["scale_check"]["high_but_anger"][0]
    report["scale_check"] |= {"high_but_anger": [row] * 200, "high_total": 412, "total": 412}
    assert "Shown here: the first 25 of 412." in Page(report).text("scale_check")

    report["scale_check"] |= {"low_but_praise": [], "high_but_anger": [], "high_total": 0, "total": 0}
    assert "No rating contradicts its comment." in Page(report).text("scale_check")
