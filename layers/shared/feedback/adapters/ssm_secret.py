"""A secret of SSM Parameter Store, read again once a minute, so that a changed key is used without a deployment."""

import asyncio

from aws_lambda_powertools.utilities.parameters import get_parameter
from aws_lambda_powertools.utilities.parameters.exceptions import GetParameterError

from feedback.domain.errors import FatalModelError

MAX_AGE_SECONDS = 60


class SsmSecret:
    """Callable that gives the secret's value; name is that of a SecureString."""

    def __init__(self, name: str) -> None:
        self._name = name

    async def __call__(self) -> str:
        """Raises FatalModelError where the parameter can't be read: no model call can succeed without it."""
        try:
            return str(await asyncio.to_thread(get_parameter, self._name, decrypt=True, max_age=MAX_AGE_SECONDS))
        except GetParameterError as error:
            raise FatalModelError(f"the API key could not be read from the SSM parameter {self._name}") from error
