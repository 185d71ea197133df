"""What reading JSON Lines promises: every object a row, every value what it is there, or the line that is wrong."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.adapters.tabular.jsonl import looks_like_jsonl, read_jsonl
from feedback.domain.errors import InputError
from feedback.domain.models import Cell, Contents


def read(data: bytes, max_rows: int = 1000) -> Contents:
    return read_jsonl(data, "s.jsonl", max_rows=max_rows)


ROWS: dict[str, tuple[bytes, list[list[Cell]], list[int]]] = {
    "plain values": (
        b'{"a":"x","b":9,"c":9.5,"d":true,"e":null}\n',
        [["a", "b", "c", "d", "e"], ["x", 9, 9.5, True, None]],
        [1, 1],
    ),
    "keys in order of first appearance": (
        b'{"b":1}\n{"a":2,"b":3}\n{"c":4}\n',
        [["b", "a", "c"], [1], [3, 2], [None, None, 4]],
        [1, 1, 2, 3],
    ),
    "blank lines": (b'\n{"a":1}\r\n \r\n\r\n{"a":2}', [["a"], [1], [2]], [1, 2, 5]),
    "CR line ends": (b'{"a":1}\r{"a":2}\r', [["a"], [1], [2]], [1, 1, 2]),
    "nested values": (
        '{"a":{"b": [1, "ñ"]},"c":[ ],"d":[NaN]}\n'.encode(),
        [["a", "c", "d"], ['{"b":[1,"ñ"]}', "[]", '["NaN"]']],
        [1, 1],
    ),
    "no number of the computer": (
        b'{"a":NaN,"b":Infinity,"c":-Infinity,"d":1e309,"e":-1e999}\n',
        [["a", "b", "c", "d", "e"], ["NaN", "Infinity", "-Infinity", "1e309", "-1e999"]],
        [1, 1],
    ),
    "a very long integer": (b'{"a":' + b"9" * 5000 + b"}\n", [["a"], ["9" * 5000]], [1, 1]),
    "an empty object": (b'{}\n{"a":1}\n', [["a"], [], [1]], [1, 1, 2]),
    "half a surrogate pair": (b'{"a":"x\\ud83d","b":"\\ud83d\\ude42"}\n', [["a", "b"], ["x�", "🙂"]], [1, 1]),
    "with a mark": (b'\xef\xbb\xbf{"a":1}\n', [["a"], [1]], [1, 1]),
    "UTF-16": ('{"a":"ñ"}\n'.encode("utf-16"), [["a"], ["ñ"]], [1, 1]),
    "Windows-1252": ('{"a":"niño 20 €"}\n'.encode("cp1252"), [["a"], ["niño 20 €"]], [1, 1]),
    "nothing": (b"\n\n", [], []),
}

DEEP = b'{"a":' + b"[" * 200_000 + b"]" * 200_000 + b"}\n"
ERRORS: dict[str, tuple[bytes, str, str]] = {
    "no JSON": (b'{"a":1}\n{"a":}\n', "broken_json", "Line 2 "),
    "cut last line": (b'{"a":1}\n{"a":"x', "broken_json", "Line 2 "),
    "two objects in a line": (b'{"a":1}{"a":2}\n', "broken_json", "Line 1 "),
    "an array in a line": (b'{"a":1}\n[1]\n', "broken_json", "Line 2 "),
    "a number in a line": (b'{"a":1}\n7\n', "broken_json", "Line 2 "),
    "a key twice": (b'{"a":1}\n\n{"a":1,"b":2,"a":3}\n', "broken_json", "Line 3 .* 'a' twice"),
    "a key twice inside": (b'{"a":{"b":1,"b":2}}\n', "broken_json", "Line 1 .* 'b' twice"),
    "nested too deep": (DEEP, "broken_json", "Line 1 .* nested"),
    "an array": (b'[{"a":1},{"a":2}]\n', "unsupported_format", "one object a line"),
    "an array over several lines": (b'[\n{"a":1}\n]\n', "unsupported_format", "one object a line"),
    "an object over several lines": (b'{\n  "a": 1\n}\n', "unsupported_format", "one object a line"),
    "an object that begins in its first line": (b'{"a": 1,\n "b": 2}\n', "unsupported_format", "one object a line"),
    "too many keys": (json.dumps(dict.fromkeys(map(str, range(1001)), 1)).encode(), "too_many_columns", "ine 1 "),
}


@pytest.mark.parametrize("name", ROWS)
def test_each_object_is_a_row_under_the_keys(name: str) -> None:
    data, rows, numbers = ROWS[name]
    contents = read(data)
    (sheet,) = contents.sheets
    assert (contents.kind, sheet.rows, list(sheet.numbers), sheet.placed) == ("jsonl", rows, numbers, True)


@pytest.mark.parametrize("name", ERRORS)
def test_what_is_wrong_is_named_with_its_line(name: str) -> None:
    data, code, message = ERRORS[name]
    with pytest.raises(InputError, match=message) as caught:
        read(data)
    assert caught.value.code == code
    assert "s.jsonl" in str(caught.value)


def test_too_many_cells_are_refused_while_they_are_counted() -> None:
    wide = json.dumps(dict.fromkeys(map(str, range(1000)), 1)).encode() + b"\n"
    with pytest.raises(InputError, match="at most 8,000,000") as caught:
        read(wide + b'{"999":1}\n' * 8_000, max_rows=10_000)
    assert caught.value.code == "too_many_cells"


def test_reading_ends_a_thousand_rows_above_the_limit() -> None:
    assert len(read(b'{"a":1}\n' * 1500, max_rows=10).sheets[0].rows) == 1011


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b'{"a":1}\n', True),
        (b'\xef\xbb\xbf\n { "a":1}\n', True),
        ('{"a":1}\n'.encode("utf-16"), True),
        ('{"a":1}\n'.encode("utf-16-be"), True),
        (b"{}\n", True),
        (b"{\n", False),
        (b'{\n  "a": 1\n}\n', True),
        (b'[\n  {"a": 1}]', True),
        (b"a,b\n1,x\n", False),
        (b'"{""a"":1}",b\n', False),
        (b"[id],[text]\n", False),
        (b"{\\rtf1 x}", False),
        (b"{id},x\n", False),
        (b"", False),
    ],
)
def test_json_is_told_from_tables_by_its_beginning(data: bytes, expected: bool) -> None:
    assert looks_like_jsonl(data) is expected


values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**200), 10**200),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
)


@given(st.lists(st.dictionaries(st.text(), values, max_size=5), min_size=1), st.sampled_from(["utf-8", "utf-16"]))
def test_objects_written_by_python_read_back_equal(objects: list[dict[str, Cell]], encoding: str) -> None:
    data = "\n".join(json.dumps(found, ensure_ascii=True) for found in objects).encode(encoding)
    (sheet,) = read(data).sheets
    keys, *rows = sheet.rows
    back = [
        {str(key): cell for key, cell in zip(keys, row, strict=False) if key in found}
        for found, row in zip(objects, rows, strict=True)
    ]
    assert back == objects
