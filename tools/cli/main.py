"""The command line: feedback up, analyze, inspect, estimate, evaluate, doctor, status, down."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from botocore.exceptions import BotoCoreError, ClientError
from rich.console import Console
from rich.markup import escape

from feedback.domain.errors import InputError, SettingsError
from feedback.domain.options import NO_OPTIONS, Options
from tools.cli.display import follow, show, show_note
from tools.cli.doctor import doctor
from tools.cli.inspect import inspected, show_estimate, show_inspected
from tools.cli.options import takes_options
from tools.cli.stack import Stack, StackError, wait_for
from tools.evaluate.command import evaluate
from tools.local_cloud import cloud
from tools.local_cloud.deploy import STACK
from tools.local_cloud.processes import LocalCloudError
from tools.samples import write_sample

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Survey files in, NPS and analysed comments out.")
console = Console(stderr=False)

EXIT_FAILED, EXIT_WITH_ERRORS = 1, 3
START_SECONDS = 60.0

StackName = Annotated[
    str | None,
    typer.Option("--stack", help="A stack deployed in your AWS account; without it, the local cloud."),
]


@app.command()
def up() -> None:
    """Start the local cloud and deploy to it; what runs already is used again."""
    with _plain_errors():
        endpoints = cloud.up(lambda what: console.print(f"feedback: {what} …", highlight=False))
    model = f"model stand-in at {endpoints.standin}" if endpoints.standin else "the model of your OPENAI_… variables"
    console.print(f"feedback: local cloud at {endpoints.aws}, {model}", highlight=False, soft_wrap=True)


@app.command()
def down() -> None:
    """Stop the local cloud; what it held is gone."""
    with _plain_errors():
        stopped = cloud.down()
    console.print("feedback: stopped" if stopped else "feedback: nothing was running")


@app.command()
@takes_options
def analyze(
    file: Annotated[Path | None, typer.Argument(help="A survey file: Excel, OpenDocument, CSV or JSON lines.")] = None,
    out: Annotated[Path, typer.Option("--out", help="Folder for the result files.")] = Path("results"),
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="Use a sample of so many rows.")] = None,
    stack: StackName = None,
    codebook_file: Path | None = None,
    options: Options = NO_OPTIONS,
) -> None:
    """Drop FILE in S3, watch its analysis, and fetch the results.

    Exit code 0: all rows have a state other than failed; 3: results are there, some rows failed; 1: no results.
    """
    with _plain_errors():
        path = _file(file, sample)
        target = _stack(stack)
        job_id = _drop(target, path, codebook_file, options)
        job = follow(lambda: target.job(job_id), console)
        show(job, console)
        if job.results is None:
            raise typer.Exit(EXIT_FAILED)
        for written in target.download(job, out):
            console.print(f"  {escape(str(written))}", highlight=False)
    if job.state != "completed":
        raise typer.Exit(EXIT_WITH_ERRORS)


@app.command()
@takes_options
def inspect(
    file: Annotated[Path, typer.Argument(help="A survey file.")],
    codebook_file: Path | None = None,
    options: Options = NO_OPTIONS,
) -> None:
    """Show how FILE is read, its NPS, and what its analysis would take. Asks no model, and needs no cloud."""
    with _plain_errors():
        show_inspected(inspected(_file(file, None), codebook_file, options), file.name, console)


@app.command()
@takes_options
def estimate(
    file: Annotated[Path, typer.Argument(help="A survey file.")],
    stack: StackName = None,
    codebook_file: Path | None = None,
    options: Options = NO_OPTIONS,
) -> None:
    """Tell what the analysis of FILE would take: calls, tokens, dollars and seconds. Asks no model.

    Where the local cloud runs, or with --stack, the deployment answers, which knows what its cache holds, how fast its
    model is and what is left of its budget. Without, it is a cold cache and the model's typical speed.
    """
    with _plain_errors():
        path = _file(file, None)
        if stack is None and cloud.running() is None:
            found = inspected(path, codebook_file, options)
            show_estimate(found.estimate, found.comments, found.model, console)
            return
        target = _stack(stack)
        job_id = _drop(target, path, codebook_file, replace(options, inspect=True))
        job = follow(lambda: target.job(job_id), console)
        if job.estimate is None:
            raise StackError(job.error.message if job.error else "the file could not be inspected")
        show_estimate(job.estimate, job.usage.cache_misses, job.model, console)
        for note in job.warnings:
            show_note(note, console)


@app.command()
def status(job: Annotated[str, typer.Argument(help="The job's id.")], stack: StackName = None) -> None:
    """Show a job: its state, progress, NPS and costs."""
    with _plain_errors():
        found = _stack(stack).job(job)
        if found is None:
            raise StackError(f"there is no job {job}")
        console.print(f"{found.progress.rows_done} of {found.progress.rows} rows done", highlight=False)
        show(found, console)


def _drop(target: Stack, path: Path, codebook_file: Path | None, options: Options) -> str:
    """Drop the file, and wait until the parser has it; the job's id."""
    if codebook_file is not None:
        options = replace(options, codebook=target.put_codebook(codebook_file))
    job_id = target.drop(path, options)
    console.print(f"feedback: dropped {escape(path.name)}, job {job_id}", highlight=False)
    if wait_for(target, job_id, START_SECONDS) is None:
        raise StackError(f"the parser did not take the file within {START_SECONDS:.0f} s")
    return job_id


def _file(file: Path | None, sample: int | None) -> Path:
    if (file is None) == (sample is None):
        raise StackError("name a FILE, or --sample with a number of rows")
    if sample is not None:
        path = Path(tempfile.mkdtemp(prefix="feedback-")) / f"sample-{sample}.xlsx"
        write_sample(path, rows=sample, seed=sample)
        return path
    assert file is not None  # noqa: S101 - for mypy: one of the two is given
    if not file.is_file():
        raise StackError(f"there is no file {file}")
    return file


def _stack(name: str | None) -> Stack:
    if name is not None:
        return Stack(name)
    endpoints = cloud.running()
    if endpoints is None:
        raise StackError("the local cloud is not running: start it with `feedback up`, or name a stack with --stack")
    return Stack(STACK, endpoints.aws)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """Errors that people can act on end the command with their sentence and exit code 1, without a traceback."""
    try:
        yield
    except (StackError, LocalCloudError, InputError, SettingsError, ClientError, BotoCoreError) as error:
        console.print(f"[red]feedback:[/red] {escape(str(error))}", highlight=False, soft_wrap=True)
        raise typer.Exit(EXIT_FAILED) from None


app.command()(_plain_errors()(evaluate))
app.command()(_plain_errors()(doctor))


if __name__ == "__main__":
    app()
