"""What a report shows of single rows: the comment and the id, as they were written."""

from feedback.domain.cells import title_text
from feedback.domain.survey import MAX_LEAD, Survey, comment_text


def comment_of(survey: Survey, row: int) -> str:
    """A row's comment word for word; of several columns, each led by its title. row is counted from 0."""
    columns = survey.columns.comments
    leads = [f"{survey.table.columns[at][:MAX_LEAD]}: " for at in columns]
    cells = survey.table.rows[row]
    return comment_text([cells[at] for at in columns], leads)


def id_of(survey: Survey, row: int) -> str | None:
    """The text of a row's id; None without an id column, or where the cell shows nothing. row is counted from 0."""
    at = survey.columns.id
    return None if at is None else title_text(survey.table.rows[row][at]) or None
