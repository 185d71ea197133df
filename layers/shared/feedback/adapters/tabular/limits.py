"""What packed files begin with, and how much they may unpack to."""

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
"""The first bytes of a zip file, one that is empty or split too."""
GZIP_START = b"\x1f\x8b"
MAX_INFLATED = 256 * 2**20
"""Most bytes that a file, with all its parts, may unpack to."""
_MAX_RATIO, _SMALL = 100, 20 * 2**20
"""Tables shrink 5 to 40 times; what unpacks to more than _SMALL bytes and _MAX_RATIO times is a trap."""


def most_inflated(packed: int) -> int:
    """The most bytes that a file of so many packed bytes may unpack to."""
    return min(MAX_INFLATED, max(_SMALL, _MAX_RATIO * packed))
