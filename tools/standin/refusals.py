"""What is replied in place of an answer, by the kind of fault."""

from tools.standin.errors import ApiError, OtherReplyError, bad_key, bad_request, unknown_model
from tools.standin.faults import Fault
from tools.standin.limits import rate_limit_error
from tools.standin.wire import Reply

_DOCUMENT = b'{"id": "chatcmpl-standin", "object": "chat.completion", "created": 0, "model": "gpt-6-luna", "choices": ['
_HTML = {"content-type": "text/html"}


def refusal(fault: Fault, model: str, headers: dict[str, str]) -> OtherReplyError:
    """The reply of a fault that takes an answer's place; those without any reply are not among them.

    headers tell of the limits, for a 429 that asks for no time.
    """
    match fault.kind:
        case "rate_limit_429":
            if fault.retry_after is None:
                return rate_limit_error("tokens", None, headers)
            return rate_limit_error("requests", fault.retry_after, {})
        case "insufficient_quota":
            message = "You exceeded your current quota, please check your plan and billing details."
            return ApiError(429, message, "insufficient_quota", "insufficient_quota")
        case "bad_key":
            return bad_key()
        case "model_not_found":
            return unknown_model(model)
        case "status_400":
            return bad_request("Invalid schema for response_format 'codes'.", "response_format")
        case "status_403":
            message = "Country, region, or territory not supported"
            return ApiError(403, message, "request_forbidden", "unsupported_country_region_territory")
        case "status_408":
            return ApiError(408, "Request timed out.", "server_error")
        case "status_409":
            return ApiError(409, "The resource was changed by another request.", "conflict_error")
        case "status_503":
            return ApiError(503, "The engine is currently overloaded.", "server_error")
        case "gateway_page" | "html_page" | "broken_document" | "cut_reply":
            return OtherReplyError(_reply_of_another(fault.kind))
        case _:
            return ApiError(500, "The server had an error while processing your request.", "server_error")


def _reply_of_another(kind: str) -> Reply:
    """What no API sends, and what lies between it and its callers does: pages, and documents that end too soon."""
    match kind:
        case "gateway_page":
            return Reply(502, b"<html><h1>502 Bad Gateway</h1></html>", _HTML)
        case "html_page":
            return Reply(200, b"<html><h1>Please log in</h1></html>", _HTML)
        case "broken_document":
            return Reply(200, _DOCUMENT)
    return Reply(200, _DOCUMENT, {"content-length": str(2 * len(_DOCUMENT)), "connection": "close"})
