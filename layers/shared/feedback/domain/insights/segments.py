"""NPS by segment: the values of a column, each with its NPS and how it differs from the others'."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from feedback.domain.asked_columns import position
from feedback.domain.cells import title_text
from feedback.domain.insights.tallies import Tally, tally_by
from feedback.domain.insights.two_samples import MIN_RATINGS, Difference, compared, nps_difference
from feedback.domain.nps import NpsMethod
from feedback.domain.other_columns import MAX_SEGMENTS
from feedback.domain.survey import Survey

OTHERS = ""
"""The value under which a column's rarer values are put together; no cell has it, since a blank cell is no value."""


@dataclass(frozen=True, slots=True)
class _Segment:
    """A column: the tallies of its values, most rows first, of its rarer values together, and of its blank cells."""

    at: int
    values: dict[str, Tally]
    rarer: list[Tally]
    blank: Tally

    def differences(self) -> list[Difference | None]:
        """Each value against all other rows of the column; None where either has too few ratings."""
        whole = sum([*self.values.values(), *self.rarer], Tally())
        return [_difference(value, whole - value) for value in self.values.values()]


def segment_table(
    survey: Survey, method: NpsMethod, passive_weight: float, asked: Collection[str] = ()
) -> list[dict[str, Any]]:
    """For each segment column, in table order: {column, values, asked, left_out, merged}.

    values: {value, rows, nps, difference}, most rows first, then by value. difference is the value's standard NPS less
    that of all other rows of the column, {points, low, high, p, p_holm, differs}, corrected over all values of all
    columns; None where either side has fewer than MIN_RATINGS ratings.
    A column that was asked for may have more than MAX_SEGMENTS values: the rarer ones are put together in a last entry
    OTHERS, which is compared with nothing; merged says how many there are, else 0.
    asked: the column is one of those that the caller named in the option segment. left_out: rows with a blank cell.
    Raises InputError where asked names no column of the table.
    """
    named = {position(survey.table, name, "segment") for name in asked}
    segments = [_segment(survey, at) for at in survey.columns.segments]
    differences = iter(compared([one for segment in segments for one in segment.differences()]))
    return [
        {
            "column": survey.table.columns[segment.at],
            "values": [
                *(
                    _entry(value, tally, next(differences), method, passive_weight)
                    for value, tally in segment.values.items()
                ),
                *(_entry(OTHERS, sum(few, Tally()), None, method, passive_weight) for few in [segment.rarer] if few),
            ],
            "asked": segment.at in named,
            "left_out": segment.blank.rows,
            "merged": len(segment.rarer),
        }
        for segment in segments
    ]


def segment_values(survey: Survey, at: int) -> list[str]:
    """The text of each row's cell in a column, as people see it; "" where it is blank."""
    texts: dict[Any, str] = {}
    values = []
    for row in survey.table.rows:
        cell = row[at]
        key = (type(cell), cell)  # True, 1 and 1.0 are equal
        if (text := texts.get(key)) is None:
            text = texts[key] = title_text(cell).strip()
        values.append(text)
    return values


def _segment(survey: Survey, at: int) -> _Segment:
    tallies = tally_by(segment_values(survey, at), survey.ratings)
    blank = tallies.pop("", Tally())
    ordered = sorted(tallies.items(), key=lambda item: (-item[1].rows, item[0]))
    return _Segment(at, dict(ordered[:MAX_SEGMENTS]), [tally for _, tally in ordered[MAX_SEGMENTS:]], blank)


def _difference(one: Tally, other: Tally) -> Difference | None:
    enough = min(one.counts.n, other.counts.n) >= MIN_RATINGS
    return nps_difference(one.counts, other.counts) if enough else None


def _entry(
    value: str, tally: Tally, difference: dict[str, Any] | None, method: NpsMethod, passive_weight: float
) -> dict[str, Any]:
    nps = tally.nps(method, passive_weight)
    return {"value": value, "rows": tally.rows, "nps": nps, "difference": difference}
