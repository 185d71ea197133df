"""Whatever happens to a workbook's bytes, it is read or refused with a sentence: nothing else may come out."""

import datetime
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.adapters.report_xlsx.table import xlsx_bytes
from feedback.adapters.tabular.workbook import read_workbook
from feedback.domain.errors import InputError
from tests.hostile_workbooks import truncated
from tests.workbooks import ANSWERS, SHEET, altered, ods, ods_row, ods_table, package, parts, xls, xlsx

STORED = 0
PARTS = ["content.xml", SHEET, "xl/workbook.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"]
PIECES = [b"", b"<", b">", b'"', b"0", b"9" * 12, b"r", b"&", b"<!--", b"\xff"]


def xls_of_all_types() -> bytes:
    days = [[datetime.date(2026, 3, 1), "é"]]
    return xls({"A": [*ANSWERS, [True, 0.5]], "B": days}, formats={(3, 1): "0%", (0, 0): "yyyy-mm-dd"})


FILES: dict[str, Callable[[], bytes]] = {
    "xlsx": lambda: package(parts(xlsx([*ANSWERS, ["=1", "#N/A", 0.5]], formats={"C4": "0%"})), STORED),
    "packed xlsx": lambda: xlsx_bytes(["a", "b"], [[n, f"text {n}"] for n in range(50)]),
    "ods": lambda: package(parts(ods(ods_table(ods_row("Rating", "Comment"), ods_row(9, True)))), STORED),
    "xls": xls_of_all_types,
}


def reads_or_refuses(data: bytes) -> None:
    try:
        contents = read_workbook(data, "survey.xlsx")
    except InputError:
        return
    assert all(len(row) == len(sheet.rows[0]) for sheet in contents.sheets for row in sheet.rows)


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=40)
@given(st.integers(0, 10**6))
def test_a_cut_file_is_read_or_refused(name: str, share: int) -> None:
    reads_or_refuses(truncated(FILES[name](), share / 10**6) or b"PK\3\4")


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=80)
@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 255)), min_size=1, max_size=6))
def test_a_file_with_altered_bytes_is_read_or_refused(name: str, changes: list[tuple[int, int]]) -> None:
    data = bytearray(FILES[name]())
    for place, byte in changes:
        data[8 + place % (len(data) - 8)] = byte
    reads_or_refuses(bytes(data))


@pytest.mark.parametrize("part", PARTS)
@settings(max_examples=60)
@given(st.integers(0, 10**9), st.sampled_from(PIECES))
def test_a_workbook_with_altered_xml_is_read_or_refused(part: str, place: int, piece: bytes) -> None:
    data = FILES["ods" if part == "content.xml" else "xlsx"]()
    start = place % len(parts(data)[part])
    reads_or_refuses(altered(data, part, lambda xml: xml[:start] + piece + xml[start + 1 :]))
