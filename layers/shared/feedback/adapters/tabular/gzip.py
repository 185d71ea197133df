"""Gzipped files, unpacked with their bytes counted."""

import io
import zlib

from feedback.adapters.tabular.limits import GZIP_START, MAX_INFLATED, most_inflated
from feedback.domain.errors import InputError

_MAX_MEMBERS = 10_000
_GZIP = zlib.MAX_WBITS | 16
_FIRST_PIECE, _MOST_PIECE, _MOST_OUT = 2**9, 2**16, 2**20


def gunzip(data: bytes, name: str) -> bytes:
    """The bytes packed in data, which begins with 1f 8b; several members are joined, zeros after the last are skipped.

    Raises InputError: damaged_file, zip_bomb, nested_archive.
    """
    out = io.BytesIO()
    place = 0
    try:
        for _ in range(_MAX_MEMBERS):
            place = _member(data, place, out, name)
            if not data.startswith(GZIP_START, place):
                break
        else:
            raise _bomb(name)
    except zlib.error as error:
        raise _damaged(name) from error
    if data.count(0, place) < len(data) - place:
        raise _damaged(name)
    found = out.getvalue()
    if found.startswith(GZIP_START):
        raise InputError(
            "nested_archive", f"{name} is a gzip file inside a gzip file. Unpack it once, or send the table as it is."
        )
    return found


def _member(data: bytes, place: int, out: io.BytesIO, name: str) -> int:
    """Unpack the member that begins at place into out; the place after it."""
    inflater = zlib.decompressobj(_GZIP)
    size = _FIRST_PIECE  # small at first: what follows a short member is copied
    while not inflater.eof:
        piece = inflater.unconsumed_tail
        if not piece:
            piece = data[place : place + size]
            place += len(piece)
            size = min(size * 4, _MOST_PIECE)
        if not piece:
            raise _damaged(name)
        out.write(inflater.decompress(piece, _MOST_OUT))
        if out.tell() > most_inflated(len(data)):
            raise _bomb(name)
    return place - len(inflater.unused_data)


def _bomb(name: str) -> InputError:
    return InputError(
        "zip_bomb",
        f"{name} unpacks to more than {MAX_INFLATED >> 20} MB, or to far more than a table does. Send it "
        "unpacked, or split it into smaller files.",
    )


def _damaged(name: str) -> InputError:
    return InputError(
        "damaged_file",
        f"{name} is cut short or damaged, so it can't be unpacked. Export it again, or send it unpacked.",
    )
