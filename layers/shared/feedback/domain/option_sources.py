"""Where options come from: a file's metadata, and a file of options beside it."""

import json
from collections.abc import Mapping
from typing import Any

from feedback.domain.errors import InputError
from feedback.domain.options import option_name

SIDECAR_ENDING = ".options.json"
WHOLE = "options"
"""The metadata key that holds all options as one JSON object."""

# Metadata that file transfer tools write by themselves; no option has one of these names.
TRANSFER_METADATA = frozenset(
    (
        *("mtime", "ctime", "atime", "uid", "gid", "mode", "permissions", "owner", "group", "creator", "timestamp"),
        *("md5", "md5chksum", "md5-hash", "sha1", "sha256", "src_last_modified_millis", "s3cmd-attrs"),
        *("s3b-last-modified", "cb-modifiedtime", "file-mtime", "file-owner", "file-group", "file-permissions"),
        *("user-agent", "user-agent-id", "filename", "original-filename"),
    )
)


def metadata_options(metadata: Mapping[str, str]) -> dict[str, Any]:
    """The options among an object's metadata (x-amz-meta-…), not yet checked.

    The key "options" holds a JSON object of them all. What transfer tools write is passed over.
    Raises InputError wrong_option.
    """
    found: dict[str, Any] = {}
    for key, value in metadata.items():
        if key.lower() == WHOLE:
            found |= json_options(value, f"The metadata x-amz-meta-{WHOLE}")
        elif key.lower() not in TRANSFER_METADATA:
            found[key] = value
    return found


def merged_options(beside: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """Options from two places as one: what the own ones name is not taken from those beside."""
    named = {option_name(key) for key in own}
    return {key: value for key, value in beside.items() if option_name(key) not in named} | dict(own)


def json_options(text: str | bytes, where: str) -> dict[str, Any]:
    """The JSON object in a text. where names its place, in messages. Raises InputError wrong_option."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict):
        example = '{"rating_scale": "1-5"}'
        raise InputError("wrong_option", f"{where} can't be read: it must be a JSON object such as {example}.")
    return found
