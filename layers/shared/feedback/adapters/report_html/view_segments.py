"""Segments, periods, and themes by segment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import Markup

from feedback.adapters.report_html.chart_line import Point, line_chart
from feedback.adapters.report_html.figures import UNKNOWN, Figures
from feedback.adapters.report_html.parts import (
    Cell,
    Chart,
    Table,
    difference_cells,
    nps_axis,
    nps_row,
    score_cells,
    score_columns,
    verdict,
    words_cell,
)

type Report = Mapping[str, Any]

HEAT_STEPS = 6
"""Shades of the heat table."""
_COLUMNS = 8
"""Values beside each other in one heat table, so that it fits on paper."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment column: its chart, its table, and what is to be told of it."""

    column: str
    asked: bool
    chart: Chart
    table: Table
    notes: tuple[str, ...]


def segments(report: Report, figures: Figures) -> list[Segment]:
    return [_segment(column, report["nps"], figures) for column in report["segments"]]


def _segment(column: Mapping[str, Any], nps: Mapping[str, Any], figures: Figures) -> Segment:
    words = figures.words
    name, entries = str(column["column"]), column["values"]
    above, below = words.text("segments.above"), words.text("segments.below")
    marks = [verdict(entry["difference"], above, below) for entry in entries]
    heads = [str(entry["value"]) or words.text("segments.others") for entry in entries]
    rows = [nps_row(entry["nps"], head, figures, mark) for entry, head, mark in zip(entries, heads, marks, strict=True)]
    notes = []
    if any(entry["nps"]["small"] for entry in entries):
        notes.append(words.text("segments.hollow"))
    if len(entries) > 1 and not any(mark.text for mark in marks):
        notes.append(words.text("segments.no_mark"))
    if column["left_out"]:
        notes.append(words.text("segments.left_out", rows=words.count("rows", column["left_out"])))
    table = _nps_table(name, ("segments.value", "segments.difference"), heads, entries, nps, figures)
    return Segment(name, bool(column["asked"]), Chart(name, nps_axis(figures), rows), table, tuple(notes))


def _nps_table(
    title: str,
    keys: tuple[str, str],
    heads: Sequence[str],
    entries: Sequence[Mapping[str, Any]],
    nps: Mapping[str, Any],
    figures: Figures,
) -> Table:
    """Head, rows, ratings by group, scores, the difference and its p. keys are those of the first and the difference's
    title.
    """
    words = figures.words
    columns = [
        words.text(keys[0]),
        words.text("themes.rows"),
        *(words.text(f"group.{group}") for group in ("promoter", "passive", "detractor")),
        *score_columns(nps, figures),
        words.text(keys[1]),
        words.text("segments.p"),
    ]
    rows = [
        [
            words_cell(head),
            Cell(figures.integer(entry["rows"])),
            *(Cell(figures.integer(entry["nps"][group])) for group in ("promoters", "passives", "detractors")),
            *score_cells(entry["nps"], figures),
            *difference_cells(entry["difference"], figures),
        ]
        for head, entry in zip(heads, entries, strict=True)
    ]
    return Table(title, columns, rows)


@dataclass(frozen=True, slots=True)
class Periods:
    """The chart of the periods, their table, and what is to be told of them."""

    lead: str
    chart: Markup
    table: Table
    notes: tuple[str, ...]


def periods(report: Report, figures: Figures) -> Periods:
    """Raises TypeError where the report has none."""
    words, found = figures.words, report["periods"]
    unit, entries = str(found["unit"]), found["values"]
    labels = [words.numbers.period_of(str(entry["period"]), unit) for entry in entries]
    above, below = words.text("periods.above"), words.text("periods.below")
    marks = [verdict(entry["difference"], above, below).text for entry in entries]
    points = [
        Point(
            label=words.numbers.short_period_of(str(entry["period"]), unit),
            value=entry["nps"]["standard"],
            low=entry["nps"]["standard_low"],
            high=entry["nps"]["standard_high"],
            mark=bool(mark),
        )
        for entry, mark in zip(entries, marks, strict=True)
    ]
    told = "; ".join(f"{point.label}: {figures.points(point.value)}" for point in points)
    title = words.text("periods.heading")
    listed = ", ".join(f"{label} ({mark})" for label, mark in zip(labels, marks, strict=True) if mark)
    notes = [words.text("periods.marks", periods=listed)] if listed else []
    if len(entries) > 1 and not listed:
        notes.append(words.text("periods.no_mark"))
    without = [key for key in ("unread", "left_out") if found.get(key)]
    notes += [words.text(f"periods.{key}", rows=words.count("rows", found[key])) for key in without]
    return Periods(
        lead=words.text(f"periods.lead.{unit}", column=found["column"]),
        chart=line_chart(points, words.numbers, words.text("periods.image"), told),
        table=_nps_table(title, ("periods.period", "periods.difference"), labels, entries, report["nps"], figures),
        notes=tuple(notes),
    )


def theme_segments(report: Report, figures: Figures) -> list[tuple[str, list[Table]]]:
    """For each segment column its heat tables, at most so many values in each that they fit on paper."""
    return [
        (str(column["column"]), list(_heat_tables(column, report, figures)))
        for column in report["theme_segments"]
        if has_cells(column)
    ]


def has_cells(column: Mapping[str, Any]) -> bool:
    """Whether a column of theme_segments has anything to show."""
    return any(entry["values"] for entry in column["themes"])


def _heat_tables(column: Mapping[str, Any], report: Report, figures: Figures) -> Iterator[Table]:
    entries = column["themes"]
    most = max((cell["share"] for entry in entries for cell in entry["values"] if cell["share"] is not None), default=0)
    every = list(dict.fromkeys(str(cell["value"]) for entry in entries for cell in entry["values"]))
    for first in range(0, len(every), _COLUMNS):
        shown = every[first : first + _COLUMNS]
        rows = []
        for entry in entries:
            cells = {str(cell["value"]): cell for cell in entry["values"]}
            label = words_cell(figures.theme(report, entry["theme"]))
            rows.append([label, *(_heat(cells.get(value), most, figures) for value in shown)])
        yield Table(str(column["column"]), [figures.words.text("themes.theme"), *shown], rows)


def _heat(cell: Mapping[str, Any] | None, most: float, figures: Figures) -> Cell:
    if cell is None or cell["share"] is None:
        return Cell(UNKNOWN, kind="heat")
    words = figures.words
    sign = verdict(cell["difference"], "", "").text.strip()
    shade = round(HEAT_STEPS * cell["share"] / most) if most else 0
    small = words.count("rows", cell["rows"])
    if cell["nps"]["n"]:
        small += "\n" + words.text("theme_segments.nps", nps=figures.points(cell["nps"]["standard"]))
    return Cell(f"{sign} {figures.share(cell['share'])}".strip(), small, kind=f"heat heat-{shade}")
