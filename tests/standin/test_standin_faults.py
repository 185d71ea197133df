"""Each fault in an answer is seen by the client as it is meant to be. Those in its place: test_standin_refusals."""

from typing import Any

import openai
import pytest

from feedback.domain.answers import MISSING, REPEATED, Answers, read_answer
from feedback.domain.models import Detail
from feedback.domain.prompts import user_prompt
from tests.standin.client import Asker, numbered
from tools.standin import StandIn
from tools.standin.faults import KINDS

ASKED = ("Great", "Terrible", "The strange one was awful")
FORM = "the answer does not have the agreed form"
both = pytest.mark.parametrize("detail", Detail)


@both
@pytest.mark.parametrize("match", ["Great", "Terrible", "strange"])
@pytest.mark.parametrize(
    ("kind", "reason"),
    [("missing_ids", MISSING), ("repeated_ids", REPEATED), ("contradicted_ids", REPEATED), ("malformed_item", FORM)],
)
def test_an_item_fault_with_a_match_strikes_that_item_only(
    server: StandIn, asker: Asker, kind: str, reason: str, match: str, detail: Detail
) -> None:
    true = asker.answers(*ASKED, detail=detail).codes
    struck = next(place for place, comment in enumerate(ASKED, start=1) if match in comment)
    server.configure(faults=[{"kind": kind, "match": match}])
    rest = {place: code for place, code in true.items() if place != struck}
    assert asker.answers(*ASKED, detail=detail) == Answers(rest, {struck: reason})
    assert not asker.answers("Good", "Bad", detail=detail).problems


@both
@pytest.mark.parametrize("kind", ["missing_ids", "repeated_ids", "contradicted_ids", "malformed_item"])
def test_as_many_items_are_struck_as_the_fault_says(server: StandIn, asker: Asker, kind: str, detail: Detail) -> None:
    server.configure(faults=[{"kind": kind, "count": 2}])
    assert len(asker.answers(*ASKED, detail=detail).problems) == 2


@both
def test_unknown_ids_come_on_top_of_those_asked_for(server: StandIn, asker: Asker, detail: Detail) -> None:
    true = asker.answers(*ASKED, detail=detail).codes
    server.configure(faults=[{"kind": "unknown_ids", "count": 2}])
    assert asker.answers(*ASKED, detail=detail) == Answers(true, {}, unknown=2)
    assert "999" in (asker.ask(*ASKED, detail=detail).choices[0].message.content or "")


@both
def test_counted_ids_begin_at_1_whatever_was_asked_for(server: StandIn, asker: Asker, detail: Detail) -> None:
    asked = user_prompt(dict(zip((386, 769, 155), ASKED, strict=True)))
    messages = [{"role": "user", "content": asked}]
    server.configure(faults=[{"kind": "counted_ids"}])
    content = asker.ask("Good", detail=detail, messages=messages).choices[0].message.content or ""
    assert set(read_answer(content, numbered(ASKED, detail=detail)).codes) == {1, 2, 3}


@both
@pytest.mark.parametrize(("kind", "difference"), [("lost_digit", -1), ("added_digit", 1)])
def test_an_items_scores_are_a_digit_too_short_or_too_long(
    server: StandIn, asker: Asker, kind: str, difference: int, detail: Detail
) -> None:
    whole = asker.ask(*ASKED, detail=detail).choices[0].message.content or ""
    server.configure(faults=[{"kind": kind, "match": "Terrible"}])
    content = asker.ask(*ASKED, detail=detail).choices[0].message.content or ""
    assert len(content) == len(whole) + difference
    assert 2 in asker.answers(*ASKED, detail=detail).problems


@both
def test_swapped_ids_keep_the_form_and_exchange_two_analyses(server: StandIn, asker: Asker, detail: Detail) -> None:
    true = asker.answers(*ASKED, detail=detail).codes
    server.configure(faults=[{"kind": "swapped_ids"}])
    scores = {place: code.partition(" ")[0] for place, code in true.items()}
    # A pain point does not go with the scores: it is not in the other comment.
    assert asker.answers(*ASKED, detail=detail).codes == {1: scores[2], 2: scores[1], 3: true[3]}


