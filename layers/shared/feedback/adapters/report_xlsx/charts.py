"""Native charts of the cells of a sheet."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from feedback.adapters.report_xlsx.page import Block
from feedback.adapters.report_xlsx.styles import DEEP, INK, LINE, MUTED

_FONT = {"name": "Calibri", "size": 9, "color": INK}
_GRID = {"visible": True, "line": {"color": LINE, "width": 0.5}}
_SCORES = {"num_font": _FONT, "num_format": "+0;-0;0", "major_gridlines": _GRID, "line": {"none": True}}
_LONGEST_NAME = 36
_ERROR_LINE = {"color": INK, "width": 1.0}

type Series = Mapping[str, Any]


def stacked(workbook: Any, title: str, series: Sequence[Series], size: tuple[int, int]) -> Any:
    """Shares of a whole, a bar for each category. series: name, categories, values, colour, and labels where wanted."""
    chart = workbook.add_chart({"type": "bar", "subtype": "percent_stacked"})
    for one in series:
        chart.add_series(_filled(one) | {"gap": 40})
    _dress(chart, title, *size)
    chart.set_x_axis({"num_format": "0%", "num_font": _FONT, "major_gridlines": _GRID, "line": {"none": True}})
    chart.set_y_axis({"num_font": _FONT, "line": {"color": LINE}, "reverse": True, "crossing": "max"})
    chart.set_legend({"position": "bottom", "font": _FONT})
    return chart


def stacked_counts(workbook: Any, title: str, series: Sequence[Series], size: tuple[int, int]) -> Any:
    """Columns of counts, one above the other."""
    chart = workbook.add_chart({"type": "column", "subtype": "stacked"})
    for one in series:
        chart.add_series(_filled(one) | {"gap": 20})
    _dress(chart, title, *size)
    chart.set_x_axis({"num_font": _FONT, "line": {"color": LINE}, "num_format": "0.00"})
    chart.set_y_axis({"num_font": _FONT, "major_gridlines": _GRID, "line": {"none": True}, "num_format": "#,##0"})
    chart.set_legend({"position": "bottom", "font": _FONT})
    return chart


def bars_with_intervals(
    workbook: Any,
    title: str,
    series: Sequence[Series],
    errors: tuple[str, str],
    size: tuple[int, int],
    ends: tuple[float, float],
) -> Any:
    """Bars for categories, each with its interval. series: name, categories, values and colour.

    Where there are several series, a category has a value in one of them. errors: ranges of the lengths to the low and
    the high end. ends: those of the axis.
    """
    chart = workbook.add_chart({"type": "bar"})
    for one in series:
        chart.add_series(_filled(one) | {"gap": 45, "overlap": 100, "x_error_bars": _intervals(errors)})
    _dress(chart, title, *size)
    chart.set_x_axis(_SCORES | {"min": ends[0], "max": ends[1]})
    names = {"num_font": _FONT, "line": {"color": MUTED}, "major_tick_mark": "none", "label_position": "low"}
    chart.set_y_axis(names | {"reverse": True, "crossing": "max"})
    chart.set_legend({"position": "bottom", "font": _FONT} if len(series) > 1 else {"none": True})
    chart.show_hidden_data()
    return chart


def line_with_intervals(
    workbook: Any, title: str, one: Series, errors: tuple[str, str], size: tuple[int, int], ends: tuple[float, float]
) -> Any:
    """A line with a mark for each category, and its interval; gaps where a value is unknown."""
    chart = workbook.add_chart({"type": "line"})
    look = {
        "line": {"color": DEEP, "width": 2.0},
        "marker": {"type": "circle", "size": 6, "fill": {"color": DEEP}, "border": {"color": "white"}},
    }
    chart.add_series({**one, **look, "y_error_bars": _intervals(errors)})
    _dress(chart, title, *size)
    chart.set_x_axis({"num_font": _FONT, "label_position": "low", "line": {"color": MUTED}})
    chart.set_y_axis(_SCORES | {"min": ends[0], "max": ends[1]})
    chart.set_legend({"none": True})
    chart.show_hidden_data()
    return chart


def axis_ends(values: Iterable[float | None], step: float = 10) -> tuple[float, float]:
    """Whole steps that hold all the values, and 0."""
    known = [value for value in values if value is not None] + [0.0]
    low, high = (end(of(known) / step) * step for end, of in ((math.floor, min), (math.ceil, max)))
    return (low, high) if high > low else (low, low + step)


def short(name: str) -> str:
    """A name that leaves room for its bar."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def insert(page_sheet: Any, chart: Any, row: int, column: int, description: str) -> None:
    """Place a chart with its description for those who can't see it."""
    page_sheet.insert_chart(row, column, chart, {"description": description, "object_position": 2})


def block_series(block: Block, name: str, categories: int, values: int, **more: Any) -> dict[str, Any]:
    return {"name": name, "categories": block.cells(categories), "values": block.cells(values), **more}


def bars_height(bars: int) -> int:
    """Pixels that a chart of so many bars needs."""
    return 110 + 24 * bars


def _intervals(errors: tuple[str, str]) -> dict[str, Any]:
    return {"type": "custom", "minus_values": errors[0], "plus_values": errors[1], "line": _ERROR_LINE}


def _filled(one: Series) -> dict[str, Any]:
    fill = {"fill": {"color": one["colour"]}, "border": {"color": "white", "width": 0.75}}
    return {key: value for key, value in one.items() if key != "colour"} | fill


def _dress(chart: Any, title: str, width: int, height: int) -> None:
    chart.set_title({"name": title, "name_font": {"name": "Calibri", "size": 11, "bold": True, "color": INK}})
    chart.set_size({"width": width, "height": height})
    chart.set_chartarea({"border": {"color": LINE}})
