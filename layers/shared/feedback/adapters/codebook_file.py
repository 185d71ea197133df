"""Codebooks from files: YAML or JSON, told apart by content. Built for files of any origin."""

import json
from typing import Any

import yaml

from feedback.domain.codebook import Codebook
from feedback.domain.codebook_document import parse_codebook
from feedback.domain.errors import InputError

MAX_BYTES = 65_536
_MAX_DEPTH = 10  # a codebook has three levels

# The basic loader makes texts, lists and objects only. "No" and "24" stay what was written, and no tag makes an object.
_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # the one in C where PyYAML was built with it


def read_codebook(data: bytes, name: str) -> Codebook:
    """The codebook in a file; name is told in messages. Raises InputError wrong_codebook."""
    where = f"The codebook {name}"
    if len(data) > MAX_BYTES:
        raise _wrong(where, f"it has {len(data):,} bytes; at most {MAX_BYTES:,} are taken")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _wrong(where, "it is not in UTF-8; save it as UTF-8") from None
    if not text.strip():
        raise _wrong(where, "it is empty")
    document = _json(text, where) if text.lstrip()[0] in "{[" else _yaml(text, where)
    return parse_codebook(document, where)


def _wrong(where: str, what: str) -> InputError:
    return InputError("wrong_codebook", f"{where} can't be read: {what}.")


def _json(text: str, where: str) -> Any:
    def only_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for key, value in pairs:
            if key in fields:
                raise _wrong(where, f"“{key[:80]}” is given twice in one object; leave one out")
            fields[key] = value
        return fields

    try:
        return json.loads(text, object_pairs_hook=only_once)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        raise _wrong(where, f"it begins as JSON, and {place} is not valid JSON ({error.msg})") from None
    except (ValueError, RecursionError):  # a number too long, objects too deep
        raise _wrong(where, "it holds a number that is too long, or too many levels") from None


def _yaml(text: str, where: str) -> Any:
    try:
        _check_events(text, where)
        root = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        raise _wrong(where, f"{_place(error.problem_mark)} is not valid YAML ({error.problem})") from None
    except yaml.YAMLError:
        raise _wrong(where, "it holds a control character; take it out") from None
    if root is None:
        raise _wrong(where, "it is empty")
    return _content(root, where)


def _check_events(text: str, where: str) -> None:
    """Refuses references, which can make much out of little, and deep nesting, on which the composer would recurse."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if getattr(event, "anchor", None) is not None:
            raise _wrong(
                where, f"{_place(event.start_mark)} has an anchor or alias (& or *); write it out, or in quotes"
            )
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _MAX_DEPTH:
            raise _wrong(where, f"{_place(event.start_mark)} is nested too deeply")


def _content(node: yaml.Node, where: str) -> Any:
    if isinstance(node, yaml.SequenceNode):
        return [_content(entry, where) for entry in node.value]
    if not isinstance(node, yaml.MappingNode):
        return node.value
    fields: dict[str, Any] = {}
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode):
            raise _wrong(where, f"{_place(key.start_mark)} has a field whose name is not a text")
        if key.value in fields:
            raise _wrong(where, f"{_place(key.start_mark)} gives “{key.value[:80]}” a second time; leave one out")
        fields[key.value] = _content(value, where)
    return fields


def _place(mark: Any) -> str:
    return f"line {mark.line + 1}, column {mark.column + 1}" if mark else "a line"
