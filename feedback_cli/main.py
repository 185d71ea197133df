"""The command line: feedback up, analyze, inspect, estimate, evaluate, doctor, jobs, status, results, down.

What a command needs is imported when it runs, so that no other one waits for it.
"""

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from feedback.domain.options import NO_OPTIONS, Options
from feedback_cli.errors import EXIT_FAILED, CommandError, PlainErrors
from feedback_cli.evaluate.command import evaluate
from feedback_cli.options import takes_options
from feedback_cli.steps import steps_on
from feedback_cli.target import Profile, Region, StackName, chosen_stack, local_cloud, stack_if_any

app = typer.Typer(no_args_is_help=True, add_completion=False, help="Survey files in, NPS and analysed comments out.")
console = Console()
"""What was asked for."""
notes = Console(stderr=True)
"""What is going on, and what went wrong."""

JobId = Annotated[str, typer.Argument(metavar="JOB", help="The job's id.")]
SurveyFile = Annotated[Path, typer.Argument(help="A survey file.")]
Out = Annotated[Path, typer.Option("--out", help="Folder for the result files.")]


@app.command()
def up() -> None:
    """Start the local cloud and deploy to it; what runs already is used again."""
    with PlainErrors():
        endpoints = local_cloud().up(steps_on(notes))
    model = f"model stand-in at {endpoints.standin}" if endpoints.standin else "the model of your OPENAI_… variables"
    console.print(f"feedback: local cloud at {endpoints.aws}, {model}", highlight=False, soft_wrap=True)


@app.command()
def down() -> None:
    """Stop the local cloud; what it held is gone."""
    with PlainErrors():
        stopped = local_cloud().down()
    console.print("feedback: stopped" if stopped else "feedback: nothing was running")


@app.command()
@takes_options
def analyze(
    file: Annotated[Path | None, typer.Argument(help="A survey file: Excel, OpenDocument, CSV or JSON lines.")] = None,
    out: Out = Path("results"),
    sample: Annotated[int | None, typer.Option("--sample", min=1, help="Use a sample of so many rows.")] = None,
    stack: StackName = None,
    region: Region = None,
    profile: Profile = None,
    codebook_file: Path | None = None,
    options: Options = NO_OPTIONS,
) -> None:
    """Drop FILE in S3, watch its analysis, and fetch the results.

    Exit code 0: all rows have a state other than failed; 3: results are there, some rows failed; 1: no results;
    130: you ended the watching with Ctrl-C, and the job goes on.
    """
    with PlainErrors(), ExitStack() as cleanup:
        from feedback_cli import jobs

        path = jobs.survey_file(file, sample, cleanup)
        target = chosen_stack(stack, region, profile)
        job_id = jobs.drop(target, path, codebook_file, options, notes)
        jobs.fetch(target, jobs.watch(target, job_id, out, notes), out, console)


@app.command()
@takes_options
def inspect(file: SurveyFile, codebook_file: Path | None = None, options: Options = NO_OPTIONS) -> None:
    """Show how FILE is read, its NPS, and what its analysis would take. Asks no model, and needs no cloud."""
    with PlainErrors():
        from feedback_cli.inspect import inspected, show_inspected
        from feedback_cli.jobs import existing

        show_inspected(inspected(existing(file), codebook_file, options), file.name, console)


@app.command()
@takes_options
def estimate(
    file: SurveyFile,
    stack: StackName = None,
    region: Region = None,
    profile: Profile = None,
    codebook_file: Path | None = None,
    options: Options = NO_OPTIONS,
) -> None:
    """Tell what the analysis of FILE would take: calls, tokens, dollars and seconds. Asks no model.

    Where the local cloud runs, or with --stack, the deployment answers, which knows what its cache holds, how fast its
    model is and what is left of its budget. Without, it is a cold cache and the model's typical speed.
    """
    with PlainErrors():
        from feedback_cli import jobs
        from feedback_cli.display import show_note
        from feedback_cli.inspect import inspected, show_estimate

        path = jobs.existing(file)
        target = stack_if_any(stack, region, profile)
        if target is None:
            found = inspected(path, codebook_file, options)
            show_estimate(found.estimate, found.comments, found.model, console)
            return
        job_id = jobs.drop(target, path, codebook_file, replace(options, inspect=True), notes)
        job = jobs.watch(target, job_id, None, notes)
        if job.estimate is None:
            raise CommandError(job.error.message if job.error else "the file could not be inspected")
        show_estimate(job.estimate, job.usage.cache_misses, job.model, console)
        for note in job.warnings:
            show_note(note, console)


@app.command()
def status(job: JobId, stack: StackName = None, region: Region = None, profile: Profile = None) -> None:
    """Show a job: its state, progress, NPS and costs."""
    with PlainErrors():
        from feedback_cli.display import show

        found = chosen_stack(stack, region, profile).job(job)
        if found is None:
            raise CommandError(f"there is no job {job}")
        console.print(f"{found.progress.rows_done} of {found.progress.rows} rows done", highlight=False)
        show(found, console)


@app.command()
def results(
    job: JobId,
    out: Out = Path("results"),
    stack: StackName = None,
    region: Region = None,
    profile: Profile = None,
) -> None:
    """Fetch the results of a job that exists; of one that has not ended, once it has. Exit codes as of analyze."""
    with PlainErrors():
        from feedback_cli import jobs

        target = chosen_stack(stack, region, profile)
        found = target.job(job)
        if found is None:
            raise CommandError(f"there is no job {job}")
        if not jobs.has_ended(found):
            found = jobs.watch(target, job, out, notes)
        jobs.fetch(target, found, out, console)


@app.command("jobs")
def list_jobs(
    limit: Annotated[int, typer.Option("--limit", min=1, help="Show so many at most.")] = 20,
    stack: StackName = None,
    region: Region = None,
    profile: Profile = None,
) -> None:
    """List jobs, the newest first: id, state, rows, NPS, when it began, file.

    Reads the whole jobs table of the stack (a scan), with your own AWS permissions.
    """
    with PlainErrors():
        from feedback_cli.job_list import newest_jobs, show_jobs

        show_jobs(newest_jobs(chosen_stack(stack, region, profile), limit), console)


@app.command()
def doctor(stack: StackName = None, region: Region = None, profile: Profile = None) -> None:
    """Tell whether the model can be asked, whether it will be shut down, and how old its prices are.

    Asks the deployment, or where none runs, by the OPENAI_… variables. Exit code 0: all is well; 1: see to something.
    """
    with PlainErrors():
        from feedback_cli.doctor import examine

        if not examine(stack_if_any(stack, region, profile), console):
            raise typer.Exit(EXIT_FAILED)


app.command()(PlainErrors()(evaluate))


if __name__ == "__main__":
    app()
