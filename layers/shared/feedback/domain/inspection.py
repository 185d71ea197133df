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


def inspection(survey: Survey, cost: Estimate, method: NpsMethod, passive_weight: float) -> dict[str, Any]:
    """The report of a file that is only to be inspected: NPS from its ratings, and what its analysis would take."""
    dollars = None if cost.cost_micro_usd is None else cost.cost_micro_usd / 1_000_000
    return {
        "nps": nps_dict(survey.ratings, method, passive_weight),
        "estimate": {
            "calls": cost.calls,
            "tokens_in": cost.tokens_in,
            "tokens_out": cost.tokens_out,
            "cost_usd": dollars,
            "seconds": cost.seconds,
        },
    }


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