@both
@pytest.mark.parametrize(
    ("kind", "content", "finish"),
    [
        ("empty", "", "stop"),
        ("null_content", None, "stop"),
        ("refusal", None, "stop"),
        ("content_filter", None, "content_filter"),
    ],
)
def test_a_spoiled_answer_has_no_content(
    server: StandIn, asker: Asker, kind: str, content: str | None, finish: str, detail: Detail
) -> None:
    server.configure(faults=[{"kind": kind}])
    (choice,) = asker.ask(*ASKED, detail=detail).choices
    assert choice.message.content == content
    assert choice.finish_reason == finish
    assert bool(choice.message.refusal) == (kind == "refusal")


@pytest.mark.parametrize(("kind", "choices"), [("no_choices", 0), ("null_message", 1)])
def test_an_answer_may_lack_its_message(server: StandIn, asker: Asker, kind: str, choices: int) -> None:
    server.configure(faults=[{"kind": kind}])
    answer = asker.ask(*ASKED)
    assert len(answer.choices) == choices
    assert not any(choice.message for choice in answer.choices)
    assert answer.usage


@both
def test_text_around_an_answer_is_no_json_and_holds_it_whole(server: StandIn, asker: Asker, detail: Detail) -> None:
    whole, true = (
        asker.ask(*ASKED, detail=detail).choices[0].message.content or "",
        asker.answers(*ASKED, detail=detail),
    )
    server.configure(faults=[{"kind": "extra_text"}])
    content = asker.ask(*ASKED, detail=detail).choices[0].message.content or ""
    assert whole in content
    assert not content.startswith("{")
    assert asker.answers(*ASKED, detail=detail) == true


@both
@pytest.mark.parametrize("kind", ["not_json", "wrong_schema"])
def test_prose_and_other_json_hold_no_answer(server: StandIn, asker: Asker, kind: str, detail: Detail) -> None:
    server.configure(faults=[{"kind": kind}])
    assert set(asker.answers(*ASKED, detail=detail).problems) == {1, 2, 3}


@both
def test_cut_json_ends_in_the_middle_and_the_items_before_it_can_be_used(
    server: StandIn, asker: Asker, detail: Detail
) -> None:
    comments = ASKED * 4
    whole = asker.ask(*comments, detail=detail).choices[0].message.content or ""
    true = asker.answers(*comments, detail=detail).codes
    server.configure(faults=[{"kind": "cut_json"}])
    (choice,) = asker.ask(*comments, detail=detail).choices
    assert choice.message.content == whole[: len(whole) // 2]
    assert choice.finish_reason == "length"
    found = asker.answers(*comments, detail=detail)
    assert 3 <= len(found.codes) <= 6
    assert found.codes.items() <= true.items()


def test_every_third_call_fails_until_the_times_are_used_up(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "not_json", "every": 3, "times": 2}])
    assert [bool(asker.answers("Good").problems) for _ in range(12)] == [False, False, True] * 2 + [False] * 6


def test_the_first_calls_may_be_let_by(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "not_json", "after": 2, "every": 2, "times": 2}])
    assert [bool(asker.answers("Good").problems) for _ in range(8)] == [False] * 3 + [True, False, True] + [False] * 2


def test_faults_can_be_combined(server: StandIn, asker: Asker) -> None:
    faults = [{"kind": "missing_ids", "match": "Great"}, {"kind": "malformed_item", "match": "Terrible"}]
    server.configure(faults=[*faults, {"kind": "status_500", "times": 1}])
    with pytest.raises(openai.InternalServerError):
        asker.ask(*ASKED)
    assert set(asker.answers(*ASKED).problems) == {1, 2}


@pytest.mark.parametrize("wish", [{"kind": "no_such"}, {}, {"kind": "reset", "every": 0}, {"kind": "reset", "x": 1}])
def test_a_fault_that_does_not_exist_is_refused(server: StandIn, wish: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"fault|every"):
        server.configure(faults=[wish])


def test_no_fault_survives_a_restore(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": kind} for kind in KINDS])
    server.restore()
    assert not asker.answers(*ASKED).problems
