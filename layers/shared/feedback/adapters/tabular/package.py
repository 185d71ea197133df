"""What a zip file is, a workbook or something else, and whether its XML can be trusted."""

from xml.parsers import expat

from feedback.adapters.tabular.refusals import encrypted, unreadable, unsupported
from feedback.adapters.tabular.zip import Archive
from feedback.domain.errors import InputError

_ODF = "application/vnd.oasis.opendocument."
_OTHERS = {
    "xl/workbook.bin": "an Excel binary workbook (.xlsb)",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint presentation",
    "index/document.iwa": "an Apple Numbers, Pages or Keynote file",
    "index.zip": "an Apple Numbers, Pages or Keynote file",
    "visio/document.xml": "a Visio drawing",
}
_ENCODINGS = frozenset({"utf-8", "utf8", "us-ascii", "ascii"})


def workbook_kind(archive: Archive) -> str:
    """xlsx or ods.

    Raises InputError: encrypted_file (ods), unsupported_format (other documents), archive (all other zip files).
    """
    parts = archive.entries
    if "xl/workbook.xml" in parts:
        return "xlsx"
    mimetype = (archive.read("mimetype") or b"")[:100].decode("ascii", "replace").strip()
    if mimetype.startswith(_ODF) or "meta-inf/manifest.xml" in parts:
        if b"encryption-data" in (archive.read("META-INF/manifest.xml") or b""):
            raise encrypted(archive.name)
        if mimetype.startswith(f"{_ODF}spreadsheet") and "content.xml" in parts:
            return "ods"
        if mimetype.startswith(_ODF):
            raise unsupported(archive.name, "an OpenDocument file without sheets")
    for part, what in _OTHERS.items():
        if part in parts:
            raise unsupported(archive.name, what)
    raise InputError(
        "archive",
        f"{archive.name} is an archive, not a survey file. Unpack it and drop the survey file itself.",
    )


def xml_part(archive: Archive, part: str) -> bytes:
    """The bytes of an XML part in UTF-8 that declares no entities; b"" where there is no such part.

    Raises InputError: unsafe_xml, unreadable_workbook (no XML, or another encoding).
    """
    data = archive.read(part)
    if data:
        _check_prolog(data, archive.name)
    return data or b""


def _check_prolog(data: bytes, name: str) -> None:
    """Read up to the first element: a DOCTYPE, which alone can declare entities, comes before it or nowhere."""
    parser = expat.ParserCreate()

    def doctype(*_: object) -> None:
        raise InputError(
            "unsafe_xml", f"{name} is refused: it declares XML entities, which no spreadsheet program does."
        )

    def declaration(_version: str, encoding: str | None, _standalone: int) -> None:
        if encoding is not None and encoding.lower() not in _ENCODINGS:
            raise unreadable(name, "its text is in an unusual encoding")

    def first(*_: object) -> None:
        raise StopIteration

    parser.StartDoctypeDeclHandler = doctype
    parser.XmlDeclHandler = declaration
    parser.StartElementHandler = first
    if data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        raise unreadable(name, "its text is in an unusual encoding")
    try:
        parser.Parse(data, True)
    except StopIteration:
        return
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise unreadable(name, "a part of it is not written correctly") from error
