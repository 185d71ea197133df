"""Where the input's columns end in a result file."""

from collections.abc import Sequence

from feedback.domain.models import Detail
from feedback.domain.report import analysis_columns


def input_width(columns: Sequence[str]) -> int:
    """How many of the columns are the input's, which come first; all of them where no analysis follows."""
    for detail in (Detail.FULL, Detail.SCORES):
        names = analysis_columns(detail)
        if tuple(columns[-len(names) :]) == names:
            return len(columns) - len(names)
    return len(columns)
