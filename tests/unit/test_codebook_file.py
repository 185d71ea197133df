"""Codebook files: YAML and JSON as people save them are read; what could do harm or be misread is refused by place."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.adapters.codebook_file import MAX_BYTES, read_codebook
from feedback.domain.codebook import DEFAULT_CODEBOOK, Theme
from feedback.domain.codebook_document import dump_codebook
from feedback.domain.errors import InputError

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "codebook-hotel.yaml"
ROOM = Theme("room", "Room", "Habitación", "Size, view")
YAML = """\
# Guests
name: Hotel
themes:
  - key: room
    label_en: Room
    label_es: "Habitación"
    description: >-
      Size,
      view
  - Breakfast
"""


def labels(data: bytes) -> list[str]:
    return [theme.label_en for theme in read_codebook(data, "x").themes]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_yaml_is_read_with_and_without_byte_order_mark(encoding: str, line_end: str) -> None:
    codebook = read_codebook(YAML.replace("\n", line_end).encode(encoding), "hotel.yaml")

    assert codebook.name == "Hotel"
    assert codebook.themes == (ROOM, Theme("breakfast", "Breakfast", "Breakfast"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_json_is_told_by_its_content_and_not_by_the_name(encoding: str) -> None:
    document = {
        "themes": [{"key": "room", "label_en": "Room", "label_es": "Habitación", "description": "Size, view"}, "Bed"]
    }

    codebook = read_codebook(f"\n  {json.dumps(document)}".encode(encoding), "hotel.yaml")

    assert codebook.themes == (ROOM, Theme("bed", "Bed", "Bed"))


def test_what_is_stored_of_a_codebook_is_a_codebook_file() -> None:
    assert read_codebook(dump_codebook(DEFAULT_CODEBOOK), "api.json") == DEFAULT_CODEBOOK


def test_in_yaml_every_word_is_a_text_as_it_was_written() -> None:
    assert labels(b"themes: [No, 24, 2026-13-45, 1:30, ~x, 0x1F]") == ["No", "24", "2026-13-45", "1:30", "~x", "0x1F"]


def test_the_example_has_twelve_themes_in_two_languages() -> None:
    codebook = read_codebook(EXAMPLE.read_bytes(), EXAMPLE.name)

    assert (codebook.name, len(codebook.themes)) == ("Guest survey", 12)
    assert sum(theme.label_en != theme.label_es for theme in codebook.themes) == 11
    assert codebook.themes[-1].key == "wi_fi"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "it is empty"),
        (b" \n", "it is empty"),
        (b"# nothing\n", "it is empty"),
        (b"x" * (MAX_BYTES + 1), "it has 65,537 bytes; at most 65,536 are taken"),
        ("themes: [Baño]".encode("cp1252"), "it is not in UTF-8"),
        ("themes: [Room]".encode("utf-16"), "it is not in UTF-8"),
        (b"themes:\n\t- Room", "line 2, column 1 is not valid YAML"),
        (b"themes: [Room\n", "line 2, column 1 is not valid YAML"),
        (b"themes: [a]\n---\nthemes: [b]", "line 2, column 1 is not valid YAML"),
        (b"themes: [a\x00]", "it holds a control character"),
        (b"themes: [a]\nthemes: [b]", "line 2, column 1 gives “themes” a second time"),
        (b"themes:\n- {label: a, key: b, label: c}", "line 2, column 22 gives “label” a second time"),
        (b"? [a]\n: b", "line 1, column 3 has a field whose name is not a text"),
        (b"a: &a [x, x]\nthemes: [*a, *a]", "line 1, column 4 has an anchor or alias"),
        (b"themes: [*a]", "line 1, column 10 has an anchor or alias"),
        (b"themes: " + b"[" * 60_000, "line 1, column 18 is nested too deeply"),
        (b"- " * 30_000, "line 1, column 21 is nested too deeply"),
        (b'{"themes": ["a",]}', "it begins as JSON, and line 1, column 16 is not valid JSON"),
        (b'{"themes": ["a"], "themes": ["b"]}', "“themes” is given twice in one object"),
        (b"[" * 60_000, "it holds a number that is too long, or too many levels"),
        (b'{"themes": [' + b"9" * 5_000 + b"]}", "it holds a number that is too long, or too many levels"),
    ],
)
def test_what_can_not_be_read_is_told_by_its_place(data: bytes, words: str) -> None:
    with pytest.raises(InputError) as caught:
        read_codebook(data, "codebooks/hotel.yaml")

    assert caught.value.code == "wrong_codebook"
    assert str(caught.value).startswith(f"The codebook codebooks/hotel.yaml can't be read: {words}")


def test_a_mistake_in_a_theme_is_told_with_the_name_of_the_file() -> None:
    with pytest.raises(InputError, match=r"^The codebook hotel\.yaml can't be used\. Theme 2, key: "):
        read_codebook(b"themes:\n- Room\n- {label: Bed, key: BED}", "hotel.yaml")


def test_a_tag_makes_no_object() -> None:
    assert labels(b'themes: !!python/object/apply:os.system ["echo hi"]') == ["echo hi"]


@given(st.data())
def test_a_damaged_file_is_a_codebook_or_an_input_error(data: st.DataObject) -> None:
    damaged = bytearray(YAML.encode())
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(damaged)))
        damaged[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3) | st.sampled_from(_SIGNS))
    try:
        codebook = read_codebook(bytes(damaged), "x")
    except InputError:
        return
    assert codebook.themes


_SIGNS = [b"[", b"]", b"{", b"}", b": ", b"- ", b"&a ", b"*a", b"!!", b"|", b">", b"'", b'"', b"\n", b"\t", b"%", b"?"]
