"""What the product promises of speed and calls, and how measured figures stand to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

LUNA = "tokens:0.74:130"
"""A model that takes 0.74 s to the first token and then writes 130 tokens a second."""

FIXED = "fixed:2.5"
"""A model whose calls all take 2.5 s, the time that a call took in the system that this one replaces."""

TIMINGS = (LUNA, FIXED)
SIZES = (850, 1800, 3000)
_SECONDS = {850: 5.0, 1800: 10.0, 3000: 15.0}
_CALLS = {850: 8, 1800: 15, 3000: 25}
_CALLS_WHERE_TIME_GOES_FIRST = {(850, LUNA): 20}
"""At 130 tokens a second, 850 rows can't have both 5 s and 8 calls."""

CLEAN = ("calls answered 429", "rows lost")
"""What must not be there in any run."""

FIRST_JOB_SECONDS = 8.0
CACHED_JOB_SECONDS = 1.5
TIMES_THE_BOUND = 1.25
BESIDE_SECONDS = {850: 0.9, 3000: 1.3}
"""All stages but the model's calls, warm."""


@dataclass(frozen=True, slots=True)
class Check:
    """One promise: values of all runs, of which the median counts, and the most that it may be.

    worst: the largest value counts in place of the median.
    """

    name: str
    values: Sequence[float]
    most: float
    unit: str
    strict: bool = False
    worst: bool = False

    @property
    def value(self) -> float:
        return max(self.values) if self.worst else median(self.values)

    @property
    def passed(self) -> bool:
        return self.value < self.most if self.strict else self.value <= self.most

    @property
    def promise(self) -> str:
        return f"{'<' if self.strict else '≤'} {self.most:g} {self.unit}"

    def figure(self, value: float) -> str:
        return f"{value:.2f}" if self.unit in ("s", "×") else f"{value:g}"


@dataclass(frozen=True, slots=True)
class Run:
    """A measured job. wall: seconds from the drop to the results, as a user sees them.

    beside: seconds of all stages but the model's calls: start, parse, plan, queue and aggregate. lost: rows that
    failed, or that the ledger does not have.
    """

    wall: float
    beside: float
    calls: int
    rate_limited: int
    lost: int


def checks_of_size(rows: int, timing: str, runs: Sequence[Run]) -> list[Check]:
    """Files of so many rows, default settings, cold cache, warm workers."""
    about = f"{rows:,} rows, {timing}"
    calls = _CALLS_WHERE_TIME_GOES_FIRST.get((rows, timing), _CALLS[rows])
    found = [
        Check(f"{about}: drop to results", [run.wall for run in runs], _SECONDS[rows], "s", strict=True),
        Check(f"{about}: model calls", [run.calls for run in runs], calls, "calls"),
    ]
    if rows in BESIDE_SECONDS:
        beside = [run.beside for run in runs]
        found.append(Check(f"{about}: beside the calls", beside, BESIDE_SECONDS[rows], "s"))
    return [*found, *clean_checks(about, runs)]


def clean_checks(about: str, runs: Sequence[Run]) -> list[Check]:
    """Nothing is lost, and no call was refused by the rate limit, in any run."""
    return [
        Check(f"{about}: {CLEAN[0]}", [run.rate_limited for run in runs], 0, "calls", worst=True),
        Check(f"{about}: {CLEAN[1]}", [run.lost for run in runs], 0, "rows", worst=True),
    ]


def first_job_checks(when: str, runs: Sequence[Run]) -> list[Check]:
    """A file of 850 rows that nobody has warmed the workers for."""
    wall = Check(f"850 rows, {when}: drop to results", [run.wall for run in runs], FIRST_JOB_SECONDS, "s", strict=True)
    return [wall, *clean_checks(f"850 rows, {when}", runs)]


def cached_checks(runs: Sequence[Run]) -> list[Check]:
    """The same comments again."""
    about = "850 rows, the same comments again"
    return [
        Check(f"{about}: drop to results", [run.wall for run in runs], CACHED_JOB_SECONDS, "s"),
        Check(f"{about}: model calls", [run.calls for run in runs], 0, "calls", worst=True),
    ]


def bound_check(comments: int, timing: str, ratios: Sequence[float]) -> Check:
    """OPTIMIZE_FOR=time: the analysis stage over the least time that any schedule of calls can take."""
    name = f"{comments:,} different comments, {timing}, OPTIMIZE_FOR=time: analysis over the bound"
    return Check(name, ratios, TIMES_THE_BOUND, "×")


def markdown(checks: Sequence[Check]) -> str:
    """A table for README. What has to be 0 in every run, and is, is one line."""
    lines = ["| what | measured | fastest – slowest | promised | |", "| --- | --- | --- | --- | --- |"]
    clean = [check for check in checks if check.name.endswith(CLEAN) and check.passed]
    for check in (check for check in checks if check not in clean):
        spread = f"{check.figure(min(check.values))} – {check.figure(max(check.values))}"
        verdict = "holds" if check.passed else "**does not hold**"
        measured = f"{check.figure(check.value)} {check.unit}"
        lines.append(f"| {check.name} | {measured} | {spread} | {check.promise} | {verdict} |")
    if clean:
        runs = sum(len(check.values) for check in clean) // len(CLEAN)
        lines.append(f"| {' and '.join(CLEAN)}, in {runs} runs | 0 | | 0 | holds |")
    return "\n".join(lines)
