"""A codebook as teams write it: a document of objects, lists and texts, and a sentence for each mistake in it."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from feedback.domain.codebook import MAX_THEMES, Codebook, Theme
from feedback.domain.errors import InputError
from feedback.domain.hints import did_you_mean

MAX_LABEL = 80
MAX_KEY = 40
MAX_DESCRIPTION = 200
_SHOWN = 5  # mistakes told at once

_KEY = re.compile(rf"[a-z0-9_]{{1,{MAX_KEY}}}")
_LABELS = ("label", "label_en", "label_es")
_THEME_FIELDS = ("key", *_LABELS, "description")
_FIELDS = ("name", "themes")
_EXAMPLE = '{"themes": ["Rooms", "Breakfast"]}'
_QUOTES = "put numbers, dates, yes and no in quotes"


def parse_codebook(document: Any, where: str = "The codebook") -> Codebook:
    """The codebook in a document of YAML or JSON; where names the document in messages.

    Raises InputError wrong_codebook, which tells the first few mistakes together, each with the theme's number.
    """
    problems: list[str] = []
    fields = _Fields("The codebook", document if isinstance(document, dict) else {}, problems)
    entries = fields.given.get("themes")
    if not isinstance(document, dict) or not isinstance(entries, list):
        problems.append(f"It must be an object with a list named themes, such as {_EXAMPLE}.")
    elif not 1 <= len(entries) <= MAX_THEMES:
        problems.append(f"It has {len(entries):,} themes; 1 to {MAX_THEMES} are possible.")
    else:
        fields.refuse_others(_FIELDS)
        name = fields.text("name", MAX_LABEL)
        themes = [_theme(number, entry, problems) for number, entry in enumerate(entries, start=1)]
        problems += _clashes(themes)
        if not problems:
            return Codebook(tuple(themes), name)
    more = len(problems) - _SHOWN
    told = [*problems[:_SHOWN], *([f"And {more} more."] if more > 0 else [])]
    raise InputError("wrong_codebook", f"{where} can't be used. {' '.join(told)}")


def dump_codebook(codebook: Codebook) -> bytes:
    """The codebook as a document in JSON, which load_codebook and parse_codebook take."""
    document = {"name": codebook.name, "themes": [asdict(theme) for theme in codebook.themes]}
    return json.dumps(document, ensure_ascii=False).encode()


def load_codebook(data: bytes) -> Codebook:
    """What dump_codebook stored."""
    return parse_codebook(json.loads(data))


@dataclass(frozen=True, slots=True)
class _Fields:
    """The fields of one object; what is wrong with them goes into problems, under the object's name."""

    of: str
    given: Mapping[str, Any]
    problems: list[str]

    def refuse_others(self, known: tuple[str, ...]) -> None:
        for field in self.given:
            if field not in known:
                hint = did_you_mean(str(field).lower(), known) or " A label with a colon must be in quotes."
                self.problems.append(f"{self.of} has no field “{_short(str(field))}”.{hint}")

    def text(self, field: str, most: int) -> str:
        """The field's text; "" where it is absent, null or blank, and where it is wrong."""
        value = self.given.get(field)
        if value is None:
            return ""
        if not isinstance(value, str):
            self.wrong(field, f"it must be a text; {_QUOTES}")
            return ""
        text = value.strip()
        kinds = {unicodedata.category(sign) for sign in text}
        if kinds & {"Cc", "Cs", "Zl", "Zp"}:
            self.wrong(field, "it holds a line break or another control character; take that out")
        elif len(text) > most:
            self.wrong(field, f"it has {len(text):,} characters; at most {most} are taken")
        elif any(kind[0] in "LNPS" for kind in kinds):
            return text
        return ""

    def wrong(self, field: str, what: str) -> None:
        self.problems.append(f"{self.of}, {field}: {what}.")


def _theme(number: int, entry: Any, problems: list[str]) -> Theme:
    """The theme of an entry, with "" for what is wrong with it."""
    fields = _Fields(f"Theme {number}", {"label": entry} if isinstance(entry, str) else entry, problems)
    if not isinstance(fields.given, dict):
        problems.append(f"Theme {number} must be a label, or an object with a label; {_QUOTES}.")
        return Theme("", "", "")
    before = len(problems)
    fields.refuse_others(_THEME_FIELDS)
    label, english, spanish = (fields.text(name, MAX_LABEL) for name in _LABELS)
    if label and english and spanish:
        fields.wrong("label", "leave it out, as label_en and label_es are there")
    elif not (label or english or spanish) and len(problems) == before:
        fields.wrong("label", "give one; label_en and label_es tell it in two languages")
    english, spanish = english or label or spanish, spanish or label or english
    return Theme(_key(fields, english), english, spanish, fields.text("description", MAX_DESCRIPTION))


def _key(fields: _Fields, label: str) -> str:
    """The key that was given, or one made of the label."""
    before = len(fields.problems)
    key = fields.text("key", MAX_KEY)
    if key and not _KEY.fullmatch(key):
        fields.wrong("key", f"“{_short(key)}” must be of small letters a to z, digits and underscores only")
    elif not key and label and len(fields.problems) == before:
        key = made_key(label)
        if not key:
            fields.wrong("key", f"none can be made of the label “{_short(label)}”; give one, such as rooms")
    return key


def made_key(label: str) -> str:
    """The key for a label: accents stripped, small letters, underscores; "" where nothing of it is left."""
    plain = unicodedata.normalize("NFKD", label.casefold()).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MAX_KEY].strip("_")


def _clashes(themes: list[Theme]) -> Iterator[str]:
    """A sentence for each theme that can't be told from an earlier one."""
    first: dict[tuple[str, str], int] = {}
    for number, theme in enumerate(themes, start=1):
        for field, value in (("key", theme.key), ("label_en", theme.label_en), ("label_es", theme.label_es)):
            earlier = first.setdefault((field, value.casefold()), number)
            if value and earlier != number:
                yield f"Themes {earlier} and {number} have the same {field}, “{_short(value)}”; change one of them."
                break


def _short(text: str) -> str:
    return text if len(text) <= MAX_LABEL else f"{text[:MAX_LABEL]}…"
