"""The bytes of a text file as lines of text, in a known encoding."""

import codecs
import io
from collections.abc import Iterator
from dataclasses import dataclass

from feedback.domain.errors import InputError

MAX_CHARS = 10_000_000
"""Most characters of a line, and of a cell."""
_PIECE = 2**16


@dataclass(frozen=True, slots=True)
class TextSource:
    """A text file's bytes and how to read them: codec and errors as in decode(), skip the bytes of its mark.

    label is the encoding's name for people; notes say what else they should know.
    """

    data: bytes
    name: str
    codec: str
    label: str
    errors: str = "strict"
    skip: int = 0
    notes: tuple[str, ...] = ()

    def lines(self) -> Iterator[str]:
        """The lines with their ends, which are CR, LF or CRLF. Raises InputError cell_too_long."""
        stream = self._open()
        number = 0
        while line := stream.readline(MAX_CHARS + 1):
            number += 1
            if len(line) > MAX_CHARS:
                raise too_long(self.name, number)
            yield line

    def head(self, size: int) -> str:
        """The first size characters."""
        return self._open().read(size)

    def _open(self) -> io.TextIOWrapper:
        stream = io.BytesIO(self.data)
        stream.seek(self.skip)
        # newline="" finds the ends of lines without changing them, so that line breaks in cells stay as they are.
        return io.TextIOWrapper(stream, self.codec, self.errors, newline="")


def too_long(name: str, line: int) -> InputError:
    """The error for a line or cell of more than MAX_CHARS characters."""
    return InputError(
        "cell_too_long",
        f"Line {line} of {name} is longer than {MAX_CHARS:,} characters. Look for a quotation mark that is not closed, "
        "or shorten the text.",
    )


def faults(data: bytes, start: int, codec: str, most: int) -> list[int]:
    """The 1-based lines of the bytes from start on that are not of the encoding; it stops at one more than most."""
    decoder = codecs.getincrementaldecoder(codec)()
    view = memoryview(data)
    feeds = returns = 0
    found: list[int] = []
    while start < len(data) and len(found) <= most:
        end = min(start + _PIECE, len(data))
        try:
            text = decoder.decode(bytes(view[start:end]), end == len(data))
            start = end
        except UnicodeDecodeError as error:
            # The error's object is what was left over of the piece before, and this piece.
            text = error.object[: error.start].decode(codec, "replace")
            start = end - len(error.object) + error.end
            decoder.reset()
            found.append(1 + max(feeds + text.count("\n"), returns + text.count("\r")))
        feeds += text.count("\n")
        returns += text.count("\r")
    return found
