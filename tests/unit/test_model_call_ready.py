"""ModelCaller with a key that must be fetched first: it is there before any turn is taken, and is fetched once."""

import asyncio
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.exceptions import ClientError

from feedback.adapters.ssm_secret import SsmSecret
from feedback.domain.calls import ModelReply
from feedback.domain.errors import FatalModelError, TransientModelError
from feedback.domain.limits import LimitRates
from feedback.domain.prompts import ModelRequest
from feedback.services.model_call import _LATE, Assignment, ModelCaller
from feedback.services.purse import Purse
from tests.fakes import FakeAnalyzer, answer_all
from tests.world import World

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

COMMENTS = {386: "one", 769: "two"}
THROTTLED = ClientError({"Error": {"Code": "ThrottlingException", "Message": "slow down"}}, "GetParameter")
CALLS = 20


@dataclass
class SlowSsm:
    """Takes so many seconds for a read; the first ones fail as told."""

    seconds: float
    failures: list[Exception] = field(default_factory=list)
    reads: int = 0

    def get_parameter(self, **_: Any) -> dict[str, Any]:
        self.reads += 1
        time.sleep(self.seconds)
        if self.failures:
            raise self.failures.pop(0)
        return {"Parameter": {"Value": "key"}}


@dataclass
class KeyedAnalyzer:
    """CommentAnalyzer that needs the key; sent: when each call was made, on the loop's clock."""

    key: SsmSecret
    sent: list[float] = field(default_factory=list)

    async def ready(self) -> None:
        await self.key()

    async def ask(self, request: ModelRequest, timeout: float) -> ModelReply:
        assert await self.key() == "key"
        self.sent.append(time.monotonic())
        return answer_all(request)


@dataclass
class PacedLimiter:
    """RateLimiter that gives a turn each hundredth of a second; turns: when each may go."""

    turns: list[float] = field(default_factory=list)

    def take(self, job_id: str, tokens: int, max_wait: float) -> float:
        now = time.monotonic()
        turn = max(now, self.turns[-1] + 0.01 if self.turns else now)
        self.turns.append(turn)
        return turn - now

    def settle(self, tokens: int) -> None: ...

    def push_back(self, seconds: float) -> None: ...


def cold(ssm: SlowSsm) -> tuple[KeyedAnalyzer, PacedLimiter, ModelCaller]:
    analyzer, limiter = KeyedAnalyzer(SsmSecret(cast("SSMClient", ssm), "/key")), PacedLimiter()
    caller = ModelCaller(analyzer, limiter, Purse(World().budget), "gpt-6-luna", 60, time.monotonic)
    return analyzer, limiter, caller


def all_at_once(caller: ModelCaller) -> None:
    async def call() -> None:
        task = World().assignment()
        task = Assignment(task.job_id, task.template, time.monotonic() + 60, task.expected, task.on_call)
        request = task.template.of(COMMENTS)
        await asyncio.gather(*(caller.call(request, task, 0) for _ in range(CALLS)))

    asyncio.run(call())


def test_a_cold_analyzer_reads_its_key_once_and_no_call_is_late_for_its_turn() -> None:
    ssm = SlowSsm(seconds=0.3)
    analyzer, limiter, caller = cold(ssm)

    all_at_once(caller)

    assert ssm.reads == 1
    assert len(limiter.turns) == len(analyzer.sent) == CALLS
    assert all(sent <= turn + _LATE for turn, sent in zip(limiter.turns, sorted(analyzer.sent), strict=True))


def test_where_ssm_is_throttled_at_first_all_calls_are_made_in_the_end() -> None:
    ssm = SlowSsm(seconds=0.01, failures=[THROTTLED])
    analyzer, _, caller = cold(ssm)

    all_at_once(caller)

    assert len(analyzer.sent) == CALLS


class NeverReady(FakeAnalyzer):
    """It has no key, and says so with this error each time."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self._error = error

    async def ready(self) -> None:
        raise self._error


@pytest.mark.parametrize("error", [TransientModelError("no key yet", answered=True), FatalModelError("no key")])
def test_without_a_key_no_turn_is_taken_and_nothing_is_reserved(error: Exception) -> None:
    world = World(analyzer=NeverReady(error), rates=LimitRates(1000, 60_000))

    with pytest.raises(type(error)):
        world.call(COMMENTS)

    assert world.limiter.takes == []
    assert sum(world.budget.spent.values()) == 0
