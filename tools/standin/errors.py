"""The errors a client sees, in the form the OpenAI API gives them."""

import json
from collections.abc import Mapping

from tools.standin.wire import Reply


class ApiError(Exception):
    """Answers the call with OpenAI's error document."""

    def __init__(
        self,
        status: int,
        message: str,
        kind: str,
        code: str | None = None,
        *,
        param: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.document = {"error": {"message": message, "type": kind, "param": param, "code": code}}
        self.headers = dict(headers or {})

    def reply(self) -> Reply:
        return Reply(self.status, json.dumps(self.document).encode(), self.headers)


def bad_request(message: str, param: str | None = None) -> ApiError:
    return ApiError(400, message, "invalid_request_error", param=param)


def bad_key() -> ApiError:
    return ApiError(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key")


def no_key() -> ApiError:
    return ApiError(401, "You didn't provide an API key.", "invalid_request_error")
