"""The form of a job's id: d for a dropped file, u for one that came through the API, and 24 hex digits."""

import re

_JOB_ID = re.compile(r"[du][0-9a-f]{24}")


def is_job_id(text: str) -> bool:
    return _JOB_ID.fullmatch(text) is not None
