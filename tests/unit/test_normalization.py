"""normalization: equal comments are found equal, and different ones stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.normalization import MAX_MODEL_CHARS, cache_key, for_model, is_blank, normalized
from tests.unit.strategies import any_text

FAMILY = "👨‍👩‍👧"
KEY = {"model": "m", "prompt_version": "1", "codebook_version": "c"}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Great service", "GREAT SERVICE"),
        ("Great service", "  great \t service\n"),
        ("Great service", "Great\u00a0service"),
        ("Great\r\nservice", "Great\nservice"),
        ("Straße", "STRASSE"),
        ("Ａｍａｚｉｎｇ", "amazing"),
        ("ﬁne", "fine"),
        ("café", "cafe\u0301"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("Great\u200b service", "Great service"),
        ("\ufeffGreat", "Great"),
        ("\u202eGreat\u202c", "Great"),
    ],
)
def test_case_space_and_compatible_signs_make_no_difference(one: str, other: str) -> None:
    assert normalized(one) == normalized(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("no lo recomiendo", "lo recomiendo"),
        ("not good", "good"),
        ("año", "ano"),
        ("café", "cafe"),
        ("good", "good!"),
        ("good?", "good!"),
        ("9", "10"),
        ("👍", "👎"),
        ("👍", "👍🏿"),
        (FAMILY, "👨👩👧"),
        ("a b", "ab"),
        ("می‌خواهم", "میخواهم"),
        ("שלום", "םולש"),
    ],
)
def test_words_accents_signs_and_scripts_make_a_difference(one: str, other: str) -> None:
    assert normalized(one) != normalized(other)
    assert cache_key(normalized(one), **KEY) != cache_key(normalized(other), **KEY)


@pytest.mark.parametrize(
    "text", [FAMILY, "🙂🎉", "❤️", "ممتاز جدا", "שירות מצוין", "非常好", "می‌خواهم", "क्षत्रिय", "a\tb\nc"]
)
def test_emoji_joiners_and_every_script_are_kept_for_the_model(text: str) -> None:
    assert for_model(text) == text


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("a\x00b\x07c", "abc"),
        ("\u202eabc\u202c", "abc"),
        ("\ufeffabc", "abc"),
        ("a\u200bb", "ab"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("  abc \n", "abc"),
        ("\x85a\x9fb", "ab"),
    ],
)
def test_what_can_not_be_seen_is_left_out_for_the_model(text: str, seen: str) -> None:
    assert for_model(text) == seen


@pytest.mark.parametrize(
    ("text", "blank"),
    [
        ("", True),
        (" ", True),
        ("\t\r\n", True),
        ("\u00a0\u3000\u2003", True),
        ("\u200b\ufeff", True),
        ("\x00\x1f", True),
        (" \u202e\u202c ", True),
        ("None", False),
        ("N/A", False),
        ("n/a", False),
        ("nan", False),
        ("null", False),
        ("-", False),
        (".", False),
        ("0", False),
        ("🙂", False),
    ],
)
def test_only_what_nobody_can_see_is_blank(text: str, blank: bool) -> None:
    assert is_blank(text) is blank
    assert (normalized(text) == "") is blank


def test_the_model_is_given_the_beginning_of_a_very_long_comment() -> None:
    text = "word " * 2000

    assert for_model(text) == text[:MAX_MODEL_CHARS]


@given(any_text)
def test_what_is_left_for_the_model_is_never_longer_and_left_as_it_is_the_second_time(text: str) -> None:
    seen = for_model(text)

    assert len(seen) <= min(len(text), MAX_MODEL_CHARS)
    assert for_model(seen.strip()) == seen.strip()


@given(st.text("abcXYZ ñÑéÉ\t\n", max_size=50), st.text(" \t\n\u00a0", max_size=3))
def test_surrounding_space_and_case_never_matter(text: str, space: str) -> None:
    assert normalized(f"{space}{text.upper()}{space}") == normalized(text.lower())


@given(any_text)
def test_every_text_has_a_key(text: str) -> None:
    assert len(cache_key(text, **KEY)) == 64


@pytest.mark.parametrize("changed", ["model", "prompt_version", "codebook_version"])
def test_the_key_depends_on_all_that_decides_the_analysis(changed: str) -> None:
    assert cache_key("great", **KEY) != cache_key("great", **KEY | {changed: "other"})
    assert cache_key("great", **KEY) == cache_key("great", **KEY)


def test_half_a_character_is_left_out_for_the_model_which_could_not_be_sent_it() -> None:
    assert for_model("broken \ud83d emoji") == "broken  emoji"
