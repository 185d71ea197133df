"""answers: an answer whose items can't be told to belong to their ids is not used at all."""

import pytest

from feedback.domain.answer_items import render_item
from feedback.domain.answers import MADE_UP, REPEATED, Answers, read_answer, render_answer
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.models import Detail
from feedback.domain.prompts import MAX_COMMENTS, ModelRequest, comment_id
from tests.builders import GOOD_CODE
from tests.fakes import code_for

OTHER_CODE = "203104009241en"


def request(comments: int, detail: Detail = Detail.SCORES) -> ModelRequest:
    texts = {comment_id(place): f"comment {place}" for place in range(1, comments + 1)}
    return ModelRequest(texts, DEFAULT_CODEBOOK, detail)


def true_items(asked: ModelRequest) -> list[str]:
    return [render_item(number, code_for(text)) for number, text in asked.comments.items()]


def joined(items: list[str]) -> str:
    return f'{{"r": "{"".join(items)}"}}'


def test_a_second_item_is_not_taken_for_the_first_that_lost_its_id() -> None:
    asked = request(2)
    first, second = true_items(asked)
    contradiction = render_item(comment_id(2), OTHER_CODE)
    # The digit too many makes the id after it unreadable: only the contradiction is left under that id.
    found = read_answer(joined([f"{first}7", second, contradiction]), asked)
    assert found == Answers({}, dict.fromkeys(asked.comments, REPEATED))


def test_an_item_that_lost_its_id_alone_costs_only_itself_and_the_one_before() -> None:
    asked = request(8)
    items = true_items(asked)
    items[3] += "7"
    found = read_answer(joined(items), asked)
    assert found.problems.keys() == {comment_id(4), comment_id(5)}


@pytest.mark.parametrize("detail", Detail)
@pytest.mark.parametrize("first", [0, 1, 100])
@pytest.mark.parametrize("comments", [1, 8, 120, 300, MAX_COMMENTS])
def test_ids_that_were_counted_and_not_copied_give_no_comment_an_analysis(
    comments: int, first: int, detail: Detail
) -> None:
    asked = request(comments, detail)
    codes = [(number, code_for(text)) for number, text in enumerate(asked.comments.values(), first)]
    found = read_answer(render_answer(codes, detail), asked)
    assert not found.codes
    assert found.problems.keys() == asked.comments.keys()


def test_counted_ids_are_the_reason_where_one_is_right_by_chance() -> None:
    asked = request(300)
    codes = [(number, GOOD_CODE) for number in range(300)]
    assert MADE_UP in read_answer(render_answer(codes, Detail.SCORES), asked).problems.values()


@pytest.mark.parametrize("detail", Detail)
def test_two_ids_copied_wrongly_cost_only_their_comments(detail: Detail) -> None:
    asked = request(8, detail)
    wrong = dict(zip(asked.comments, [1, 2, *list(asked.comments)[2:]], strict=True))
    codes = [(wrong[number], code_for(text)) for number, text in asked.comments.items()]
    found = read_answer(render_answer(codes, detail), asked)
    assert found.codes.keys() == set(list(asked.comments)[2:])
