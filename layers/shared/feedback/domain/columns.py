"""Which columns of a survey are which: as its owner says, or by names and content, with reasons and doubts."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from feedback.domain.asked_columns import position
from feedback.domain.column_errors import Found, header_place, listed, missing, quoted
from feedback.domain.column_profile import Profile, profiles
from feedback.domain.comment_column import comment_doubt, could_be_comments, find_comments, left_texts
from feedback.domain.errors import InputError
from feedback.domain.models import Table
from feedback.domain.other_columns import find_date, find_id, find_segments
from feedback.domain.rating_column import find_rating, rating_doubt

BASE_RATING, BASE_COMMENT = "Nota", "Comentario Final"


class ParserMode(StrEnum):
    """flexible finds the columns; base takes exactly `Nota` and `Comentario Final`."""

    FLEXIBLE = "flexible"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions of columns, counted from 0; None or empty where there is none. One column has one of the roles,
    but a segment may be any column that was asked for.
    """

    rating: int | None
    comments: tuple[int, ...]
    id: int | None = None
    date: int | None = None
    segments: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class AskedColumns:
    """Columns by name, or by place ("#3"), as a caller gave them; None or empty: to be found."""

    rating: str | None = None
    comments: tuple[str, ...] = ()
    id: str | None = None
    date: str | None = None
    segments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ChosenColumn:
    """A column with its role (rating, comment, id, date or segment), how surely (0…1), and why, in words."""

    role: str
    column: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class Choice:
    """The columns of a table. score says how well it fits a survey, in 0…4, and compares the sheets of a workbook:
    2.4 or more with a sound rating and comment column by name, at most 2.3 with one. doubts are sentences to show.
    """

    columns: Columns
    score: float
    chosen: tuple[ChosenColumn, ...]
    doubts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Picked:
    """Columns found so far, by role; sure ones are not to be taken for another role."""

    rating: Found | None
    comments: list[Found]
    id: Found | None
    date: Found | None
    segments: list[Found]

    def roles(self) -> list[tuple[str, Found]]:
        return [
            *((role, one) for role, one in (("rating", self.rating),) if one),
            *(("comment", one) for one in self.comments),
            *((role, one) for role, one in (("id", self.id), ("date", self.date)) if one),
            *(("segment", one) for one in self.segments),
        ]


def choose_columns(table: Table, asked: AskedColumns, mode: ParserMode) -> Choice:
    """The columns of a table whose rows are all as wide as its header.

    Raises InputError. What was asked: column_not_found, ambiguous_column, wrong_option. What was to be found:
    no_rating_column, ambiguous_rating_column, no_comment_column, ambiguous_comment_column, no_columns.
    """
    columns = profiles(table)
    told = _told(table, columns, asked, mode)
    picked, doubts = _pick(table, columns, told)
    if mode is ParserMode.FLEXIBLE:
        doubts += _check(table, columns, picked)
    roles = picked.roles()
    return Choice(
        Columns(
            picked.rating.at if picked.rating else None,
            tuple(one.at for one in picked.comments),
            picked.id.at if picked.id else None,
            picked.date.at if picked.date else None,
            tuple(one.at for one in picked.segments),
        ),
        sum(_worth(one) for one in (picked.rating, max(picked.comments, key=_worth, default=None)) if one),
        tuple(ChosenColumn(role, table.columns[one.at], one.score, one.reason) for role, one in roles),
        tuple(dict.fromkeys([*(one.doubt for _, one in roles if one.doubt), *doubts])),
    )


def _told(table: Table, columns: list[Profile], asked: AskedColumns, mode: ParserMode) -> _Picked:
    """The columns that a caller or the mode names."""

    def at(names: Iterable[str | None], option: str) -> list[int]:
        return list(dict.fromkeys(position(table, name, option) for name in names if name is not None))

    rating, comments = at([asked.rating], "rating"), at(asked.comments, "comment")
    if set(rating) & set(comments):
        raise InputError(
            "wrong_option",
            f"The column {quoted(table.columns[rating[0]])} is given as rating and as comment. "
            "Correct one of the options.",
        )
    why = "asked for"
    if mode is ParserMode.BASE:
        if rating or comments:
            raise InputError(
                "wrong_option",
                f"FILE_PARSER_MODE=base takes exactly the columns “{BASE_RATING}” and “{BASE_COMMENT}”. Leave out the "
                "options rating and comment, or use the mode flexible.",
            )
        rating, comments = [_base(table, BASE_RATING, "rating")], [_base(table, BASE_COMMENT, "comment")]
        why = "its name is the one of FILE_PARSER_MODE=base"
    return _Picked(
        next((Found(one, 1.0, why, rating_doubt(columns[one])) for one in rating), None),
        [Found(one, 1.0, why, comment_doubt(columns[one])) for one in comments],
        next((Found(one, 1.0, "asked for") for one in at([asked.id], "id")), None),
        next((Found(one, 1.0, "asked for") for one in at([asked.date], "date")), None),
        [Found(one, 1.0, "asked for") for one in at(asked.segments, "segment")],
    )


def _pick(table: Table, columns: list[Profile], told: _Picked) -> tuple[_Picked, list[str]]:
    """What was told, and the rest found by names and content; sentences on what was left out."""
    taken = {one.at for _, one in told.roles()}
    rating = told.rating or find_rating(table, [one for one in columns if one.at not in taken])
    taken |= {rating.at} if rating else set()
    comments, doubts = (told.comments, []) if told.comments else find_comments(table, columns, taken)
    taken |= {one.at for one in comments}
    number = told.id or find_id(table, columns, taken)
    taken |= {number.at} if number else set()
    date = told.date or find_date(columns, taken)
    taken |= {date.at} if date else set()
    segments = sorted([*told.segments, *find_segments(table, columns, taken)], key=lambda one: one.at)
    return _Picked(rating, comments, number, date, segments), doubts


def _check(table: Table, columns: list[Profile], picked: _Picked) -> list[str]:
    """Sentences on a rating or comment that is missing. Raises InputError: no_columns, no_comment_column."""
    taken = {one.at for _, one in picked.roles()}
    rest = [one for one in columns if one.at not in taken]
    if picked.comments:
        doubts = []
        if not picked.rating:
            doubts.append(
                "No rating column was found, so there is no NPS: if there is one, call it “NPS” or give the option"
                " rating."
            )
        if left := left_texts(rest):
            doubts.append(
                f"Texts of {listed(left, ' and ')} are not analysed. If they are comments too, give the option comment."
            )
        return doubts
    if not picked.rating:
        advice = "call them for example “NPS” and “Comment”, or give the options rating and comment"
        raise missing(table, "no_columns", "column of ratings or of comments", advice)
    if lost := could_be_comments(rest):
        raise InputError(
            "no_comment_column",
            f"No comment column was found, but {listed(lost, ' and ')} (header in {header_place(table)}) hold texts. "
            "Say with the option comment which of them are comments, or remove them for the NPS alone.",
        )
    return ["No comment column was found: there is the NPS only. If there is one, give the option comment."]


def _base(table: Table, name: str, role: str) -> int:
    if table.columns.count(name) != 1:
        advice = f"give one column exactly the name “{name}”, which FILE_PARSER_MODE=base takes"
        raise missing(table, f"no_{role}_column", f"{role} column", advice)
    return table.columns.index(name)


def _worth(one: Found) -> float:
    return one.score + (1 if one.named else 0)
