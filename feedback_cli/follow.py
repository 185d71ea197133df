"""Watching a job until it ends: a moving line on a terminal, one line a state elsewhere."""

import time
from collections.abc import Callable

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from feedback.contracts import JobReply
from feedback_cli.display import ENDED_STATES

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
