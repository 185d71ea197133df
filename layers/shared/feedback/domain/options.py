"""What a caller may say about a survey file: its columns, sheet, scale, and how the report is made."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import Any

from feedback.domain.codebook_names import DEFAULT_NAME, is_codebook_name
from feedback.domain.columns import AskedColumns
from feedback.domain.errors import InputError
from feedback.domain.hints import did_you_mean
from feedback.domain.job_ids import is_job_id
from feedback.domain.models import Detail
from feedback.domain.nps import NpsMethod
from feedback.domain.rating_scale import RatingScale

_ROW = re.compile(r"[0-9]{1,4}")
MAX_CHARS = 2000
"""Most characters of all options together: S3 takes 2 KB of metadata."""


class Lang(StrEnum):
    """The language of a report's labels."""

    ENGLISH = "en"
    SPANISH = "es"


@dataclass(frozen=True, slots=True)
class Options:
    """Options of one job. None, or an empty list: decided by the file or by the deployment's settings.

    header_row is the row (in text files the line) of the header, counted from 1; 0 says that there is none.
    codebook is the name of one. compare_to is the id of an earlier job. inspect: only tell how the file is read.
    """

    rating: str | None = None
    comment: tuple[str, ...] = ()
    id: str | None = None
    date: str | None = None
    segment: tuple[str, ...] = ()
    sheet: str | None = None
    header_row: int | None = None
    encoding: str | None = None
    rating_scale: RatingScale | None = None
    method: NpsMethod | None = None
    codebook: str | None = None
    detail: Detail | None = None
    lang: Lang | None = None
    compare_to: str | None = None
    inspect: bool = False

    @property
    def columns(self) -> AskedColumns:
        return AskedColumns(self.rating, self.comment, self.id, self.date, self.segment)

    def dumps(self) -> str:
        """JSON with the options that were given only; "" where none was."""
        given = {name: value for name, value in asdict(self).items() if value}
        if self.header_row is not None:
            given["header_row"] = self.header_row
        return json.dumps(given) if given else ""

    @classmethod
    def loads(cls, text: str) -> "Options":
        return parse_options(json.loads(text)) if text else cls()


NO_OPTIONS = Options()


def parse_options(given: Mapping[str, Any]) -> Options:
    """The options in a JSON object, or in texts. Names may have hyphens.

    comment and segment take one column or several, as a list or as a text with | between.
    Raises InputError: unknown_option, wrong_option.
    """
    read: dict[str, Any] = {}
    for key, value in given.items():
        name = option_name(key)
        if name not in _READERS:
            raise _unknown(key)
        if name in read:
            raise InputError("wrong_option", f"The option {name} is given twice. Leave one of them out.")
        if value is not None:
            read[name] = _READERS[name](name, value)
    options = Options(**read)
    if len(options.dumps()) > MAX_CHARS:
        raise InputError("wrong_option", f"The options are longer than {MAX_CHARS:,} characters together.")
    return options


def option_name(key: str) -> str:
    return key.strip().lower().replace("-", "_")


def _unknown(key: str) -> InputError:
    hint = did_you_mean(option_name(key), _READERS)
    return InputError("unknown_option", f"There is no option “{key[:60]}”.{hint} Options are {', '.join(_READERS)}.")


def _wrong(name: str, must: str) -> InputError:
    return InputError("wrong_option", f"The option {name} must be {must}.")


def _text(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(name, "a text")
    return value.strip()


def _column(name: str, value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise _wrong(name, "the name of a column")
    return value


def _columns(name: str, value: Any) -> tuple[str, ...]:
    entries = value.split("|") if isinstance(value, str) else value
    if not isinstance(entries, list):
        raise _wrong(name, "the name of a column, or a list of names")
    return tuple(_column(name, entry) for entry in entries)


def _row(name: str, value: Any) -> int:
    row = int(value) if isinstance(value, str) and _ROW.fullmatch(value.strip()) else value
    if isinstance(row, bool) or not isinstance(row, int) or not 0 <= row <= 1000:
        raise _wrong(name, "the number of the row with the column names, 1 to 1000; 0 where there is none")
    return row


def _flag(name: str, value: Any) -> bool:
    if isinstance(value, bool):
        return value
    if value in ("true", "false"):
        return bool(value == "true")
    raise _wrong(name, "true or false")


def _one_of[T: StrEnum](kind: type[T]) -> Callable[[str, Any], T]:
    def read(name: str, value: Any) -> T:
        for entry in kind:
            if isinstance(value, str) and value.strip().lower().replace("–", "-") == entry.value:
                return entry
        raise _wrong(name, f"one of {', '.join(kind)}")

    return read


def _codebook(name: str, value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not is_codebook_name(text):
        raise _wrong(
            name,
            f"the name of a codebook, up to 64 letters a to z, digits, - and _; {DEFAULT_NAME} is the built-in one",
        )
    return text


def _job(name: str, value: Any) -> str:
    text = value.strip() if isinstance(value, str) else ""
    if not is_job_id(text):
        raise _wrong(name, "the id of an earlier job: d or u, and 24 digits and letters a to f")
    return text


_READERS: dict[str, Callable[[str, Any], Any]] = {
    "rating": _column,
    "comment": _columns,
    "id": _column,
    "date": _column,
    "segment": _columns,
    "sheet": _text,
    "header_row": _row,
    "encoding": _text,
    "rating_scale": _one_of(RatingScale),
    "method": _one_of(NpsMethod),
    "codebook": _codebook,
    "detail": _one_of(Detail),
    "lang": _one_of(Lang),
    "compare_to": _job,
    "inspect": _flag,
}
