"""What the command line shows of a job: its progress until it ends, then NPS and what became of the rows."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from feedback.contracts import JobReply, NpsReply
from feedback.domain.job import ENDED, JobState

ENDED_STATES = frozenset(state.value for state in ENDED)
STAGES = {
    "awaiting_upload": "waiting for the file",
    "parsing": "reading the file",
    "analyzing": "analysing comments",
    "aggregating": "writing results",
}
WAITING = "waiting for the parser"
Ask = Callable[[], JobReply | None]


def follow(ask: Ask, console: Console, pause: float = 0.3) -> JobReply:
    """Show a job's progress until it ends."""
    return _with_bar(ask, console, pause) if console.is_terminal else _with_lines(ask, console, pause)


def _with_bar(ask: Ask, console: Console, pause: float) -> JobReply:
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description:<22}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("rows"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task(WAITING, total=None)
        while True:
            job = ask()
            if job is not None and job.state in ENDED_STATES:
                return job
            if job is not None:
                progress.update(
                    task,
                    description=STAGES.get(job.state, job.state),
                    total=job.progress.rows or None,
                    completed=job.progress.rows_done,
                )
            time.sleep(pause)


def _with_lines(ask: Ask, console: Console, pause: float) -> JobReply:
    """Each state with the seconds since it was first asked for."""
    began, said = time.monotonic(), ""
    while True:
        job = ask()
        stage = WAITING if job is None else STAGES.get(job.state, job.state)
        if stage != said:
            rows = f", {job.progress.rows} rows" if job is not None and job.progress.rows else ""
            seconds = time.monotonic() - began
            console.print(f"feedback: {stage}{rows} ({seconds:.1f} s)", highlight=False, soft_wrap=True)
            said = stage
        if job is not None and job.state in ENDED_STATES:
            return job
        time.sleep(pause)


def show(job: JobReply, console: Console) -> None:
    """NPS, ledger, usage and timings of a job, as far as there are any."""
    console.print(
        f"[bold]{escape(job.file)}[/bold]  job {job.job}  [bold]{job.state}[/bold]", highlight=False, soft_wrap=True
    )
    if job.error:
        console.print(f"[red]{escape(job.error.message)}[/red]", highlight=False, soft_wrap=True)
    if job.nps:
        show_nps(job.nps, console)
    if job.ledger:
        states = ", ".join(f"{rows} {state}" for state, rows in job.ledger.items() if rows)
        console.print(f"Rows: {job.progress.rows} = {states}", highlight=False, soft_wrap=True)
    if job.state in ENDED_STATES and job.state != JobState.FAILED.value:
        _show_usage(job, console)
    for warning in job.warnings:
        show_note(warning, console)


def counted(number: int, noun: str) -> str:
    """1 call, 2 calls."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def show_note(note: str, console: Console) -> None:
    """A sentence; square brackets in it are its own."""
    console.print(f"[yellow]Note:[/yellow] {escape(note)}", highlight=False, soft_wrap=True)


def show_nps(nps: NpsReply, console: Console) -> None:
    """Score, margin and counts."""
    if nps.score is None:
        console.print("NPS: there is no rating in the file that can be read.")
        return
    margin = f" ± {nps.margin:.1f}" if nps.margin is not None else ""
    console.print(
        f"NPS ({nps.method}) [bold]{nps.score:g}[/bold]{margin} (95 %), standard NPS {nps.standard:g}",
        highlight=False,
        soft_wrap=True,
    )
    table = Table(show_header=True, header_style="bold")
    for name in ("promoters", "passives", "detractors", "ratings", "unrated"):
        table.add_column(name, justify="right")
    counts = (nps.promoters, nps.passives, nps.detractors)
    shares = [f"{count} ({count / nps.n:.0%})" for count in counts]
    table.add_row(*shares, str(nps.n), str(nps.unrated))
    console.print(table)


def _show_usage(job: JobReply, console: Console) -> None:
    usage = job.usage
    cost = "cost unknown" if usage.cost_usd is None else f"${usage.cost_usd:.4f}"
    console.print(
        f"Model: {job.model}{' (stand-in)' if job.stand_in else ''}, {counted(usage.calls, 'call')},"
        f" {usage.tokens_in} + {usage.tokens_out} tokens, {cost};"
        f" cache: {usage.cache_hits} hits, {usage.cache_misses} misses",
        highlight=False,
        soft_wrap=True,
    )
    stages = ", ".join(f"{stage} {seconds:.2f}" for stage, seconds in job.timings.items())
    console.print(f"Seconds: {stages}", highlight=False, soft_wrap=True)
