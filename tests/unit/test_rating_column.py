"""rating_column: found by names and content; ties and doubts are named, not guessed."""

import pytest

from feedback.domain.columns import AskedColumns, Columns
from feedback.domain.models import Cell
from tests.builders import a_table
from tests.unit.survey_tables import choose, refusal, survey


@pytest.mark.parametrize(
    "header",
    [
        *("NPS", "nps", " NPS ", "NPS Score", "nps_score", "npsScore", "NPSScore", "Score", "Rating", "Overall rating"),
        *("Rating (0-10)", "0-10", "NPS [0–10]", "Likelihood to recommend", "Q1 NPS", "Q7. Rating", "LTR", "Grade"),
        *("How likely are you to recommend us?", "Would you recommend us?", "Recommendation", "Net Promoter Score®"),
        *("How likely are you to recommend our pricing page after 30 days?", "Stars", "Satisfaction"),
        *(
            "Nota",
            "NOTA",
            "Nota final",
            "Nota NPS",
            "Calificación",
            "CALIFICACION",
            "Puntuación",
            "Puntaje",
            "Evaluación",
        ),
        *("Valoración global", "¿Nos recomendaría?", "Probabilidad de recomendar", "Nivel de satisfacción", "Puntos"),
        *("Recomendacio\u0301n", "Ｎｏｔａ", "Pontuação", "Avaliação", "Você nos recomendaria?", "Você nos indicaria?"),
        *("Note", "Note globale", "Évaluation", "Recommanderiez-vous notre marque ?", "Bewertung", "Punkte"),
        *("Weiterempfehlung", "Würden Sie uns weiterempfehlen?", "Gesamtbewertung: Punktzahl"),
    ],
)
def test_a_rating_column_is_found_by_its_name(header: str) -> None:
    choice = choose(survey([("Visits", "nps"), (header, "nps"), ("Comment", "text")]))

    assert choice.columns.rating == 1
    assert choice.chosen[0].role == "rating"
    assert "named “" in choice.chosen[0].reason
    assert "100 % of its cells are whole numbers from 0 to 10" in choice.chosen[0].reason
    assert choice.doubts == ()


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Operating margin",
            "Margin",
            "Revenue",
            "Price",
            "Age",
            "Year",
            "Rating count",
            "Number of ratings",
            "NPS date",
        ),
        *("Score ID", "Growth score", "Days", "Minutes", "Amount", "Score percent", "NPS group", "Time to rating"),
        *("Margen operativo", "Edad", "Año", "Precio", "Número de visitas", "Cantidad", "Ingresos", "Fecha de la nota"),
        *(
            "Margem",
            "Preço",
            "Idade",
            "Quantidade",
            "Prix",
            "Âge",
            "Nombre de notes",
            "Anzahl",
            "Preis",
            "Alter",
            "Jahr",
        ),
    ],
)
def test_a_name_that_speaks_against_a_rating_is_never_one(header: str) -> None:
    choice = choose(survey([(header, "nps"), ("Comment", "text")]))

    assert choice.columns.rating is None
    assert "there is no NPS" in choice.doubts[0]


@pytest.mark.parametrize("header", ["Anotación", "Denotation", "Underscore", "Migrating", "Upgrade", ""])
def test_a_name_that_only_contains_the_letters_of_a_rating_is_taken_for_its_content_with_a_doubt(header: str) -> None:
    choice = choose(survey([("Comment", "text"), (header, "nps")]))

    assert choice.columns.rating == 1
    assert "its name does not say so" in choice.doubts[0]


@pytest.mark.parametrize(
    ("columns", "rating"),
    [
        ([("Score", "nps"), ("NPS", "nps")], 1),
        ([("Rating", "nps"), ("How likely are you to recommend us?", "nps")], 1),
        ([("Score of the agent", "nps"), ("Score", "nps")], 1),
        ([("Service rating", "nps"), ("Overall rating", "nps")], 1),
        ([("Satisfaction", "nps"), ("Rating", "nps")], 1),
        ([("Score", "words"), ("Rating of the shop", "nps")], 1),
        ([("NPS", "empty"), ("Score", "nps")], 1),
        ([("Reason for score", "text"), ("Points", "nps")], 1),
    ],
)
def test_of_several_names_the_strongest_with_ratings_in_it_is_taken(
    columns: list[tuple[str, str]], rating: int
) -> None:
    assert choose(survey([*columns, ("Comment", "text")])).columns.rating == rating


