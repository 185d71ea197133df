"""Surveys made of their ratings, their segments and their dates."""

from collections.abc import Mapping, Sequence

from feedback.domain.columns import Columns
from feedback.domain.models import Cell
from feedback.domain.survey import Survey
from tests.builders import a_table


def a_survey(
    ratings: Sequence[int | None],
    segments: Mapping[str, Sequence[Cell]] | None = None,
    dates: Sequence[Cell] | None = None,
) -> Survey:
    """Columns: NPS, Date (empty where there are no dates), then the segments."""
    columns = segments or {}
    cells = zip(ratings, dates or [None] * len(ratings), *columns.values(), strict=True)
    return Survey(
        a_table([list(row) for row in cells], ("NPS", "Date", *columns)),
        Columns(0, (), date=None if dates is None else 1, segments=tuple(range(2, 2 + len(columns)))),
        list(ratings),
        [None] * len(ratings),
    )


def with_order(survey: Survey, order: Sequence[int]) -> Survey:
    """The survey with its rows in another order, given as their positions."""
    table = a_table([survey.table.rows[at] for at in order], survey.table.columns)
    return Survey(table, survey.columns, [survey.ratings[at] for at in order], [survey.comments[at] for at in order])
