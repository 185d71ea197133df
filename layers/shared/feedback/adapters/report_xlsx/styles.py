"""How cells look: the workbook's formats by name."""

from dataclasses import dataclass
from typing import Any

INK, MUTED, LINE, PALE, WHITE = "#1B2A33", "#5F6E78", "#CBD3D9", "#F2F5F7", "#FFFFFF"
DEEP, ANALYSIS = "#21435A", "#2B6B63"
PROMOTER, PASSIVE, DETRACTOR = "#2A8574", "#B3BCC4", "#C4532D"
BAR = "#4C86A8"
GOOD, MIDDLE, BAD = "#7CC4B4", "#FFFFFF", "#E9A58C"
GROUPS = (("promoter", "promoters"), ("passive", "passives"), ("detractor", "detractors"))
"""NPS groups, and the keys of their counts."""
GROUP_FILLS = {"promoter": PROMOTER, "passive": PASSIVE, "detractor": DETRACTOR, "unrated": "#E3E8EC"}
AMBER, AMBER_INK = "#FFF1CC", "#6B4A00"

_TEXT: dict[str, Any] = {"valign": "vcenter"}
_NUMBER: dict[str, Any] = {"align": "right", "valign": "vcenter"}
_HEADER = {"bold": True, "valign": "vcenter", "font_color": WHITE, "border": 1, "border_color": WHITE}
_NAMED: dict[str, dict[str, Any]] = {
    "": {},
    "text": _TEXT,
    "wrapped": _TEXT | {"text_wrap": True},
    "muted": _TEXT | {"font_color": MUTED},
    "note": _TEXT | {"font_color": MUTED, "text_wrap": True},
    "strong": _TEXT | {"bold": True, "text_wrap": True},
    "unknown": _NUMBER | {"font_color": MUTED},
    "title": {"bold": True, "font_size": 20, "font_color": DEEP, "valign": "vcenter"},
    "heading": {
        "bold": True,
        "font_size": 14,
        "font_color": DEEP,
        "valign": "vcenter",
        "bottom": 1,
        "bottom_color": LINE,
    },
    "banner": {"bold": True, "text_wrap": True, "valign": "vcenter", "bg_color": AMBER, "font_color": AMBER_INK},
    "header": _HEADER | {"text_wrap": True, "bg_color": DEEP},
    "header_input": _HEADER | {"bg_color": DEEP},
    "header_analysis": _HEADER | {"bg_color": ANALYSIS},
    "group": {
        "bold": True,
        "align": "center",
        "font_color": DEEP,
        "bg_color": PALE,
        "left": 1,
        "right": 1,
        "left_color": WHITE,
        "right_color": WHITE,
    },
    "count": _NUMBER | {"num_format": "#,##0"},
    "integer": {"num_format": "0"},
    "row": _NUMBER | {"num_format": "0"},
    "above": _TEXT | {"bold": True, "font_color": "#1E6B5C"},
    "below": _TEXT | {"bold": True, "font_color": "#A8401C"},
    "share": _NUMBER | {"num_format": "0.0%;-0.0%;0%"},
    "share_above": _NUMBER | {"num_format": '"▲" 0.0%', "bold": True},
    "share_below": _NUMBER | {"num_format": '"▼" 0.0%', "bold": True},
    "signed_share": _NUMBER | {"num_format": "+0.0%;-0.0%;0%"},
    "score": _NUMBER | {"num_format": "0.0;-0.0;0"},
    "points": _NUMBER | {"num_format": "+0.0;-0.0;0"},
    "mean": _NUMBER | {"num_format": "0.00"},
    "signed_mean": _NUMBER | {"num_format": "+0.00;-0.00;0.00"},
    "p": _NUMBER | {"num_format": '[<0.001]"<0.001";0.000'},
    "hidden": _NUMBER | {"num_format": "0.00"},
    "money": _NUMBER | {"num_format": "[$$-409]0.0000"},
    "day": {"num_format": "yyyy-mm-dd"},
    "moment": {"num_format": "yyyy-mm-dd hh:mm:ss"},
    "instant": {"num_format": "yyyy-mm-dd hh:mm:ss.000"},
    "time": {"num_format": "hh:mm:ss"},
    "percent": {"num_format": "0%"},
    "percent_1": {"num_format": "0.0%"},
    "percent_2": {"num_format": "0.00%"},
    "decimal": {"num_format": "0.00"},
}
"""A score of exactly 0 is "0": the third part of its format. What is unknown is no number."""


def is_wrapped(name: str) -> bool:
    return bool(_NAMED[name].get("text_wrap"))


_ZEROS = {
    "score": (0.05, "0;0;0"),
    "points": (0.05, "0;0;0"),
    "signed_mean": (0.005, "0.00;0.00;0.00"),
    "signed_share": (0.0005, "0.0%;0.0%;0.0%"),
}
"""Styles with signs, the least that they show as more than 0, and how they show less: never "-0.0"."""


def near_zero(name: str, value: object) -> dict[str, str]:
    """What changes of the style for a number that it would show as a zero with a sign."""
    least, form = _ZEROS.get(name, (0.0, ""))
    return {"num_format": form} if isinstance(value, int | float) and abs(value) < least else {}


HAIRLINE = {"bottom": 1, "bottom_color": "#E3E8EB"}


def is_number(name: str) -> bool:
    """True for styles whose cells keep to the right."""
    return _NAMED[name].get("align") == "right"


@dataclass(frozen=True, slots=True)
class Style:
    """A format, and the same for texts that Excel would take for formulas when they are edited."""

    plain: Any
    quoted: Any


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[str, tuple[tuple[str, Any], ...]], Style] = {}

    def __call__(self, name: str = "", **more: Any) -> Style:
        """The style of that name with changes, which are properties of xlsxwriter's formats."""
        key = name, tuple(sorted(more.items()))
        if key not in self._made:
            properties = _NAMED[name] | more
            plain = self._workbook.add_format(properties) if properties else None
            self._made[key] = Style(plain, self._workbook.add_format(properties | {"quote_prefix": True}))
        return self._made[key]
