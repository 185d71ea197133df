"""The items of a model's answer: how each is written, and how they are told apart.

An item is the comment's three-digit id and the parts of its code (see codec) in the order themes, language, scores, and
where it was asked for a space and the pain point. For scores only, the items stand in one string with nothing between
them. The language's letters part the themes from the nine digits of the scores, and after these comes the next id,
which is known and looks like no theme (see prompts.comment_id): a digit or a group of digits too many or too few makes
it another, and so shows. Three digits are one token of o200k, so an item takes four tokens for id and scores, one for
each theme and one for the language, about seven in all.
"""

import json
import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from typing import Any

from feedback.domain.codec import MAX_PAIN_POINT

ITEM_PATTERN = "[0-9]{3}([0-9]{2}[1-3]){0,3}[a-z]{2}[1-9][0-9]{8}"
PAIN_POINT_PATTERN = rf"( [^\x00-\x1f]{{1,{MAX_PAIN_POINT}}})?"

_THEMES = "(?:[0-9]{2}[1-3]){0,3}"
_LOOKS_LIKE_A_THEME = re.compile("[0-9]{2}[1-3]")
_CODE_PARTS = re.compile("(.{9})([0-9]*)([a-z]{2})(.*)", re.DOTALL)
_LISTED = re.compile(f"([0-9]{{3}})({_THEMES})([a-z]{{2}})([0-9]{{9}})(?: (.*))?", re.DOTALL)
# What stands between the letters of two items: the scores of one, then the id and the themes of the next.
_GAP = re.compile(f"([0-9]{{9}})(?:([0-9]{{3}})({_THEMES}))?")
_BEFORE_THE_FIRST = "0" * 9
_LIST_BEGINS = re.compile(r'"r"\s*:\s*\[')
_BETWEEN = re.compile(r"[\s,]*")


@dataclass(frozen=True, slots=True)
class Item:
    """number is the id as it came, "" where it can't be read; code is empty where it can't be relied on.

    said is the pain point as it came.
    """

    number: str
    code: str
    said: str = ""


def render_item(number: int, code: str) -> str:
    """A code as an item, under its id. Raises ValueError where the code's parts can't be told apart."""
    parts = _CODE_PARTS.fullmatch(code)
    if not parts:
        raise ValueError("a code begins with nine digits and names a language")
    scores, themes, language, pain_point = parts.groups()
    return f"{number:03d}{themes}{language}{scores}{pain_point}"


def joined_items(text: str, asked: Set[str], *, ended: bool) -> Iterator[Item]:
    """The items of one string. The last one of an answer that did not end is not relied on: it may not be whole."""
    parts = re.split("([a-z]+)", _BEFORE_THE_FIRST + text)
    gaps = [_GAP.fullmatch(part) for part in parts[::2]]
    if not ended:
        gaps[-1] = None
    sure = _sure_ids({gap[2] for gap in gaps if gap and gap[2]}, asked)
    for place, (before, language, after) in enumerate(zip(gaps, parts[1::2], gaps[1:], strict=False), start=1):
        if not before or not before[2]:
            yield Item("", "")
        else:
            is_last = place == len(gaps) - 1
            whole = after and (after[2] is None if is_last else after[2] in sure)
            yield Item(before[2], after[1] + before[3] + language if after and whole else "")


def _sure_ids(found: Set[str], asked: Set[str]) -> Set[str]:
    """The ids that show the item before them to be whole.

    Where an id is missing, an unknown one may be what became of it, by digits that the item before lacks or has.
    """
    if not asked <= found:
        return asked
    return asked | {number for number in found if not _LOOKS_LIKE_A_THEME.fullmatch(number)}


def listed_items(values: Iterable[Any]) -> Iterator[Item]:
    """The items of a list, each a string of its own."""
    for value in values:
        item = _LISTED.fullmatch(value) if isinstance(value, str) else None
        if item:
            yield Item(item[1], item[4] + item[2] + item[3], item[5] or "")
        elif isinstance(value, str) and re.match("[0-9]{3}", value):
            yield Item(value[:3], "")


def whole_values(content: str) -> Iterator[Any]:
    """The values of the list in an answer that is no JSON, as far as they came whole."""
    begun = _LIST_BEGINS.search(content)
    at = begun.end() if begun else len(content)
    while between := _BETWEEN.match(content, at):
        try:
            value, at = json.JSONDecoder().raw_decode(content, between.end())
        except (ValueError, RecursionError):
            return
        yield value
