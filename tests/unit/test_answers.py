"""answers: what a model sends is matched by id, used whole or not at all, and never added to."""

import json
import re
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.answer_items import render_item
from feedback.domain.answers import ANSWER_SCHEMAS, MISSING, REPEATED, Answers, read_answer, render_answer
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.models import Detail
from feedback.domain.normalization import normalized
from feedback.domain.prompts import ModelRequest, comment_id
from tests.unit.strategies import codes, pain_points

A, B, C = "911800081en", "280070011153es", "500000000161063zz"
FIRST, SECOND, THIRD = 386, 769, 155
TRUE = {FIRST: A, SECOND: B, THIRD: C}
LATE = "Nice, but it came TOO\u00a0late: 12\ndays"
FORM = "the answer does not have the agreed form"
both = pytest.mark.parametrize("detail", Detail)


def asked(*numbers: int, detail: Detail = Detail.SCORES, text: str = LATE) -> ModelRequest:
    return ModelRequest(dict.fromkeys(numbers, text), DEFAULT_CODEBOOK, detail)


def content(items: list[str], detail: Detail) -> str:
    """An answer of these items, well or badly formed."""
    return json.dumps({"r": items if detail is Detail.FULL else "".join(items)})


def items_of(true: dict[int, str]) -> list[str]:
    return [render_item(number, code) for number, code in true.items()]


def read(items: list[str], detail: Detail, *numbers: int) -> Answers:
    return read_answer(content(items, detail), asked(*numbers or TRUE, detail=detail))


def test_the_ids_of_these_tests_are_those_that_comments_get() -> None:
    assert list(TRUE) == [comment_id(place) for place in (1, 2, 3)]


def test_an_item_holds_the_id_then_themes_language_and_scores() -> None:
    assert render_item(SECOND, B) == "769153es280070011"
    assert render_item(4, C) == "004161063zz500000000"
    assert render_item(4, A + " too late") == "004en911800081 too late"


@pytest.mark.parametrize("code", ["", "91180008en", "911800081", "911800081e", "911800081EN"])
def test_what_is_no_code_makes_no_item(code: str) -> None:
    with pytest.raises(ValueError, match="a code begins with nine digits"):
        render_item(4, code)


def test_scores_are_one_string_and_full_items_are_one_string_each() -> None:
    two = [(FIRST, A), (SECOND, B)]

    assert render_answer(two, Detail.SCORES) == '{"r":"386en911800081769153es280070011"}'
    assert render_answer(two, Detail.FULL) == '{"r":["386en911800081","769153es280070011"]}'


@given(codes=st.lists(codes(), min_size=1, max_size=5), said=pain_points)
def test_the_schemas_patterns_accept_every_answer_that_can_be_rendered(codes: list[str], said: str) -> None:
    numbered = [(comment_id(place), code) for place, code in enumerate(codes, start=1)]
    scores, full = (ANSWER_SCHEMAS[detail]["properties"]["r"] for detail in (Detail.SCORES, Detail.FULL))

    assert re.fullmatch(scores["pattern"], json.loads(render_answer(numbered, Detail.SCORES))["r"])
    for item in json.loads(render_answer([*numbered, (4, f"{A} {said}")], Detail.FULL))["r"]:
        assert re.fullmatch(full["items"]["pattern"], item)


@both
def test_the_schemas_are_strict_objects_and_the_same_for_every_batch(detail: Detail) -> None:
    schema: dict[str, Any] = ANSWER_SCHEMAS[detail]

    assert (schema["type"], schema["required"], schema["additionalProperties"]) == ("object", ["r"], False)
    assert schema["properties"]["r"]["type"] == {Detail.SCORES: "string", Detail.FULL: "array"}[detail]


@pytest.mark.parametrize(
    "item",
    ["386en91180008", "386en9118000811", "386en011800081", "386154en911800081", "86en911800081", "386EN911800081"],
)
def test_the_schemas_patterns_refuse_other_items(item: str) -> None:
    scores, full = (ANSWER_SCHEMAS[detail]["properties"]["r"] for detail in (Detail.SCORES, Detail.FULL))

    assert not re.fullmatch(scores["pattern"], item)
    assert not re.fullmatch(full["items"]["pattern"], item)


@both
@given(codes=st.lists(codes(), min_size=1, max_size=20), order=st.randoms())
def test_whatever_was_asked_and_answered_is_found_in_any_order(detail: Detail, codes: list[str], order: Random) -> None:
    true = {comment_id(place): code for place, code in enumerate(codes, start=1)}
    items = list(true.items())
    order.shuffle(items)

    assert read_answer(render_answer(items, detail), asked(*true, detail=detail)) == Answers(true, {})


@both
def test_an_id_that_comes_twice_is_not_used_even_if_both_say_the_same(detail: Detail) -> None:
    first, second, third = items_of(TRUE)

    assert read([first, second, first, third], detail) == Answers({SECOND: B, THIRD: C}, {FIRST: REPEATED})


