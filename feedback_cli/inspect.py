"""Reading a survey file on this machine, by the same code as the parser function, without any model call."""

from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from feedback.adapters.codebook_file import read_codebook
from feedback.adapters.tabular.process import ChildReader
from feedback.contracts import EstimateReply, NpsReply, ReadingReply
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import InputError
from feedback.domain.inspection import inspection, reading_dict, survey_notes
from feedback.domain.line import LineSums
from feedback.domain.model_catalog import PRICES_AS_OF
from feedback.domain.models import Detail
from feedback.domain.normalization import for_model
from feedback.domain.options import Options
from feedback.domain.planning import seconds_left
from feedback.domain.prompts import ModelRequest
from feedback.domain.speed import CallSums, beside_calls, learned
from feedback.domain.survey import read_survey
from feedback.domain.work import Asking, Schedule
from feedback.settings import PlanSettings
from feedback_cli.display import counted, show_note, show_nps

TYPICAL_PARSE_SECONDS = 0.4
"""From the drop of an ordinary file to its plan, as measured on the local stack."""


@dataclass(frozen=True, slots=True)
class Inspected:
    """What can be said of a file on this machine. comments: the different ones."""

    reading: ReadingReply
    nps: NpsReply | None
    estimate: EstimateReply
    comments: int
    model: str
    notes: tuple[str, ...]


def inspected(file: Path, codebook_file: Path | None, options: Options) -> Inspected:
    """Read a file by the settings of the environment. Raises InputError, SettingsError."""
    settings = PlanSettings.load()
    data = file.read_bytes()
    if len(data) > settings.max_bytes:
        raise InputError("file_too_large", f"{file.name} is larger than FILE_MAX_MB, {settings.file_max_mb:g} MB.")
    reading = ChildReader(settings.file_parser_mode, settings.max_rows)(data, file.name, options)
    survey, unique = read_survey(reading)
    detail = options.detail or Detail.SCORES
    # A codebook in a bucket can't be seen from here: the built-in one stands for it.
    codebook = read_codebook(codebook_file.read_bytes(), codebook_file.name) if codebook_file else DEFAULT_CODEBOOK
    texts = [for_model(comment.text) for comment in unique]
    speed = learned(CallSums(), settings.ai_model, detail)
    beside = beside_calls(LineSums(), survey.rows)
    within = seconds_left(survey.rows, TYPICAL_PARSE_SECONDS, beside)
    template = ModelRequest({}, codebook, detail)
    asking = Asking(template, speed, settings.plan_rules, within, TYPICAL_PARSE_SECONDS, beside)
    cost = Schedule(texts, asking).estimate()
    method = options.method or settings.nps_calculation_method
    report = inspection(survey, cost, method, settings.nps_passive_weight)
    return Inspected(
        reading=ReadingReply.model_validate(reading_dict(reading, survey)),
        nps=None if reading.ratings is None else NpsReply.model_validate(report["nps"]),
        estimate=EstimateReply.model_validate(report["estimate"]),
        comments=len(unique),
        model=settings.ai_model,
        notes=tuple(survey_notes(reading, survey, unique)),
    )


def show_inspected(found: Inspected, name: str, console: Console) -> None:
    show_reading(found.reading, name, console)
    if found.nps is not None:
        show_nps(found.nps, console)
    show_estimate(found.estimate, found.comments, found.model, console)
    for note in found.notes:
        show_note(note, console)


def show_reading(reading: ReadingReply, name: str, console: Console) -> None:
    place = f"sheet “{reading.sheet}”, " if reading.sheet else ""
    encoding = f" in {reading.encoding}" if reading.encoding else ""
    header = f"header in row {reading.header_row}" if reading.header_row else "no header"
    console.print(
        f"[bold]{escape(name)}[/bold]  {reading.format}{encoding}, {escape(place)}{header}, {reading.rows:,} rows",
        highlight=False,
        soft_wrap=True,
    )
    table = Table(show_header=True, header_style="bold")
    for title in ("role", "column", "score", "why"):
        table.add_column(title, justify="right" if title == "score" else "left", overflow="fold")
    for chosen in reading.columns:
        table.add_row(chosen.role, escape(chosen.column), f"{chosen.score:.2f}", escape(chosen.reason))
    console.print(table)
    console.print(
        f"Rating scale: {reading.rating_scale or 'none'}. Rows: {reading.blank:,} without a comment,"
        f" {reading.duplicates:,} with a comment seen before.",
        highlight=False,
        soft_wrap=True,
    )
    if reading.unrated:
        reasons = ", ".join(f"{count:,} {reason.replace('_', ' ')}" for reason, count in reading.unrated.items())
        console.print(f"Unrated: {reasons}.", highlight=False, soft_wrap=True)
    for example in reading.unrated_examples:
        console.print(
            f"  row {example.row}: “{example.text}” ({example.reason.replace('_', ' ')})",
            highlight=False,
            soft_wrap=True,
            markup=False,
        )


def show_estimate(cost: EstimateReply, comments: int, model: str, console: Console) -> None:
    known = f"for about ${cost.cost_usd or 0:.4f} (prices as of {PRICES_AS_OF.isoformat()})"
    dollars = "at an unknown price" if cost.cost_usd is None else known
    console.print(
        f"Analysis: {counted(comments, 'different comment')} in about {counted(cost.calls, 'call')} to {model},"
        f" {cost.tokens_in:,} + {cost.tokens_out:,} tokens, {dollars}, in about {cost.seconds:g} s.",
        highlight=False,
        soft_wrap=True,
    )
    if cost.budget_left_usd is not None:
        console.print(f"Left of this month's budget: ${cost.budget_left_usd:.4f}.", highlight=False)
