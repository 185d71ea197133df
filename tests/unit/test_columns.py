"""columns: exports of survey tools are understood, and tables compared."""

import pytest

from feedback.domain.columns import Columns
from feedback.domain.models import Cell, Table
from tests.builders import a_table
from tests.unit.survey_tables import choose, refusal, survey

EXPORTS: dict[str, tuple[list[tuple[str, str]], Columns]] = {
    "SurveyMonkey": (
        [
            *(
                ("Respondent ID", "number"),
                ("Collector ID", "small"),
                ("Start Date", "datetext"),
                ("End Date", "datetext"),
            ),
            *(("IP Address", "id"), ("Email Address", "email"), ("First Name", "name"), ("Custom Data 1", "empty")),
            ("How likely is it that you would recommend this company to a friend or colleague?", "nps"),
            ("What is the primary reason for your score? - Open-Ended Response", "text"),
        ],
        Columns(8, (9,), 0, 2),
    ),
    "Qualtrics": (
        [
            *(("StartDate", "datetext"), ("EndDate", "datetext"), ("Status", "cat"), ("IPAddress", "id")),
            *(("Progress", "percent"), ("Duration (in seconds)", "number"), ("Finished", "bool")),
            *(("RecordedDate", "datetext"), ("ResponseId", "id"), ("LocationLatitude", "money")),
            *(("UserLanguage", "cat"), ("Q1_NPS_GROUP", "words"), ("Q1", "nps"), ("Q2", "text")),
        ],
        Columns(12, (13,), 8, 0, (2, 10)),
    ),
    "Google Forms": (
        [
            ("Timestamp", "datetext"),
            ("How likely are you to recommend us?", "nps"),
            ("Why?", "text"),
            ("Region", "cat"),
        ],
        Columns(1, (2,), None, 0, (3,)),
    ),
    "Google Forms in Spanish": (
        [
            ("Marca temporal", "datetext"),
            ("Del 0 al 10, ¿qué tan probable es que nos recomiendes a un amigo o familiar?", "nps"),
            ("¿Qué te gustó más?", "text"),
            ("¿Qué podemos mejorar?", "text"),
            ("Sucursal", "cat"),
        ],
        Columns(1, (2, 3), None, 0, (4,)),
    ),
    "Typeform": (
        [
            *(("#", "id"), ("How likely are you to recommend Acme to a friend or colleague?", "nps")),
            *(
                ("What could we do better?", "text"),
                ("Start Date (UTC)", "datetext"),
                ("Submit Date (UTC)", "datetext"),
            ),
            ("Network ID", "id"),
        ],
        Columns(1, (2,), 5, 3),
    ),
    "Delighted": (
        [
            *(("Response ID", "number"), ("Score", "nps"), ("Comment", "text"), ("Person ID", "number")),
            *(("Email", "email"), ("Name", "name"), ("Created at", "datetext"), ("Tags", "cat"), ("Sentiment", "cat")),
        ],
        Columns(1, (2,), 0, 6, (7, 8)),
    ),
    "Medallia-like": (
        [
            *(("Survey ID", "number"), ("Unit", "cat"), ("Response Date", "date"), ("Overall Satisfaction", "nps")),
            *(("Likelihood to Recommend", "nps"), ("Staff rating", "nps"), ("Comments", "text")),
            *(
                ("Company response", "text"),
                ("Internal notes", "text"),
                ("Comment language", "cat"),
                ("Alert?", "bool"),
            ),
        ],
        Columns(4, (6,), 0, 2, (1, 9)),
    ),
    "CRM in Spanish": (
        [
            *(("Folio", "number"), ("Fecha", "date"), ("Calificación", "nps"), ("Comentarios", "short")),
            *(("Respuesta de la empresa", "text"), ("Edad", "number"), ("Monto", "money"), ("Cliente", "name")),
        ],
        Columns(2, (3,), 0, 1),
    ),
    "Portuguese": (
        [
            *(("Carimbo de data/hora", "datetext"), ("De 0 a 10, o quanto você nos recomendaria?", "nps")),
            *(("O que podemos melhorar?", "text"), ("Cidade", "cat"), ("Código do cliente", "id")),
        ],
        Columns(1, (2,), 4, 0, (3,)),
    ),
    "French": (
        [
            *(("Horodateur", "datetext"), ("Nous recommanderiez-vous à un proche ?", "nps"), ("Magasin", "cat")),
            *(("Que pouvons-nous améliorer ?", "text"), ("Numéro client", "id"), ("Nombre de visites", "small")),
        ],
        Columns(1, (3,), 4, 0, (2,)),
    ),
    "German": (
        [
            *(("Kundennummer", "number"), ("Datum", "date"), ("Weiterempfehlungsbereitschaft", "nps")),
            *(("Anmerkungen", "text"), ("Was können wir verbessern?", "text"), ("Filiale", "cat"), ("Umsatz", "money")),
        ],
        Columns(2, (3, 4), 0, 1, (5,)),
    ),
    "finance beside a score": (
        [("Operating margin", "nps"), ("Score", "nps"), ("Revenue growth", "percent"), ("Feedback", "text")],
        Columns(1, (3,)),
    ),
}


@pytest.mark.parametrize(("columns", "expected"), EXPORTS.values(), ids=EXPORTS)
def test_an_export_of_a_survey_tool_is_understood(columns: list[tuple[str, str]], expected: Columns) -> None:
    choice = choose(survey(columns))

    assert choice.columns == expected
    assert [one.role for one in choice.chosen].count("comment") == len(expected.comments)


@pytest.mark.parametrize("rows", [[], [[None, None]], [["", ""]]])
def test_columns_without_any_filled_cell_are_found_by_their_names_alone(rows: list[list[Cell]]) -> None:
    assert choose(a_table(rows, ("NPS", "Comment"))).columns == Columns(0, (1,))


def test_a_table_with_neither_is_refused_with_the_header_the_sheet_and_the_columns_there_are() -> None:
    columns = tuple(f"column {n}" for n in range(14))
    error = refusal(Table(columns, [], header_row=3, sheet="Hoja 1"))

    assert error.code == "no_columns"
    assert "row 3 of the sheet “Hoja 1”" in str(error)
    assert "“column 11” and 2 more" in str(error)
    assert "“column 12”" not in str(error)


def test_the_score_prefers_a_table_with_both_by_name_to_one_with_one_of_them() -> None:
    by_names = choose(survey([("Shop satisfaction", "nps"), ("Some text", "text")]))
    both = choose(survey([("NPS", "nps"), ("Comment", "text")]))
    by_content = choose(survey([("Q1", "nps"), ("Q2", "text")]))
    only = [choose(survey(one)) for one in ([("NPS", "nps")], [("Comment", "text")])]
    mixed = choose(survey([("NPS", "nps"), ("Q2", "text")]))

    assert both.score > by_names.score > mixed.score > max(one.score for one in only) > by_content.score


def test_a_header_that_is_a_whole_story_is_cut_in_messages_and_found_by_its_beginning() -> None:
    story = "How likely are you to recommend us? " + "0 (" * 10_000

    assert choose(survey([(story, "nps"), ("Comment", "text")])).columns.rating == 0
    assert len(str(refusal(survey([(story, "money"), ("Comment", "text")])))) < 500