@both
def test_an_id_that_comes_twice_once_malformed_is_not_used(detail: Detail) -> None:
    first, second, third = items_of(TRUE)

    assert read([first, "386en011800081", second, third], detail).problems == {FIRST: REPEATED}


@both
@pytest.mark.parametrize("place", range(4))
def test_an_id_that_was_not_asked_for_is_dropped_and_counted(detail: Detail, place: int) -> None:
    items = items_of(TRUE)
    items.insert(place, render_item(999, A))

    assert read(items, detail) == Answers(TRUE, {}, unknown=1)


@both
@pytest.mark.parametrize("missing", TRUE)
def test_a_missing_id_has_that_reason(detail: Detail, missing: int) -> None:
    rest = {number: code for number, code in TRUE.items() if number != missing}

    assert read(items_of(rest), detail) == Answers(rest, {missing: MISSING})


@pytest.mark.parametrize("filler", "0123456789")
def test_before_an_unknown_id_nothing_is_used_where_a_missing_one_may_have_become_it(filler: str) -> None:
    first, second, third = items_of(TRUE)
    # The scores lack a digit, so the next id's first one is taken for it: 386 en 91180008|7 69x 153 es …
    slipped = first[:-1] + second[:3] + filler + second[3:]

    assert read([slipped, third], Detail.SCORES) == Answers({THIRD: C}, {FIRST: FORM, SECOND: MISSING}, unknown=1)


def test_a_theme_in_an_ids_place_betrays_the_scores_before_it_even_where_no_id_is_missing() -> None:
    first, second, third = items_of(TRUE)

    assert read([first[:-3], second, third, second], Detail.SCORES).codes == {SECOND: B, THIRD: C}


@both
@pytest.mark.parametrize(
    "item",
    [
        "769en080070011",  # sentiment 0
        "769154es280070011",  # polarity 4
        "769262es280070011",  # a theme the codebook lacks
        "769153151es280070011",  # a theme twice
        "769153e280070011",  # a letter short
        "769153esp280070011",
    ],
)
def test_a_malformed_item_is_not_used_and_says_why(detail: Detail, item: str) -> None:
    first, _, third = items_of(TRUE)
    found = read([first, item, third], detail)

    assert SECOND not in found.codes
    assert found.problems[SECOND].startswith("the answer") or found.problems[SECOND] == MISSING
    assert found.codes[THIRD] == C


def test_an_item_with_a_sentiment_of_zero_costs_no_other() -> None:
    first, _, third = items_of(TRUE)

    assert read([first, "769es080070011", third], Detail.SCORES) == Answers({FIRST: A, THIRD: C}, {SECOND: FORM})


def test_an_item_without_its_language_swallows_the_next_and_neither_is_used() -> None:
    items = items_of({FIRST: A, SECOND: B, THIRD: C, 538: A})
    items[1] = items[1].replace("es", "")

    assert not {SECOND, THIRD} & read(items, Detail.SCORES, FIRST, SECOND, THIRD, 538).codes.keys()
    assert read(items, Detail.SCORES, FIRST, SECOND, THIRD, 538).codes[538] == A


@both
@pytest.mark.parametrize("double", [False, True])
@pytest.mark.parametrize("of", TRUE)
def test_a_group_of_three_digits_left_out_or_doubled_makes_no_other_item(detail: Detail, double: bool, of: int) -> None:
    """The groups of id and scores: three digits are one token, the likeliest slip. A theme's group can't be seen."""
    items = items_of(TRUE)
    place = list(TRUE).index(of)
    item = items[place]
    for at in (0, len(item) - 9, len(item) - 6, len(item) - 3):
        items[place] = item[: at + 3] + item[at:] if double else item[:at] + item[at + 3 :]
        found = read(items, detail)
        assert of not in found.codes
        assert found.codes.items() <= TRUE.items()


@pytest.mark.parametrize("known", [*TRUE.items()])
def test_an_answer_that_ends_in_the_next_id_does_not_vouch_for_the_item_before(known: tuple[int, str]) -> None:
    assert read([render_item(*known), "538"], Detail.SCORES, known[0], 538).codes == {}


@both
@pytest.mark.parametrize(
    "answer",
    [
        "",
        " ",
        "I can't help with that.",
        "null",
        "[]",
        "7",
        '"r"',
        "{}",
        '{"r": null}',
        '{"r": 386}',
        '{"r": {"386": "en911800081"}}',
        '{"r": [1, null, ["386en911800081"], {"x": 1}]}',
        '{"R": ["386en911800081"]}',
        '{"R": "386en911800081"}',
        "386en911800081",
        "[" * 100_000,
        '{"r": ' * 50_000,
        '{"r": ' + "[" * 100_000,
        "9" * 5000,
    ],
)
def test_of_what_is_no_answer_nothing_is_used(detail: Detail, answer: str) -> None:
    request = asked(FIRST, SECOND, detail=detail)

    assert read_answer(answer, request) == Answers({}, {FIRST: MISSING, SECOND: MISSING})


