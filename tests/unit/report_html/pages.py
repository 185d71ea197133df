"""A report's page, parsed strictly: every element is closed where it must be."""

from collections.abc import Iterator, Mapping
from functools import cache
from html.parser import HTMLParser
from typing import Any
from xml.etree.ElementTree import Element, TreeBuilder

from feedback.adapters.report_html.writer import report_html
from feedback.domain.wording import Wording, wording
from tests.report_fixture import VARIANTS

VOID = frozenset({"meta", "link", "br", "img", "input", "hr"})
_SPACES = str.maketrans({"\u202f": " ", "\u00a0": " "})


class _Strict(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tree = TreeBuilder()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        assert len(set(names)) == len(names), f"an attribute twice in {tag}"
        self.tree.start(tag, {name: value or "" for name, value in attrs})
        if tag in VOID:
            self.tree.end(tag)
        else:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another element"
        self.tree.end(tag)

    def handle_data(self, data: str) -> None:
        if self.open:
            self.tree.data(data)
        else:
            assert not data.strip(), "text outside of the page"


class Page:
    """html: the whole text; root: the element html; words: those of its language."""

    def __init__(self, report: Mapping[str, Any]) -> None:
        self.html = report_html(report).decode()
        self.words: Wording = wording(report["lang"])
        parser = _Strict()
        parser.feed(self.html)
        parser.close()
        assert not parser.open
        self.root = parser.tree.close()

    def find(self, tag: str, within: Element | None = None) -> Iterator[Element]:
        return (self.root if within is None else within).iter(tag)

    def section(self, name: str) -> Element | None:
        return next((one for one in self.find("section") if one.get("id") == name), None)

    def text(self, section: str | None = None) -> str:
        """All text that is read of a section, or of the body; "" where there is no such section."""
        body = next(self.find("body"))
        element = body if section is None else self.section(section)
        return "" if element is None else text_of(element)

    def headings(self) -> list[tuple[int, str]]:
        """Their levels and texts, in order."""
        levels = {f"h{level}": level for level in range(1, 7)}
        return [(levels[one.tag], text_of(one)) for one in self.root.iter() if one.tag in levels]


def text_of(element: Element) -> str:
    """Text with single spaces, without names and descriptions of pictures."""
    return " ".join("".join(_texts(element)).translate(_SPACES).split())


def _texts(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag not in ("title", "desc"):
            yield from _texts(child)
        # Elements beside each other are read apart.
        yield f" {child.tail or ''}"


@cache
def page(variant: str = "ordinary", lang: str | None = None) -> Page:
    """The page of one of VARIANTS, in its own language or in another one."""
    report = VARIANTS[variant]()
    return Page(report if lang is None else report | {"lang": lang})
