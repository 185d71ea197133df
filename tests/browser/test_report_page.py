"""The report's page in a real browser: it fits desktop and phone, shows itself, and asks nothing of the network."""

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from feedback.adapters.report_html.writer import report_html
from tests.browser.chromium import CHROMIUM, Chromium
from tests.report_fixture import VARIANTS

pytestmark = pytest.mark.skipif(
    CHROMIUM is None,
    reason="NO CHROMIUM: nobody looks at the report's page on this machine; install chromium to run these tests",
)
DESKTOP, PHONE, NARROWEST = 1280, 390, 320
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
TOO_WIDE = """
[...document.querySelectorAll('body *')].filter(one => one.getBoundingClientRect().right > innerWidth + 1
    && !one.closest('.scroll') && !one.closest('svg') && !one.closest('.skip')
    && getComputedStyle(one).position !== 'absolute').map(one => one.outerHTML.slice(0, 120))
"""
OVERLAPPING_TICKS = """
[...document.querySelectorAll('svg')].flatMap(svg => {
    const boxes = [...svg.querySelectorAll('.tick')].map(one => one.getBoundingClientRect());
    return boxes.filter((one, at) => boxes.slice(at + 1).some(other => one.left < other.right && other.left < one.right
        && one.top < other.bottom && other.top < one.bottom)).map(() => svg.querySelector('title').textContent);
})
"""


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A file with the page of every variant."""
    folder = tmp_path_factory.mktemp("pages")
    files = {name: folder / f"{name.replace(' ', '-')}.html" for name in VARIANTS}
    for name, file in files.items():
        file.write_bytes(report_html(VARIANTS[name]()))
    return files


@pytest.fixture(scope="module")
def browser() -> Iterator[Chromium]:
    with Chromium() as running:
        yield running


@pytest.mark.parametrize("variant", list(VARIANTS))
def test_no_page_scrolls_sideways_even_with_everything_open(
    browser: Chromium, pages: dict[str, Path], variant: str
) -> None:
    browser.show(pages[variant], DESKTOP)
    browser.evaluate(OPEN_ALL)

    for width in (DESKTOP, PHONE, NARROWEST):
        browser.resize(width)
        assert browser.evaluate("document.documentElement.scrollWidth") == width
        assert browser.evaluate(TOO_WIDE) == []


@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("variant", ["spanish", "many segments", "some failed", "one row"])
def test_the_figures_of_an_axis_do_not_overlap(
    browser: Chromium, pages: dict[str, Path], variant: str, width: int
) -> None:
    browser.show(pages[variant], width)

    assert browser.evaluate(OVERLAPPING_TICKS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [DESKTOP, PHONE])
@pytest.mark.parametrize("variant", ["compared", "all failed"])
def test_a_picture_of_the_page_is_not_blank(
    browser: Chromium, pages: dict[str, Path], variant: str, width: int, scheme: str
) -> None:
    browser.show(pages[variant], width, scheme=scheme)
    picture = browser.picture(height=400)
    rows = pixel_rows(picture)

    assert struct.unpack(">II", picture[16:24]) == (width, 400)
    # The ground is light or dark, and much else is drawn on it.
    assert (sum(rows[2][:3]) > 3 * 128) is (scheme == "light")
    assert len({bytes(row) for row in rows}) > 100


def test_the_page_asks_nothing_of_the_network_and_breaks_no_rule_of_its_own(
    browser: Chromium, pages: dict[str, Path]
) -> None:
    for file in pages.values():
        browser.show(file, DESKTOP)
        asked = [
            one["params"]["request"]["url"] for one in browser.events if one["method"] == "Network.requestWillBeSent"
        ]
        told = [
            one["params"] for one in browser.events if one["method"] in ("Log.entryAdded", "Runtime.exceptionThrown")
        ]

        assert asked == [file.as_uri()]
        assert told == []


def test_nothing_that_a_stranger_wrote_runs(browser: Chromium, pages: dict[str, Path]) -> None:
    browser.show(pages["hostile"], DESKTOP)

    assert browser.evaluate("document.scripts.length + document.images.length") == 0
    assert not [one for one in browser.events if one["method"] == "Page.javascriptDialogOpening"]
    assert browser.evaluate("getComputedStyle(document.body).margin") == "0px"  # the styles are not refused


def test_paper_is_white_and_shows_what_is_folded_away(browser: Chromium, pages: dict[str, Path]) -> None:
    browser.show(pages["compared"], DESKTOP, scheme="dark")
    dark = browser.evaluate("getComputedStyle(document.body).backgroundColor")
    browser.call(
        "Emulation.setEmulatedMedia", media="print", features=[{"name": "prefers-color-scheme", "value": "dark"}]
    )

    assert dark == "rgb(18, 22, 28)"
    assert browser.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    folded = "[...document.querySelectorAll('details:not([open]) .scroll, details:not([open]) .quote-groups')]"
    assert browser.evaluate(f"{folded}.length") > 5
    assert browser.evaluate(f"{folded}.every(one => one.checkVisibility())")
    assert browser.evaluate("getComputedStyle(document.querySelector('nav')).display") == "none"


def test_a_printed_report_has_pages_of_a4(browser: Chromium, pages: dict[str, Path]) -> None:
    browser.show(pages["compared"], DESKTOP)
    printed = browser.pdf()

    assert printed.startswith(b"%PDF-")
    assert printed.count(b"/Type /Page\n") >= 8
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed


def test_the_first_tab_shows_the_way_to_the_report_and_every_table_can_be_reached(
    browser: Chromium, pages: dict[str, Path]
) -> None:
    browser.show(pages["ordinary"], DESKTOP)
    for kind in ("keyDown", "keyUp"):
        browser.call("Input.dispatchKeyEvent", type=kind, key="Tab", code="Tab", windowsVirtualKeyCode=9)

    assert browser.evaluate("document.activeElement.className") == "skip"
    assert browser.evaluate("document.activeElement.getBoundingClientRect().left >= 0")
    assert browser.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    assert browser.evaluate("[...document.querySelectorAll('.scroll')].every(one => one.tabIndex === 0)")


def pixel_rows(picture: bytes) -> list[bytes]:
    """The rows of an eight-bit PNG without interlacing, after its filters (RFC 2083, section 6)."""
    width, height, _, colour = struct.unpack(">IIBB", picture[16:26])
    size = {2: 3, 6: 4}[colour]
    at, data = 8, b""
    while at < len(picture):
        (length,) = struct.unpack(">I", picture[at : at + 4])
        if picture[at + 4 : at + 8] == b"IDAT":
            data += picture[at + 8 : at + 8 + length]
        at += length + 12
    raw, rows, above = zlib.decompress(data), [], bytes(width * size)
    for row in range(height):
        kind, line = raw[row * (width * size + 1)], bytearray(raw[row * (width * size + 1) + 1 :][: width * size])
        for place in range(len(line)):
            left = line[place - size] if place >= size else 0
            corner = above[place - size] if place >= size else 0
            line[place] = (line[place] + _predicted(kind, left, above[place], corner)) & 255
        above = bytes(line)
        rows.append(above)
    return rows


def _predicted(kind: int, left: int, up: int, corner: int) -> int:
    if kind < 4:
        return (0, left, up, (left + up) // 2)[kind]
    guess = left + up - corner
    return min((left, up, corner), key=lambda one: abs(guess - one))
