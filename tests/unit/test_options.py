"""Options: what a caller may say about a file, in every form it can come in, and what is refused with a sentence."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.codebook_names import NAME_PATTERN
from feedback.domain.columns import AskedColumns
from feedback.domain.errors import InputError
from feedback.domain.models import Detail
from feedback.domain.nps import NpsMethod
from feedback.domain.option_sources import json_options, metadata_options
from feedback.domain.options import Lang, Options, parse_options
from feedback.domain.rating_scale import RatingScale

names = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=30).filter(str.strip)


def test_no_options_leave_everything_to_the_file_and_the_settings() -> None:
    assert parse_options({}) == Options()
    assert Options().dumps() == ""
    assert Options.loads("") == Options()
    assert Options().columns == AskedColumns()


@pytest.mark.parametrize(
    ("given_options", "expected"),
    [
        ({"rating_scale": "1-5"}, Options(rating_scale=RatingScale.ONE_TO_FIVE)),
        ({"Rating-Scale": "1–5"}, Options(rating_scale=RatingScale.ONE_TO_FIVE)),
        ({"method": "Standard"}, Options(method=NpsMethod.STANDARD)),
        ({"lang": "es"}, Options(lang=Lang.SPANISH)),
        ({"comment": "a|b"}, Options(comment=("a", "b"))),
        ({"comment": ["a|b", "c"]}, Options(comment=("a|b", "c"))),
        ({"segment": "Country"}, Options(segment=("Country",))),
        ({"header_row": "3"}, Options(header_row=3)),
        ({"header_row": 0}, Options(header_row=0)),
        ({"inspect": "true"}, Options(inspect=True)),
        ({"inspect": False}, Options()),
        ({"codebook": "default"}, Options(codebook="default")),
        ({"codebook": " hotel-2026_b "}, Options(codebook="hotel-2026_b")),
        ({"detail": "Full"}, Options(detail=Detail.FULL)),
        ({"detail": "scores"}, Options(detail=Detail.SCORES)),
        ({"sheet": "Año 2026", "encoding": " cp1251 "}, Options(sheet="Año 2026", encoding="cp1251")),
        ({"rating": None}, Options()),
    ],
)
def test_options_are_read_from_json_and_from_texts(given_options: dict[str, Any], expected: Options) -> None:
    assert parse_options(given_options) == expected


@pytest.mark.parametrize(
    ("given_options", "code", "words"),
    [
        ({"raiting": "NPS"}, "unknown_option", "Did you mean rating?"),
        ({"password": "x"}, "unknown_option", "Options are rating, comment,"),
        ({"rating_scale": "1-7"}, "wrong_option", "one of 0-10, 1-10, 1-5, 0-5"),
        ({"rating_scale": 5}, "wrong_option", "rating_scale"),
        ({"method": "nps"}, "wrong_option", "shifted, standard, absolute, weighted"),
        ({"lang": "fr"}, "wrong_option", "one of en, es"),
        ({"codebook": "hotel.yaml"}, "wrong_option", "codebook must be the name of a codebook"),
        ({"codebook": "../x"}, "wrong_option", "codebook must be the name of a codebook"),
        ({"codebook": ""}, "wrong_option", "default is the built-in one"),
        ({"codebook": {"themes": ["Room"]}}, "wrong_option", "codebook must be the name of a codebook"),
        ({"detail": "all"}, "wrong_option", "one of scores, full"),
        ({"header_row": -1}, "wrong_option", "1 to 1000"),
        ({"header_row": "9" * 5000}, "wrong_option", "header_row"),
        ({"header_row": 2.5}, "wrong_option", "header_row"),
        ({"sheet": " "}, "wrong_option", "sheet must be a text"),
        ({"header_row": True}, "wrong_option", "header_row"),
        ({"header_row": "²"}, "wrong_option", "header_row"),
        ({"header_row": 10**30}, "wrong_option", "header_row"),
        ({"rating": ["NPS"]}, "wrong_option", "rating must be the name of a column"),
        ({"rating": " "}, "wrong_option", "rating"),
        ({"comment": {"a": 1}}, "wrong_option", "list of names"),
        ({"comment": ["a", 3]}, "wrong_option", "comment"),
        ({"inspect": "yes"}, "wrong_option", "true or false"),
        ({"rating-scale": "1-5", "rating_scale": "0-10"}, "wrong_option", "given twice"),
        ({"rating": "x" * 3000}, "wrong_option", "longer than 2,000 characters"),
    ],
)
def test_what_is_no_option_is_refused_with_a_sentence(given_options: dict[str, Any], code: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_options(given_options)

    assert caught.value.code == code
    assert words in str(caught.value)


@given(
    st.builds(
        Options,
        rating=st.none() | names,
        comment=st.lists(names, max_size=3).map(tuple),
        segment=st.lists(names, max_size=3).map(tuple),
        sheet=st.none() | names.map(str.strip),
        header_row=st.none() | st.integers(0, 1000),
        rating_scale=st.none() | st.sampled_from(RatingScale),
        method=st.none() | st.sampled_from(NpsMethod),
        codebook=st.none() | st.from_regex(NAME_PATTERN, fullmatch=True),
        detail=st.none() | st.sampled_from(Detail),
        lang=st.none() | st.sampled_from(Lang),
        inspect=st.booleans(),
    )
)
def test_options_come_back_from_storage_and_travel_as_ascii(options: Options) -> None:
    stored = options.dumps()

    assert stored.isascii()
    assert Options.loads(stored) == options


def test_metadata_hold_options_one_by_one_or_as_one_object_and_what_tools_write() -> None:
    whole = json.dumps({"comment": ["Qué opinas", "b"]})

    found = metadata_options({"rating-scale": "1-5", "mtime": "1", "s3cmd-attrs": "x", "options": whole})

    assert found == {"rating-scale": "1-5", "comment": ["Qué opinas", "b"]}


@pytest.mark.parametrize("text", ["", "[1]", '"a"', "{", b"\xff\xfe", "[" * 100_000])
def test_what_is_no_json_object_names_its_place(text: str | bytes) -> None:
    with pytest.raises(InputError, match=r"^The file x\.options\.json can't be read"):
        json_options(text, "The file x.options.json")
