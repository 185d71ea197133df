"""The options of a job, as the command line takes them."""

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from feedback.domain.codebook_names import ENDINGS
from feedback.domain.errors import InputError
from feedback.domain.options import Options, parse_options

_TEXTS = {
    "rating": "The rating column, by its name.",
    "id": "The column that names the respondent or the answer.",
    "date": "The column with the answer's date.",
    "sheet": "The sheet of a workbook.",
    "encoding": "The encoding of a text file, such as cp1251.",
    "rating_scale": "0-10, 1-10, 1-5 or 0-5.",
    "method": "How NPS is given: shifted, standard, absolute or weighted.",
    "codebook": "The codebook of themes: a YAML or JSON file, or the name of one in the upload bucket.",
    "detail": "scores; or full, which adds each comment's pain point in the customer's words.",
    "lang": "The language of the report: en or es.",
    "compare_to": "The id of an earlier job, to tell what has changed.",
}
_LISTS = {
    "comment": "A comment column; may be given several times.",
    "segment": "A segment column; may be given several times.",
}
_FLAGS: dict[str, Any] = {
    **{name: Annotated[str | None, typer.Option(help=text)] for name, text in _TEXTS.items()},
    **{name: Annotated[list[str] | None, typer.Option(help=text)] for name, text in _LISTS.items()},
    "header_row": Annotated[int | None, typer.Option(help="The row of the column names; 0 for none.")],
}

_FILE = "codebook_file"


def takes_options(command: Callable[..., None]) -> Callable[..., None]:
    """A typer command with a flag for each option of a job; it gets them as its keyword `options`.

    If it has a parameter `codebook_file`, it gets there the path of a file that --codebook names, None for a name.
    """
    parameters = inspect.signature(command).parameters.values()
    takes_file = any(entry.name == _FILE for entry in parameters)

    @functools.wraps(command)
    def run(**given: Any) -> None:
        told = {name: value for name in _FLAGS if (value := given.pop(name)) not in (None, [])}
        if takes_file:
            given[_FILE] = _codebook_file(told)
        command(**given, options=_options(told))

    own = [entry for entry in parameters if entry.name not in ("options", _FILE)]
    flags = [
        inspect.Parameter(name, inspect.Parameter.KEYWORD_ONLY, default=None, annotation=flag)
        for name, flag in _FLAGS.items()
    ]
    vars(run)["__signature__"] = inspect.Signature([*own, *flags])
    run.__annotations__ = {entry.name: entry.annotation for entry in [*own, *flags]}
    return run


def _codebook_file(told: dict[str, Any]) -> Path | None:
    """The file that --codebook names, which is then no option any more: one that is there, or has a file's ending."""
    path = Path(told.get("codebook", ""))
    if not path.is_file() and path.suffix.lower() not in ENDINGS:
        return None
    if not path.is_file():
        raise typer.BadParameter(f"there is no codebook file {path}")
    del told["codebook"]
    return path


def _options(told: dict[str, Any]) -> Options:
    try:
        return parse_options(told)
    except InputError as error:
        raise typer.BadParameter(str(error)) from None
