"""Finding the rating column by names and content."""

from collections.abc import Sequence

from feedback.domain.column_errors import Found, ambiguous, percent, quoted
from feedback.domain.column_names import FALLBACK, comment_name, rating_name, speaks_against_rating
from feedback.domain.column_profile import Profile
from feedback.domain.column_search import Named, found_by_content
from feedback.domain.errors import InputError
from feedback.domain.models import Table

GOOD = 0.5
"""A column with a rating's name is sound where at least this share of its filled cells can be read."""

_CLEAN = 0.95
_BY_CONTENT = 0.9
_VALUES = 3
_PROSE = 3
"""Average words of a text that is no answer on a scale."""


def find_rating(table: Table, columns: Sequence[Profile]) -> Found | None:
    """The rating column, None where there is none.

    Of columns with a rating's name the one with the strongest name is taken, sound ones first, then those with few
    ratings, then empty ones, last those without any rating. Without such a name, the only column of whole numbers 0…10.
    Raises InputError: ambiguous_rating_column, or no_rating_column for one named so that holds other numbers.
    """
    named = [Named(one, match) for one in columns if (match := rating_name(one.name))]
    outside = [one for one in named if one.profile.outside > 0.5]
    inside = [one for one in named if one not in outside]
    for group in (
        [one for one in inside if one.profile.ratings >= GOOD],
        [one for one in inside if 0 < one.profile.ratings < GOOD and not _holds_reasons(one)],
        [one for one in inside if not one.profile.filled],
        [one for one in inside if one.profile.filled and not one.profile.ratings and _keeps_its_name(one)],
    ):
        if group:
            return _strongest(group, table)
    if (found := _by_content(columns, table)) is not None:
        return found
    wrong = max(outside, key=lambda one: one.match.strength, default=None)
    if wrong is not None and wrong.match.strength > FALLBACK:
        raise _other_numbers(wrong.profile)
    return None


def rating_doubt(column: Profile) -> str | None:
    """A sentence where over 5 % of the filled cells can't be read, a stronger one for over half, None else."""
    if not column.filled or column.ratings >= _CLEAN:
        return None
    cells = f"of the filled cells of the rating column {quoted(column.name)}"
    if column.ratings >= GOOD:
        return f"About {percent(1 - column.ratings)} {cells} can't be read as ratings and are not in the NPS."
    return (
        f"Only {percent(column.ratings)} {cells} can be read as ratings; the others are not in the NPS. "
        "Check that it is the right column, or give the option rating."
    )


def _keeps_its_name(one: Named) -> bool:
    """False for what is only named somewhat like a rating and holds none: a question for reasons, yes or no."""
    texts = one.profile.text >= GOOD and (one.profile.words >= _PROSE or comment_name(one.profile.name) is not None)
    return one.match.exact and not texts


def _holds_reasons(one: Named) -> bool:
    """True for "Reason for score" over texts, a few of which begin with a number."""
    reason = comment_name(one.profile.name)
    return one.profile.text >= GOOD and reason is not None and reason.strength > FALLBACK and not one.match.exact


def _strongest(group: Sequence[Named], table: Table) -> Found:
    top = max(one.match.strength for one in group)
    best = [one for one in group if one.match.strength == top]
    if len(best) > 1:
        raise ambiguous([one.profile.name for one in best], "rating", table)
    column, match = best[0].profile, best[0].match
    content = f"{percent(column.ratings)} of its cells are whole numbers from 0 to 10" if column.filled else "empty"
    return Found(
        column.at,
        match.strength * (0.5 + column.ratings / 2),
        f"named “{match.name}”, {content}",
        rating_doubt(column),
    )


def _by_content(columns: Sequence[Profile], table: Table) -> Found | None:
    fits = [
        one
        for one in columns
        if one.ratings >= _BY_CONTENT
        and one.values >= _VALUES
        and not one.running
        and not speaks_against_rating(one.name)
    ]
    return found_by_content(
        fits,
        "rating",
        table,
        "numbers",
        lambda one: f"{percent(one.ratings)} of its cells are whole numbers from 0 to 10, as in no other column",
    )


def _other_numbers(column: Profile) -> InputError:
    return InputError(
        "no_rating_column",
        f"The column {quoted(column.name)} is named like the rating, but most of its cells are numbers outside 0 to 10 "
        f"(from {column.low:g} to {column.high:g}). Say which column holds the ratings with the option rating, or "
        "rename this one.",
    )
