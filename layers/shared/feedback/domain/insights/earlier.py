"""What a comparison needs of a job's results.json, checked: an earlier file may be damaged, or of another version."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from feedback.domain.errors import FeedbackError
from feedback.domain.insights.tallies import summed
from feedback.domain.models import LedgerState
from feedback.domain.nps import NpsCounts

SCHEMA_VERSION = 1
"""Of results.json: docs/results.schema.json."""

_TEXTS = ("job", "file", "created_at", "model", "prompt_version", "codebook_version")
_ANALYSED = (LedgerState.ANALYZED, LedgerState.CACHED, LedgerState.DUPLICATE)


class EarlierResultsError(FeedbackError, ValueError):
    """The earlier job's results can't be compared with; the message says why, and what to do."""

    code = "earlier_results"


class _DamagedError(Exception):
    """A field of the results is missing, or not what it should be; str() is its name."""


@dataclass(frozen=True, slots=True)
class Results:
    """counts, unrated: the ratings. analysed: rows with an analysis; themes: how many of them mention each theme, as
    far as the results name it. primary: the ratings by the first theme, which add up to counts.
    """

    job: str
    file: str
    created_at: str
    model: str
    prompt_version: str
    codebook_version: str
    stand_in: bool
    rating_scale: str | None
    counts: NpsCounts
    unrated: int
    analysed: int
    themes: dict[str, int]
    primary: dict[str, NpsCounts]


def read_results(found: Any) -> Results:
    """The results in a document of schema version 1. Raises EarlierResultsError for anything else."""
    version = found.get("schema_version") if isinstance(found, Mapping) else None
    if type(version) is not int or version != SCHEMA_VERSION:
        told = f"schema version {version}" if type(version) is int else "no schema version"
        raise EarlierResultsError(
            f"The results of the earlier job have {told}; only version {SCHEMA_VERSION} can be compared. "
            "Send the earlier file again, and compare with that job."
        )
    try:
        return _results(found)
    except _DamagedError as damaged:
        raise EarlierResultsError(
            f"The results of the earlier job are damaged: “{damaged}” is missing or wrong. "
            "Send the earlier file again, and compare with that job."
        ) from damaged


def _results(found: Mapping[str, Any]) -> Results:
    texts = {name: _of_type(found, name, str) for name in _TEXTS}
    scale = _mapping(found, "reading").get("rating_scale")
    nps, ledger = _mapping(found, "nps"), _mapping(found, "ledger")
    counts, analysed = _counts(nps, "nps"), sum(_number(ledger, state, "ledger") for state in _ANALYSED)
    themes = {key: _number(entry, "rows", "themes", most=analysed) for key, entry in _by_theme(found, "themes").items()}
    primary = {key: _counts(entry, "primary_themes") for key, entry in _by_theme(found, "primary_themes").items()}
    if summed(primary.values()) != counts:
        raise _DamagedError("primary_themes")
    return Results(
        **texts,
        stand_in=_of_type(found, "stand_in", bool),
        rating_scale=scale if isinstance(scale, str) else None,
        counts=counts,
        unrated=_number(nps, "unrated", "nps"),
        analysed=analysed,
        themes=themes,
        primary=primary,
    )


def _of_type[T](found: Mapping[str, Any], name: str, kind: type[T]) -> T:
    value = found.get(name)
    if not isinstance(value, kind):
        raise _DamagedError(name)
    return value


def _mapping(found: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = found.get(name)
    if not isinstance(value, Mapping):
        raise _DamagedError(name)
    return value


def _number(found: Mapping[str, Any], name: str, of: str, most: int | None = None) -> int:
    value = found.get(name)
    if type(value) is not int or value < 0 or (most is not None and value > most):
        raise _DamagedError(of)
    return value


def _counts(found: Mapping[str, Any], of: str) -> NpsCounts:
    counts = NpsCounts(*(_number(found, name, of) for name in ("promoters", "passives", "detractors")))
    if counts.n != _number(found, "n", of):
        raise _DamagedError(of)
    return counts


def _by_theme(found: Mapping[str, Any], name: str) -> dict[str, Mapping[str, Any]]:
    entries = _of_type(found, name, list)
    keyed = {
        entry["theme"]: entry for entry in entries if isinstance(entry, Mapping) and isinstance(entry.get("theme"), str)
    }
    if len(keyed) != len(entries):
        raise _DamagedError(name)
    return keyed
