"""This job against an earlier one."""

from collections.abc import Iterator, Mapping
from typing import Any

from feedback.adapters.report_html.axes import span
from feedback.adapters.report_html.charts import axis_row, step_row
from feedback.adapters.report_html.figures import Figures
from feedback.adapters.report_html.parts import Cell, Chart, ChartRow, Table, nps_axis, nps_row, words_cell

type Report = Mapping[str, Any]
type _Step = tuple[str, float, float, str]
"""What it is called, where it starts and ends, and its tone."""

_MOST_STEPS = 8
_SIGNS = {"new": "✚", "gone": "✕", "up": "▲", "down": "▼", "same": "="}
_TONES = {"new": "up", "up": "up", "gone": "down", "down": "down"}


def before_and_now(report: Report, figures: Figures) -> Chart:
    words, found = figures.words, report["comparison"]
    rows = [
        nps_row(found["nps_before"], words.text("comparison.before"), figures),
        nps_row(report["nps"], words.text("comparison.now"), figures),
    ]
    return Chart(words.text("comparison.change"), nps_axis(figures), rows)


def verdict_text(report: Report, figures: Figures) -> str:
    """Whether the change is a clear one, in a sentence."""
    change = report["comparison"]["change"]
    if change["points"] is None:
        return figures.words.text("comparison.unknown")
    if change["p"] is None:
        return figures.words.text("comparison.few")
    return figures.words.text("comparison.differs" if change["differs"] else "comparison.same")


def waterfall(report: Report, figures: Figures) -> Chart | None:
    """From the earlier score by mix and the strongest themes to the score of now; None where they are not known."""
    found = report["comparison"]
    before, now = found["nps_before"]["standard"], report["nps"]["standard"]
    if before is None or now is None or found["mix"] is None:
        return None
    words = figures.words
    steps = list(_steps(report, before, now, figures))
    axis = span([end for _, start, stop, _ in steps for end in (start, stop)])
    rows = []
    for label, start, end, tone in steps:
        total = tone == "total"
        value = figures.points(end) if total else figures.signed(round(end - start, 2))
        first = axis.low if total else start
        image = step_row(axis, max(first, 0.0) if total and axis.low < 0 else first, end, tone, label, value)
        rows.append(ChartRow(label, image, value, tone=tone))
    ends = {"before": figures.points(before), "now": figures.points(now)}
    title = words.text("comparison.waterfall", **ends)
    return Chart(title, axis_row(axis, words.numbers, title), rows)


def _steps(report: Report, before: float, now: float, figures: Figures) -> Iterator[_Step]:
    words, found = figures.words, report["comparison"]
    yield words.text("comparison.before"), 0.0, before, "total"
    at = before
    themes = [entry for entry in found["within_themes"] if entry["within"]]
    themes.sort(key=lambda entry: -abs(entry["within"]))
    named = [(theme_label(report, entry["theme"], figures), entry["within"]) for entry in themes[:_MOST_STEPS]]
    steps = [(words.text("comparison.mix_column"), float(found["mix"]))]
    steps += [(words.text("comparison.within_theme", theme=label), float(within)) for label, within in named]
    # What is left is the other themes, and the rounding of all.
    rest = now - before - sum(points for _, points in steps)
    if abs(rest) >= 0.05:
        steps.append((words.text("comparison.within_rest"), rest))
    for label, points in steps:
        yield label, at, at + points, "up" if points > 0 else "down" if points < 0 else "plain"
        at += points
    yield words.text("comparison.now"), 0.0, now, "total"


def theme_label(report: Report, key: str, figures: Figures) -> str:
    """As this report or the comparison calls it: a theme may be gone."""
    if not key:
        return figures.words.text("comparison.no_theme")
    entries = [*report["comparison"]["themes"], *report["themes"]]
    return next((str(entry["label"]) for entry in entries if entry["theme"] == key), key)


def split_table(report: Report, figures: Figures) -> Table:
    """Mix and within of each theme, the strongest first."""
    words = figures.words
    entries = sorted(
        report["comparison"]["within_themes"],
        key=lambda entry: -abs((entry["mix"] or 0.0) + (entry["within"] or 0.0)),
    )
    rows = [
        [
            words_cell(theme_label(report, entry["theme"], figures)),
            Cell(figures.signed(entry["mix"])),
            Cell(figures.signed(entry["within"])),
        ]
        for entry in entries
    ]
    heads = ("themes.theme", "comparison.mix_column", "comparison.within_column")
    return Table(words.text("comparison.split"), [words.text(head) for head in heads], rows)


def themes_table(report: Report, figures: Figures) -> Table:
    """Shares of the themes before and now, with their state in a sign and a word."""
    words = figures.words
    rows = []
    for entry in report["comparison"]["themes"]:
        state, tone = str(entry["state"]), _TONES.get(str(entry["state"]), "plain")
        points, low, high = (None if entry[end] is None else 100 * entry[end] for end in ("points", "low", "high"))
        between = "" if low is None or high is None else words.text(
            "page.interval", low=figures.signed(low, 1), high=figures.signed(high, 1)
        )  # fmt: skip
        rows.append(
            [
                words_cell(str(entry["label"])),
                Cell(figures.share(entry["before"])),
                Cell(figures.share(entry["now"])),
                Cell(figures.signed(points, 1), between),
                Cell(figures.p(entry["p_holm"])),
                Cell(f"{_SIGNS.get(state, '')} {words.named('state_of_theme', state)}", kind=f"words tone {tone}"),
            ]
        )
    heads = ("share_before", "share_now", "share_change", "p", "state")
    columns = [words.text("themes.theme"), *(words.text(f"comparison.{head}") for head in heads)]
    return Table(words.text("comparison.themes"), columns, rows)
