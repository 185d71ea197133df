"""The analysis stage on the deployed local stack, beside other ways to make the same calls and the least time there is.

    python benchmarks/benchmark_analysis.py [--size 850 --size 1800 --size 3000] [--timing tokens:0.74:130]
        [--repeats 5] [--repeats-sequential 2] [--way ours --way semaphore] [--optimize-for time] [--spot-check 0]
        [--json FILE]

Needs tools/benchmarks_setup.sh. Every run has comments of its own, all unique, an empty cache and full limits: 8
requests a second and 200,000 tokens a minute, held by the one stand-in that all ways ask. The ways take turns. Ours is
the time from the parser's first message to the last answer recorded, on warm workers that have seen how fast the model
is, with the default settings unless others are named; the rivals' is from the first request to the last answer read.
FILE is written after every run.
"""

import itertools
import json
import os
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer
from rich.console import Console

from benchmarks.analysis_report import medians, show
from benchmarks.bench import Bench
from benchmarks.contest import ENVIRONMENT, OURS, PROBLEMS, VOCABULARY, Case, run_case
from benchmarks.rivals import PATIENT, WAYS
from benchmarks.standin_control import StandInControl
from feedback.domain.planning import OptimizeFor
from tools.standin.timing import Timing

SIZES = [850, 1800, 3000]
TIMINGS = ["tokens:0.74:130", "tokens:0.5:90"]
DEFAULT_WAYS = [OURS, *(way for way in WAYS if way != PATIENT)]
FIRST_SEED = 10_000
SAY = Console(stderr=True, highlight=False)


def main(
    size: Annotated[list[int], typer.Option(min=1, help="unique comments")] = SIZES,
    timing: Annotated[list[str], typer.Option(help="of the stand-in")] = TIMINGS,
    way: Annotated[list[str], typer.Option(help="ours or a rival")] = DEFAULT_WAYS,
    repeats: Annotated[int, typer.Option(min=1)] = 5,
    repeats_sequential: Annotated[int, typer.Option(min=0, help="of the slow one; 0: as --repeats")] = 0,
    optimize_for: Annotated[OptimizeFor, typer.Option(help="for calls only ours runs")] = OptimizeFor.TARGET,
    spot_check: Annotated[float, typer.Option(min=0, max=100, help="SPOT_CHECK_PERCENT; no rival checks")] = 1,
    standin: Annotated[str, typer.Option(help="root of a running stand-in: rivals alone, without the stack")] = "",
    json_file: Annotated[Path | None, typer.Option("--json", dir_okay=False)] = None,
) -> None:
    """Measure, and show medians."""
    ways = _ways(way, optimize_for, standin)
    for one in timing:
        Timing.parse(one)
    _settings(optimize_for, spot_check)
    bench = Bench(timing[0]) if OURS in ways or not standin else None
    control = bench.standin if bench else StandInControl(standin)
    facts = {"tokens_counted_by": control.token_count(), "optimize_for": optimize_for.value, "spot_check": spot_check}
    SAY.print(f"tokens are counted by: {facts['tokens_counted_by']}")
    most = {one: (repeats_sequential or repeats) if one == "sequential" else repeats for one in ways}
    seeds = itertools.count(FIRST_SEED)
    runs: list[dict[str, Any]] = []
    with TemporaryDirectory() as folder:
        for model in timing:
            if bench and OURS in ways:
                _prepare(bench, model, max(size), next(seeds), Path(folder))
            for comments, repeat in itertools.product(size, range(max(most.values()))):
                for one in (one for one in ways if repeat < most[one]):
                    run = run_case(Case(one, model, comments, next(seeds)), bench, control, Path(folder))
                    runs.append(run)
                    SAY.print(_line(run))
                    if json_file:
                        _write(json_file, {**facts, "runs": runs, "medians": medians(runs)})
    show(medians(runs), facts)


def _ways(asked: list[str], optimize_for: OptimizeFor, standin: str) -> list[str]:
    """The ways that can be measured as asked; raises typer.BadParameter where that can't be."""
    unknown = set(asked) - {OURS, *WAYS}
    if unknown:
        raise typer.BadParameter(f"ways are {OURS}, {', '.join(WAYS)}")
    if optimize_for is OptimizeFor.CALLS:
        return [OURS]
    ways = [one for one in asked if one != OURS or not standin]
    if set(ways) & set(WAYS) and not (ENVIRONMENT / "bin" / "python").exists():
        raise typer.BadParameter("the rivals' environment is missing: tools/benchmarks_setup.sh makes it")
    return ways


def _settings(optimize_for: OptimizeFor, spot_check: float) -> None:
    """What the deployment and the stand-in take from the environment, both of which Bench may start."""
    os.environ["OPTIMIZE_FOR"] = optimize_for.value
    os.environ["SPOT_CHECK_PERCENT"] = f"{spot_check:g}"
    vocabulary = ENVIRONMENT / VOCABULARY
    if vocabulary.is_dir():
        os.environ.setdefault("TIKTOKEN_CACHE_DIR", str(vocabulary))


def _prepare(bench: Bench, timing: str, comments: int, seed: int, folder: Path) -> None:
    """Warm workers, which have then learned this timing and no other, as those of a team that uses the product."""
    try:
        bench.timing = timing
        bench.warm_up(folder)
        bench.forget_speed()
    except PROBLEMS as error:
        SAY.print(f"warming up failed: {error}")
    SAY.print("not counted:", _line(run_case(Case(OURS, timing, comments, seed), bench, bench.standin, folder)))


def _line(run: dict[str, Any]) -> str:
    about = f"{run['timing']} {run['comments']:>5} {run['way']:<10}"
    if "problem" in run:
        return f"{about} {run['problem']}"
    return (
        f"{about} {run['seconds']:7.2f} s {run['calls']:>4} calls {run['lost']:>4} lost {run['rate_limited']:>4} × 429"
    )


def _write(file: Path, report: dict[str, Any]) -> None:
    """As a whole or not at all, so that a run that is stopped leaves what it had."""
    unfinished = file.with_suffix(".part")
    unfinished.write_text(json.dumps(report, indent=2) + "\n")
    unfinished.replace(file)


if __name__ == "__main__":
    typer.run(main)
