"""The comparison and the method, as the page tells them."""

from typing import Any

import pytest

from tests.report_fixture import a_report, compared
from tests.unit.report_html.pages import Page, page, text_of


def test_a_comparison_tells_the_change_its_parts_and_each_theme() -> None:
    report, text = compared(), page("compared").text("comparison")

    assert "customer-survey-2025.xlsx, 20 November 2025" in text
    assert "Change of the standard NPS +24.5 95% interval +18.4 to +30.6 p < 0.001" in text
    assert "A clear difference" in text
    assert "Before 1,000 ratings −6 −11.1 to −0.9 Now 1,203 ratings 18.5" in text
    assert f"Mix of themes +{report['comparison']['mix']:.1f}" in text
    assert "Within: Delivery time +7.6" in text
    assert all(state in text for state in ("✚ new", "✕ gone", "▲ more often", "▼ less often", "= no clear change"))
    assert "matched by their keys" in text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"differs": False, "p": 0.2}, "No clear difference"),
        ({"differs": False, "p": None, "low": None, "high": None}, "Too few ratings in one of the jobs"),
        (
            {"points": None, "differs": False, "p": None, "low": None, "high": None},
            "Without ratings in both jobs no change can be told.",
        ),
    ],
)
def test_a_change_is_called_clear_only_where_it_is(change: dict[str, Any], words: str) -> None:
    report = compared()
    report["comparison"]["change"] |= change
    if change.get("points", 0) is None:
        report["comparison"] |= {"mix": None, "within": None, "within_themes": []}

    assert words in Page(report).text("comparison")
    assert "A clear difference" not in Page(report).text("comparison")


def test_the_steps_of_a_waterfall_end_at_the_score_of_now() -> None:
    made = page("compared")
    section = made.section("comparison")
    assert section is not None
    rows = [text_of(one) for one in made.find("li", section) if one.get("class") == "chart-row"]
    start = next(at for at, row in enumerate(rows) if row.startswith("Before −6"))
    end = next(at for at, row in enumerate(rows) if row.startswith("Now 18.5"))
    steps = [float(row.rsplit(" ", 1)[1].replace("−", "-")) for row in rows[start + 1 : end] if "ratings" not in row]

    assert -6 + sum(steps) == pytest.approx(18.45, abs=0.05 * len(steps))


def test_the_method_names_what_was_left_out_and_who_analysed_the_comments() -> None:
    text = page().text("method")

    assert "analysed by the model, in this job 885 71.4%" in text
    assert "All rows 1,240" in text
    assert "empty cell 28" in text
    assert "words 9 n/a" in text
    for fact in (
        *("Model gpt-6-luna", "Prompt version 3", "Codebook default · 5f0e3c1a77d2", "Model calls 9"),
        *("Tokens 35,120 in, 8,344 out", "Cost $0.0077", "Comments in the cache 181 known, 902 not"),
        *("Saved by the cache $0.0015", "Time, from file to results 5.4 s", "Sheet Respuestas", "Rating column Nota"),
        *("1,000 resamples, seed 20030612, 1,203 ratings", "NPS = 100 · (promoters − detractors) / ratings"),
    ):
        assert fact in text
    assert "10 comments drawn at random were asked twice, in two batches" in text
    assert "90% got the same analysis both times" in text
    assert "Promoters 6 100% Passives 3 67% Asked again in the first third of a batch 3 100%" in text
    assert "(95% interval 60% to 98%)" in text
    assert "association, not cause" in text


def test_the_method_says_what_is_not_there_and_what_a_stand_in_made() -> None:
    report = a_report(stand_in=True, warnings=["Look twice."])
    report["usage"] |= {"cost_usd": None, "failed_calls": 2}
    report["spot_check"] |= {"agreement": None, "compared": 0}
    report["reading"] |= {"unrated": {}}
    text = Page(report).text("method")

    assert "gpt-6-luna, answered by a stand-in" in text
    assert "Cost not known" in text
    assert "Failed calls 2" in text
    assert "No comment was asked twice in this job" in text
    assert "Every row has a readable rating." in text
    assert "Notes and warnings Look twice." in text


def test_an_empty_reading_leaves_its_facts_out() -> None:
    assert "How the file was read" not in Page(a_report(reading={})).text("method")


def test_spanish_pages_write_numbers_as_spanish_does() -> None:
    text = page("spanish").text()

    assert "59,2 Intervalo del 95 %: de 56,9 a 61,5 de 1203 notas" in text
    assert "35 120 de entrada, 8344 de salida" in text
    assert "Coste 0,0077 USD" in text
    assert "Trato del personal" in text
    assert "nota 3 · típica" in text
