"""AnalyzeService: comments are coded by the job's own codebook, in the detail that it asks for."""

import pytest

from feedback.domain.answers import render_answer
from feedback.domain.calls import ModelReply
from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook, Theme
from feedback.domain.codebook_document import dump_codebook
from feedback.domain.documents import BatchAnswers, codebook_key
from feedback.domain.models import Detail
from feedback.domain.prompts import ModelRequest
from tests.fakes import FakeAnalyzer, Step, code_for, reply
from tests.world import World

HOTEL = Codebook((Theme("room", "Room", "Habitación"), Theme("breakfast", "Breakfast", "Desayuno")))
BREAKFAST, THIRD_THEME = "980070011011en", "980070011021en"


def answering(code: str) -> Step:
    """Answers every comment with this code."""

    def answer(request: ModelRequest) -> ModelReply:
        return reply(render_answer(((number, code) for number in request.comments), request.detail))

    return answer


def hotel_job(analyzer: FakeAnalyzer) -> World:
    world = World(analyzer=analyzer)
    world.analyzing_job(["Cold eggs"], codebook=HOTEL.version)
    world.memory_data.put(codebook_key("d1"), dump_codebook(HOTEL))
    return world


def test_without_a_codebook_of_the_teams_own_the_default_one_is_asked_with() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.analyzing_job(["a"])

    world.deliver(1)

    assert [(request.codebook, request.detail) for request in analyzer.requests] == [
        (DEFAULT_CODEBOOK, Detail.SCORES),
    ]


def test_comments_are_coded_by_the_teams_own_codebook() -> None:
    analyzer = FakeAnalyzer(answering(BREAKFAST))
    world = hotel_job(analyzer)

    world.deliver(1)

    assert [request.codebook for request in analyzer.requests] == [HOTEL]
    assert world.answers(1) == BatchAnswers({0: BREAKFAST})


def test_an_answer_with_a_theme_that_the_teams_own_codebook_lacks_is_asked_again() -> None:
    analyzer = FakeAnalyzer(answering(THIRD_THEME), answering(BREAKFAST))
    world = hotel_job(analyzer)

    world.deliver(1)

    assert [request.codebook for request in analyzer.requests] == [HOTEL, HOTEL]
    assert world.answers(1) == BatchAnswers({0: BREAKFAST})


def test_a_codebook_of_the_teams_own_that_is_not_stored_is_an_error_and_nothing_is_asked() -> None:
    analyzer = FakeAnalyzer()
    world = World(analyzer=analyzer)
    world.analyzing_job(["a"], codebook=HOTEL.version)

    with pytest.raises(LookupError, match="codebook of job d1"):
        world.deliver(1)

    assert analyzer.calls == []
    assert world.job().done == frozenset()


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        pytest.param(" cold eggs", " cold eggs", id="the customer's words"),
        pytest.param(" slow service", "", id="words the customer did not write"),
        pytest.param("", "", id="none"),
    ],
)
def test_with_full_detail_the_pain_point_is_kept_in_the_customers_own_words(said: str, kept: str) -> None:
    analyzer = FakeAnalyzer(answering(code_for("x") + said))
    world = World(analyzer=analyzer)
    world.analyzing_job(["The cold eggs were cold eggs."], detail=Detail.FULL)

    world.deliver(1)

    assert [request.detail for request in analyzer.requests] == [Detail.FULL]
    assert world.answers(1) == BatchAnswers({0: code_for("x") + kept})


def test_with_full_detail_what_is_missing_is_asked_again_in_the_same_detail() -> None:
    def only_the_first(request: ModelRequest) -> ModelReply:
        first = next(iter(request.comments))
        return reply(render_answer([(first, code_for(request.comments[first]))], request.detail))

    analyzer = FakeAnalyzer(only_the_first)
    world = World(analyzer=analyzer)
    world.analyzing_job(["a", "b"], detail=Detail.FULL)

    world.deliver(1)

    assert analyzer.calls == [["a", "b"], ["b"]]
    assert {request.detail for request in analyzer.requests} == {Detail.FULL}
    assert world.answers(1) == BatchAnswers({0: code_for("a"), 1: code_for("b")})
