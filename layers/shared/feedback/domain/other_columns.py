"""Finding the id, the date and the segments."""

from collections.abc import Collection, Sequence

from feedback.domain.column_errors import Found, percent
from feedback.domain.column_names import date_name, id_name, is_nps_group
from feedback.domain.column_profile import Profile, filled_cells, is_label
from feedback.domain.models import Table

MIN_SEGMENTS, MAX_SEGMENTS = 2, 30
"""How many different values a column may have whose rows are compared by its values."""

_DISTINCT_IDS = 0.9
_DATES, _NAMED_DATES = 0.8, 0.5
_LABELS = 0.9
_LABEL_WORDS = 6
_BY_CONTENT_SCORE = 0.5


def find_id(table: Table, columns: Sequence[Profile], taken: Collection[int]) -> Found | None:
    """The column with the strongest name of an id of which 90 % of the filled cells differ; of equal ones the first."""
    named = [(match, one) for one in columns if one.at not in taken and one.filled and (match := id_name(one.name))]
    for match, one in sorted(named, key=lambda found: -found[0].strength):
        cells = filled_cells(table, one.at)
        different = len(set(cells)) / len(cells) if cells else 0.0
        if different >= _DISTINCT_IDS:
            return Found(one.at, match.strength, f"named “{match.name}”, {percent(different)} of its values differ")
    return None


def find_date(columns: Sequence[Profile], taken: Collection[int]) -> Found | None:
    """The first column that is named a date and mostly holds dates, else the first that holds dates."""
    free = [one for one in columns if one.at not in taken]
    named = [(match, one) for one in free if one.dates >= _NAMED_DATES and (match := date_name(one.name))]
    if named:
        match, one = named[0]
        return Found(one.at, match.strength, f"named “{match.name}”, {percent(one.dates)} of its cells are dates")
    return next(
        (
            Found(one.at, _BY_CONTENT_SCORE, f"{percent(one.dates)} of its cells are dates")
            for one in free
            if one.dates >= _DATES
        ),
        None,
    )


def find_segments(table: Table, columns: Sequence[Profile], taken: Collection[int]) -> list[Found]:
    """Columns of 2 to 30 different short texts, each on average in two rows or more; in table order.

    Numbers and booleans are none, nor are groups that an earlier tool made from the rating.
    """
    found = []
    for one in columns:
        sound = one.labels >= _LABELS and one.words <= _LABEL_WORDS and one.label_kinds <= MAX_SEGMENTS
        if one.at in taken or not sound or is_nps_group(one.name):
            continue
        values = {cell.strip() if isinstance(cell, str) else cell for cell in set(filled_cells(table, one.at))}
        if len(values) <= min(MAX_SEGMENTS, one.filled // 2) and sum(map(is_label, values)) >= MIN_SEGMENTS:
            found.append(Found(one.at, _BY_CONTENT_SCORE, f"{len(values)} different texts in {one.filled:,} rows"))
    return found
