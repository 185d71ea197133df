"""A secret of SSM Parameter Store, read again once a minute, so that a changed key is used without a deployment."""

import asyncio
import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from feedback.domain.errors import FatalModelError, TransientModelError

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

READ_AGAIN_SECONDS = 45.0
"""A value of this age is read again beside the work that goes on with it."""

OLD_SECONDS = 60.0
"""A value of this age is worth a short wait for a newer one; a worker may have been idle for hours."""

PATIENCE = 2.0
"""How long that wait is, in seconds; then the old value is used."""

PAUSE_SECONDS = 5.0
"""After a read that failed none is begun for so long while there is a value to go on with."""

CLIENT_CONFIG = Config(
    connect_timeout=1, read_timeout=2, retries={"mode": "standard", "max_attempts": 4}, max_pool_connections=2
)
"""For the client: throttled requests are tried again with growing pauses, and a request that hangs is given up soon."""

_NEVER_BETTER = frozenset(
    {"ParameterNotFound", "ParameterVersionNotFound", "AccessDeniedException", "InvalidKeyId", "ValidationException"}
)
"""The parameter is not there, or may not be read, or not be decrypted. All else may pass."""

_log = logging.getLogger(__name__)


class SsmSecret:
    """Callable that gives the secret's value; name is that of a SecureString. For one event loop.

    However many ask at once, there is one GetParameter at a time. clock is in seconds; the wall's, since a
    monotonic one may stand still while Lambda has the worker frozen.
    """

    def __init__(self, client: "SSMClient", name: str, clock: Callable[[], float] = time.time) -> None:
        self._client = client
        self._name = name
        self._clock = clock
        self._value: str | None = None
        self._read_at = 0.0
        self._next_read_at = 0.0
        self._reading: asyncio.Task[str] | None = None

    async def __call__(self) -> str:
        """The value, at once where one is known that is not old.

        Without any value, raises FatalModelError where the parameter is not there or may not be read: no model call
        can succeed without it. Raises TransientModelError where another try may help.
        """
        if self._value is None:
            return await asyncio.shield(self._read())
        known, now = self._value, self._clock()
        if self._running or now >= self._next_read_at:
            reading = self._read()
            if now - self._read_at >= OLD_SECONDS:
                await asyncio.wait({reading}, timeout=PATIENCE)
        return known if self._value is None else self._value

    @property
    def _running(self) -> bool:
        return self._reading is not None and not self._reading.done()

    def _read(self) -> "asyncio.Task[str]":
        """The read that is under way, or a new one."""
        if self._reading is None or self._reading.done():
            self._reading = asyncio.create_task(self._fetch())
            self._reading.add_done_callback(self._failed)
        return self._reading

    async def _fetch(self) -> str:
        began = self._clock()
        try:
            answer = await asyncio.to_thread(self._client.get_parameter, Name=self._name, WithDecryption=True)
        except ClientError as error:
            code = error.response["Error"]["Code"]
            if code in _NEVER_BETTER:
                self._value = None
                raise FatalModelError(f"the API key could not be read from the SSM parameter {self._name}") from error
            raise self._later(code) from error
        except BotoCoreError as error:
            raise self._later(type(error).__name__) from error
        self._value = answer["Parameter"]["Value"]
        self._read_at, self._next_read_at = began, began + READ_AGAIN_SECONDS
        return self._value

    def _later(self, why: str) -> TransientModelError:
        self._next_read_at = self._clock() + PAUSE_SECONDS
        return TransientModelError(f"the SSM parameter {self._name} could not be read yet: {why}", answered=True)

    def _failed(self, reading: "asyncio.Task[str]") -> None:
        """Nobody may be waiting for a read in the background: say how it failed."""
        if not reading.cancelled() and (error := reading.exception()):
            _log.warning("the API key was not read again", extra={"error": str(error)})
