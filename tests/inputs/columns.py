"""Which column is which: names in five languages, content, several comments, ties, and what the caller says."""

from collections.abc import Sequence
from typing import Any

from tests.inputs.case import ANSWERS, RATED, WRITTEN, Case, Reads, Refused, survey_csv

LONG_TEXTS = [
    "The staff was kind and quick to help me",
    "I waited for two weeks and nobody called",
    "Nothing to add to it",
    "Good",
]


def _named(rating: str, comment: str) -> Case:
    return survey_csv([[rating, comment], *ANSWERS], Reads(RATED, WRITTEN, rating=rating, comments=(comment,)))


def _table(header: Sequence[str], extra: Sequence[Sequence[object]], expected: Reads | Refused, **options: Any) -> Case:
    """ANSWERS under the first two titles, and a further column for each entry of extra."""
    rows = [[*answer, *more] for answer, more in zip(ANSWERS, zip(*extra, strict=True), strict=True)]
    return survey_csv([list(header), *rows], expected, **options)


COLUMNS: dict[str, Case] = {
    "english question": _named(
        "How likely is it that you would recommend us to a friend?", "What is the main reason for your score?"
    ),
    "spanish": _named("Calificación", "Comentario Final"),
    "spanish question": _named("¿Con qué probabilidad nos recomendaría?", "¿Qué podemos mejorar?"),
    "portuguese": _named("Pontuação", "Comentários"),
    "french": _named("Note NPS", "Commentaire"),
    "german": _named("Weiterempfehlung", "Anmerkungen"),
    "a margin is no rating": _table(
        ("Score", "Comment", "Operating margin"), [[1, 2, 3, 4]], Reads(RATED, WRITTEN, rating="Score")
    ),
    "only a margin": survey_csv(
        [["Operating margin", "Comment"], *([n, text] for n, text in enumerate(LONG_TEXTS))],
        Reads([None] * 4, LONG_TEXTS, rating=None, note="no NPS"),
    ),
    "nps goes before a score": _table(("NPS", "Comment", "Score"), [[1, 1, 1, 1]], Reads(RATED, WRITTEN)),
    "two scores alike": _table(
        ("Score", "Comment", "Score"), [[1, 2, 8, 9]], Refused("ambiguous_rating_column", "Score (2)")
    ),
    "two scores alike and the caller's word": _table(
        ("Score", "Comment", "Score"), [[1, 2, 8, 9]], Reads([1, 2, 8, 9], rating="Score (2)"), rating="Score (2)"
    ),
    "two comments are one": _table(
        ("NPS", "What did you like?", "What should we improve?"),
        [["Prices are too high", "Answer the phone", "", "Nothing at all"]],
        Reads(RATED, WRITTEN, comments=("What did you like?", "What should we improve?")),
    ),
    "a text beside the comment is named": _table(
        ("NPS", "Comment", "x9"),
        [["All of it was fine", "Nothing to add here", "Ask for Maria", "See you next year"]],
        Reads(RATED, WRITTEN, note="Texts of “x9” are not analysed"),
    ),
    "an internal note is no comment": _table(
        ("NPS", "Comment", "Internal note"),
        [["called back", "sent mail", "closed it", "refund made"]],
        Reads(RATED, WRITTEN),
    ),
    "columns by content": survey_csv(
        [["Q1", "Q2"], *([n * 3 % 11, f"{text}, case {n}"] for n, text in enumerate(LONG_TEXTS * 3))],
        Reads([n * 3 % 11 for n in range(12)], rating="Q1", comments=("Q2",), note="name does not say so"),
    ),
    "columns that the caller names": survey_csv(
        [["x", "y", "NPS", "Comment"], *([rating, text, 0, "other words here"] for rating, text in ANSWERS)],
        Reads(RATED, WRITTEN, rating="x", comments=("y",)),
        rating="x",
        comment="y",
    ),
    "a column that there is not": survey_csv(
        [["NPS", "Comment"], *ANSWERS], Refused("column_not_found", "Nota"), rating="Nota"
    ),
    "an option that there is not": survey_csv(
        [["NPS", "Comment"], *ANSWERS], Refused("unknown_option", "rating"), raiting="NPS"
    ),
    "id, date and segments": survey_csv(
        [["Response ID", "Date", "Country", "NPS", "Comment"]]
        + [[f"r{n}", f"2026-01-{n + 1:02}", ("ES", "FR")[n % 2], *ANSWERS[n % 4]] for n in range(12)],
        Reads([RATED[n % 4] for n in range(12)]),
    ),
    "ratings without comments": survey_csv(
        [["NPS"], [9], [3], [10]], Reads([9, 3, 10], rating="NPS", comments=(), note="No comment column")
    ),
    "neither ratings nor comments": survey_csv([["a", "b"], ["1%", "2%"], ["3%", "4%"]], Refused("no_columns", "“a”")),
}
