"""comment_column: all that people wrote is found, and nothing that was written about it."""

import pytest

from feedback.domain.columns import Columns
from feedback.domain.models import Cell
from tests.builders import a_table
from tests.unit.survey_tables import choose, refusal, survey


@pytest.mark.parametrize(
    "header",
    [
        *(
            "Comment",
            "COMMENTS",
            "Customer comments",
            "Final comment",
            "Feedback",
            "Your feedback",
            "Verbatim",
            "Q2_comment",
        ),
        *("Reason for score", "What is the main reason for your answer?", "Why?", "Open answer", "Review text"),
        *("Suggestions", "free_text", "Remarks", "What did you like?", "Why did you give this rating?", "NPS comment"),
        *("Open-Ended Response", "What would you recommend we improve?", "Notes", "Message", "Rating comment"),
        *("Comentario", "Comentario Final", "comentarios", "Opinión", "¿Por qué?", "Motivo", "Observaciones"),
        *("Sugerencias", "Respuesta abierta", "Reseña", "Razón de la nota", "Texto", "¿Qué podemos mejorar?"),
        *("Comentário", "Sugestões", "O que podemos melhorar?", "Observações", "Por que você deu essa nota?"),
        *("Commentaire", "Commentaires", "Remarques", "Avis", "Que pouvons-nous améliorer ?", "Pourquoi cette note ?"),
        *("Kommentar", "Anmerkungen", "Rückmeldung", "Was können wir verbessern?", "Begründung", "Freitext"),
        "What do you think of the language and the date of our newsletter? Comments",
    ],
)
def test_a_comment_column_is_found_by_its_name(header: str) -> None:
    choice = choose(survey([("NPS", "nps"), ("Other", "text"), (header, "text")]))

    assert choice.columns.comments == (2,)
    assert choice.chosen[1].role == "comment"
    assert choice.doubts == ("Texts of “Other” are not analysed. If they are comments too, give the option comment.",)


@pytest.mark.parametrize(
    "header",
    [
        *("Internal comment", "Agent comment", "Staff reply", "Company response", "Respuesta de la empresa"),
        *(
            "Comment language",
            "Comment date",
            "Comment ID",
            "Comment URL",
            "Comment score",
            "Review rating",
            "Sentiment",
        ),
        *(
            "Comment category",
            "Comentario interno",
            "Resposta da empresa",
            "Interne Anmerkung",
            "Langue du commentaire",
        ),
        *("Name", "Address", "Email", "Product", "Nombre", "Dirección"),
    ],
)
def test_a_name_that_speaks_against_a_comment_is_never_one(header: str) -> None:
    choice = choose(survey([("NPS", "nps"), (header, "text")]))

    assert choice.columns.comments == ()
    assert choice.doubts == (
        "No comment column was found: there is the NPS only. If there is one, give the option comment.",
    )


@pytest.mark.parametrize(
    ("columns", "comments"),
    [
        ([("What did you like?", "text"), ("What should we improve?", "text")], (1, 2)),
        ([("Comment", "short"), ("Reason", "text")], (1, 2)),
        ([("Comment", "text"), ("Reason", "cat")], (1,)),
        ([("Reason", "cat"), ("Q2", "text")], (2,)),
        ([("Reason", "cat")], (1,)),
        ([("Notes", "text"), ("Comment", "text")], (2,)),
        ([("Comment", "empty"), ("Feedback", "text")], (2,)),
        ([("Comment", "empty")], (1,)),
        ([("Feedback", "small"), ("Reviews", "text")], (2,)),
        ([("Comment", "cat")], (1,)),
        ([(f"Comment {n}", "text") for n in range(7)], (1, 2, 3, 4, 5)),
    ],
)
def test_all_free_texts_named_as_comments_are_taken(columns: list[tuple[str, str]], comments: tuple[int, ...]) -> None:
    assert choose(survey([("NPS", "nps"), *columns])).columns.comments == comments


def test_comment_columns_beyond_the_fifth_are_named() -> None:
    choice = choose(survey([("NPS", "nps"), *((f"Comment {n}", "text") for n in range(1, 8))]))

    assert "“Comment 6”, “Comment 7” are left out" in choice.doubts[0]


def test_a_category_under_a_comment_name_is_a_segment_beside_a_real_comment() -> None:
    choice = choose(survey([("NPS", "nps"), ("Reason", "cat"), ("Comment", "text")]))

    assert choice.columns == Columns(0, (2,), segments=(1,))


def test_few_different_comments_raise_a_doubt() -> None:
    assert "only 3 different texts" in choose(survey([("NPS", "nps"), ("Comment", "cat")])).doubts[0]


@pytest.mark.parametrize("header", ["Comment (English)", "comment_translated", "Comment EN", "Comment - traducción"])
def test_a_translation_of_a_comment_column_is_left_out_with_a_sentence(header: str) -> None:
    choice = choose(survey([("NPS", "nps"), (header, "text"), ("Comment", "text")]))

    assert choice.columns.comments == (2,)
    assert choice.doubts == (f"The column “{header}” is left out: it looks like a translation of “Comment”.",)


def test_a_translation_alone_is_the_comment() -> None:
    assert choose(survey([("NPS", "nps"), ("Comment (English)", "text")])).columns.comments == (1,)


def test_the_only_free_text_is_taken_with_a_doubt() -> None:
    choice = choose(survey([("NPS", "nps"), ("Q2", "text"), ("City", "name")]))

    assert choice.columns.comments == (1,)
    assert "its name does not say so" in choice.doubts[0]


def test_several_free_texts_without_a_name_are_named() -> None:
    error = refusal(survey([("NPS", "nps"), ("Q2", "text"), ("Q3", "text")]))

    assert error.code == "ambiguous_comment_column"
    assert "“Q2” and “Q3”" in str(error)
    assert "option comment" in str(error)


def test_texts_that_nobody_claims_are_not_lost_silently() -> None:
    error = refusal(survey([("NPS", "nps"), ("Q2", "short"), ("Store", "cat"), ("Client", "id")]))

    assert error.code == "no_comment_column"
    assert "“Q2” (header in row 1) hold texts" in str(error)


@pytest.mark.parametrize("texts", [["ممتاز جدا", "سيئ"], ["非常好", "太慢了"], ["שירות מצוין", "לא טוב"], ["👍", "👎"]])
def test_comments_in_any_script_are_comments(texts: list[Cell]) -> None:
    assert choose(a_table([[9, text] for text in texts], ("NPS", "Comment"))).columns.comments == (1,)


def test_mostly_numbers_under_an_exact_comment_name_are_taken_with_a_doubt() -> None:
    rows: list[list[Cell]] = [[9, 1], [8, 2], [7, 3], [9, "too slow"]]

    assert (
        choose(a_table(rows, ("NPS", "Comment"))).doubts[0].startswith("Only 25 % of the filled cells of the comment")
    )
