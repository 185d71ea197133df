"""Colours that follow the numbers: conditional formats, with the ends of their scales fixed."""

from typing import Any

from feedback.adapters.report_xlsx.styles import BAD, GOOD, MIDDLE

_SHARE_BAR = "#A9C9DE"
_RISK_BAR = "#EDB9A5"


def three_colours(low: float, middle: float, high: float, *, reverse: bool = False) -> dict[str, Any]:
    """From bad through white to good; reverse where much is bad."""
    ends = (GOOD, BAD) if reverse else (BAD, GOOD)
    return {
        "type": "3_color_scale",
        "min_type": "num",
        "mid_type": "num",
        "max_type": "num",
        "min_value": low,
        "mid_value": middle,
        "max_value": high,
        "min_color": ends[0],
        "mid_color": MIDDLE,
        "max_color": ends[1],
    }


def sentiment() -> dict[str, Any]:
    return three_colours(-1, 0, 1)


def standard_nps() -> dict[str, Any]:
    return three_colours(-100, 0, 100)


def shade(high: float = 1.0) -> dict[str, Any]:
    """From white at 0 to a colour at high."""
    return {
        "type": "2_color_scale",
        "min_type": "num",
        "max_type": "num",
        "min_value": 0,
        "max_value": high,
        "min_color": MIDDLE,
        "max_color": "#8DB9D3",
    }


def share_bar(high: float = 1.0, colour: str = _SHARE_BAR) -> dict[str, Any]:
    """A bar in the cell, from 0 to high."""
    return {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_color": colour,
        "bar_solid": True,
        "bar_border_color": colour,
        "min_type": "num",
        "max_type": "num",
        "min_value": 0,
        "max_value": high,
    }


def risk_bar() -> dict[str, Any]:
    return share_bar(1.0, _RISK_BAR)


def impact_bar() -> dict[str, Any]:
    """A bar to the right for what raises the score, to the left for what lowers it."""
    return {
        "type": "data_bar",
        "data_bar_2010": True,
        "bar_color": GOOD,
        "bar_border_color": GOOD,
        "bar_solid": True,
        "bar_negative_color": BAD,
        "bar_negative_border_color": BAD,
        "bar_axis_position": "middle",
    }


def text_is(text: str, form: Any) -> dict[str, Any]:
    return {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": form}


GROUP_COLOURS = {"promoter": "#1E6B5C", "detractor": "#A8401C"}
"""Dark enough for letters on white."""
