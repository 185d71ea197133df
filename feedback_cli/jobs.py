"""What the commands about jobs have in common: dropping a file, watching its job, fetching its results."""

import shlex
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import typer
from rich.console import Console
from rich.markup import escape

from feedback.contracts import JobReply
from feedback.domain.job import JobState
from feedback.domain.options import Options
from feedback_cli.display import ENDED_STATES, follow, show
from feedback_cli.errors import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_WITH_ERRORS, CommandError, StackError, say_error
from feedback_cli.stack import Stack, wait_for
from feedback_cli.target import of_checkout, program, stack_flags

START_SECONDS = 60.0


def survey_file(file: Path | None, sample: int | None, cleanup: ExitStack) -> Path:
    """The file that was named, or a sample of so many rows, which is deleted with cleanup."""
    if (file is None) == (sample is None):
        raise CommandError("name a FILE, or --sample with a number of rows")
    if sample is not None:
        samples = of_checkout("samples", "--sample")
        path = Path(cleanup.enter_context(TemporaryDirectory(prefix="feedback-"))) / f"sample-{sample}.xlsx"
        samples.write_sample(path, rows=sample, seed=sample)
        return path
    assert file is not None  # noqa: S101 - for mypy: one of the two is given
    return existing(file)


def existing(file: Path) -> Path:
    if not file.is_file():
        raise CommandError(f"there is no file {file}")
    return file


def drop(target: Stack, path: Path, codebook_file: Path | None, options: Options, notes: Console) -> str:
    """The id of the job that the file has become."""
    if codebook_file is not None:
        options = replace(options, codebook=target.put_codebook(codebook_file))
    job_id = target.drop(path, options)
    notes.print(f"feedback: dropped {escape(path.name)}, job {job_id}", highlight=False, soft_wrap=True)
    return job_id


def watch(target: Stack, job_id: str, out: Path | None, notes: Console) -> JobReply:
    """The job once it has ended. Ctrl-C ends only the watching, and says how to go on.

    out: where the results are to go, None where none are wanted.
    """
    try:
        if wait_for(target, job_id, START_SECONDS) is None:
            raise StackError(f"the parser did not take the file within {START_SECONDS:.0f} s")
        return follow(lambda: target.job(job_id), notes)
    except KeyboardInterrupt:
        wanted = f"status {job_id}" if out is None else f"results {job_id} --out {shlex.quote(str(out))}"
        what = "See how it stands" if out is None else "Get its results"
        notes.print(
            f"\nfeedback: the job goes on. {what} with:  {program()} {wanted}{stack_flags(target)}",
            highlight=False,
            markup=False,
            soft_wrap=True,
        )
        raise typer.Exit(EXIT_INTERRUPTED) from None


def fetch(target: Stack, job: JobReply, out: Path, console: Console) -> None:
    """Show a job that has ended and write its results to out. Where some are missing, the exit code says so."""
    show(job, console)
    if job.results is None:
        say_error("this job has no results")
        raise typer.Exit(EXIT_FAILED)
    for written in target.download(job, out):
        console.print(f"  {escape(str(written))}", highlight=False, soft_wrap=True)
    if job.state != JobState.COMPLETED.value:
        failed = (job.ledger or {}).get("failed", 0)
        say_error(
            f"{failed} of {job.progress.rows} rows failed, each with its reason in the column failure_reason; "
            f"all others have their results. Exit code {EXIT_WITH_ERRORS}."
        )
        raise typer.Exit(EXIT_WITH_ERRORS)


def has_ended(job: JobReply) -> bool:
    return job.state in ENDED_STATES
