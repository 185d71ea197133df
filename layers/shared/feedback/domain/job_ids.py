"""Ids of jobs: d for a dropped file, u for one that came through the API, and 24 hex digits."""

import re
import secrets

_JOB_ID = re.compile(r"[du][0-9a-f]{24}")


def is_job_id(text: str) -> bool:
    return _JOB_ID.fullmatch(text) is not None


def new_upload_id() -> str:
    """A random id for a file that is to be uploaded through the API; it becomes part of the file's key."""
    return "u" + secrets.token_hex(12)
