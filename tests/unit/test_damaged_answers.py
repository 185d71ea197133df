"""answers: whatever is damaged in a true answer, what is read of it is right.

Not among these damages, as no reader can see them: a digit in another's place, a theme's three digits left out whole,
two analyses exchanged, and damage to two neighbours whose lengths make up for each other.
"""

import json
import re
from dataclasses import dataclass
from enum import StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.domain.answer_items import render_item
from feedback.domain.answers import read_answer
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.models import Detail
from feedback.domain.normalization import normalized
from feedback.domain.prompts import MAX_COMMENTS, ModelRequest, comment_id
from tests.unit.strategies import any_text, codes, pain_points

FRAMES = ("Here it is: {}", "{}\nI hope this helps.", "```json\n{}\n```", "[{}", "{},")


class Damage(StrEnum):
    """What becomes of an item."""

    DELETED = "deleted"
    REPEATED = "repeated"
    UNKNOWN_ID = "under an id that was not asked for"
    EXTRA = "followed by an item with such an id"
    GARBAGE = "replaced by any text"
    LANGUAGE = "without a letter of its language, or both"
    DIGITS = "without some digits of its id, themes or scores"


LENGTH = (Damage.GARBAGE, Damage.LANGUAGE, Damage.DIGITS)
"""The damages of which two neighbours could make up for each other."""


@dataclass(frozen=True)
class Case:
    """A request, the true codes by id, and a damaged answer."""

    request: ModelRequest
    true: dict[int, str]
    answer: str


@st.composite
def cases(draw: st.DrawFn, detail: Detail) -> Case:
    places = draw(st.lists(st.integers(1, MAX_COMMENTS), min_size=1, max_size=8, unique=True))
    true = {comment_id(place): draw(codes()) for place in places}
    comments = dict.fromkeys(true, "Fine")
    if detail is Detail.FULL:
        for number in draw(st.sets(st.sampled_from(sorted(true)))):
            said = draw(pain_points)
            comments[number] = f"Well, {said}!"
            true[number] += f" {said}"
    items: list[str] = []
    allowed = tuple(Damage)
    for number in draw(st.permutations(list(true))):
        damage = draw(st.none() | st.sampled_from(allowed))
        items += draw(damaged(render_item(number, true[number]), damage, set(true)))
        if damage is not Damage.DELETED:
            allowed = tuple(set(Damage) - set(LENGTH)) if damage in LENGTH else tuple(Damage)
    content = json.dumps({"r": items if detail is Detail.FULL else "".join(items)})
    return Case(ModelRequest(comments, DEFAULT_CODEBOOK, detail), true, draw(broken(content)))


@st.composite
def damaged(draw: st.DrawFn, item: str, damage: Damage | None, asked: set[int]) -> list[str]:
    """What stands in the answer in place of one item."""
    unknown = draw(st.integers(0, 999).filter(lambda number: number not in asked))
    match damage:
        case Damage.DELETED:
            return []
        case Damage.REPEATED:
            return [item, item]
        case Damage.UNKNOWN_ID:
            return [f"{unknown:03d}{item[3:]}"]
        case Damage.EXTRA:
            return [item, render_item(unknown, draw(codes()))]
        case Damage.GARBAGE:
            return [draw(any_text)]
        case Damage.LANGUAGE:
            return [re.sub("[a-z]{2}", draw(st.sampled_from(["", "e"])), item, count=1)]
        case Damage.DIGITS:
            return [draw(without_digits(item))]
    return [item]


@st.composite
def without_digits(draw: st.DrawFn, item: str) -> str:
    number, themes, language, scores, rest = re.fullmatch("(...)([0-9]*)([a-z]{2})(.{9})(.*)", item, re.DOTALL).groups()  # type: ignore[union-attr]
    parts = [number, themes, scores]
    which = draw(st.sampled_from([at for at, part in enumerate(parts) if part]))
    gone = st.sets(st.integers(0, len(parts[which]) - 1), min_size=1)
    places = draw(gone.filter(lambda places: len(places) % 3) if which == 1 else gone)
    parts[which] = "".join(digit for at, digit in enumerate(parts[which]) if at not in places)
    return f"{parts[0]}{parts[1]}{language}{parts[2]}{rest}"


def broken(content: str) -> st.SearchStrategy[str]:
    """The content as it is, cut off at any character, or with something around it."""
    return st.one_of(
        st.just(content),
        st.integers(0, len(content)).map(lambda end: content[:end]),
        st.sampled_from(FRAMES).map(lambda frame: frame.format(content)),
    )


@pytest.mark.parametrize("detail", Detail)
@settings(max_examples=400)
@given(data=st.data())
def test_a_damaged_answer_yields_only_right_items_or_none(detail: Detail, data: st.DataObject) -> None:
    case = data.draw(cases(detail))
    found = read_answer(case.answer, case.request)

    for number, code in found.codes.items():
        scores, _, said = code.partition(" ")
        true_scores, _, true_said = case.true[number].partition(" ")
        assert scores == true_scores
        assert normalized(said) in ("", normalized(true_said))
    assert found.codes.keys() | found.problems.keys() == case.true.keys()
    assert not found.codes.keys() & found.problems.keys()


@pytest.mark.parametrize("detail", Detail)
@given(data=st.data())
def test_damage_costs_at_most_the_item_and_its_two_neighbours(detail: Detail, data: st.DataObject) -> None:
    true = {comment_id(place): data.draw(codes()) for place in range(1, 9)}
    place = data.draw(st.integers(0, 7))
    damage = data.draw(st.sampled_from(sorted(set(Damage) - {Damage.GARBAGE})))
    items = [[render_item(number, code)] for number, code in true.items()]
    items[place] = data.draw(damaged(items[place][0], damage, set(true)))
    flat = [item for group in items for item in group]
    answer = json.dumps({"r": flat if detail is Detail.FULL else "".join(flat)})
    found = read_answer(answer, ModelRequest(dict.fromkeys(true, "x"), DEFAULT_CODEBOOK, detail))

    reach = range(place - 1, place + 2) if detail is Detail.SCORES else (place,)
    for at, (number, code) in enumerate(true.items()):
        assert at in reach or found.codes.get(number) == code
