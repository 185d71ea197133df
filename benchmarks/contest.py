"""Single runs of the analysis benchmark: the deployed product, or one of its rivals, over unique comments."""

import json
import os
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
from botocore.exceptions import BotoCoreError, ClientError

from benchmarks.bench import Bench, BenchError
from benchmarks.rivals import MODEL
from benchmarks.standin_control import StandInControl
from feedback.adapters.report_csv import csv_bytes
from feedback.domain.model_catalog import cost_micro_usd
from feedback.domain.normalization import for_model, is_blank, normalized
from feedback_cli.errors import StackError
from tools.local_cloud.paths import ROOT
from tools.samples import SampleRow, make_rows

ENVIRONMENT = ROOT / ".venv-benchmarks"
VOCABULARY = "lib/python3.13/site-packages/litellm/litellm_core_utils/tokenizers"
OURS = "ours"
RIVAL_TIMEOUT = 1800
# ValueError: an answer that is not what it should be.
PROBLEMS = (
    BenchError,
    StackError,
    httpx2.HTTPError,
    BotoCoreError,
    ClientError,
    subprocess.SubprocessError,
    ValueError,
)


@dataclass(frozen=True, slots=True)
class Case:
    """What one run measures: timing as the stand-in takes it, so many unique comments, seed of their texts."""

    way: str
    timing: str
    comments: int
    seed: int


def unique_rows(comments: int, seed: int) -> list[SampleRow]:
    """Rows of which no two have the same comment and none is blank."""
    rows: dict[str, SampleRow] = {}
    asked = comments
    while len(rows) < comments:
        asked += comments // 2 + 10
        rows = {normalized(row.comment): row for row in make_rows(asked, seed) if not is_blank(row.comment)}
    return list(rows.values())[:comments]


def run_case(case: Case, bench: Bench | None, standin: StandInControl, folder: Path) -> dict[str, Any]:
    """One run's figures: seconds of analysis, comments lost, calls and tokens as the stand-in saw them, and cost.

    A run that could not be measured has a "problem" instead; no failure of a run ends the benchmark.
    """
    about = {"way": case.way, "timing": case.timing, "comments": case.comments, "seed": case.seed}
    try:
        rows = unique_rows(case.comments, case.seed)
        if case.way == OURS:
            assert bench is not None
            figures = _run_ours(bench, case, rows, folder)
        else:
            figures = _run_rival(standin.url, case, rows)
        return about | figures | _counted(standin)
    except PROBLEMS as error:
        return about | {"problem": f"{type(error).__name__}: {error}"}


def _run_ours(bench: Bench, case: Case, rows: Sequence[SampleRow], folder: Path) -> dict[str, Any]:
    bench.start_afresh(case.timing)
    file = folder / f"unique-{case.comments}-{case.seed}.csv"
    file.write_bytes(
        csv_bytes(("Nota", "Comentario Final"), [[row.rating, row.comment] for row in rows], guarded=False)
    )
    job, wall = bench.finished(file, pause=0.25)
    file.unlink()
    if job.ledger is None or "analyze" not in job.timings:
        raise BenchError(f"the job ended {job.state}: {job.error}")
    lost = job.ledger.get("failed", 0)
    if job.ledger.get("analyzed", 0) + lost != case.comments:
        raise BenchError(f"the run was not over {case.comments} comments that are all new: {job.ledger}")
    timings = {f"stage_{name}": seconds for name, seconds in job.timings.items()}
    return {"seconds": job.timings["analyze"], "wall": wall, "lost": lost, "state": job.state, **timings}


def _run_rival(url: str, case: Case, rows: Sequence[SampleRow]) -> dict[str, Any]:
    hidden = ("OPENAI_", "LANGCHAIN_", "LANGSMITH_", "AWS_")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    environment |= {"PYTHONPATH": f"{ROOT}:{ROOT / 'layers' / 'shared'}", "NO_PROXY": "127.0.0.1"}
    done = subprocess.run(
        [str(ENVIRONMENT / "bin" / "python"), "-m", "benchmarks.rivals", case.way, f"{url}/v1", case.timing],
        input=json.dumps([for_model(row.comment) for row in rows]),
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        env=environment,
        timeout=RIVAL_TIMEOUT,
    )
    if done.returncode:
        raise BenchError(f"{case.way} failed: {done.stderr.strip()[-500:]}")
    return dict(json.loads(done.stdout.splitlines()[-1]))


def _counted(standin: StandInControl) -> dict[str, Any]:
    stats = standin.stats()
    micro_usd = cost_micro_usd(MODEL, stats["tokens_in"], stats["tokens_out"])
    return {
        "calls": stats["calls"] - stats["rate_limited"],
        "rate_limited": stats["rate_limited"],
        "tokens_in": stats["tokens_in"],
        "tokens_out": stats["tokens_out"],
        "answered": stats["comments"],
        "most_at_once": stats["most_at_once"],
        "cost_usd": None if micro_usd is None else micro_usd / 1_000_000,
    }
