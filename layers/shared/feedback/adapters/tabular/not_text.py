"""Files that are no text tables: what they are, by their first bytes or words."""

import re
from pathlib import PurePath

from feedback.domain.errors import InputError

_MARKS = (
    (b"%PDF-", "a PDF document"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
    (b"GIF8", "an image"),
    (b"II*\0", "an image"),
    (b"MM\0*", "an image"),
    (b"Rar!\x1a", "an archive (RAR)"),
    (b"7z\xbc\xaf\x27\x1c", "an archive (7z)"),
    (b"BZh", "an archive (bzip2)"),
    (b"\xfd7zXZ\0", "an archive (xz)"),
    (b"\x28\xb5\x2f\xfd", "an archive (zstd)"),
    (b"SQLite format 3\0", "a database (SQLite)"),
    (b"PAR1", "a Parquet file"),
    (b"$FL2", "an SPSS file"),
    (b"$FL3", "an SPSS file"),
    (b"<stata_dta>", "a Stata file"),
)
_WEB_PAGE = re.compile(
    r"\s*+(?:<!--.{0,5000}?-->\s*+)*+(<(!doctype\s+html|html|head|body|table|meta|style|script|div)\b"
    r"|<\?xml.{0,2000}?<html\b|mime-version:)",
    re.IGNORECASE | re.DOTALL,
)
_XML = re.compile(r"\s*+<(\?xml\b|!doctype\b|!--)", re.IGNORECASE)
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1f\x7f]")
_FEW_CONTROLS = 4
_CONTROL_SHARE = 20  # more than one character in so many


def refuse_marked(data: bytes, name: str) -> None:
    """Raises InputError unsupported_format where the first bytes are those of another kind of file."""
    for mark, kind in _MARKS:
        if data.startswith(mark):
            raise _unsupported(name, kind)


def refuse_documents(text: str, name: str) -> None:
    """text: the first characters of the file.

    Raises InputError: unsupported_format for web pages and XML, not_a_table where many control characters are in it.
    A few are kept, as parts of comments.
    """
    if _WEB_PAGE.match(text):
        raise _unsupported(name, "a web page")
    if _XML.match(text):
        raise _unsupported(name, "an XML file")
    controls = len(_CONTROLS.findall(text))
    if controls > _FEW_CONTROLS and controls * _CONTROL_SHARE > len(text):
        raise InputError(
            "not_a_table",
            f"{name} is neither a workbook nor a text table. Save it as .xlsx, or as .csv in UTF-8, and try again.",
        )


def _unsupported(name: str, kind: str) -> InputError:
    ending = PurePath(name).suffix
    though = f", though its name says {ending}" if 1 < len(ending) <= 6 and ending[1:].isalnum() else ""
    if ending.lower().removeprefix(".") in kind.lower():
        though = ""
    return InputError(
        "unsupported_format",
        f"{name} is {kind}{though}. Open it where it comes from, save the table as .xlsx or as .csv in UTF-8, and try "
        "again.",
    )
