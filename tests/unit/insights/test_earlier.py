"""earlier: what is taken for the results of an earlier job, and what is refused."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.errors import FeedbackError
from feedback.domain.insights.earlier import EarlierResultsError, read_results
from feedback.domain.nps import NpsCounts
from tests.unit.insights.results import groups, results

SOUND = results({"price": NpsCounts(3, 2, 1), "": NpsCounts(1)}, {"price": 40})


def test_the_numbers_are_those_of_the_document() -> None:
    found = read_results(SOUND)

    assert (found.job, found.file, found.model, found.stand_in) == ("d2", "survey.xlsx", "gpt", False)
    assert (found.counts, found.unrated, found.analysed) == (NpsCounts(4, 2, 1), 2, 1000)
    assert found.primary == {"price": NpsCounts(3, 2, 1), "": NpsCounts(1)}
    assert (found.themes, found.rating_scale) == ({"price": 40}, "0-10")


@pytest.mark.parametrize("version", [2, 0, -1, 1.0, True, "1", None])
def test_another_schema_version_is_refused_with_a_sentence(version: Any) -> None:
    with pytest.raises(EarlierResultsError, match="only version 1 can be compared") as refused:
        read_results(SOUND | {"schema_version": version})

    assert isinstance(refused.value, ValueError)
    assert isinstance(refused.value, FeedbackError)
    assert str(refused.value).endswith("Send the earlier file again, and compare with that job.")


@pytest.mark.parametrize("document", [None, [], "{}", 7, {}, {"themes": []}])
def test_what_is_no_results_document_is_refused(document: Any) -> None:
    with pytest.raises(EarlierResultsError, match="have no schema version"):
        read_results(document)


@pytest.mark.parametrize("name", sorted(SOUND.keys() - {"schema_version", "lang"}))
@pytest.mark.parametrize("value", [None, 7.5, ["x"], {}])
def test_a_field_that_is_not_what_it_should_be_is_named(name: str, value: Any) -> None:
    if (name, value) == ("reading", {}):
        return
    with pytest.raises(EarlierResultsError, match="are damaged: “"):
        read_results(SOUND | {name: value})


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"nps": groups(NpsCounts(4, 2, 1)) | {"n": 8, "unrated": 0}}, "nps"),
        ({"nps": groups(NpsCounts(4, 2, 1))}, "nps"),
        ({"nps": groups(NpsCounts(4, 2, 1)) | {"promoters": -4, "unrated": 0}}, "nps"),
        ({"nps": groups(NpsCounts(4, 2, 1)) | {"unrated": True}}, "nps"),
        ({"nps": groups(NpsCounts(4, 2, 1)) | {"unrated": -1}}, "nps"),
        ({"nps": groups(NpsCounts(5, 2, 1)) | {"unrated": 0}}, "primary_themes"),
        ({"themes": [{"theme": "price", "rows": 1001}]}, "themes"),
        ({"themes": [{"theme": "price", "rows": 4.0}]}, "themes"),
        ({"themes": [{"theme": "price", "rows": 4}] * 2}, "themes"),
        ({"themes": [{"rows": 4}]}, "themes"),
        ({"primary_themes": []}, "primary_themes"),
        ({"ledger": {"analyzed": 3, "cached": 0}}, "ledger"),
        ({"stand_in": 0}, "stand_in"),
    ],
)
def test_numbers_that_contradict_each_other_are_refused(changes: dict[str, Any], named: str) -> None:
    with pytest.raises(EarlierResultsError, match=f"“{named}” is missing or wrong"):
        read_results(SOUND | changes)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)


@given(st.sampled_from(sorted(SOUND)), json_values)
def test_any_damage_is_told_as_such(name: str, value: Any) -> None:
    try:
        found = read_results(SOUND | {name: value})
    except EarlierResultsError:
        return
    assert found.counts == NpsCounts(4, 2, 1)
