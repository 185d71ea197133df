"""Files with one JSON object a line as records."""

import json
import math
import re
from typing import Any

from feedback.adapters.tabular.encoding import find_source
from feedback.adapters.tabular.source import TextSource
from feedback.adapters.tabular.text import SPARE_RECORDS
from feedback.domain.errors import InputError
from feedback.domain.layout import MAX_CELLS, MAX_COLUMNS
from feedback.domain.models import Cell, Contents, Sheet

_START = re.compile(r'\s*(\{\s*["}]|\[\s*[{\[\]"])')
_MOST_DIGITS = 300  # of an integer; with more it is no float, and from 4,300 on Python refuses it
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_HEAD = 4_000


class _RepeatedKeyError(Exception):
    """An object has a key twice; the key."""


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise _RepeatedKeyError(key)
            seen.add(key)
    return found


def _number(text: str) -> float | str:
    number = float(text)
    return number if math.isfinite(number) else text


def _integer(text: str) -> int | str:
    return int(text) if len(text) <= _MOST_DIGITS else text


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_constant=str, parse_float=_number, parse_int=_integer)


def looks_like_jsonl(data: bytes) -> bool:
    """Whether the file begins as JSON does. Arrays and objects over several lines count: read_jsonl says what they are.

    data in UTF-8 or UTF-16, with or without a mark.
    """
    return bool(_START.match(data[:_HEAD].replace(b"\0", b"").decode("utf-8", "ignore").lstrip("\ufeff")))


def read_jsonl(data: bytes, name: str, *, max_rows: int, encoding: str | None = None) -> Contents:
    """The objects of a file, one a line, in one sheet; its first row has the keys in order of first appearance.

    Numbers, texts, true, false and null are cells of their kind; what is nested is JSON text, and so are NaN and
    numbers that are too large. A key that an object lacks is None. At most max_rows + 1,000 objects are read.
    Raises InputError: broken_json, unsupported_format, not_a_table, unknown_encoding, wrong_option, wrong_encoding,
    too_many_columns, too_many_cells, cell_too_long.
    """
    source = find_source(data, name, encoding)
    places: dict[str, int] = {}
    rows: list[list[Cell]] = []
    numbers: list[int] = []
    held = 0
    for number, line in enumerate(source.lines(), start=1):
        if not line.strip():
            continue
        rows.append(_row(_object(line, number, source, first=not rows), places))
        numbers.append(number)
        held += len(rows[-1])
        if len(places) > MAX_COLUMNS:
            raise _too_many(
                "columns", f"line {number} of {name} brings the {len(places):,}th different key", MAX_COLUMNS
            )
        if held > MAX_CELLS:
            raise _too_many("cells", f"line {number} of {name} brings the {held:,}th cell", MAX_CELLS)
        if len(rows) >= max_rows + SPARE_RECORDS:
            break
    if rows:
        rows.insert(0, list(places))
        numbers.insert(0, 1)
    notes = (f"Read as JSON, one object a line, in {source.label}.", *source.notes)
    return Contents("jsonl", [Sheet(rows, numbers)], source.label, notes)


def _row(found: dict[str, Any], places: dict[str, int]) -> list[Cell]:
    """The cells of an object in the columns of their keys; new keys get new columns."""
    for key in found:
        places.setdefault(key, len(places))
    cells: list[Cell] = [None] * len(places)
    for key, value in found.items():
        nested = isinstance(value, dict | list)
        cells[places[key]] = json.dumps(value, ensure_ascii=False, separators=(",", ":")) if nested else value
    return cells


def _object(line: str, number: int, source: TextSource, *, first: bool) -> dict[str, Any]:
    """The object in a line. first: nothing was read before it."""
    line = line.strip()
    try:
        found = _DECODER.decode(line)
        if isinstance(found, dict):
            return _storable(found) if _SURROGATE.search(line) else found
        if first and line.startswith("["):
            raise _spread(source.name, "a JSON array")
    except json.JSONDecodeError as error:
        if first and error.pos >= len(line) and line[0] in "{[":
            raise _spread(source.name, "JSON over several lines") from error
        raise _broken(f"Line {number} of {source.name} is not valid JSON") from error
    except RecursionError as error:
        raise _broken(f"Line {number} of {source.name} is nested too deep") from error
    except _RepeatedKeyError as error:
        raise _broken(f"Line {number} of {source.name} has the key {error.args[0][:40]!r} twice") from error
    raise _broken(f"Line {number} of {source.name} is JSON, but not an object")


def _storable(found: dict[str, Any]) -> dict[str, Any]:
    """The object without halves of surrogate pairs, which no file may hold."""
    text = json.dumps(found, ensure_ascii=False)
    whole: dict[str, Any] = _DECODER.decode(text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace"))
    return whole


def _broken(what: str) -> InputError:
    return InputError(
        "broken_json", f"{what}. Each line has to be one JSON object with different keys. Export the file again."
    )


def _spread(name: str, what: str) -> InputError:
    return InputError(
        "unsupported_format", f"{name} is {what}. Save it as JSON Lines, one object a line, or as .csv in UTF-8."
    )


def _too_many(what: str, where: str, most: int) -> InputError:
    return InputError(
        f"too_many_{what}",
        f"{where[0].upper()}{where[1:]}; at most {most:,} {what} are read. Leave out keys that are not needed.",
    )