@both
def test_an_answer_of_the_other_detail_is_none(detail: Detail) -> None:
    other = Detail.FULL if detail is Detail.SCORES else Detail.SCORES

    assert read_answer(render_answer(TRUE.items(), other), asked(*TRUE, detail=detail)).codes == {}


def test_numbers_and_nulls_among_the_items_do_not_disturb_the_others() -> None:
    answer = json.dumps({"r": [1, None, render_item(FIRST, A), [], "", "text"]})

    assert read_answer(answer, asked(FIRST, detail=Detail.FULL)) == Answers({FIRST: A}, {})


def test_of_scores_that_were_cut_off_all_are_used_that_the_next_items_language_shows_to_be_whole() -> None:
    whole = render_answer(TRUE.items(), Detail.SCORES)
    used_from = {FIRST: whole.index("es") + 1, SECOND: whole.index("zz") + 1, THIRD: len(whole) - 1}

    for end in range(len(whole) + 1):
        found = read_answer(whole[:end], asked(*TRUE))
        assert found.codes == {number: code for number, code in TRUE.items() if end >= used_from[number]}
        assert found.problems.keys() == TRUE.keys() - found.codes.keys()


def test_of_full_items_that_were_cut_off_all_are_used_that_came_whole() -> None:
    said = {number: f"{code} came TOO late: 12" for number, code in TRUE.items()}
    whole = render_answer(said.items(), Detail.FULL)

    for end in range(len(whole) + 1):
        found = read_answer(whole[:end], asked(*TRUE, detail=Detail.FULL))
        assert found.codes == {n: code for n, code in said.items() if f'"{render_item(n, code)}"' in whole[:end]}
        assert found.problems.keys() == TRUE.keys() - found.codes.keys()


@both
@pytest.mark.parametrize("frame", ["Here you are: {}", "```json\n{}\n```", "{} I hope this helps.", "{}}}"])
def test_an_answer_with_prose_around_it_is_read(detail: Detail, frame: str) -> None:
    answer = frame.format(render_answer(TRUE.items(), detail))

    assert read_answer(answer, asked(*TRUE, detail=detail)) == Answers(TRUE, {})


def test_no_item_is_read_out_of_another_items_pain_point() -> None:
    trick = 'late", "769en911800081 late", "'
    answer = render_answer([(FIRST, f"{A} {trick}"), (THIRD, C)], Detail.FULL)

    for end in range(len(answer) + 1):
        assert SECOND not in read_answer(answer[:end], asked(*TRUE, detail=Detail.FULL)).codes


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("came TOO\u00a0late", "came TOO late"),
        ("CAME too LATE", "CAME too LATE"),
        ("  came   too late ", "came too late"),
        ("late: 12\ndays", "late: 12 days"),
        (LATE, " ".join(LATE.split())),
        ("came too lately", None),
        ("came very late", None),
        ("It arrived late", None),
        ("", None),
        ("   ", None),
        (",", None),
        ("\u200b", None),
        ("late " * 40, None),
    ],
)
def test_a_pain_point_is_kept_where_it_is_word_for_word_in_the_comment_and_else_the_scores_are(
    said: str, kept: str | None
) -> None:
    found = read([f"{render_item(FIRST, A)} {said}"], Detail.FULL, FIRST)

    assert found == Answers({FIRST: f"{A} {kept}" if kept else A}, {})


@given(before=st.sampled_from(["", "It is ", "…"]), said=pain_points)
def test_a_customers_own_words_in_any_language_are_kept_or_dropped_whole(before: str, said: str) -> None:
    answer = render_answer([(FIRST, f"{A} {said}")], Detail.FULL)
    code = read_answer(answer, asked(FIRST, detail=Detail.FULL, text=f"{before}{said}.")).codes[FIRST]

    assert code == A or (code.startswith(f"{A} ") and normalized(code[len(A) :]) == normalized(said))
    if any(letter.isalnum() for letter in said) and said.isprintable():
        assert code != A


def test_a_pain_point_that_was_not_asked_for_is_not_kept() -> None:
    items = [render_item(FIRST, f"{A} came too late"), render_item(SECOND, B)]

    assert not any(" " in code for code in read(items, Detail.SCORES).codes.values())


@both
@given(said=st.text(st.characters(exclude_categories=())))
def test_any_text_in_place_of_an_answer_gives_only_what_was_asked(detail: Detail, said: str) -> None:
    found = read_answer(said, asked(*TRUE, detail=detail))

    assert found.codes.keys() | found.problems.keys() == TRUE.keys()
    assert not found.codes.keys() & found.problems.keys()
