"""Colours, computed from the page's own variables (WCAG 2.2: contrast of text 4.5, of shapes 3)."""

import re
from itertools import product

import pytest

from tests.unit.report_html.pages import page

INKS = ("ink", "muted", "accent", "up", "down")
TEXTS = [
    *product(INKS, ("ground",)),
    *product(("ink", "muted", "up", "down"), ("panel",)),
    *product(("ink",), (f"heat-{step}" for step in range(7))),
    ("alarm-ink", "alarm-ground"),
    ("caution-ink", "caution-ground"),
]
SHAPES = [
    *product(("plain", "origin", "up", "down", "accent"), ("ground",)),
    ("accent", "band"),
    ("alarm-rule", "ground"),
    ("caution-rule", "ground"),
]


def variables(scheme: str) -> dict[str, str]:
    css = next(page().find("style")).text or ""
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    found = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", light))
    return found | dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", dark)) if scheme == "dark" else found


def contrast(one: str, other: str) -> float:
    """The ratio of two colours' relative luminances, 1…21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_the_contrast_of_known_colours_is_as_published() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), TEXTS)
def test_text_can_be_read_in_both_schemes(scheme: str, ink: str, ground: str) -> None:
    colours = variables(scheme)

    assert contrast(colours[ink], colours[ground]) >= 4.5


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen_in_both_schemes(scheme: str, shape: str, ground: str) -> None:
    colours = variables(scheme)

    assert contrast(colours[shape], colours[ground]) >= 3


def test_every_colour_of_the_styles_is_a_variable_with_a_value_for_both_schemes() -> None:
    css = next(page().find("style")).text or ""
    light, dark = re.findall(r":root \{(.*?)\}", css, re.DOTALL)[:2]
    names = [set(re.findall(r"--([a-z0-9-]+): #[0-9a-f]{6};", one)) for one in (light, dark)]

    assert names[0] == names[1]
    assert set(re.findall(r"var\(--([a-z0-9-]+)\)", css)) == names[0]
    assert not re.search(
        r"#[0-9a-fA-F]{3,8}\b(?!;)|rgba?\(|hsla?\(",
        css.replace('"#hatch"', "").replace("#comparison", "").replace("#method", ""),
    )


def test_paper_is_never_dark() -> None:
    css = next(page().find("style")).text or ""

    assert "@media (prefers-color-scheme" not in css
    assert css.count("@media screen and (prefers-color-scheme: dark)") == 1
