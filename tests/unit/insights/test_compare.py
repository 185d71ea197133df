"""compare: a job against an earlier one."""

import json
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from feedback.domain.codebook import Codebook, Theme
from feedback.domain.insights.compare import comparison
from feedback.domain.insights.compare_notes import NOTES
from feedback.domain.insights.earlier import EarlierResultsError
from feedback.domain.insights.two_samples import nps_difference, share_difference
from feedback.domain.nps import NpsCounts
from feedback.domain.options import Lang
from tests.unit.insights.results import groups, results

KEYS = ("price", "staff", "speed", "app")
CODEBOOK = Codebook(tuple(Theme(key, key.title(), f"{key} (es)") for key in KEYS))
GOOD, BAD = NpsCounts(60, 20, 20), NpsCounts(40, 20, 40)
counts = st.builds(NpsCounts, st.integers(0, 60), st.integers(0, 60), st.integers(0, 60))
primaries = st.dictionaries(st.sampled_from(["", *KEYS, "old"]), counts)
mentions = st.dictionaries(st.sampled_from([*KEYS, "old"]), st.integers(0, 400))


def compared(now: dict[str, Any], before: dict[str, Any]) -> dict[str, Any]:
    return comparison(now, before, CODEBOOK)


def themes(now: dict[str, int], before: dict[str, int], **changes: Any) -> dict[str, dict[str, Any]]:
    found = compared(results(themes=now), results(themes=before, **changes))["themes"]
    return {entry["theme"]: entry for entry in found}


def notes(changes: dict[str, Any], lang: str = "en", themes: dict[str, int] | None = None) -> list[str]:
    now = results({"": GOOD}, themes or {}, lang=lang)
    found = compared(now, results({"": GOOD}, **({"job": "d1"} | changes)))["notes"]
    assert isinstance(found, list)
    return found


def test_the_earlier_job_is_told_with_its_standard_nps() -> None:
    before = results({"": BAD}, job="d1", file="old.csv", created_at="2025-11-20T09:12:00.000+00:00")
    found = compared(results({"": GOOD}), before)

    assert (found["job"], found["file"], found["created_at"]) == ("d1", "old.csv", "2025-11-20T09:12:00.000+00:00")
    assert (found["nps_before"]["method"], found["nps_before"]["score"]) == ("standard", 0.0)
    assert (found["nps_before"]["n"], found["nps_before"]["unrated"]) == (100, 2)


def test_the_change_is_of_the_standard_nps_with_its_interval() -> None:
    change = compared(results({"": GOOD}), results({"": BAD}))["change"]
    expected = nps_difference(GOOD, BAD)

    assert change == {
        "points": 40.0,
        "low": round(expected.low, 2),
        "high": round(expected.high, 2),
        "p": pytest.approx(expected.p, rel=1e-3),
        "differs": True,
    }


@pytest.mark.parametrize(
    ("now", "before", "points"),
    [
        (NpsCounts(), GOOD, None),
        (GOOD, NpsCounts(), None),
        (NpsCounts(4), GOOD, 60.0),
        (NpsCounts(), NpsCounts(), None),
    ],
)
def test_of_too_few_ratings_no_change_is_claimed(now: NpsCounts, before: NpsCounts, points: float | None) -> None:
    found = compared(results({"": now}), results({"": before}))

    assert found["change"] == {"points": points, "low": None, "high": None, "p": None, "differs": False}
    assert (found["mix"] is None) == (points is None)
    assert bool(found["within_themes"]) == (points is not None)


def test_the_change_is_split_by_the_first_theme_of_the_rows() -> None:
    before = {"price": NpsCounts(10, 10, 30), "staff": NpsCounts(35, 10, 5)}
    now = {"price": NpsCounts(5, 10, 10), "staff": NpsCounts(50, 20, 5)}
    found = compared(results(now), results(before))

    assert (found["change"]["points"], found["mix"], found["within"]) == (30.0, 22.5, 7.5)
    assert found["within_themes"] == [
        {"theme": "price", "mix": 13.75, "within": 7.5},
        {"theme": "staff", "mix": 8.75, "within": 0.0},
    ]


@given(primaries, primaries)
def test_the_parts_add_up_to_the_last_digit(now: dict[str, NpsCounts], before: dict[str, NpsCounts]) -> None:
    found = compared(results(now), results(before))

    if found["mix"] is not None:
        assert round(found["mix"] + found["within"], 2) == found["change"]["points"]
        assert round(sum(part["mix"] for part in found["within_themes"]), 2) == found["mix"]
        assert round(sum(part["within"] for part in found["within_themes"]), 2) == found["within"]


@given(primaries, primaries, mentions, mentions)
def test_a_comparison_is_plain_json_without_a_negative_zero(
    now: dict[str, NpsCounts], before: dict[str, NpsCounts], mentioned: dict[str, int], earlier: dict[str, int]
) -> None:
    found = compared(results(now, mentioned), results(before, earlier))
    text = json.dumps(found, allow_nan=False)

    assert json.loads(text) == found
    assert "-0.0," not in text
    assert "-0.0}" not in text


@pytest.mark.parametrize(
    ("now", "before", "state"),
    [
        (200, 100, "up"),
        (100, 200, "down"),
        (100, 100, "same"),
        (105, 100, "same"),
        (40, 0, "new"),
        (0, 40, "gone"),
        (1, 0, "same"),
        (0, 1, "same"),
    ],
)
def test_a_theme_has_a_state_where_its_shares_differ(now: int, before: int, state: str) -> None:
    found = themes({"price": now}, {"price": before} if before else {})["price"]
    expected = share_difference(now, 1000, before, 1000)

    assert found == {
        "theme": "price",
        "label": "Price",
        "before": before / 1000,
        "now": now / 1000,
        "points": round((now - before) / 1000, 4),
        "low": round(expected.low, 4) + 0.0,
        "high": round(expected.high, 4) + 0.0,
        "p_holm": pytest.approx(expected.p, rel=1e-3),
        "state": state,
    }


