"""A zip file whose parts are inflated by count: nothing that its directory says of them is believed."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from feedback.adapters.tabular.limits import most_inflated
from feedback.adapters.tabular.refusals import bomb, damaged, encrypted, unreadable, unsafe

_MAX_PARTS = 20_000
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_STEP = 2**16

# What zipfile raises on directories that are cut or altered.
_BROKEN = (zipfile.BadZipFile, struct.error, ValueError, LookupError, OSError, EOFError, NotImplementedError)


@dataclass(frozen=True, slots=True)
class Entry:
    """A part of a zip: its name, its method, its packed bytes, and the size and CRC-32 it says to have."""

    name: str
    method: int
    packed: memoryview
    size: int
    crc: int


@dataclass(frozen=True, slots=True)
class Archive:
    """A zip that was inflated once from end to end. entries are by name in lower case."""

    name: str
    entries: Mapping[str, Entry]

    def read(self, part: str) -> bytes | None:
        """The bytes of a part, by its name in any case; None where there is none."""
        entry = self.entries.get(part.lower())
        return None if entry is None else b"".join(_pieces(entry))

    def copy(self, parts: Iterable[str], replaced: Mapping[str, bytes]) -> bytes:
        """A new plain zip of the named parts that exist, some with other bytes; nothing else of this file is in it."""
        body, directory = io.BytesIO(), []
        for part in dict.fromkeys(part.lower() for part in parts):
            if part not in self.entries:
                continue
            entry = self.entries[part]
            if part in replaced:
                data = replaced[part]
                entry = Entry(entry.name, zipfile.ZIP_STORED, memoryview(data), len(data), zlib.crc32(data))
            title = entry.name.encode()
            sizes = (entry.crc, len(entry.packed), entry.size, len(title), 0)
            fields = struct.pack("<5H3I2H", 20, 0x800, entry.method, 0, 0x21, *sizes)
            directory.append(b"PK\1\2\x14\0" + fields + struct.pack("<3H2I", 0, 0, 0, 0, body.tell()) + title)
            body.write(b"PK\3\4" + fields + title)
            body.write(entry.packed)
        start, listing, count = body.tell(), b"".join(directory), len(directory)
        body.write(listing + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, count, count, len(listing), start, 0))
        return body.getvalue()


def open_zip(data: bytes, name: str) -> Archive:
    """The zip in data, after each of its parts was inflated in small pieces, counted, and held against its checksum.

    Raises InputError: damaged_file, encrypted_file, unsafe_package, unreadable_workbook (a rare packing), zip_bomb.
    """
    if data.count(b"PK\1\2") > _MAX_PARTS:
        raise unsafe(name, "it holds more parts than a workbook has")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            infos = package.infolist()
    except _BROKEN as error:
        raise damaged(name, "it ends too early, or is not a workbook at all") from error
    if any(info.flag_bits & 1 for info in infos):
        raise encrypted(name)
    _check_names([info.orig_filename for info in infos], name)
    return Archive(
        name, {entry.name.lower(): entry for entry in _counted(_entries(data, infos, name), len(data), name)}
    )


def _check_names(parts: list[str], name: str) -> None:
    """Names that leave their folder are traps; the same name twice can mean two different things to two programs."""
    lowered = [part.lower() for part in parts]
    for part in parts:
        if part.startswith("/") or "\\" in part or "\0" in part or part[1:2] == ":" or ".." in part.split("/"):
            raise unsafe(name, "it holds a part that points outside the file")
    if len(set(lowered)) < len(lowered):
        raise unsafe(name, "it holds two parts of the same name")


def _entries(data: bytes, infos: list[zipfile.ZipInfo], name: str) -> Iterator[Entry]:
    """The packed bytes of each part, found through its own header; parts that share bytes are a trap."""
    view, end = memoryview(data), 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.compress_type not in _METHODS:
            raise unreadable(name, "it is packed in an unusual way")
        if info.header_offset < end:
            raise bomb(name, "its parts overlap")
        header = data[info.header_offset : info.header_offset + 30] if info.header_offset >= 0 else b""
        if len(header) < 30 or not header.startswith(b"PK\3\4"):
            raise damaged(name, "a part is not where the directory says")
        start = info.header_offset + 30 + sum(struct.unpack("<2H", header[26:]))
        end = start + info.compress_size
        if end > len(data):
            raise damaged(name, "it ends too early")
        yield Entry(info.filename, info.compress_type, view[start:end], info.file_size, info.CRC)


def _counted(entries: Iterable[Entry], packed: int, name: str) -> Iterator[Entry]:
    limit = most_inflated(packed)
    total = 0
    for entry in entries:
        size = crc = 0
        try:
            for piece in _pieces(entry):
                size += len(piece)
                crc = zlib.crc32(piece, crc)
                if size > entry.size:
                    raise bomb(name, "a part unpacks to more than it says")
                if total + size > limit:
                    raise bomb(name, f"it unpacks to more than {limit // 2**20} MB")
        except zlib.error as error:
            raise damaged(name, "a part can't be unpacked") from error
        if size != entry.size or crc != entry.crc:
            raise damaged(name, "a part differs from its checksum")
        total += size
        yield entry


def _pieces(entry: Entry) -> Iterator[bytes]:
    """The inflated bytes in pieces of at most 1 MB."""
    if entry.method == zipfile.ZIP_STORED:
        yield bytes(entry.packed)
        return
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for start in range(0, len(entry.packed), _STEP):
        rest: bytes | memoryview = entry.packed[start : start + _STEP]
        while rest:
            yield inflater.decompress(rest, 2**20)
            rest = inflater.unconsumed_tail
    yield inflater.flush()
