"""rating_scale: a scale other than 0–10 is never taken silently, and never guessed."""

from collections import Counter

import pytest

from feedback.domain.errors import InputError
from feedback.domain.nps import NpsGroup, nps_group
from feedback.domain.rating_scale import RatingScale, decide_scale

TO_TEN = Counter({0: 4, 3: 6, 8: 20, 9: 40, 10: 30})
P, N, D = NpsGroup.PROMOTER, NpsGroup.PASSIVE, NpsGroup.DETRACTOR


def refusal(header: str, numbers: Counter[int], asked: RatingScale | None = None) -> InputError:
    with pytest.raises(InputError) as refused:
        decide_scale(header, numbers, asked)
    return refused.value


@pytest.mark.parametrize(
    ("scale", "groups"),
    [
        (RatingScale.ZERO_TO_TEN, {**dict.fromkeys(range(7), D), 7: N, 8: N, 9: P, 10: P}),
        (RatingScale.ONE_TO_TEN, {**dict.fromkeys(range(1, 7), D), 7: N, 8: N, 9: P, 10: P}),
        (RatingScale.ONE_TO_FIVE, {1: D, 2: D, 3: D, 4: N, 5: P}),
        (RatingScale.ZERO_TO_FIVE, {0: D, 1: D, 2: D, 3: D, 4: N, 5: P}),
    ],
)
def test_each_number_of_a_scale_falls_into_the_stated_group_and_others_into_none(
    scale: RatingScale, groups: dict[int, NpsGroup]
) -> None:
    mapped = {n: ten for n in range(-1, 12) if (ten := scale.to_ten(n)) is not None}

    assert {n: nps_group(ten) for n, ten in mapped.items()} == groups
    assert max(groups) == scale.top
    assert sorted(mapped.values()) == list(mapped.values())


def test_every_scale_but_0_10_states_its_mapping() -> None:
    assert RatingScale.ZERO_TO_TEN.mapping == ""
    assert all(str(scale) in scale.mapping for scale in RatingScale if scale is not RatingScale.ZERO_TO_TEN)


@pytest.mark.parametrize("scale", list(RatingScale))
def test_an_asked_scale_is_taken_and_its_mapping_noted(scale: RatingScale) -> None:
    numbers = Counter({scale.top: 3, 11 - scale.top: 1})

    assert decide_scale("Nota 0-10", numbers, scale) == (scale, scale.mapping or None)


def test_an_asked_scale_that_most_numbers_are_off_is_refused() -> None:
    half_off = Counter({5: 10, 9: 10})

    assert decide_scale("NPS", half_off, RatingScale.ONE_TO_FIVE)[0] is RatingScale.ONE_TO_FIVE
    error = refusal("NPS", half_off + Counter({6: 1}), RatingScale.ONE_TO_FIVE)
    assert error.code == "rating_scale_mismatch"
    assert "“NPS”" in str(error)
    assert "5 to 9" in str(error)


@pytest.mark.parametrize(
    "header",
    [
        *(
            "NPS (0-10)",
            "0–10",
            "Nota de 0 a 10",
            "Note de 0 à 10",
            "Bewertung 0 bis 10",
            "0 to 10",
            "nps_0...10",
            "0/10",
        ),
        *("On a scale from 0 (not at all) to 10 (very), how likely…?", "0 = nada probable, 10 = muy probable"),
        *("On a scale of 0 to 10, how many stars?", "Score 0-10 (was 1-5)"),
    ],
)
def test_a_header_that_says_0_to_10_is_believed_whatever_the_numbers_are(header: str) -> None:
    assert decide_scale(header, Counter({1: 50, 2: 3, 5: 50}), None) == (RatingScale.ZERO_TO_TEN, None)


