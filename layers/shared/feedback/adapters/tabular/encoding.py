"""Which encoding the bytes of a text file are in: decided, stated, or refused."""

import codecs

from feedback.adapters.tabular.guess import guess
from feedback.adapters.tabular.not_text import refuse_documents, refuse_marked
from feedback.adapters.tabular.source import TextSource, faults
from feedback.adapters.tabular.western import ERRORS, is_western
from feedback.domain.errors import InputError

_BOMS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
_UTF32 = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)
_ISO_2022 = b"\x1b$"
_LABELS = {"utf-8": "UTF-8", "utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "cp1252": "Windows-1252"}
_SAMPLE = 100_000
_MOST_FAULTS = 1000
_PROBE = 'Aa1,;\t|"\r\n\\u0041'  # in an encoding for tables these are the bytes of ASCII
_C1 = bytes(range(0x80, 0xA0))
_UTF8_LEADS = bytes(range(0xC2, 0xF5))


def find_source(data: bytes, name: str, encoding: str | None) -> TextSource:
    """How to read a text file; encoding, where given, is used as it is.

    A byte order mark decides, then the pattern of UTF-16, then whether it is UTF-8, then whether it is Western text.
    Raises InputError: unsupported_format, not_a_table, unknown_encoding, wrong_option, wrong_encoding.
    """
    refuse_marked(data, name)
    source = _found(data, name) if encoding is None else _given(data, name, encoding)
    refuse_documents(source.head(_SAMPLE), name)
    return source


def _found(data: bytes, name: str) -> TextSource:
    if data.startswith(_UTF32):
        raise _unknown(name, "UTF-32")
    bom, codec = _marked(data)
    codec = codec or _utf16_order(data) or "utf-8"
    if codec == "utf-8" and data.isascii():
        if _ISO_2022 in data:
            raise _unknown(name, "ISO-2022 (Japanese, Korean or Chinese)")
        return TextSource(data, name, codec, _LABELS[codec])
    wrong = faults(data, len(bom), codec, _MOST_FAULTS)
    if wrong and codec == "utf-8" and not bom and not _mostly_utf8(data, len(wrong)):
        refuse_documents(data[:_SAMPLE].decode("latin-1"), name)
        return _western(data, name)
    return _unicode(data, name, codec, len(bom), wrong)


def _mostly_utf8(data: bytes, wrong: int) -> bool:
    """Whether at least three characters outside ASCII are UTF-8 for each that is not."""
    leads = len(data) - len(data.translate(None, _UTF8_LEADS))
    return wrong <= min(leads // 4, _MOST_FAULTS)


def _marked(data: bytes) -> tuple[bytes, str]:
    """The byte order mark and its codec; both empty where there is none."""
    return next(((bom, codec) for bom, codec in _BOMS if data.startswith(bom)), (b"", ""))


def _utf16_order(data: bytes) -> str:
    """The codec of UTF-16 without a mark, "" for other text: ASCII has its zeros in every other byte."""
    sample = data[: _SAMPLE // 2 * 2]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    few, many = sorted((even, odd))
    if not many or few * 2 > many or len(data) % 2:
        return ""
    if many * 4 < len(sample):
        # Less than half is ASCII: other scripts in UTF-16 are full of controls, or no UTF-8; text with stray NUL isn't.
        controls = sum(sample.count(byte) for byte in (*range(1, 9), *range(14, 32)))
        few_controls = controls < max(5, len(sample) // 50)
        if many * 100 < len(sample) or (few_controls and len(faults(sample, 0, "utf-8", 1)) < 2):
            return ""
    return "utf-16-le" if odd == many else "utf-16-be"


def _unicode(data: bytes, name: str, codec: str, skip: int, wrong: list[int]) -> TextSource:
    """UTF-8 or UTF-16, with a note on what does not fit. wrong: the lines of the faults."""
    label = _LABELS[codec]
    if not wrong:
        return TextSource(data, name, codec, label, skip=skip)
    errors, how = (ERRORS, "were read as Windows-1252") if codec == "utf-8" else ("replace", "were replaced by �")
    count = f"more than {_MOST_FAULTS:,}" if len(wrong) > _MOST_FAULTS else f"{len(wrong):,}"
    where = ", ".join(map(str, dict.fromkeys(wrong[:5]))) + (", …" if len(wrong) > 5 else "")
    note = f"Characters that are not {label} {how}: {count}, in lines {where}."
    return TextSource(data, name, codec, label, errors, skip, (note,))


def _western(data: bytes, name: str) -> TextSource:
    c1 = len(data.translate(None, _C1)) < len(data)
    # ¤ is in no survey, so it is the € of ISO-8859-15.
    if not c1 and b"\xa4" in data and is_western(data, "iso8859-15"):
        return TextSource(data, name, "iso8859-15", "ISO-8859-15")
    if is_western(data, "cp1252"):
        label = "Windows-1252" if c1 else "Windows-1252 (same as latin-1 here)"
        return TextSource(data, name, "cp1252", label, ERRORS)
    raise _unknown(name, guess(data))


def _given(data: bytes, name: str, encoding: str) -> TextSource:
    codec = _codec(encoding)
    bom, marked = _marked(data)
    if codec == "utf-16":
        codec = marked if marked.startswith(codec) else _utf16_order(data) or "utf-16-le"
    codec = codec.removesuffix("-sig")
    wrong = [1] if marked and marked != codec else faults(data, len(bom), codec, 0)
    if wrong:
        raise InputError(
            "wrong_encoding",
            f"Line {wrong[0]} of {name} is not text in {encoding}, the encoding given. Give the one that the file is "
            "in, or leave the option encoding out.",
        )
    errors = "strict"
    if codec == "iso8859-1":  # what calls itself latin-1 is Windows-1252 where the two differ, as on the Web
        codec, errors = "cp1252", ERRORS
    return TextSource(data, name, codec, _LABELS.get(codec, codec), errors, len(bom))


def _codec(encoding: str) -> str:
    """The name Python gives the encoding. Raises InputError wrong_option."""
    try:
        codec = codecs.lookup(encoding).name
        if codec.startswith("utf-16") or (codec != "idna" and _PROBE.encode("ascii").decode(encoding) == _PROBE):
            return codec
    except (LookupError, ValueError):
        pass  # not known, or not for text
    raise InputError(
        "wrong_option",
        f"The option encoding can't be {encoding[:40]!r}. Give the name of a text encoding, for example utf-8, cp1252 "
        "or utf-16, or leave it out.",
    )


def _unknown(name: str, looks: str) -> InputError:
    return InputError(
        "unknown_encoding",
        f"It can't be told for certain which encoding the text of {name} is in; it looks like {looks}. Save the file "
        "as CSV UTF-8, or give the option encoding.",
    )
