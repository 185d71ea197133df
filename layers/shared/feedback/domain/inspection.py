"""What can be said of a survey file before any comment is analysed."""

from collections.abc import Iterator, Sequence
from typing import Any

from feedback.domain.column_errors import listed as listed_columns
from feedback.domain.column_errors import quoted
from feedback.domain.estimate import Estimate
from feedback.domain.layout import listed
from feedback.domain.models import CellError
from feedback.domain.normalization import MAX_MODEL_CHARS, is_cut
from feedback.domain.nps import NpsMethod
from feedback.domain.reading import Reading
from feedback.domain.report import nps_dict
from feedback.domain.survey import Survey, UniqueComment


def reading_dict(reading: Reading, survey: Survey) -> dict[str, Any]:
    """How the file was read, for the job and the report: Reading.summary, with the rows that need no model.

    blank: rows without a comment; duplicates: rows whose comment an earlier row has.
    """
    return reading.summary() | {
        "blank": survey.comments.count(None),
        "duplicates": sum(count - 1 for count in survey.rows_by_comment()),
    }


def inspection(
    survey: Survey, cost: Estimate, method: NpsMethod, passive_weight: float, budget_left: int | None = None
) -> dict[str, Any]:
    """The report of a file that is only to be inspected: NPS from its ratings, and what its analysis would take.

    budget_left: what is left of the month's budget, in millionths of a dollar; None where nobody knows.
    """
    return {
        "nps": nps_dict(survey.ratings, method, passive_weight),
        "estimate": {
            "calls": cost.calls,
            "tokens_in": cost.tokens_in,
            "tokens_out": cost.tokens_out,
            "cost_usd": _dollars(cost.cost_micro_usd),
            "budget_left_usd": _dollars(budget_left),
            "seconds": cost.seconds,
        },
    }


def budget_note(cost: Estimate, budget_left: int) -> str | None:
    """A sentence where the analysis is likely to cost more than there is."""
    if cost.cost_micro_usd is None or cost.cost_micro_usd <= budget_left:
        return None
    return (
        f"The analysis is likely to cost ${cost.cost_micro_usd / 1e6:.4f}, and ${budget_left / 1e6:.4f} are left of"
        " this month's budget (BUDGET_USD): it will stop there, and the other comments will be marked as failed."
    )


def _dollars(micro_usd: int | None) -> float | None:
    return None if micro_usd is None else micro_usd / 1_000_000


def survey_notes(reading: Reading, survey: Survey, unique: Sequence[UniqueComment]) -> Iterator[str]:
    """What an owner should know of how the file was read, in sentences."""
    table, columns = reading.table, reading.columns
    yield from reading.notes
    if columns.comments:
        named = listed_columns([table.columns[at] for at in columns.comments], " and ")
        ratings = ""
        if columns.rating is not None:
            ratings = f"Ratings are taken from the column {quoted(table.columns[columns.rating])}, "
        yield f"{ratings or 'There are no ratings; '}comments from {named}."
    errors = sum(isinstance(row[at], CellError) for row in table.rows for at in columns.comments)
    if errors:
        yield f"{errors} cells of the comment column hold an error such as #N/A in place of a comment; they are blank."
    cut = {number for number, comment in enumerate(unique) if is_cut(comment.text)}
    if cut:
        rows = [number for number, comment in zip(table.numbers, survey.comments, strict=True) if comment in cut]
        yield f"{listed(rows)}: the model read only the first {MAX_MODEL_CHARS:,} characters of the comment."