@pytest.mark.parametrize(
    "header",
    [
        *("Rating (1-5)", "Nota de 1 a 5", "Note de 1 à 5", "Bewertung 1 bis 5", "Score 0–5", "NPS 1-10", "1 to 10"),
        *(
            "Scale 1 (bad) to 5 (good)",
            "1 = mal, 5 = bien",
            "Score out of 5",
            "Note sur 5",
            "Note /5",
            "Stars",
            "Star rating",
        ),
        *("Estrellas", "Étoiles", "Etoiles", "Sterne", "Estrelas", "CSAT", "⭐"),
    ],
)
def test_a_header_that_says_another_scale_asks_for_it_even_where_the_numbers_fit(header: str) -> None:
    error = refusal(header, TO_TEN)

    assert error.code == "rating_scale_needed"
    assert f"“{header}”" in str(error)


@pytest.mark.parametrize(
    ("numbers", "looks"),
    [
        ({1: 1, 3: 1, 5: 1}, "1-5"),
        ({5: 3}, "1-5"),
        ({1: 10, 2: 10, 3: 30, 4: 80, 5: 200}, "1-5"),
        ({0: 1, 3: 1, 5: 1}, "0-5"),
        ({1: 5, 2: 4, 9: 11}, "1-10"),
        ({1: 50, 7: 100, 10: 300}, "1-10"),
    ],
)
def test_numbers_that_look_like_another_scale_ask_for_it(numbers: dict[int, int], looks: str) -> None:
    error = refusal("Nota", Counter(numbers))

    assert error.code == "rating_scale_needed"
    assert looks in str(error).split("Please")[0]
    for scale in RatingScale:
        assert scale in str(error).split("Please")[1]
    assert RatingScale.ONE_TO_FIVE.mapping in str(error)


@pytest.mark.parametrize("numbers", [{1: 5, 4: 5, 7: 10}, {5: 10, 7: 10}, {1: 10, 2: 9, 6: 1}, {3: 100, 7: 900}])
def test_numbers_that_look_like_1_7_or_school_grades_are_asked_about_and_have_no_nps(numbers: dict[int, int]) -> None:
    error = refusal("Nota", Counter(numbers))

    assert error.code == "rating_scale_needed"
    assert f"go from {min(numbers)} to {max(numbers)}" in str(error)
    assert "1-7 and 1-6 can't be turned into an NPS" in str(error)
    assert "rating_scale: 0-10" in str(error)
    assert decide_scale("Nota", Counter(numbers), RatingScale.ZERO_TO_TEN) == (RatingScale.ZERO_TO_TEN, None)


def test_what_was_seen_is_said() -> None:
    assert "“Nota” the 1,200 numbers that were read go from 1 to 5" in str(refusal("Nota", Counter({1: 200, 5: 1000})))


@pytest.mark.parametrize(
    "numbers",
    [
        {},
        {9: 1},
        {0: 1, 6: 1},
        TO_TEN,
        {0: 1, 1: 50, 2: 3, 9: 100},
        {1: 4, 9: 15},
        {0: 90, 5: 10, 6: 1},
        {1: 4, 7: 15},
        {0: 1, 6: 10, 7: 20},
    ],
)
def test_numbers_that_fit_0_10_are_taken_for_it_without_a_word(numbers: dict[int, int]) -> None:
    assert decide_scale("Nota", Counter(numbers), None) == (RatingScale.ZERO_TO_TEN, None)


@pytest.mark.parametrize(
    ("numbers", "says"),
    [
        ({5: 1}, "1 number that was read is 5"),
        ({3: 1, 4: 1}, "2 numbers that were read go from 3 to 4"),
        ({1: 4, 9: 16}, "no 0"),
        ({1: 5, 2: 5, 9: 10}, "no 0"),
        ({7: 10, 9: 10}, "no 0"),
    ],
)
def test_numbers_that_leave_a_doubt_are_taken_for_0_10_with_a_note(numbers: dict[int, int], says: str) -> None:
    scale, note = decide_scale("Nota", Counter(numbers), None)

    assert scale is RatingScale.ZERO_TO_TEN
    assert note is not None
    assert says in note


@pytest.mark.parametrize(
    "header", ["Survey 2026-1-5", "Q1-10 Score", "Version 1.1-5", "Score 0-100", "NPS 10-5", "Costars"]
)
def test_other_numbers_in_a_header_say_no_scale(header: str) -> None:
    assert decide_scale(header, TO_TEN, None) == (RatingScale.ZERO_TO_TEN, None)
