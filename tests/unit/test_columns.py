"""columns: the rating and the comment column are found by name and content, or it is said why not."""

import pytest

from feedback.domain.columns import Columns, ParserMode, find_columns
from feedback.domain.errors import InputError
from feedback.domain.models import Cell, Table
from tests.builders import a_table

ROWS: list[list[Cell]] = [["x1", 9, "Great service"], ["x2", "10", "Slow, but kind"], ["x3", None, ""]]


def find(columns: tuple[str, ...], rows: list[list[Cell]] | None = None) -> Columns:
    return find_columns(a_table(ROWS if rows is None else rows, columns), ParserMode.FLEXIBLE)


def refusal(table: Table, mode: ParserMode = ParserMode.FLEXIBLE) -> InputError:
    with pytest.raises(InputError) as refused:
        find_columns(table, mode)
    return refused.value


@pytest.mark.parametrize(
    "header",
    [
        *("NPS", "nps", " NPS ", "NPS Score", "nps_score", "Score", "Rating", "Overall rating", "Stars", "Grade"),
        *("Rating (0-10)", "0-10", "NPS [0–10]", "Likelihood to recommend", "How likely are you to recommend us?"),
        *("Would you recommend us?", "Recommendation"),
        *("Nota", "NOTA", "Nota final", "Nota NPS", "Calificación", "CALIFICACION", "Puntuación", "Puntaje"),
        *("Valoración global", "¿Nos recomendaría?", "Probabilidad de recomendar", "Nivel de satisfacción", "Puntos"),
        *("Recomendacio\u0301n", "Ｎｏｔａ"),
    ],
)
def test_a_rating_column_is_found_by_its_name(header: str) -> None:
    assert find(("id", header, "Comment")) == Columns(1, 2)


@pytest.mark.parametrize(
    "header",
    [
        *("Comment", "COMMENTS", "Customer comments", "Final comment", "Feedback", "Your feedback", "Verbatim"),
        *("Reason for score", "What is the main reason for your answer?", "Why?", "Open answer", "Review text"),
        *("Suggestions", "free_text", "Remarks"),
        *("Comentario", "Comentario Final", "comentarios", "Opinión", "¿Por qué?", "Motivo", "Observaciones"),
        *("Sugerencias", "Respuesta abierta", "Reseña", "Razón de la nota", "Texto"),
    ],
)
def test_a_comment_column_is_found_by_its_name(header: str) -> None:
    assert find(("id", "NPS", header)) == Columns(1, 2)


@pytest.mark.parametrize(
    "header",
    ["Operating margin", "Anotación", "Denotation", "Underscore", "Migrating", "Upgrade", "Margin", "Edad", ""],
)
def test_a_name_that_only_contains_the_letters_is_no_rating(header: str) -> None:
    assert refusal(a_table(ROWS, ("id", header, "Comment"))).code == "no_rating_column"


@pytest.mark.parametrize("header", ["Commentator", "Contexto", "Reviewer", "Razonable", "Motivation", "Name"])
def test_a_name_that_only_contains_the_letters_is_no_comment(header: str) -> None:
    assert refusal(a_table(ROWS, ("id", "NPS", header))).code == "no_comment_column"


def test_an_exact_name_goes_before_one_within_a_longer_name() -> None:
    rows: list[list[Cell]] = [["n/a", 1, "fine"], [3, 2, "slow"]]

    assert find(("Score", "Score of the agent", "Comment"), rows) == Columns(0, 2)


def test_of_equally_named_columns_the_one_that_holds_ratings_is_taken() -> None:
    rows: list[list[Cell]] = [[9, 9, "a"], ["n/a", 3, "b"], [7, 10, "c"]]

    assert find(("Score", "Rating", "Comment"), rows) == Columns(1, 2)


def test_a_column_named_for_a_reason_is_no_rating_because_it_holds_texts() -> None:
    rows: list[list[Cell]] = [["It is slow", 3], ["Kind people", 9]]

    assert find(("Reason for score", "How likely are you to recommend us?"), rows) == Columns(1, 0)


def test_the_rating_column_is_not_taken_for_the_comment_column_too() -> None:
    rows: list[list[Cell]] = [[9, "good"], [3, "bad"]]

    assert find(("Rating comment", "Remarks"), rows) == Columns(0, 1)


