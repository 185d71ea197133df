"""The pain points of the stand-in are the customer's own words, and only where there is something to complain of."""

import pytest
from hypothesis import given

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import decode, is_pain_point
from feedback.domain.models import Detail
from tests.standin.client import Asker
from tests.unit.strategies import any_text
from tools.standin.pain_points import pain_point

COMPLAINTS = (
    ("Nice box. The delivery was late and nobody answered the phone! I like the colour", "The delivery was late"),
    ('The man said "wait", and was rude\\slow 😡', 'The man said "wait", and was rude\\slow 😡'),
    ("Great product; support was useless", "support was useless"),
    ("Muy buen precio. La entrega llegó tarde y el producto roto", "La entrega llegó tarde"),
    ("¡No lo recomiendo!", "¡No lo recomiendo"),
    ("Todo bien, gracias.\nPésima atención, nunca más", "Pésima atención, nunca más"),
)
PRAISE = (
    "Great service, very friendly staff",
    "Excelente calidad, me encantó",
    "I bought it on Monday",
    "👍",
    "",
    "很好",
)


def test_a_complaint_is_told_word_for_word_in_the_comments_language(asker: Asker) -> None:
    comments = [comment for comment, _ in COMPLAINTS]
    codes = asker.answers(*comments, detail=Detail.FULL).codes
    for place, (comment, begins) in enumerate(COMPLAINTS, start=1):
        said = decode(codes[place], DEFAULT_CODEBOOK).pain_point or ""
        assert said.startswith(begins)
        assert said in comment
        assert len(said.split()) <= 12


def test_praise_and_what_judges_nothing_have_no_pain_point(asker: Asker) -> None:
    codes = asker.answers(*PRAISE, detail=Detail.FULL).codes
    assert [decode(codes[place], DEFAULT_CODEBOOK).pain_point for place in codes] == [None] * len(PRAISE)


def test_the_scores_are_the_same_with_and_without_pain_points(asker: Asker) -> None:
    comments = [comment for comment, _ in COMPLAINTS] + list(PRAISE)
    full = asker.answers(*comments, detail=Detail.FULL).codes
    scores = asker.answers(*comments).codes
    assert {place: code.partition(" ")[0] for place, code in full.items()} == scores
    assert not any(" " in code for code in scores.values())


@given(any_text)
def test_whatever_the_comment_a_pain_point_is_in_it_and_has_the_agreed_form(text: str) -> None:
    for comment in (text, f"Terrible{text}", f"bad {text} bad"):
        said = pain_point(comment)
        assert said is None or (is_pain_point(said) and said in comment)


@pytest.mark.parametrize("length", [200, 4000])
def test_a_long_word_is_cut_to_what_a_code_can_hold(length: int) -> None:
    said = pain_point("awful " + "x" * length)
    assert said
    assert is_pain_point(said)
