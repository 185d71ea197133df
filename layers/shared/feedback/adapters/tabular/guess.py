"""What text in an unknown encoding looks like: for a message, not for reading it."""

import re

_NAMES = {
    "cp1250": "Windows-1250 (Central European)",
    "cp1251": "Windows-1251 (Cyrillic)",
    "cp1253": "Windows-1253 (Greek)",
    "cp1254": "Windows-1254 (Turkish)",
    "cp1255": "Windows-1255 (Hebrew)",
    "cp1256": "Windows-1256 (Arabic)",
    "shift_jis": "Shift JIS (Japanese)",
    "gb18030": "GB 18030 (Chinese)",
    "big5": "Big5 (Chinese)",
    "euc_kr": "EUC-KR (Korean)",
    "mac_roman": "Mac Roman (old Macs)",
    "cp850": "cp850 (DOS)",
    "koi8_r": "KOI8-R (Cyrillic)",
}
_LINE = re.compile(rb"[^\r\n]{0,1000}[\x80-\xff][^\r\n]{0,1000}")
_SAMPLE = 2_000
_BEST = 3


def guess(data: bytes) -> str:
    """The one to three likeliest encodings, in words."""
    # Imported only here: it is slow to start, and few files come this far.
    from charset_normalizer import from_bytes

    sample = b""
    for match in _LINE.finditer(data):
        sample += match[0] + b"\n"
        if len(sample) >= _SAMPLE:
            break
    likely = [match.encoding for match in from_bytes(sample, cp_isolation=list(_NAMES))]
    return " or ".join(_NAMES[codec] for codec in likely[:_BEST] if codec in _NAMES) or "none that is known here"