@pytest.mark.parametrize("rows", [[], [[None, None, None]], [["", "", ""]]])
def test_a_column_without_any_filled_cell_is_found_by_its_name_alone(rows: list[list[Cell]]) -> None:
    assert find(("id", "NPS", "Comment"), rows) == Columns(1, 2)


def test_half_of_the_filled_cells_are_enough() -> None:
    rows: list[list[Cell]] = [["", 9, "a"], ["", "n/a", 5], ["", None, None]]

    assert find(("id", "NPS", "Comment"), rows) == Columns(1, 2)


@pytest.mark.parametrize("cells", [["good", "bad", 9], [5.5, 3.2, 1], [True, False, 9], [55, 78, 93]])
def test_a_column_called_rating_that_holds_other_things_is_refused(cells: list[Cell]) -> None:
    error = refusal(a_table([["", cell, "text"] for cell in cells], ("id", "Rating", "Comment")))

    assert error.code == "no_rating_column"
    assert "“Rating” is named like the rating column" in str(error)


@pytest.mark.parametrize("cells", [[1, 2, 3], ["1", "2,5", "10/10"], ["2026-09-01", "12:30", "ok"]])
def test_a_column_called_comment_that_holds_numbers_or_dates_is_refused(cells: list[Cell]) -> None:
    error = refusal(a_table([["", 9, cell] for cell in cells], ("id", "Rating", "Comment")))

    assert error.code == "no_comment_column"
    assert "“Comment” is named like the comment column" in str(error)


def test_emoji_are_comments() -> None:
    assert find(("id", "NPS", "Comment"), [["", 9, "👍"], ["", 2, "👎"]]) == Columns(1, 2)


@pytest.mark.parametrize(
    ("columns", "rows", "code"),
    [
        (("NPS", "Score", "Comment"), [[9, 8, "a"], [3, 2, "b"]], "ambiguous_rating_column"),
        (("NPS", "NPS", "Comment"), [[9, 8, "a"], [3, 2, "b"]], "ambiguous_rating_column"),
        (("NPS", "Comment", "Feedback"), [[9, "x", "a"], [3, "y", "b"]], "ambiguous_comment_column"),
    ],
)
def test_two_columns_that_fit_equally_well_are_refused_by_name(
    columns: tuple[str, ...], rows: list[list[Cell]], code: str
) -> None:
    error = refusal(a_table(rows, columns))

    assert error.code == code
    assert " and “" in str(error)
    assert "Rename or remove" in str(error)


def test_what_is_missing_is_said_with_the_header_row_the_sheet_and_the_columns_there_are() -> None:
    columns = tuple(f"column {n}" for n in range(14))
    error = refusal(Table(columns, [], header_row=3, sheet="Hoja 1"))

    assert error.code == "no_rating_column"
    assert "row 3 of the sheet “Hoja 1”" in str(error)
    assert "“column 0”" in str(error)
    assert "“column 11” …" in str(error)
    assert "“column 12”" not in str(error)


def test_base_mode_takes_exactly_its_two_names() -> None:
    table = a_table([["x", "a", 9]], ("NPS", "Comentario Final", "Nota"))

    assert find_columns(table, ParserMode.BASE) == Columns(2, 1)


@pytest.mark.parametrize(
    ("columns", "code"),
    [
        (("nota", "Comentario Final"), "no_rating_column"),
        (("Nota ", "Comentario Final"), "no_rating_column"),
        (("NPS", "Comentario Final"), "no_rating_column"),
        (("Nota", "Comentario"), "no_comment_column"),
        (("Nota", "comentario final"), "no_comment_column"),
        (("Nota", "Nota", "Comentario Final"), "no_rating_column"),
    ],
)
def test_base_mode_takes_no_other_names(columns: tuple[str, ...], code: str) -> None:
    error = refusal(a_table([], columns), ParserMode.BASE)

    assert error.code == code
    assert "FILE_PARSER_MODE=base" in str(error)


def test_an_empty_column_of_a_fitting_name_gives_way_to_one_with_ratings() -> None:
    rows: list[list[Cell]] = [["", 9, "fine"], ["", 3, "slow"]]
    assert find(("Score given for NPS", "How likely are you to recommend us?", "Comment"), rows).rating == 1
