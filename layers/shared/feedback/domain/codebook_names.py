"""Names of codebooks, and where in the upload bucket a codebook of a name lies."""

import re
import unicodedata
from pathlib import Path

from feedback.domain.codebook import Codebook

DEFAULT_NAME = "default"
"""The name of the built-in codebook."""

NAME_PATTERN = r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$"
ENDINGS = (".yaml", ".yml", ".json")

_NAME = re.compile(NAME_PATTERN)
_MOST_OF_STEM = 51  # with a hyphen and the version, 64


def is_codebook_name(text: str) -> bool:
    return _NAME.fullmatch(text) is not None


def codebook_key(name: str, ending: str) -> str:
    """Where the codebook lies in the upload bucket, outside the folder whose files are taken for surveys."""
    return f"codebooks/{name}{ending}"


def codebook_name(path: Path, codebook: Codebook) -> str:
    """A name for a codebook from a file: the file's, and the version, so that a changed file has another name."""
    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plain).strip("-_")[:_MOST_OF_STEM]
    return f"{stem or 'codebook'}-{codebook.version}"


def sent_codebook_name(codebook: Codebook) -> str:
    """The name of a codebook that came with a request to the API."""
    return f"api-{codebook.version}"
