"""What finding the rating and finding the comments have in common."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from feedback.domain.column_errors import Found, ambiguous, quoted
from feedback.domain.column_names import Match
from feedback.domain.column_profile import Profile
from feedback.domain.models import Table

_BY_CONTENT_SCORE = 0.3


@dataclass(frozen=True, slots=True)
class Named:
    """A column whose name is known for a role, and how."""

    profile: Profile
    match: Match


def found_by_content(
    fits: Sequence[Profile], role: str, table: Table, content: str, reason: Callable[[Profile], str]
) -> Found | None:
    """The only column whose content fits a role that no name speaks for; content says what of it, in the doubt.

    Raises InputError ambiguous_rating_column or ambiguous_comment_column where several fit.
    """
    if len(fits) > 1:
        raise ambiguous([one.name for one in fits], role, table)
    if not fits:
        return None
    (column,) = fits
    return Found(
        column.at,
        _BY_CONTENT_SCORE,
        reason(column),
        f"The column {quoted(column.name)} is taken for the {role} because of its {content}; its name does not say so. "
        f"If that is wrong, give the option {role}.",
        named=False,
    )
