"""What strangers wrote stays text, and the page asks nothing of the network."""

import base64
import hashlib
import re

import pytest

from tests.report_fixture import HOSTILE, VARIANTS, a_report, hostile
from tests.unit.report_html.pages import Page, page

ELEMENTS = frozenset(
    (
        *("html", "head", "meta", "title", "style", "body", "a", "header", "footer", "main", "nav", "aside", "section"),
        *("h1", "h2", "h3", "h4", "p", "div", "span", "b", "em", "small", "bdi", "ol", "ul", "li", "dl", "dt", "dd"),
        *("figure", "figcaption", "blockquote", "details", "summary", "table", "thead", "tbody", "tr", "th", "td"),
        *("svg", "desc", "defs", "pattern", "line", "rect", "circle", "text", "polygon", "polyline"),
    )
)
"""All elements that a page is made of: no script, no image, no form, no frame."""


@pytest.mark.parametrize("variant", list(VARIANTS))
def test_a_page_is_made_of_harmless_elements_only(variant: str) -> None:
    assert {one.tag for one in page(variant).root.iter()} <= ELEMENTS


@pytest.mark.parametrize("variant", list(VARIANTS))
def test_a_page_refers_to_nothing_outside_itself(variant: str) -> None:
    made = page(variant)

    for one in made.root.iter():
        assert not {"src", "srcset", "action", "style", "data", "xlink:href"} & set(one.attrib)
        assert not any(name.startswith("on") for name in one.attrib)
        assert one.get("href", "#").startswith("#")
    style = next(made.find("style")).text or ""
    assert set(re.findall(r"url\(([^)]*)\)", style)) == {'"#hatch"'}
    assert "@import" not in style
    assert not re.search(r"https?://", made.html)


def test_the_policy_allows_the_page_its_own_styles_and_nothing_else() -> None:
    made = page("hostile")
    (policy,) = [one.get("content") for one in made.find("meta") if one.get("http-equiv") == "Content-Security-Policy"]
    (style,) = [one.text or "" for one in made.find("style")]
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()

    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


def test_comments_are_shown_word_for_word_as_text_and_never_in_an_attribute() -> None:
    report = hostile()
    made = Page(report)
    quotes = ["".join(one.itertext()) for one in made.find("blockquote")]
    cells = ["".join(one.itertext()).strip() for one in made.find("td") if "said" in one.get("class", "")]

    assert {quote["text"] for one in report["quotes"].values() for each in one.values() for quote in each} == set(
        quotes
    )
    assert [entry["comment"] for entry in report["at_risk"]["rows"][:50]] == cells[:50]
    for one in made.root.iter():
        assert not any("alert('x')" in value and re.match(r"\d+ <script>", value) for value in one.attrib.values())


def test_labels_titles_and_names_from_outside_are_text_too() -> None:
    report = hostile()
    made = Page(report)
    titles = [one.text for one in made.find("title")]

    assert any(report["themes"][0]["label"] in (title or "") for title in titles)
    for place in ("method", "segments", "comparison"):
        assert "<script>alert('x')</script>" in made.text(place)
    assert made.html.count("{{ 7*7 }}") > 10
    assert "49" not in made.headings()[0][1]
    assert HOSTILE in "".join(next(made.find("h1")).itertext())


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("a\x00b\x1bc", "a␀b␛c"),
        ("half \ud83d a sign", "half \ufffd a sign"),
        ("two\nlines\tand a tab", "two\nlines\tand a tab"),
        ("del\x7f nel\x85", "del␡ nel\ufffd"),
        ("emoji 👍🏽 عربي", "emoji 👍🏽 عربي"),
    ],
)
def test_what_html_cannot_hold_is_shown_by_a_sign(written: str, shown: str) -> None:
    report = a_report()
    report["quotes"]["staff"]["positive"][0]["text"] = written

    assert shown in ["".join(one.itertext()) for one in Page(report).find("blockquote")]


def test_a_long_comment_is_shortened_and_its_length_told() -> None:
    report = a_report()
    report["at_risk"]["rows"][0]["comment"] = "y" * 32_768
    report["quotes"]["staff"]["positive"][0]["text"] = "x" * 600
    made = Page(report)

    assert "y" * 600 + "… (shortened; 32,768 characters in all)" in made.text("at_risk")
    assert "y" * 601 not in made.html
    assert "x" * 600 in made.text("quotes")
    assert "x" * 600 + "…" not in made.text("quotes")
