"""What an object store hands over."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An object's bytes, and its metadata (x-amz-meta-…) by names in small letters."""

    data: bytes
    metadata: dict[str, str]


@dataclass(frozen=True, slots=True)
class UploadForm:
    """A multipart POST: all fields, then the file in a field named `file`."""

    url: str
    fields: dict[str, str]
