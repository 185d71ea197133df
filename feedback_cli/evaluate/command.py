"""feedback evaluate, as the command line takes it."""

from pathlib import Path
from typing import Annotated

import typer


def evaluate(
    labels: Annotated[
        Path, typer.Option("--labels", help="Labelled comments, such as a results.csv set right by hand.")
    ],
    sizes: Annotated[str, typer.Option("--sizes", help="Comments a call to measure; always 1 too.")] = "1,10,40,120",
    out: Annotated[Path, typer.Option("--out", help="Folder for the report.")] = Path("evaluation"),
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask before spending money.")] = False,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Measure on so many comments only.")] = None,
    codebook: Annotated[Path | None, typer.Option("--codebook", help="A codebook of your own, YAML or JSON.")] = None,
) -> None:
    """Measure on labelled comments how good the model's answers are, and which batch size is safe.

    Says its price first. Without OPENAI_API_KEY the model stand-in is asked, and the figures are about that.
    """
    # Imported here: no other command should wait for it.
    from feedback_cli.evaluate.run import run_command

    run_command(labels, sizes, out, codebook, yes=yes, limit=limit)
