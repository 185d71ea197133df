"""codebook: a closed list, read from a document, whose version changes with everything that changes its meaning."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.codebook import DEFAULT_CODEBOOK, MAX_THEMES, Codebook, Theme
from feedback.domain.codebook_document import (
    MAX_DESCRIPTION,
    MAX_KEY,
    MAX_LABEL,
    dump_codebook,
    load_codebook,
    made_key,
    parse_codebook,
)
from feedback.domain.codebook_names import codebook_key, codebook_name, is_codebook_name
from feedback.domain.errors import InputError
from tests.unit.strategies import any_text

THEMES = tuple(Theme(f"theme_{n}", f"Theme {n}", f"Tema {n}") for n in range(MAX_THEMES + 1))


@pytest.mark.parametrize("count", [1, MAX_THEMES])
def test_a_codebook_holds_1_to_80_themes(count: int) -> None:
    assert Codebook(THEMES[:count]).positions == {theme.key: n for n, theme in enumerate(THEMES[:count])}


@pytest.mark.parametrize("themes", [(), THEMES, (THEMES[0], replace(THEMES[1], key="theme_0"))])
def test_an_empty_a_too_long_and_an_ambiguous_codebook_are_refused(themes: tuple[Theme, ...]) -> None:
    with pytest.raises(ValueError, match="1 to 80 themes with different keys"):
        Codebook(themes)


@pytest.mark.parametrize(
    "other",
    [
        (THEMES[1], THEMES[0]),
        (THEMES[0], THEMES[2]),
        THEMES[:3],
        (THEMES[0], replace(THEMES[1], label_en="Other")),
        (THEMES[0], replace(THEMES[1], label_es="Otro")),
        (THEMES[0], replace(THEMES[1], description="What belongs to it")),
        (THEMES[0], Theme("theme_1", "Theme 1\tTema", "1")),
    ],
)
def test_another_order_key_label_or_description_is_another_version(other: tuple[Theme, ...]) -> None:
    assert Codebook(other).version != Codebook(THEMES[:2]).version
    assert Codebook(THEMES[:2], "A name").version == Codebook(THEMES[:2]).version


def test_every_theme_of_the_default_codebook_has_a_label_in_both_languages() -> None:
    assert all(theme.label_en and theme.label_es for theme in DEFAULT_CODEBOOK.themes)


def test_the_model_is_told_a_description_beside_the_label() -> None:
    assert THEMES[0].prompt_text == "Theme 0"
    assert replace(THEMES[0], description="Size, view").prompt_text == "Theme 0: Size, view"


@pytest.mark.parametrize(
    ("entry", "theme"),
    [
        ("Breakfast", Theme("breakfast", "Breakfast", "Breakfast")),
        ("  Habitación y baño ", Theme("habitacion_y_bano", "Habitación y baño", "Habitación y baño")),
        ({"label": "Room", "key": "r"}, Theme("r", "Room", "Room")),
        ({"label": "Room", "label_es": "Habitación"}, Theme("room", "Room", "Habitación")),
        ({"label": "Habitación", "label_en": "Room"}, Theme("room", "Room", "Habitación")),
        ({"label_en": "Room", "label_es": "Habitación"}, Theme("room", "Room", "Habitación")),
        ({"label_es": "Habitación"}, Theme("habitacion", "Habitación", "Habitación")),
        ({"label": "Room", "key": None, "description": ""}, Theme("room", "Room", "Room")),
        ({"label": "Room", "description": "Size, view"}, Theme("room", "Room", "Room", "Size, view")),
        ({"label": "价格", "key": "price"}, Theme("price", "价格", "价格")),
        ({"label": "x" * MAX_LABEL, "key": "k" * MAX_KEY}, Theme("k" * MAX_KEY, "x" * MAX_LABEL, "x" * MAX_LABEL)),
        ("Straße & Lärm (24 h)", Theme("strasse_larm_24_h", "Straße & Lärm (24 h)", "Straße & Lärm (24 h)")),
    ],
)
def test_a_theme_is_a_label_or_an_object(entry: Any, theme: Theme) -> None:
    assert parse_codebook({"name": "Guests", "themes": [entry]}) == Codebook((theme,), "Guests")


@pytest.mark.parametrize(
    ("document", "words"),
    [
        ("hotel", "It must be an object with a list named themes"),
        (["Room"], "It must be an object with a list named themes"),
        ({"name": "x"}, "It must be an object with a list named themes"),
        ({"themes": {"room": "Room"}}, "It must be an object with a list named themes"),
        ({"themes": []}, "It has 0 themes; 1 to 80 are possible."),
        ({"themes": [f"Theme {n}" for n in range(81)]}, "It has 81 themes; 1 to 80 are possible."),
        ({"themes": ["Room"], "nane": "x"}, "The codebook has no field “nane”. Did you mean name?"),
        ({"themes": ["Room"], "name": "x" * 81}, "The codebook, name: it has 81 characters; at most 80 are taken."),
        ({"themes": ["Room", 24]}, "Theme 2 must be a label, or an object with a label; put numbers"),
        ({"themes": ["Room", True]}, "Theme 2 must be a label"),
        ({"themes": ["Room", None]}, "Theme 2 must be a label"),
        ({"themes": ["Room", " "]}, "Theme 2, label: give one"),
        ({"themes": ["Room", "\u200b"]}, "Theme 2, label: give one"),
        ({"themes": [{"key": "room"}]}, "Theme 1, label: give one"),
        ({"themes": [{"lable": "Room"}]}, "Theme 1 has no field “lable”. Did you mean label?"),
        ({"themes": [{"Room": "large"}]}, "Theme 1 has no field “Room”. A label with a colon must be in quotes."),
        ({"themes": [{"label": 24}]}, "Theme 1, label: it must be a text; put numbers, dates, yes and no in quotes."),
        ({"themes": ["x" * 81]}, "Theme 1, label: it has 81 characters; at most 80 are taken."),
        ({"themes": ["Room\nBed"]}, "Theme 1, label: it holds a line break"),
        ({"themes": ["Room\u2028Bed"]}, "Theme 1, label: it holds a line break"),
        ({"themes": ["Room\x07"]}, "Theme 1, label: it holds a line break or another control character"),
        ({"themes": ["Room\ud800"]}, "Theme 1, label: it holds a line break or another control character"),
        ({"themes": [{"label": "a", "description": "x" * 201}]}, "Theme 1, description: it has 201 characters"),
        ({"themes": [{"label": "a", "description": "x\ny"}]}, "Theme 1, description: it holds a line break"),
        ({"themes": [{"label": "a", "key": "Room 1"}]}, "Theme 1, key: “Room 1” must be of small letters"),
        ({"themes": [{"label": "a", "key": "k" * 41}]}, "Theme 1, key: it has 41 characters; at most 40"),
        ({"themes": [{"label": "a", "key": 7}]}, "Theme 1, key: it must be a text"),
        ({"themes": ["价格"]}, "Theme 1, key: none can be made of the label “价格”; give one"),
        ({"themes": [{"label": "a", "label_en": "b", "label_es": "c"}]}, "Theme 1, label: leave it out"),
        ({"themes": ["Room", "Bed", "ROOM!"]}, "Themes 1 and 3 have the same key, “room”; change one of them."),
        (
            {"themes": [{"label": "Room", "key": "a"}, {"label": "room", "key": "b"}]},
            "Themes 1 and 2 have the same label_en, “room”; change one of them.",
        ),
        (
            {"themes": [{"label_en": "A", "label_es": "X"}, {"label_en": "B", "label_es": "X"}]},
            "Themes 1 and 2 have the same label_es, “X”; change one of them.",
        ),
    ],
)
def test_a_mistake_is_told_with_its_theme_and_field(document: Any, words: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_codebook(document)

    assert caught.value.code == "wrong_codebook"
    assert str(caught.value).startswith(f"The codebook can't be used. {words}")


def test_the_first_five_mistakes_are_told_together() -> None:
    with pytest.raises(InputError) as caught:
        parse_codebook({"themes": ["Room", *range(7)]}, "The codebook hotel.yaml")

    told = str(caught.value)
    assert told.startswith("The codebook hotel.yaml can't be used. Theme 2 must be a label")
    assert told.count("must be a label") == 5
    assert told.endswith("And 2 more.")


def test_one_mistake_in_a_theme_gives_one_sentence() -> None:
    with pytest.raises(InputError) as caught:
        parse_codebook({"themes": ["Room", {"label": 24}, {"Room": "large"}]})

    assert str(caught.value).count("Theme 2") == str(caught.value).count("Theme 3") == 1


@given(st.recursive(any_text | st.none() | st.integers() | st.booleans(), lambda inner: st.lists(inner, max_size=4)))
def test_anything_in_the_list_is_a_theme_that_can_be_stored_or_an_input_error(entry: Any) -> None:
    try:
        codebook = parse_codebook({"themes": [entry, {"label": "Another theme", "description": entry}]})
    except InputError:
        return
    assert load_codebook(dump_codebook(codebook)) == codebook


@pytest.mark.parametrize(
    "codebook", [DEFAULT_CODEBOOK, Codebook((Theme("a", "Ñandú 🙂", "“x”", "d" * MAX_DESCRIPTION),), "Nombre")]
)
def test_a_stored_codebook_comes_back_as_it_was(codebook: Codebook) -> None:
    assert load_codebook(dump_codebook(codebook)) == codebook


@given(any_text)
def test_a_made_key_has_the_form_of_a_key(label: str) -> None:
    key = made_key(label)

    assert len(key) <= MAX_KEY
    assert set(key) <= set("abcdefghijklmnopqrstuvwxyz0123456789_")


@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        ("default", True),
        ("hotel-2026_b", True),
        ("7", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("", False),
        ("-hotel", False),
        ("../uploads/x", False),
        ("a/b", False),
        ("hotel.yaml", False),
        ("hotel\n", False),
        ("ñ", False),
    ],
)
def test_a_name_can_not_leave_the_folder_of_codebooks(text: str, is_name: bool) -> None:
    assert is_codebook_name(text) is is_name


@pytest.mark.parametrize(
    ("file", "start"),
    [
        ("in/hotel.yaml", "hotel-"),
        ("Año 2026 (v2).json", "Ano-2026-v2-"),
        ("目录.yml", "codebook-"),
        ("-x-.yml", "x-"),
        ("x" * 200, "x" * 51 + "-"),
    ],
)
def test_a_file_gives_a_name_with_the_version_in_it(file: str, start: str) -> None:
    name = codebook_name(Path(file), DEFAULT_CODEBOOK)

    assert name == start + DEFAULT_CODEBOOK.version
    assert is_codebook_name(name)


def test_codebooks_lie_outside_the_folder_that_is_watched_for_surveys() -> None:
    assert codebook_key("hotel", ".yaml") == "codebooks/hotel.yaml"
