"""normalization: equal comments are found equal, and different ones stay different."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.normalization import (
    CUT_MARK,
    MAX_MODEL_CHARS,
    cache_key,
    for_model,
    is_blank,
    is_cut,
    normalized,
)
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
    "text",
    [
        *(
            "",
            " ",
            "\t\r\n",
            "\u00a0\u3000\u2003",
            "\u200b\ufeff",
            "\x00\x1f",
            " \u202e\u202c ",
            "\u200d\ufe0f",
            "\u3164",
        ),
        *("-", "--", "–", ".", "...", "…", "?", "??", "¿?", "!", "/", "*", "_", "|", "+", "=", ":)", "、。", "\u2800"),
    ],
)
def test_a_comment_without_letter_digit_or_pictogram_is_blank(text: str) -> None:
    assert is_blank(text)


@pytest.mark.parametrize(
    "text",
    [
        *(
            "None",
            "N/A",
            "n/a",
            "nan",
            "null",
            "ninguno",
            "no",
            "-x-",
            "0",
            "9",
            "٣",
            "½",
            "€",
            "$",
            "🙂",
            "👍",
            "❤️",
            "✅",
        ),
        *("好", "א", "ع", "ไ", "é", "\u200bok\u200b", "...yes", "🇪🇸", "1️⃣", "©"),
    ],
)
def test_what_says_something_is_not_blank(text: str) -> None:
    assert not is_blank(text)
    assert normalized(text)


def test_the_model_is_given_the_marked_beginning_of_a_very_long_comment() -> None:
    text = "word " * 20_000
    given = for_model(text)

    assert len(given) == MAX_MODEL_CHARS
    assert given.endswith(CUT_MARK)
    assert text.startswith(given.removesuffix(CUT_MARK))


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("x" * MAX_MODEL_CHARS, False),
        ("x" * (MAX_MODEL_CHARS + 1), True),
        (" " * 9 + "x" * MAX_MODEL_CHARS + "\u200b\n", False),
        ("", False),
    ],
)
def test_a_comment_is_cut_only_where_more_than_the_limit_can_be_seen(text: str, cut: bool) -> None:
    assert is_cut(text) is cut
    assert for_model(text).endswith(CUT_MARK) is cut


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
