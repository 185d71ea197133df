"""Which column is the rating and which the comment."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from feedback.domain.errors import InputError
from feedback.domain.models import Cell, Table
from feedback.domain.ratings import has_rating_text, read_rating

BASE_RATING, BASE_COMMENT = "Nota", "Comentario Final"

RATING_NAMES = (
    *("nps", "nps score", "score", "rating", "ratings", "recommend", "likelihood to recommend", "likely to recommend"),
    *("how likely are you to recommend", "recommendation", "0 10", "stars", "grade", "evaluacion", "recomiende"),
    *("nota", "notas", "nota nps", "nota final", "calificacion", "puntuacion", "puntaje", "puntos", "valoracion"),
    *("recomendacion", "recomendaria", "probabilidad de recomendar", "nivel de recomendacion", "satisfaccion"),
)
COMMENT_NAMES = (
    *("comment", "comments", "final comment", "customer comment", "feedback", "verbatim", "verbatim comment", "review"),
    *("review text", "reason", "reason for score", "main reason", "remarks", "suggestions", "open answer", "free text"),
    *("message", "mensaje", "what can we improve", "que podemos mejorar"),
    *("why", "comentario", "comentarios", "comentario final", "comentario cliente", "opinion", "opiniones", "motivo"),
    *("observacion", "observaciones", "sugerencias", "respuesta abierta", "razon", "texto", "por que", "resena"),
)

_EXACT, _WITHIN = 2, 1


class ParserMode(StrEnum):
    """flexible finds the columns; base takes exactly `Nota` and `Comentario Final`."""

    FLEXIBLE = "flexible"
    BASE = "base"


@dataclass(frozen=True, slots=True)
class Columns:
    """Positions of the rating and comment columns, counted from 0."""

    rating: int
    comment: int


def find_columns(table: Table, mode: ParserMode) -> Columns:
    """The rating and the comment column.

    Raises InputError where one is missing, where two fit equally well, or where what is called a rating holds none.
    """
    if mode is ParserMode.BASE:
        return Columns(_named(table, BASE_RATING, "rating"), _named(table, BASE_COMMENT, "comment"))
    rating = _best(table, RATING_NAMES, lambda at: _rating_share(table, at), "rating")
    comment = _best(table, COMMENT_NAMES, lambda at: _text_share(table, at), "comment", not_this=rating)
    return Columns(rating, comment)


def _named(table: Table, name: str, role: str) -> int:
    if table.columns.count(name) != 1:
        raise _missing(table, role, f"FILE_PARSER_MODE=base takes exactly the column name “{name}”")
    return table.columns.index(name)


def _best(
    table: Table, names: Sequence[str], fits: Callable[[int], float], role: str, not_this: int | None = None
) -> int:
    """The column whose name fits best, among those of which at least half the filled cells fit as well."""
    named = {
        at: strength for at, header in enumerate(table.columns) if at != not_this and (strength := _fit(header, names))
    }
    if not named:
        raise _missing(table, role, f"name the {role} column for example “{'Nota' if role == 'rating' else 'Comment'}”")
    scored = {at: (strength, share) for at, strength in named.items() if (share := fits(at)) >= 0.5}
    if not scored:
        at = max(named, key=named.__getitem__)
        raise InputError(
            f"no_{role}_column",
            f"The column “{table.columns[at]}” is named like the {role} column, but at most half of its filled cells "
            + ("are whole numbers from 0 to 10." if role == "rating" else "are text.")
            + " Check that the file holds the right column, and drop it again.",
        )
    best = max(scored.values())
    tied = [at for at, value in scored.items() if value == best]
    if len(tied) > 1:
        listed = " and ".join(f"“{table.columns[at]}”" for at in tied)
        raise InputError(
            f"ambiguous_{role}_column",
            f"The columns {listed} could each be the {role} column. Rename or remove all but one, and drop it again.",
        )
    return tied[0]


def _missing(table: Table, role: str, advice: str) -> InputError:
    found = ", ".join(f"“{column}”" for column in table.columns[:12]) + (" …" if len(table.columns) > 12 else "")
    where = f"row {table.header_row}" + (f" of the sheet “{table.sheet}”" if table.sheet else "")
    return InputError(
        f"no_{role}_column", f"No {role} column was found: the header, {where}, has {found}. Please {advice}."
    )


def _fit(header: str, names: Sequence[str]) -> int:
    """2 where the header is one of the names, 1 where it holds one as whole words, else 0."""
    words = _words(header)
    if words in names:
        return _EXACT
    return _WITHIN if any(f" {name} " in f" {words} " for name in names) else 0


def _words(header: str) -> str:
    """Lower case, without accents and signs, single spaces: “¿Por qué? ” is “por que”."""
    letters = unicodedata.normalize("NFKD", header.casefold())
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return re.sub(r"[\W_]+", " ", plain).strip()


def _share(cells: Sequence[Cell], fits: Callable[[Cell], bool]) -> float:
    filled = [cell for cell in cells if has_rating_text(cell)]
    # An empty column may well be meant, but gives way to one with something in it.
    return sum(map(fits, filled)) / len(filled) if filled else 0.5


def _rating_share(table: Table, at: int) -> float:
    return _share([row[at] for row in table.rows], lambda cell: read_rating(cell) is not None)


def _text_share(table: Table, at: int) -> float:
    """Share of cells with a letter in them, or a sign such as an emoji: numbers and dates are no comments."""
    return _share(
        [row[at] for row in table.rows], lambda cell: isinstance(cell, str) and bool(re.search(r"[^\d\s.,/:-]", cell))
    )
