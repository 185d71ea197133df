"""The errors a client sees, in the form the OpenAI API gives them."""

import json
from collections.abc import Mapping

from tools.standin.wire import Reply


class OtherReplyError(Exception):
    """Answers the call with this reply, in place of what was asked for."""

    def __init__(self, reply: Reply) -> None:
        super().__init__(f"status {reply.status}")
        self.reply = reply


class ApiError(OtherReplyError):
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
        document = {"error": {"message": message, "type": kind, "param": param, "code": code}}
        super().__init__(Reply(status, json.dumps(document).encode(), dict(headers or {})))


def bad_request(message: str, param: str | None = None) -> ApiError:
    return ApiError(400, message, "invalid_request_error", param=param)


def bad_key() -> ApiError:
    return ApiError(401, "Incorrect API key provided.", "invalid_request_error", "invalid_api_key")


def unknown_model(model: str) -> ApiError:
    message = f"The model `{model}` does not exist or you do not have access to it."
    return ApiError(404, message, "invalid_request_error", "model_not_found")


def no_key() -> ApiError:
    return ApiError(401, "You didn't provide an API key.", "invalid_request_error")
