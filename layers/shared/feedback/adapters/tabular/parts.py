"""What the small parts of an xlsx package say: its sheets, where their cells are, and which styles are percentages."""

import posixpath
from dataclasses import dataclass
from xml.etree import ElementTree

from feedback.adapters.tabular.grid import is_percent
from feedback.adapters.tabular.package import xml_part
from feedback.adapters.tabular.refusals import unreadable
from feedback.adapters.tabular.zip import Archive

_WORKBOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_NEEDED = ("worksheet", "sharedStrings", "styles")
_PERCENT_IDS = frozenset({"9", "10"})


@dataclass(frozen=True, slots=True)
class SheetPart:
    """A worksheet: its place among all sheets of the workbook, 0-based, its name, and its part in the package."""

    index: int
    name: str
    hidden: bool
    part: str


@dataclass(frozen=True, slots=True)
class BookParts:
    """titles: the names of all sheets, chart sheets too. others: the parts beside the worksheets that hold cells."""

    titles: list[str]
    sheets: list[SheetPart]
    others: list[str]
    styles: str | None


def book_parts(archive: Archive) -> BookParts:
    """The sheets in the workbook's order. Raises InputError: unsafe_xml, unreadable_workbook."""
    targets = {}
    needed = []
    for relation in _root(archive, _RELATIONS):
        if relation.get("TargetMode") == "External":
            continue
        kind, target = relation.get("Type", "").rpartition("/")[2], _resolved(relation.get("Target", ""))
        targets[relation.get("Id", "")] = (kind, target)
        if kind in _NEEDED[1:]:
            needed.append((kind, target))
    titles: list[str] = []
    sheets: list[SheetPart] = []
    for node in _root(archive, _WORKBOOK).iter():
        if _local(node.tag) != "sheet":
            continue
        title, state = node.get("name", ""), node.get("state", "visible")
        identity = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
        kind, target = targets.get(identity, ("", ""))
        if kind == _NEEDED[0]:
            sheets.append(SheetPart(len(titles), title, state != "visible", target))
        titles.append(title)
    others = ["[Content_Types].xml", "_rels/.rels", _WORKBOOK, _RELATIONS, *(target for _, target in needed)]
    return BookParts(titles, sheets, others, next((target for kind, target in needed if kind == "styles"), None))


def percent_styles(archive: Archive, part: str | None) -> frozenset[int]:
    """The numbers of the cell styles that show a number as a percentage."""
    if part is None or archive.read(part) is None:
        return frozenset()
    root = _root(archive, part)
    custom = {
        node.get("numFmtId", "")
        for node in root.iter()
        if _local(node.tag) == "numFmt" and is_percent(node.get("formatCode", ""))
    }
    cell_styles = next((node for node in root if _local(node.tag) == "cellXfs"), ())
    shown = custom | _PERCENT_IDS
    return frozenset(number for number, style in enumerate(cell_styles) if style.get("numFmtId") in shown)


def _root(archive: Archive, part: str) -> ElementTree.Element:
    try:
        return ElementTree.fromstring(xml_part(archive, part))  # noqa: S314 - xml_part refuses entities
    except ElementTree.ParseError as error:
        raise unreadable(archive.name, "the list of its sheets is missing or not written correctly") from error


def _resolved(target: str) -> str:
    return posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
