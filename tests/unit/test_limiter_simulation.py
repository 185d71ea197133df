"""The limiter among many workers, in simulated time, before a provider that enforces its limits as token buckets."""

import heapq
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest

from feedback.adapters.memory_limits import LimitItem, MemoryRateLimiter
from feedback.domain.errors import NotYourTurnError
from feedback.domain.limits import LimitRates
from tests.builders import Clock
from tools.standin.limits import Limits

HORIZON = 2
"""Seconds that callers take turns ahead."""

RPS, TPM = 8, 200_000
SHIFTS = {"±50 ms": (-50, 50), "0 to 100 ms": (0, 100)}


@dataclass
class Job:
    """What is left to call, and when its last call was answered, in seconds."""

    job_id: str
    calls: int
    tokens: int
    ended: float = 0


@dataclass
class Simulation:
    """Callers are generators that yield how long they sleep, in seconds. clock goes right; callers' own are shifted."""

    rates: LimitRates
    seed: int
    clock: Clock = field(default_factory=lambda: Clock(1_000_000))
    accepted: list[tuple[float, str, int]] = field(default_factory=list)
    refusals: int = 0

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)  # noqa: S311 (a repeatable test)
        self.item = LimitItem()
        self.provider = Limits(RPS, TPM, self.now)
        self.sleeping: list[tuple[float, int, Iterator[float]]] = []
        self.count = 0

    @property
    def now(self) -> float:
        return self.clock.seconds()

    def start(self, caller: Iterator[float], after: float) -> None:
        self.count += 1
        heapq.heappush(self.sleeping, (self.now + after, self.count, caller))

    def run(self, seconds: float) -> None:
        end = self.now + seconds
        while self.sleeping and self.sleeping[0][0] <= end:
            moment, _, caller = heapq.heappop(self.sleeping)
            # A millisecond late at most, as sleepers are.
            self.clock.now = max(self.clock.now, -int(-moment * 1000 // 1))
            pause = next(caller, None)
            if pause is not None:
                self.start(caller, pause)

    def caller(self, job: Job, shift: int, call_seconds: float) -> Iterator[float]:
        """One of a job's callers: takes a turn, waits for it, calls; asks again, a little later, where it gets none."""
        limiter = MemoryRateLimiter(self.rates, lambda: self.clock() + shift, self.item)
        while job.calls > 0:
            job.calls -= 1
            while True:
                try:
                    wait = limiter.take(job.job_id, job.tokens, max_wait=HORIZON)
                    break
                except NotYourTurnError as refusal:
                    yield min(refusal.wait, HORIZON) * self.dice.uniform(0.5, 1) + 0.01
            yield wait
            if self.provider.take(job.tokens, self.now):
                self.refusals += 1
                job.calls += 1
            else:
                self.accepted.append((self.now, job.job_id, job.tokens))
            yield call_seconds
            job.ended = self.now

    def tokens(self, start: float, end: float) -> Counter[str]:
        """Tokens of the calls that began within that time, by job."""
        found = Counter[str]()
        for moment, job_id, tokens in self.accepted:
            if start <= moment < end:
                found[job_id] += tokens
        return found


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("shifts", SHIFTS.values(), ids=SHIFTS)
@pytest.mark.parametrize("call_seconds", [0.05, 1.0])
def test_16_workers_whose_clocks_differ_use_the_limit_up_without_a_refusal(
    shifts: tuple[int, int], call_seconds: float, seed: int
) -> None:
    simulation = Simulation(LimitRates(RPS, 1e9), seed)
    job = Job("d1", 10_000, 1)
    for _ in range(16):
        shift = simulation.dice.randint(*shifts)
        simulation.start(simulation.caller(job, shift, call_seconds), simulation.dice.uniform(0, 1))
    begin = simulation.now + 5

    simulation.run(65)

    assert simulation.refusals == 0
    assert simulation.tokens(begin, begin + 60).total() >= 0.95 * RPS * 60


@pytest.mark.parametrize("arrival", [0, 20, 120])
@pytest.mark.parametrize("seed", range(3))
def test_a_job_of_100_rows_beside_one_of_100_000_ends_within_a_minute_and_the_limit_is_used_up(
    arrival: int, seed: int
) -> None:
    simulation = Simulation(LimitRates(RPS, TPM), seed)
    large, small = Job("large", 833, 4900), Job("small", 8, 1200)
    for _ in range(12):
        simulation.start(simulation.caller(large, 0, 10), simulation.dice.uniform(0, 1))
    for _ in range(8):
        simulation.start(simulation.caller(small, 0, 3), arrival + simulation.dice.uniform(0, 0.1))
    begin = simulation.now

    simulation.run(600)

    assert simulation.tokens(begin, begin + 600)["small"] == 8 * 1200
    assert small.ended - begin - arrival < 60
    assert simulation.tokens(begin, begin + 600).total() >= 0.95 * TPM * 10


@pytest.mark.parametrize("seed", range(3))
def test_two_jobs_of_unlike_numbers_of_callers_have_about_half_the_limit_each(seed: int) -> None:
    simulation = Simulation(LimitRates(RPS, TPM), seed)
    for job, callers in ((Job("many", 10_000, 4900), 12), (Job("few", 10_000, 1200), 6)):
        for _ in range(callers):
            simulation.start(simulation.caller(job, 0, 2), simulation.dice.uniform(0, 1))
    begin = simulation.now + 120

    simulation.run(720)

    tokens = simulation.tokens(begin, begin + 600)
    assert tokens.total() >= 0.95 * TPM * 10
    assert tokens["few"] == pytest.approx(tokens["many"], rel=0.1)


@pytest.mark.parametrize("seed", range(3))
def test_beside_a_job_of_one_slow_call_at_a_time_the_limit_is_used_up(seed: int) -> None:
    simulation = Simulation(LimitRates(RPS, 1e9), seed)
    busy, slow = Job("busy", 10_000, 1), Job("slow", 10_000, 1)
    for _ in range(16):
        simulation.start(simulation.caller(busy, 0, 1), simulation.dice.uniform(0, 1))
    simulation.start(simulation.caller(slow, 0, 4), 0)
    begin = simulation.now + 10

    simulation.run(70)

    tokens = simulation.tokens(begin, begin + 60)
    assert tokens.total() >= 0.95 * RPS * 60
    assert tokens["slow"] >= 60 / (4 + HORIZON)
