"""Medians of the analysis benchmark, beside the least time that any schedule could take."""

import statistics
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.contest import OURS
from benchmarks.lower_bound import Bound, Limits, Model, lower_bound
from benchmarks.rivals import FULL_BATCH
from benchmarks.standin_control import RPS, TPM
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.prompts import ModelRequest, system_prompt
from tools.standin.timing import Timing
from tools.standin.tokens import count_tokens

BOUND = "bound"
FIGURES = ("seconds", "wall", "calls", "rate_limited", "lost", "cost_usd", "tokens_in", "tokens_out", "answered")
_TOKENS_AROUND_MESSAGES = 8  # two messages' roles and separators, as the stand-in counts them

type Record = dict[str, Any]


def medians(runs: Iterable[Record]) -> list[Record]:
    """A record for each timing, size and way, and one for the bound; ratio is seconds over those of the bound.

    The bound is for the tokens that our own runs used, or where there are none, those of the first way measured.
    """
    found: list[Record] = []
    for (timing, comments), group in _grouped(runs, "timing", "comments"):
        rows = [_median(members) for _, members in _grouped(group, "way")]
        measured = [row for row in rows if row["runs"]]
        found += rows
        if measured:
            basis = next((row for row in measured if row["way"] == OURS), measured[0])
            bound = _bound(basis)
            found.append({"timing": timing, "comments": comments, "way": BOUND, **_figures(bound, basis)})
            for row in measured:
                row["ratio"] = row["seconds"] / bound.seconds
    return found


def _grouped(runs: Iterable[Record], *names: str) -> list[tuple[tuple[Any, ...], list[Record]]]:
    """In the order of first appearance."""
    order: dict[tuple[Any, ...], list[Record]] = {}
    for run in runs:
        order.setdefault(tuple(run[name] for name in names), []).append(run)
    return list(order.items())


def _median(runs: Sequence[Record]) -> Record:
    """runs counts those measured, problems the others."""
    good = [run for run in runs if "problem" not in run]
    row = {name: runs[0][name] for name in ("timing", "comments", "way")}
    row |= {"runs": len(good), "problems": len(runs) - len(good)}
    for name in FIGURES:
        values = [run[name] for run in good if run.get(name) is not None]
        if values:
            row[name] = statistics.median(values)
    if good:
        row["slowest"] = max(run["seconds"] for run in good)
        row["fastest"] = min(run["seconds"] for run in good)
        row["tokens_a_comment"] = statistics.median(run["tokens_out"] / max(1, run["answered"]) for run in good)
    return row


def _bound(row: Record) -> Bound:
    """For what this way's calls used."""
    timing = Timing.parse(row["timing"])
    prompt = count_tokens(system_prompt(ModelRequest({}, DEFAULT_CODEBOOK))) + _TOKENS_AROUND_MESSAGES
    model = Model(
        tokens=row["tokens_a_comment"],
        first_token=timing.first,
        speed=1 / timing.per_token,
        prompt_tokens=prompt,
        comment_tokens=max(0.0, row["tokens_in"] - prompt * row["calls"]) / max(1, row["answered"]),
    )
    return lower_bound(row["comments"], model, Limits(RPS, TPM, FULL_BATCH))


def _figures(bound: Bound, basis: Record) -> Record:
    return {
        "seconds": bound.seconds,
        "calls": bound.calls,
        "exact": bound.exact,
        "tokens_a_comment": basis["tokens_a_comment"],
        "of": basis["way"],
        "ratio": 1.0,
    }


def show(rows: list[Record], facts: Record) -> None:
    table = Table(title=", ".join(f"{name} {value}" for name, value in facts.items()))
    table.add_column("timing, comments")
    table.add_column("way")
    heads = (
        "seconds",
        "fastest–slowest",
        "of bound",
        "wall",
        "calls",
        "429",
        "lost",
        "cost $",
        "tokens/comment",
        "runs",
    )
    for head in heads:
        table.add_column(head, justify="right")
    for (timing, comments), group in groupby(rows, key=lambda row: (row["timing"], row["comments"])):
        for row in group:
            table.add_row(f"{timing} {comments}", row["way"], *_cells(row), style="bold" if row["way"] == OURS else "")
        table.add_section()
    Console(width=170).print(table)


def _cells(row: Record) -> list[str]:
    spread = f"{row['fastest']:.2f}–{row['slowest']:.2f}" if "fastest" in row else ""
    runs = "" if "runs" not in row else f"{row['runs']}" + (f" ({row['problems']} failed)" if row["problems"] else "")
    return [
        _cell(row, "seconds", ".2f"),
        spread,
        _cell(row, "ratio", ".2f"),
        *(_cell(row, name, form) for name, form in (("wall", ".2f"), ("calls", "g"), ("rate_limited", "g"))),
        *(_cell(row, name, form) for name, form in (("lost", "g"), ("cost_usd", ".4f"), ("tokens_a_comment", ".2f"))),
        runs,
    ]


def _cell(row: Record, name: str, form: str) -> str:
    return f"{row[name]:{form}}" if row.get(name) is not None else ""
