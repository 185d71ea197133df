"""Finding the comment columns by names and content."""

from collections.abc import Collection, Sequence

from feedback.domain.column_errors import Found, listed, percent, quoted
from feedback.domain.column_names import FALLBACK, comment_name, speaks_against_comment, untranslated, words
from feedback.domain.column_profile import Profile
from feedback.domain.column_search import Named, found_by_content
from feedback.domain.models import Table

MAX_COMMENTS = 5
"""Most comment columns of a survey."""

_TEXT = 0.5
_CLEAR_WORDS, _CLEAR_VARIED, _CLEAR_FEW = 4, 0.5, 10
_STRONG, _EXACT = 0.8, 1.0


def find_comments(table: Table, columns: Sequence[Profile], taken: Collection[int]) -> tuple[list[Found], list[str]]:
    """The comment columns in table order, none where there is none, and sentences on those left out.

    All that are named as comments and hold free text are taken together, "Note" or "Text" only without better names.
    Without such a name, the only column of clearly free text. taken: positions that have another role.
    Raises InputError: ambiguous_comment_column.
    """
    free, doubts = _without_translations([one for one in columns if one.at not in taken], table)
    named = [Named(one, match) for one in free if (match := comment_name(one.name))]
    named = [one for one in named if _is_text(one) or not one.profile.filled]
    for group in (
        [one for one in named if one.match.strength > FALLBACK and _is_free(one)],
        [one for one in named if one.profile.filled and _is_free(one)],
    ):
        if group:
            chosen, more = _first(group)
            return [_found(one) for one in chosen], [*doubts, *more]
    if (found := _by_content(free, table)) is not None:
        return [found], doubts
    rest = [one for one in named if one.profile.filled] or named
    return [_found(one) for one in sorted(rest, key=lambda one: -one.match.strength)[:1]], doubts


def could_be_comments(columns: Sequence[Profile]) -> list[str]:
    """Names of columns of text that would be lost if they were comments."""
    return [
        one.name for one in columns if one.text >= _TEXT and _is_written(one) and not speaks_against_comment(one.name)
    ]


def left_texts(columns: Sequence[Profile]) -> list[str]:
    """Names of columns of clearly free text, no translations, which may be comments beside those that were found."""
    clear = [one for one in columns if one.words >= 2 and (one.varied > _CLEAR_VARIED or one.few)]
    return could_be_comments([one for one in clear if untranslated(one.name) is None])


def comment_doubt(column: Profile) -> str | None:
    """A sentence where under half of the filled cells are texts, None else."""
    if not column.filled or column.text >= _TEXT:
        return None
    return (
        f"Only {percent(column.text)} of the filled cells of the comment column {quoted(column.name)} are texts with "
        "words. Check that it is the right column, or give the option comment."
    )


def _is_text(one: Named) -> bool:
    """Half of the cells are texts; of a column that is called "Comment" outright, any."""
    return one.profile.text >= _TEXT or (one.match.strength == _EXACT and one.profile.text > 0)


def _is_free(one: Named) -> bool:
    """True for texts that people wrote, not chose. A strong name is believed."""
    return one.profile.filled > 0 and (one.match.strength >= _STRONG or _is_written(one.profile))


def _is_written(column: Profile) -> bool:
    return not column.category_like and (column.words >= 2 or column.varied > _CLEAR_VARIED or column.few)


def _without_translations(columns: Sequence[Profile], table: Table) -> tuple[list[Profile], list[str]]:
    originals = {words(name): name for name in table.columns}
    kept, doubts = [], []
    for one in columns:
        form = untranslated(one.name)
        original = originals.get(form) if form else None
        if original is None or one.text < _TEXT:
            kept.append(one)
        else:
            doubts.append(
                f"The column {quoted(one.name)} is left out: it looks like a translation of {quoted(original)}."
            )
    return kept, doubts


def _first(group: Sequence[Named]) -> tuple[list[Named], list[str]]:
    """At most MAX_COMMENTS of the strongest names, in table order, and a sentence on the others."""
    strongest = sorted(group, key=lambda one: -one.match.strength)[:MAX_COMMENTS]
    others = [one.profile.name for one in group if one not in strongest]
    if not others:
        return list(group), []
    return [one for one in group if one in strongest], [
        f"At most {MAX_COMMENTS} comment columns are taken; {listed(others)} are left out. "
        "To choose others, give the option comment."
    ]


def _found(one: Named) -> Found:
    column, match = one.profile, one.match
    content = f"{percent(column.text)} of its cells are texts of {column.words:.1f} words" if column.filled else "empty"
    doubt = comment_doubt(column)
    if doubt is None and column.category_like:
        doubt = (
            f"The comment column {quoted(column.name)} holds only {column.kinds} different texts. If it is no comment "
            "column, give the option comment."
        )
    return Found(
        column.at, match.strength * (0.5 + column.text / 2), f"named “{match.name}”, {content} on average", doubt
    )


def _by_content(columns: Sequence[Profile], table: Table) -> Found | None:
    fits = [
        one
        for one in columns
        if one.text >= _TEXT
        and one.words >= _CLEAR_WORDS
        and (one.varied > _CLEAR_VARIED or one.filled < _CLEAR_FEW)
        and not speaks_against_comment(one.name)
    ]
    return found_by_content(
        fits,
        "comment",
        table,
        "texts",
        lambda one: f"its texts have {one.words:.1f} words on average, as in no other column",
    )
