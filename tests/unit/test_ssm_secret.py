"""SsmSecret: one read at a time, in time, and no failure of SSM that may pass stops anything."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError, ReadTimeoutError

from feedback.adapters.ssm_secret import OLD_SECONDS, PATIENCE, PAUSE_SECONDS, READ_AGAIN_SECONDS, SsmSecret
from feedback.domain.errors import FatalModelError, TransientModelError
from tests.builders import Clock

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

NAME = "/feedback/openai-api-key"
FATAL = ["ParameterNotFound", "ParameterVersionNotFound", "AccessDeniedException", "InvalidKeyId"]


def refused(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "no"}}, "GetParameter")


PASSING: list[Exception] = [
    refused("ThrottlingException"),
    refused("InternalServerError"),
    ReadTimeoutError(endpoint_url="https://ssm"),
    EndpointConnectionError(endpoint_url="https://ssm"),
]


class FakeSsm:
    """Gives one of the answers after another, and the last one from then on; while it is held, none."""

    def __init__(self, *answers: str | Exception) -> None:
        self._answers = list(answers)
        self.reads = 0
        self.open = threading.Event()
        self.open.set()

    def get_parameter(self, **asked: Any) -> dict[str, Any]:
        assert asked == {"Name": NAME, "WithDecryption": True}
        self.reads += 1
        answer = self._answers.pop(0) if len(self._answers) > 1 else self._answers[0]
        assert self.open.wait(30)
        if isinstance(answer, Exception):
            raise answer
        return {"Parameter": {"Value": answer}}


def secret_of(ssm: FakeSsm, clock: Clock) -> SsmSecret:
    return SsmSecret(cast("SSMClient", ssm), NAME, clock.seconds)


def run(ssm: FakeSsm, scene: Callable[[SsmSecret, Clock], Awaitable[None]]) -> None:
    clock = Clock()

    async def play() -> None:
        await scene(secret_of(ssm, clock), clock)

    asyncio.run(play())


async def read_in_the_background(secret: SsmSecret) -> None:
    """Until a read that was begun has ended."""
    while secret._running:
        await asyncio.sleep(0.001)


def test_however_many_ask_at_once_there_is_one_read() -> None:
    ssm = FakeSsm("key")

    async def scene(secret: SsmSecret, clock: Clock) -> None:
        ssm.open.clear()
        asking = [asyncio.create_task(secret()) for _ in range(50)]
        await asyncio.sleep(0.02)
        ssm.open.set()
        assert await asyncio.gather(*asking) == ["key"] * 50
        assert await secret() == "key"

    run(ssm, scene)
    assert ssm.reads == 1


def test_who_gives_up_waiting_takes_the_read_from_nobody() -> None:
    ssm = FakeSsm("key")

    async def scene(secret: SsmSecret, clock: Clock) -> None:
        ssm.open.clear()
        impatient, patient = asyncio.create_task(secret()), asyncio.create_task(secret())
        await asyncio.sleep(0.02)
        impatient.cancel()
        ssm.open.set()
        assert await patient == "key"

    run(ssm, scene)
    assert ssm.reads == 1


def test_a_value_is_read_again_in_the_background_before_it_is_old() -> None:
    ssm = FakeSsm("first", "second")

    async def scene(secret: SsmSecret, clock: Clock) -> None:
        await secret()
        clock.advance(seconds=READ_AGAIN_SECONDS - 1)
        await secret()
        assert ssm.reads == 1
        clock.advance(seconds=1)
        ssm.open.clear()
        assert [await secret() for _ in range(5)] == ["first"] * 5
        ssm.open.set()
        await read_in_the_background(secret)
        assert await secret() == "second"

    run(ssm, scene)
    assert ssm.reads == 2


def test_an_old_value_is_not_used_where_a_new_one_comes_soon() -> None:
    ssm = FakeSsm("first", "second")

    async def scene(secret: SsmSecret, clock: Clock) -> None:
        await secret()
        clock.advance(seconds=OLD_SECONDS)
        assert await asyncio.gather(*(secret() for _ in range(5))) == ["second"] * 5

    run(ssm, scene)
    assert ssm.reads == 2


def test_an_old_value_is_used_where_no_new_one_comes_in_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("feedback.adapters.ssm_secret.PATIENCE", PATIENCE / 100)
    ssm = FakeSsm("first", "second")

    async def scene(secret: SsmSecret, clock: Clock) -> None:
        await secret()
        clock.advance(seconds=OLD_SECONDS)
        ssm.open.clear()
        assert await secret() == "first"
        ssm.open.set()
        await read_in_the_background(secret)
        assert await secret() == "second"

    run(ssm, scene)


@pytest.mark.parametrize("failure", PASSING, ids=repr)
def test_a_failure_that_may_pass_leaves_the_old_value_in_use_and_is_not_repeated_at_once(failure: Exception) -> None:
    ssm = FakeSsm("first", failure, "second")

    async def scene(secret: SsmSecret, clock: Clock) -> None:
        await secret()
        clock.advance(seconds=OLD_SECONDS)
        assert [await secret() for _ in range(5)] == ["first"] * 5
        assert ssm.reads == 2
        clock.advance(seconds=PAUSE_SECONDS)
        assert await secret() == "second"

    run(ssm, scene)


@pytest.mark.parametrize("failure", PASSING, ids=repr)
def test_a_first_read_that_fails_may_be_tried_again_at_once(failure: Exception) -> None:
    ssm = FakeSsm(failure, "key")

    async def scene(secret: SsmSecret, clock: Clock) -> None:
        with pytest.raises(TransientModelError, match=NAME):
            await secret()
        assert await secret() == "key"

    run(ssm, scene)


@pytest.mark.parametrize("code", FATAL)
def test_a_parameter_that_is_not_there_or_may_not_be_read_is_fatal_with_its_name(code: str) -> None:
    async def scene(secret: SsmSecret, clock: Clock) -> None:
        with pytest.raises(FatalModelError, match=f"the API key could not be read from the SSM parameter {NAME}"):
            await secret()

    run(FakeSsm(refused(code)), scene)


def test_a_parameter_that_was_taken_away_is_not_used_any_longer() -> None:
    ssm = FakeSsm("key", refused("ParameterNotFound"))

    async def scene(secret: SsmSecret, clock: Clock) -> None:
        await secret()
        clock.advance(seconds=READ_AGAIN_SECONDS)
        await secret()
        await read_in_the_background(secret)
        with pytest.raises(FatalModelError):
            await secret()

    run(ssm, scene)
