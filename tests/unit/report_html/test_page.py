"""The page as a whole: every report has one, in both languages, well-formed and accessible."""

import itertools
import re
from xml.etree.ElementTree import Element

import pytest

from feedback.adapters.report_html.writer import report_html
from tests.report_fixture import VARIANTS, a_report
from tests.unit.report_html.pages import Page, page, text_of

every_variant = pytest.mark.parametrize("variant", list(VARIANTS))


@every_variant
@pytest.mark.parametrize("lang", ["en", "es"])
def test_every_kind_of_report_has_a_well_formed_page_in_both_languages(variant: str, lang: str) -> None:
    made = page(variant, lang)

    assert made.root.tag == "html"
    assert made.root.get("lang") == lang
    assert made.html.lstrip().startswith("<!doctype html>")
    assert made.words.text("nps.heading") in made.text("nps")
    assert made.words.text("method.heading") in made.text("method")


@every_variant
def test_nothing_of_python_and_no_broken_number_shows(variant: str) -> None:
    text = page(variant).text()

    assert not re.search(r"\bnan\b|\binf\b|Undefined|<object|\{'|Decimal|NpsMethod", text)
    assert not re.search(r"\bNone\b(?!\.)|\bnull\b", text)
    assert not re.search("[-\u2212]0(?:[.,]0+)?(?![\\d.,])", text), "a zero with a sign"


@every_variant
def test_ids_are_unique_and_every_link_leads_to_one(variant: str) -> None:
    ids = [one.get("id", "") for one in page(variant).root.iter() if one.get("id")]
    links = [one.get("href", "") for one in page(variant).find("a")]

    assert len(ids) == len(set(ids))
    assert links
    assert {link.removeprefix("#") for link in links} <= set(ids)
    named = {one.get("aria-labelledby", "") for one in page(variant).root.iter() if one.get("aria-labelledby")}
    assert named <= set(ids)


@every_variant
def test_headings_come_in_order(variant: str) -> None:
    levels = [level for level, _ in page(variant).headings()]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(deeper <= level + 1 for level, deeper in itertools.pairwise(levels))
    assert all(text for _, text in page(variant).headings())


@every_variant
def test_every_picture_has_a_name_and_a_description(variant: str) -> None:
    made = page(variant)
    inner = {id(child) for svg in made.find("svg") for child in svg.iter("svg") if child is not svg}
    pictures = [svg for svg in made.find("svg") if id(svg) not in inner and svg.get("aria-hidden") != "true"]

    assert pictures or variant == "no ratings"
    for svg in pictures:
        assert svg.get("role") == "img"
        assert [child.tag for child in svg][:2] == ["title", "desc"]
        assert all(child.text for child in list(svg)[:2])


@every_variant
def test_every_table_can_be_reached_by_keyboard_and_has_heads(variant: str) -> None:
    made = page(variant)
    regions = [one for one in made.root.iter() if one.get("role") == "region"]

    assert len([table for region in regions for table in region.iter("table")]) == len(list(made.find("table")))
    for region in regions:
        assert region.get("tabindex") == "0"
        assert region.get("aria-label")
    for table in made.find("table"):
        heads = next(table.iter("thead")).iter("th")
        assert all(head.get("scope") == "col" for head in heads)
        assert all(next(iter(row)).get("scope") == "row" for row in next(table.iter("tbody")))


def test_the_first_thing_that_the_keyboard_reaches_leads_to_the_report() -> None:
    made = page()
    link = next(made.find("a"))

    assert link.get("href") == "#report"
    assert _by_id(made, "report").tag == "main"


def test_the_sections_stand_in_the_order_of_their_importance_and_the_contents_list_them() -> None:
    made = page("compared")
    ids = [one.get("id") for one in made.find("section")]

    assert ids == [
        *("nps", "drivers", "themes", "quotes", "segments", "periods", "theme_segments", "moods"),
        *("at_risk", "scale_check", "comparison", "method"),
    ]
    nav = next(made.find("nav"))
    assert [link.get("href", "").removeprefix("#") for link in made.find("a", nav)] == ids
    assert [text_of(link) for link in made.find("a", nav)] == [text for level, text in made.headings() if level == 2]


@pytest.mark.parametrize(
    ("variant", "there"),
    [
        ("all failed", {"nps", "themes", "segments", "periods", "method"}),
        ("ratings only", {"nps", "themes", "method"}),
        ("no ratings", {"nps", "drivers", "themes", "quotes", "theme_segments", "moods", "at_risk", "method"}),
    ],
)
def test_sections_without_data_are_left_out(variant: str, there: set[str]) -> None:
    assert {one.get("id") for one in page(variant).find("section")} == there


def test_the_title_names_the_file_its_date_and_the_number_of_rows() -> None:
    header = text_of(next(page().find("header")))

    assert "customer-survey-2026.xlsx" in header
    assert "28 May 2026, 20:26 UTC · 1,240 rows" in header
    assert "28 de mayo de 2026, 20:26 UTC · 1240 filas" in text_of(next(page("spanish").find("header")))


def test_a_page_is_the_same_each_time() -> None:
    assert report_html(a_report()) == report_html(a_report())


def test_a_missing_number_is_an_error_and_not_a_hole() -> None:
    report = a_report()
    del report["nps"]["promoters"]

    with pytest.raises(Exception, match="promoters"):
        report_html(report)


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="fr"):
        report_html(a_report(lang="en") | {"lang": "fr"})


def test_spanish_pages_have_no_english_words_left() -> None:
    english, spanish = page("compared"), page("spanish")
    same = {text for _, text in english.headings()} & {text for _, text in spanish.headings()}

    assert same <= {"customer-survey-2026.xlsx", "Net Promoter Score", "NPS", "Plan", "Región Plan", "Región"}
    assert not re.search(r"\b(of|the|rows|ratings|theme|themes|interval|mean)\b", _own_words(spanish))


def _own_words(made: Page) -> str:
    """The page's text without what comes from the file: quotes, comments and notes in the job's words."""
    sections = ("nps", "drivers", "themes", "segments", "periods", "theme_segments", "moods", "method")
    return " ".join(made.text(name) for name in sections)


def _by_id(made: Page, name: str) -> Element:
    return next(one for one in made.root.iter() if one.get("id") == name)