@pytest.mark.parametrize(
    ("columns", "named"),
    [
        ([("NPS", "nps"), ("NPS (2)", "nps")], "“NPS” and “NPS (2)”"),
        ([("Score", "nps"), ("Rating", "nps")], "“Score” and “Rating”"),
        ([("Staff rating", "nps"), ("Shop rating", "nps")], "“Staff rating” and “Shop rating”"),
        ([("Q1", "nps"), ("Q2", "nps"), ("Q3", "nps")], "“Q1”, “Q2” and “Q3”"),
    ],
)
def test_columns_that_could_equally_well_be_the_rating_are_named(columns: list[tuple[str, str]], named: str) -> None:
    error = refusal(survey([*columns, ("Comment", "text")]))

    assert error.code == "ambiguous_rating_column"
    assert named in str(error)
    assert "option rating" in str(error)


def test_a_column_named_as_rating_is_taken_with_a_doubt_where_most_of_it_can_not_be_read() -> None:
    cells: list[Cell] = [9, "n/a", "n/a", True, 5.5]
    choice = choose(a_table([[cell, "fine"] for cell in cells], ("Nota", "Comment")))

    assert choice.columns.rating == 0
    assert choice.doubts[0].startswith("Only 20 % of the filled cells of the rating column “Nota”")


@pytest.mark.parametrize(
    ("read", "unread", "doubts"),
    [
        (19, 1, ()),
        (18, 2, ("About 10 % of the filled cells of the rating column “Nota” can't be read as ratings and are",)),
        (10, 10, ("About 50 % of the filled cells",)),
        (9, 11, ("Only 45 % of the filled cells",)),
    ],
)
def test_a_doubt_says_how_much_of_the_rating_can_not_be_read_where_it_is_over_5_percent(
    read: int, unread: int, doubts: tuple[str, ...]
) -> None:
    cells: list[Cell] = [*[9] * read, *["n/a"] * unread]
    for asked in (None, AskedColumns(rating="Nota")):
        table = a_table([[cell, f"text {n}"] for n, cell in enumerate(cells)], ("Nota", "Comment"))

        assert (
            tuple(one[: len(start)] for one, start in zip(choose(table, asked).doubts, doubts, strict=True)) == doubts
        )


@pytest.mark.parametrize("cells", [["4/5", "5/5", "1/5"], ["4 stars", "★★★★★", "1 out of 5 stars"]])
def test_n_of_5_counts_as_rating_so_that_the_strongest_name_is_taken_without_a_doubt(cells: list[Cell]) -> None:
    rows: list[list[Cell]] = [[cell, n % 11, "fine"] for n, cell in enumerate(cells * 4)]
    choice = choose(a_table(rows, ("Rating", "Satisfaction", "Comment")))

    assert choice.columns.rating == 0
    assert choice.doubts == ()


def test_reasons_of_which_some_begin_with_a_number_are_comments() -> None:
    cells: list[Cell] = ["10 Great service", *(f"the order {letter} was late" for letter in "abcdefghi")]

    assert choose(a_table([[cell] for cell in cells], ("Reason for rating",))).columns == Columns(None, (0,))


@pytest.mark.parametrize("kind", ["words", "yes", "bool", "text"])
def test_a_column_without_any_rating_is_not_taken_for_a_word_within_its_name(kind: str) -> None:
    assert choose(survey([("Shop rating", kind), ("Comment", "text")])).columns.rating is None


def test_a_column_called_rating_that_holds_other_numbers_is_refused_with_what_was_seen() -> None:
    error = refusal(a_table([[55, "a b"], [93.5, "c d"], [7, "e f"]], ("Score", "Comment")))

    assert error.code == "no_rating_column"
    assert "“Score”" in str(error)
    assert "from 7 to 93.5" in str(error)
    assert "option rating" in str(error)


def test_other_numbers_under_a_weak_name_are_no_reason_to_refuse() -> None:
    assert choose(survey([("Loyalty points", "money"), ("Comment", "text")])).columns.rating is None


def test_a_rating_elsewhere_goes_before_other_numbers_under_its_name() -> None:
    assert choose(survey([("Score", "money"), ("Question 7", "nps"), ("Comment", "text")])).columns.rating == 1


@pytest.mark.parametrize("cells", [[1, 2, 3, 4], [0, 1, 0, 1], [9, 9, 9, 9], [9, 8, 7, "n/a"], [5.5, 6, 7, 8]])
def test_numbers_without_a_name_that_need_not_be_ratings_are_not_taken(cells: list[Cell]) -> None:
    assert choose(a_table([[cell, "so so"] for cell in cells], ("x", "Comment"))).columns.rating is None
