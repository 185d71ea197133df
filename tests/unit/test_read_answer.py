"""codec.read_answer: what a model sends is matched by id, used whole or not at all, and never added to."""

import json
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import Answers, decode, read_answer
from tests.unit.strategies import any_text, codes

A, B, C = "911800081en", "280070011153es", "500000000zz"
MISSING, REPEATED = "missing from the model's answer", "repeated in the model's answer"
FORM = "the answer does not have the agreed form"


def answer(*items: object) -> str:
    return json.dumps({"r": items})


def read(content: str, *asked: int) -> Answers:
    return read_answer(content, asked, DEFAULT_CODEBOOK)


def test_a_whole_answer_is_read_whole() -> None:
    assert read(answer(f"001{A}", f"002{B}", f"003{C}"), 1, 2, 3) == Answers({1: A, 2: B, 3: C}, {})


def test_items_are_matched_by_id_and_not_by_position() -> None:
    assert read(answer(f"003{A}", f"001{B}"), 1, 3) == Answers({1: B, 3: A}, {})


def test_an_id_that_comes_twice_is_not_used_even_if_both_say_the_same() -> None:
    assert read(answer(f"001{A}", f"001{A}", f"002{B}"), 1, 2) == Answers({2: B}, {1: REPEATED})


def test_an_id_that_comes_twice_once_malformed_is_not_used() -> None:
    assert read(answer("001", f"001{A}"), 1) == Answers({}, {1: REPEATED})


def test_an_id_that_was_not_asked_for_is_dropped() -> None:
    assert read(answer(f"001{A}", f"999{B}", f"000{C}"), 1) == Answers({1: A}, {})


def test_a_missing_id_has_that_reason() -> None:
    assert read(answer(f"001{A}"), 1, 2) == Answers({1: A}, {2: MISSING})


@pytest.mark.parametrize("code", ["", "9118", "011800081en", "911800081", "911800081en ", "911800081014en"])
def test_a_malformed_item_has_that_reason(code: str) -> None:
    assert read(answer(f"001{code}", f"002{B}"), 1, 2) == Answers({2: B}, {1: FORM})


@pytest.mark.parametrize(
    "content",
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
        '{"r": "001911800081en"}',
        '{"r": {"001": "911800081en"}}',
        '{"r": [1, null, ["001911800081en"], {"x": 1}]}',
        '{"R": ["001911800081en"]}',
        "[" * 100_000,
        '{"r": ' * 50_000,
        "9" * 5000,
    ],
)
def test_of_what_is_no_answer_nothing_is_used(content: str) -> None:
    assert read(content, 1, 2) == Answers({}, {1: MISSING, 2: MISSING})


def test_numbers_and_nulls_among_the_items_do_not_disturb_the_others() -> None:
    assert read(answer(1, None, f"001{A}", []), 1) == Answers({1: A}, {})


def test_of_an_answer_that_was_cut_off_the_whole_items_are_used() -> None:
    whole = answer(f"001{A}", f"002{B}", f"003{C}")

    for end in range(len(whole) - 2):
        found = read(whole[:end], 1, 2, 3)
        came_whole = {n: code for n, code in ((1, A), (2, B), (3, C)) if f'"{n:03d}{code}"' in whole[:end]}
        assert found.codes == came_whole
        assert set(found.problems) == {1, 2, 3} - set(came_whole)


@given(codes=st.lists(codes(), max_size=20), order=st.randoms())
def test_whatever_was_asked_and_answered_is_found_in_any_order(codes: list[str], order: Random) -> None:
    expected = dict(enumerate(codes, start=1))
    items = [f"{number:03d}{code}" for number, code in expected.items()]
    order.shuffle(items)

    assert read(answer(*items), *expected) == Answers(expected, {})


@st.composite
def damaged_answers(draw: st.DrawFn) -> str:
    """An answer in which ids, codes and items are mixed up, and that may be cut off."""
    ids = st.one_of(st.integers(0, 12).map("{:03d}".format), any_text)
    items = st.one_of(st.builds("{}{}".format, ids, st.one_of(codes(), any_text)), any_text, st.none(), st.integers())
    content = answer(*draw(st.lists(items, max_size=12)))
    return content[: draw(st.integers(0, len(content)))] if draw(st.booleans()) else content


@given(content=st.one_of(any_text, damaged_answers()), asked=st.sets(st.integers(1, 10)))
def test_nothing_is_answered_that_was_not_asked_and_nothing_is_invented(content: str, asked: set[int]) -> None:
    found = read(content, *asked)

    assert found.codes.keys() | found.problems.keys() == asked
    assert not found.codes.keys() & found.problems.keys()
    for number, code in found.codes.items():
        decode(code, DEFAULT_CODEBOOK)
        assert content.count(f'"{number:03d}{code}"') == 1
