"""What holds for every job, whatever the model does; and the right answers, which the texts decide alone."""

from functools import cache
from typing import Any

from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.codec import decode
from feedback.domain.job import JobState
from feedback.domain.models import EMOTIONS, Detail
from feedback.domain.nps import NpsCounts, standard_nps
from tests.standin.faulty_jobs import BLANKS, COMMENTS, RATINGS, ROWS, Ended
from tools.standin.analysis import code_of
from tools.standin.faults import PASSING, REFUSING

LABELS = tuple(theme.prompt_text for theme in DEFAULT_CODEBOOK.themes)
WITH_ANALYSIS = ("analyzed", "cached", "duplicate")
INVISIBLE = frozenset({"swapped_ids"})
"""Faults that no reader of an answer can see, as its form is right. The spot check sees them."""

UNANSWERED = frozenset({"timeout_hang", "reset", "html_page", "broken_document", "cut_reply"})
"""After these nobody knows whether the call was paid for: its money stays reserved."""

type Cells = tuple[Any, ...]


@cache
def right_cells(text: str, detail: Detail) -> Cells:
    """The cells of the one right analysis of a comment: what the stand-in's word lists say of its text."""
    analysis = decode(code_of(text, LABELS, detail), DEFAULT_CODEBOOK)
    themes = "; ".join(f"{mention.theme}:{mention.polarity.value}" for mention in analysis.themes)
    scores = (analysis.sentiment, *analysis.emotions, analysis.churn_risk, themes, analysis.language)
    return scores if detail is Detail.SCORES else (*scores, analysis.pain_point)


def given_cells(row: dict[str, Any], detail: Detail) -> Cells:
    names = ["sentiment", *(f"emotion_{emotion}" for emotion in EMOTIONS), "churn_risk", "themes", "language"]
    return tuple(row[name] for name in (names if detail is Detail.SCORES else [*names, "pain_point"]))


def check_promises(ended: Ended) -> None:
    """The job's end, its rows, ledger, NPS, usage and money."""
    job, report = ended.job, ended.report
    assert job.state in (JobState.COMPLETED, JobState.COMPLETED_WITH_ERRORS)
    assert (job.state is JobState.COMPLETED) == (not ended.states["failed"] and not job.stop_reason)
    assert job.rows_done == job.rows == report["rows"] == len(ROWS)
    check_rows(ended)
    assert report["ledger"] == {s: ended.states[s] for s in ("analyzed", "cached", "duplicate", "blank", "failed")}
    assert sum(report["ledger"].values()) == len(ROWS)
    assert report["ledger"]["blank"] == BLANKS
    assert report["nps"]["standard"] == round(standard_nps(NpsCounts.of(RATINGS)) or 0.0, 2)
    assert report["nps"]["unrated"] == len(ROWS) - len(RATINGS)
    check_usage(ended)
    assert report["stand_in"] == bool(ended.seen["answered"] or ended.states["cached"])


def check_rows(ended: Ended) -> None:
    """Every row once and in order; an analysis only where there is one, and then the right one."""
    rows, detail = ended.rows, ended.detail
    assert [[row["Nota"], row["Comentario Final"]] for row in rows] == ROWS
    assert [row["row"] for row in rows] == list(range(1, len(ROWS) + 1))
    swapped = bool(INVISIBLE & ended.seen["faults"].keys())
    for row in rows:
        text, given = row["Comentario Final"], given_cells(row, detail)
        assert (row["ledger_state"] == "blank") == (not text)
        assert (row["ledger_state"] == "failed") == bool(row["failure_reason"])
        if row["ledger_state"] not in WITH_ANALYSIS:
            assert set(given) == {None}
        elif swapped:
            assert given[:11] in {right_cells(comment, Detail.SCORES) for comment in COMMENTS}
            assert given[11:] in ((), (None,), right_cells(text, detail)[11:])
        else:
            assert given == right_cells(text, detail)


def check_usage(ended: Ended) -> None:
    """What the report says was used is what the stand-in saw; no more and no less money is gone."""
    usage, seen, world = ended.report["usage"], ended.seen, ended.world
    faults = seen["faults"]
    assert usage["calls"] == len(world.telemetry.calls)
    assert usage["rate_limited"] == faults.get("rate_limit_429", 0) + faults.get("insufficient_quota", 0)
    if "timeout_hang" in faults:  # then what is only late is given up too, before or after it is seen or answered
        assert usage["calls"] >= seen["calls"]
        assert usage["failed_calls"] >= sum(faults.get(kind, 0) for kind in REFUSING)
        assert usage["tokens_in"] <= seen["tokens_in"]
        assert usage["tokens_out"] <= seen["tokens_out"]
    else:
        assert usage["calls"] == seen["calls"]
        assert usage["failed_calls"] == sum(faults.get(kind, 0) for kind in REFUSING)
        assert usage["failed_calls"] + seen["answered"] == seen["calls"]
        assert (usage["tokens_in"], usage["tokens_out"]) == (seen["tokens_in"], seen["tokens_out"])
    spent = world.budget.spent.total()
    if UNANSWERED & faults.keys():
        assert spent > (ended.job.usage.cost_micro_usd or 0)
    else:
        assert spent == ended.job.usage.cost_micro_usd
    assert bool(usage["retries"]) <= any(kind in faults for kind in PASSING)