def test_all_themes_are_one_family() -> None:
    now = {"price": 130, "staff": 300, "app": 90, "speed": 50}
    before = {"price": 100, "staff": 100, "app": 88, "speed": 51}
    found = themes(now, before)
    pairs = [(now[key], before[key]) for key in KEYS]
    p_holm = multipletests([share_difference(a, 1000, b, 1000).p for a, b in pairs], method="holm")[1]

    assert [found[key]["p_holm"] for key in KEYS] == pytest.approx(p_holm, rel=1e-3)
    assert found["price"]["state"] == "same"
    assert themes({"price": 130}, {"price": 100})["price"]["state"] == "up"


def test_the_largest_change_comes_first() -> None:
    assert list(themes({"price": 110, "app": 30, "staff": 100}, {"price": 100, "staff": 300})) == [
        "staff",
        "app",
        "price",
    ]


def test_shares_are_of_the_rows_with_an_analysis() -> None:
    ledger = {"analyzed": 30, "cached": 10, "duplicate": 10, "blank": 500, "failed": 500}
    found = compared(results(themes={"price": 25}, ledger=ledger), results(themes={"price": 10}, analysed=100))

    assert (found["themes"][0]["now"], found["themes"][0]["before"]) == (0.5, 0.1)


@pytest.mark.parametrize(("now", "before"), [(0, 100), (100, 0), (0, 0)])
def test_without_an_analysis_on_either_side_no_theme_is_compared(now: int, before: int) -> None:
    assert compared(results(analysed=now), results(analysed=before))["themes"] == []


def test_with_the_same_codebook_a_theme_that_is_not_named_had_no_mention() -> None:
    assert themes({"price": 40}, {})["price"]["before"] == 0.0


def test_with_another_codebook_only_themes_that_both_name_are_compared_and_the_others_noted() -> None:
    now = results({"": GOOD}, {"price": 40, "staff": 10})
    found = compared(now, results({"": GOOD}, {"price": 10, "old": 5}, codebook_version="c0", job="d1"))

    assert [entry["theme"] for entry in found["themes"]] == ["price"]
    assert found["notes"] == [
        "The earlier job used another version of the codebook (c0, now c1): themes are matched by their keys, whose"
        " meaning may have changed.",
        "Not compared, since the codebook no longer has them: old.",
        "Not compared, since the results of the earlier job do not name them: Staff.",
    ]


def test_a_theme_of_another_codebook_that_nobody_mentions_any_more_is_gone() -> None:
    assert themes({}, {"price": 40}, codebook_version="c0")["price"]["state"] == "gone"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"job": "d2"}, "compared with itself"),
        ({"reading": {"rating_scale": "1-5"}}, "on the scale 1-5, now on 0-10"),
        ({"model": "old"}, "another model (old, now gpt)"),
        ({"prompt_version": "p0"}, "another prompt (version p0, now p1)"),
        ({"codebook_version": "c0"}, "another version of the codebook (c0, now c1)"),
        ({"stand_in": True}, "by the model stand-in"),
        ({"ledger": {"analyzed": 0, "cached": 0, "duplicate": 0}}, "no analysed comments"),
        ({"nps": groups(NpsCounts()) | {"unrated": 9}, "primary_themes": []}, "no ratings"),
    ],
)
def test_what_else_differs_between_the_jobs_is_noted(changes: dict[str, Any], words: str) -> None:
    (note,) = notes(changes)

    assert words in note


@pytest.mark.parametrize(
    "changes", [{}, {"reading": {"rating_scale": None}}, {"reading": {}}, {"nps": groups(GOOD) | {"unrated": 0}}]
)
def test_jobs_that_differ_in_their_answers_only_need_no_note(changes: dict[str, Any]) -> None:
    assert notes(changes) == []


def test_another_method_of_the_earlier_nps_is_no_matter() -> None:
    other = groups(GOOD) | {"unrated": 0, "method": "weighted", "score": 99.0}

    assert compared(results({"": GOOD}), results({"": GOOD}, nps=other))["change"]["points"] == 0.0


def test_labels_and_notes_are_in_the_language_of_the_report() -> None:
    now = results({"": GOOD}, {"price": 9}, lang="es")
    found = compared(now, results({"": GOOD}, {"price": 9}, job="d1", model="old"))

    assert found["themes"][0]["label"] == "price (es)"
    assert found["notes"] == [
        "El trabajo anterior fue analizado por otro modelo (old, ahora gpt): los temas pueden diferir por ese motivo."
    ]


def test_the_notes_of_both_languages_are_alike() -> None:
    marks = ("{before}", "{now}", "{themes}")
    english, spanish = NOTES[Lang.ENGLISH], NOTES[Lang.SPANISH]

    assert list(english) == list(spanish)
    for key, text in english.items():
        assert [text.count(mark) for mark in marks] == [spanish[key].count(mark) for mark in marks], key


def test_the_order_of_entries_changes_nothing() -> None:
    primary = {"price": GOOD, "": BAD, "staff": NpsCounts(3, 9, 1)}
    before = results({"": GOOD, "price": BAD}, {"staff": 50, "price": 100})
    expected = compared(results(primary, {"price": 50, "staff": 70, "app": 3}), before)

    for order in permutations(primary):
        now = results({key: primary[key] for key in order}, {"app": 3, "staff": 70, "price": 50})
        assert compared(now, before) == expected


def test_results_that_can_not_be_read_are_refused() -> None:
    with pytest.raises(EarlierResultsError):
        compared(results(), {})
