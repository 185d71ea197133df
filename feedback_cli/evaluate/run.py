"""An evaluation from the labels to the report: read, say the price, ask, measure, write, show."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import typer
from rich.console import Console

from feedback.adapters.codebook_file import read_codebook
from feedback.clock import now_ms
from feedback.domain.codebook import DEFAULT_CODEBOOK, Codebook
from feedback.domain.errors import FatalModelError, InputError
from feedback.domain.job import iso_time
from feedback.domain.models import Detail
from feedback.domain.prompts import prompt_version
from feedback_cli.evaluate.ask import Asked, Asker, Pacer
from feedback_cli.evaluate.endpoint import EvaluateSettings, endpoint
from feedback_cli.evaluate.findings import find
from feedback_cli.evaluate.labels import read_labels
from feedback_cli.evaluate.plan import ALONE, Pass, plan_passes, price_of, read_sizes, sample
from feedback_cli.evaluate.report import About, Report, write_report
from feedback_cli.evaluate.screen import progress_of, show_price, show_report

SEED = 1


@dataclass(frozen=True, slots=True)
class Wish:
    """What was asked for. yes: spend without asking; limit: a sample of so many comments."""

    labels: Path
    sizes: Sequence[int]
    out: Path
    yes: bool = False
    limit: int | None = None
    codebook: Codebook = DEFAULT_CODEBOOK


def run_command(labels: Path, sizes: str, out: Path, codebook: Path | None, *, yes: bool, limit: int | None) -> Report:
    """The command with what was typed."""
    book = DEFAULT_CODEBOOK if codebook is None else read_codebook(_bytes(codebook), codebook.name)
    return run(Wish(labels, read_sizes(sizes), out, yes, limit, book), Console(), now_ms)


def run(wish: Wish, console: Console, now: Callable[[], int]) -> Report:
    """The command with its console and its clock, in milliseconds since 1970.

    Raises InputError, also where the provider refuses; SettingsError; typer.Abort where the price is not agreed to.
    """
    settings, codebook = EvaluateSettings.load(), wish.codebook
    read = read_labels(_bytes(wish.labels), wish.labels.name, codebook, settings.max_rows)
    comments = sample(read.comments, wish.limit, SEED)
    passes = plan_passes(len(comments), wish.sizes, SEED)
    asked, stopped = _asked(
        passes, [comment.text for comment in comments], settings, codebook, console, agreed=wish.yes
    )
    about = About(
        file=wish.labels.name,
        date=iso_time(now()),
        model=settings.ai_model,
        stand_in=any(one.stand_in for one in asked),
        prompt_version=prompt_version(Detail.SCORES),
        codebook_version=codebook.version,
        comments=len(comments),
        labels=read.columns,
        left_out=read.left_out | {"not in the sample": len(read.comments) - len(comments)},
        too_large=[size for size in wish.sizes if size > len(comments)],
        seed=SEED,
        stopped=stopped,
    )
    report = Report(about, find(asked, [comment.label for comment in comments], codebook))
    show_report(report, write_report(wish.out, report, comments, asked, codebook), console)
    return report


def _bytes(file: Path) -> bytes:
    if not file.is_file():
        raise InputError("no_file", f"There is no file {file}.")
    return file.read_bytes()


def _asked(
    passes: Sequence[Pass],
    texts: Sequence[str],
    settings: EvaluateSettings,
    codebook: Codebook,
    console: Console,
    *,
    agreed: bool,
) -> tuple[list[Asked], str | None]:
    """All passes, one after the other, once the price is told and agreed to.

    Where the provider answers no more, those that were finished, with its words. Raises InputError where both passes of
    one comment a call were not.
    """
    model, pace = settings.ai_model, settings.pace
    prices = [price_of(planned, texts, codebook, model, pace) for planned in passes]
    show_price(passes, prices, settings, len(texts), console)
    if settings.is_real and not agreed:
        typer.confirm("Ask the model at this price?", abort=True)
    done: list[Asked] = []
    with endpoint(settings) as there, progress_of(prices, console) as on_call:
        asker = Asker(there.analyzer, model, codebook, Pacer(there.rps, there.tpm), pace.in_flight, on_call)

        async def in_turn() -> None:
            for planned in passes:
                done.append(await asker.ask(planned, texts))  # noqa: PERF401 - those before a failure are kept

        try:
            asyncio.run(in_turn())
        except FatalModelError as error:
            if len([one for one in done if one.planned.size == ALONE]) < 2:
                raise InputError("model_refused", f"The evaluation ended: {error}") from None
            return done, str(error)
    return done, None
