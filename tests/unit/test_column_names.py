"""column_names: headers are told from rows of answers, and names are compared without accents, signs and case."""

import pytest
from hypothesis import given

from feedback.domain.column_names import comment_name, known_titles, rating_name, words
from tests.unit.strategies import any_text


@pytest.mark.parametrize(
    ("header", "plain"),
    [
        ("¿Por qué?", "por que"),
        ("ResponseId", "response id"),
        ("IPAddress", "ip address"),
        ("nps_score", "nps score"),
        ("  Nota —  FINAL ", "nota final"),
        ("Ｎｏｔａ", "nota"),
        ("Straße", "strasse"),
        ("?!", ""),
    ],
)
def test_words_leave_out_case_accents_and_signs(header: str, plain: str) -> None:
    assert words(header) == plain


@pytest.mark.parametrize(
    ("titles", "known"),
    [
        (["NPS", "Comment", "Date", "ID"], 4.0),
        (["Nota", "Comentario Final", "Región"], 2.0),
        (["How likely are you to recommend our company to a friend?", "Customer comments"], 1.0),
        (["9", "I would recommend it, and the score is deserved, a good shop"], 0.0),
        (["North", "South", "", "12"], 0.0),
        ([], 0.0),
    ],
)
def test_titles_are_known_where_they_are_names_or_questions_not_answers(titles: list[str], known: float) -> None:
    assert known_titles(titles) == known


def test_an_exact_name_is_stronger_than_one_within_a_header_and_nps_stronger_than_a_score() -> None:
    strengths = [
        match.strength
        for header in ("NPS", "NPS of the shop", "Score", "Score of the shop", "Stars", "Stars of the shop")
        if (match := rating_name(header))
    ]

    assert strengths == sorted(set(strengths), reverse=True)
    assert len(strengths) == 6


@given(any_text)
def test_any_text_may_be_a_header(header: str) -> None:
    for match in (rating_name(header), comment_name(header)):
        assert match is None or 0 < match.strength <= 1
    assert 0 <= known_titles([header]) <= 1
