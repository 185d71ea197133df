"""columns: what is asked for is taken, and base mode takes exactly its two names."""

import pytest

from feedback.domain.columns import AskedColumns, Columns, ParserMode
from tests.builders import a_table
from tests.unit.survey_tables import choose, refusal, survey

ASKED = survey(
    [("Score", "nps"), ("Rating", "nps"), ("Comment", "text"), ("Q 2", "text"), ("Región", "cat"), ("C", "id")]
)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Rating", 1),
        (" rating ", 1),
        ("#2", 1),
        ("B", None),
        ("C", 5),
        ("c", 5),
        ("q2", None),
        ("q_2", 3),
        ("REGION", 4),
    ],
)
def test_a_column_is_asked_for_by_name_or_place(name: str, expected: int | None) -> None:
    asked = AskedColumns(rating=name)
    if expected is None:
        assert refusal(ASKED, asked).code == "column_not_found"
    else:
        assert choose(ASKED, asked).columns.rating == expected


def test_asked_columns_are_taken_whatever_their_names_and_content() -> None:
    choice = choose(ASKED, AskedColumns("Rating", ("Q 2", "Comment"), "Score", "Región"))

    assert choice.columns == Columns(1, (3, 2), 0, 4)
    assert {(one.score, one.reason) for one in choice.chosen} == {(1.0, "asked for")}


def test_an_asked_rating_that_can_not_be_read_raises_a_doubt() -> None:
    assert "Only 0 %" in choose(ASKED, AskedColumns(rating="Q 2")).doubts[0]


@pytest.mark.parametrize("name", ["Nota", "#0", "#7", "G", "ZZZ", "", "?", "#"])
def test_an_asked_column_that_is_not_there_is_refused_with_those_there_are(name: str) -> None:
    error = refusal(ASKED, AskedColumns(comments=(name,)))

    assert error.code == "column_not_found"
    assert f"option comment says “{name}”" in str(error)
    assert "“Score”, “Rating”" in str(error)


def test_an_asked_name_that_several_columns_have_is_refused_with_their_places() -> None:
    table = survey([("N.P.S.", "nps"), ("n p s", "nps"), ("Comment", "text")])
    error = refusal(table, AskedColumns(rating="N-P-S"))

    assert error.code == "ambiguous_column"
    assert "#1 or #2" in str(error)
    assert choose(table, AskedColumns(rating="n p s")).columns.rating == 1


def test_one_column_can_not_be_asked_for_as_rating_and_comment() -> None:
    error = refusal(ASKED, AskedColumns(rating="Score", comments=("Comment", "#1")))

    assert error.code == "wrong_option"
    assert "“Score”" in str(error)


@pytest.mark.parametrize("kind", ["nps", "text", "empty"])
def test_base_mode_takes_exactly_its_two_names_whatever_they_hold(kind: str) -> None:
    table = survey([("NPS", "nps"), ("Comentario Final", kind), ("Nota", kind), ("Comment", "text")])
    columns = choose(table, mode=ParserMode.BASE).columns

    assert (columns.rating, columns.comments) == (2, (1,))


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
    error = refusal(a_table([], columns), mode=ParserMode.BASE)

    assert error.code == code
    assert "FILE_PARSER_MODE=base" in str(error)


@pytest.mark.parametrize("asked", [AskedColumns(rating="Nota"), AskedColumns(comments=("Nota",))])
def test_base_mode_lets_nobody_choose(asked: AskedColumns) -> None:
    error = refusal(survey([("Nota", "nps"), ("Comentario Final", "text")]), asked, ParserMode.BASE)

    assert error.code == "wrong_option"


def test_base_mode_still_takes_asked_segments() -> None:
    table = survey([("Nota", "nps"), ("Comentario Final", "text"), ("Tier", "small")])

    assert choose(table, AskedColumns(segments=("Tier",)), ParserMode.BASE).columns == Columns(0, (1,), segments=(2,))
