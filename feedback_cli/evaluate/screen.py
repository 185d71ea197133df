"""What the command shows: the price, how far it is, and the two tables that matter most."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from feedback_cli.evaluate.endpoint import EvaluateSettings
from feedback_cli.evaluate.plan import Pass, Price, total
from feedback_cli.evaluate.report import STAND_IN_WARNING, Report, stopped_early
from feedback_cli.evaluate.tables import UNDEFINED, TextTable, dollars

_SHOWN = 2
"""The first tables of the report; the others are in its file."""


def show_price(
    passes: Sequence[Pass], prices: Sequence[Price], settings: EvaluateSettings, comments: int, console: Console
) -> None:
    """The likely price of each pass and of all, before any call."""
    if not settings.is_real:
        _line(console, f"[bold yellow]Without OPENAI_API_KEY: {STAND_IN_WARNING}[/bold yellow]")
    _line(
        console,
        f"{comments:,} comments, model {escape(settings.ai_model)}; the likely price, without any prompt cache:",
    )
    named = [*zip((planned.name for planned in passes), prices, strict=True), ("all", total(prices))]
    columns = ("size", "calls", "tokens in", "tokens out", "$")
    rows = [
        [name, f"{one.calls:,}", f"{one.tokens_in:,}", f"{one.tokens_out:,}", dollars(one.cost_micro_usd)]
        for name, one in named
    ]
    _show(TextTable("Price by comments a call (size)", "", columns, rows), console)
    if settings.is_real:
        seconds = total(prices).seconds
        _line(console, f"At MAX_RPS and MAX_TPM it takes at least {seconds:.0f} s.")
    if total(prices).cost_micro_usd is None:
        _line(console, f"“{UNDEFINED}”: the price of {escape(settings.ai_model)} is not known here.")


@contextmanager
def progress_of(prices: Sequence[Price], console: Console) -> Iterator[Callable[[], None]]:
    """A bar of all calls; gives what is to be called at the end of each."""
    columns = (TextColumn("asking"), BarColumn(), MofNCompleteColumn(), TextColumn("calls"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        task = progress.add_task("asking", total=total(prices).calls)
        yield lambda: progress.advance(task)


def show_report(report: Report, written: Sequence[Path], console: Console) -> None:
    for table in report.tables[:_SHOWN]:
        _show(table, console)
    if report.about.stand_in:
        _line(console, f"[bold yellow]{STAND_IN_WARNING}[/bold yellow]")
    if report.about.stopped:
        _line(console, f"[red]{escape(stopped_early(report.about.stopped))}[/red]")
    for path in written:
        _line(console, f"  {escape(str(path))}")


def _show(table: TextTable, console: Console) -> None:
    shown = Table(title=table.title, title_justify="left", header_style="bold", box=SIMPLE_HEAD, padding=0)
    for column in table.columns:
        shown.add_column(column, overflow="fold")
    for row in table.rows:
        shown.add_row(*map(escape, row))
    console.print(shown)


def _line(console: Console, text: str) -> None:
    console.print(text, highlight=False, soft_wrap=True)
