"""What the reader of xlsx adds to the values: errors, percentages, and a word on formulas that have none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.adapters.tabular.marks import quick_marks
from feedback.adapters.tabular.marks_exact import exact_marks
from feedback.adapters.tabular.workbook import read_workbook
from feedback.domain.models import Cell, CellError, Contents, Percent
from tests.workbooks import SHEET, altered, xlsx
from tests.workbooks import xlsx_cells as cells_xlsx


def read(data: bytes) -> Contents:
    return read_workbook(data, "survey.xlsx")


def rows(data: bytes) -> list[list[Cell]]:
    return read(data).sheets[0].rows


def types(cells: list[Cell]) -> list[type]:
    return [type(cell) for cell in cells]


def test_error_values_are_errors_and_texts_like_them_are_texts() -> None:
    values = ["#N/A", "#DIV/0!", "#SPILL!", "#CALC!"]
    cells = "".join(
        f'<c r="{letter}1" t="e"><f>A&amp;B</f><v>{v}</v></c>' for letter, v in zip("ABCD", values, strict=True)
    )
    found = rows(cells_xlsx(f'<row r="1">{cells}<c r="E1" t="str"><v>#N/A</v></c></row>'))[0]
    assert found == [*values, "#N/A"]
    assert types(found) == [CellError] * 4 + [str]


@pytest.mark.parametrize(
    ("number_format", "kind"),
    [
        ("0%", Percent),
        ("0.00%", Percent),
        ('0.0\\ "of"%', Percent),
        ("[Red]0 %", Percent),
        ('0" %"', float),
        ("0\\%", float),
    ],
)
def test_numbers_in_a_percent_format_are_percentages(number_format: str, kind: type) -> None:
    assert types(rows(xlsx([[0.9, "x"]], formats={"A1": number_format, "B1": number_format}))[0]) == [kind, str]


def test_formulas_without_a_stored_value_are_empty_and_counted_in_a_note() -> None:
    contents = read(xlsx([["=1+1", "=2+2", "a"]], "Answers 1"))
    assert contents.sheets[0].rows == [[None, None, "a"]]
    [note] = contents.notes
    assert note.startswith("2 formulas of the sheet “Answers 1” without a stored value;")


def test_stored_values_of_formulas_are_read_without_a_note() -> None:
    cells = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>T(A2)</f><v></v></c><c r="C1"><f si="0"/><v>3</v></c>'
    contents = read(cells_xlsx(f'<row r="1">{cells}</row>'))
    assert (contents.sheets[0].rows, contents.notes) == ([[2, None, 3]], ())


UNUSUAL = {
    "without places": '<row><c t="e"><v>#N/A</v></c><c s="1"><v>0.5</v></c></row>'
    "<row><c><f>1</f></c><c><v>7</v></c></row>",
    "in single quotes": "<row r='1'><c r='A1' t='e'><v>#N/A</v></c><c r='B1' s='1'><v>0.5</v></c></row>"
    "<row r='2'><c r='A2'><f>1</f></c><c r='B2'><v>7</v></c></row>",
    "attributes in another order": '<row r="1"><c t="e" r="A1"><v>#N/A</v></c><c s="1" r="B1"><v>0.5</v></c></row>'
    '<row r="2"><c s="0" r="A2"><f>1</f><v/></c><c r="B2"><v>7</v></c></row>',
    "with comments": '<row r="1"><c r="A1" t="e"><v><!-- x -->#N/A</v></c><c r="B1" s="1"><v>0.<!---->5</v></c></row>'
    '<!-- <c r="A9" t="e"> --><row r="2"><c r="A2"><f>1</f></c><c r="B2"><v>7</v></c></row>',
    "with CDATA": '<row r="1"><c r="A1" t="e"><v><![CDATA[#N/A]]></v></c><c r="B1" s="1"><v>0.5</v></c></row>'
    '<row r="2"><c r="A2"><f><![CDATA[1<2]]></f></c><c r="B2"><v><![CDATA[7]]></v></c></row>',
    "on several lines": '<row r="1">\n <c r="A1" t="e">\n <v>#N/A</v></c>\n <c r="B1" s="1"><v>0.5</v></c>\n</row>\n'
    '<row r="2"><c\nr="A2"><f>1</f></c><c r="B2"><v>7</v></c></row>',
}


@pytest.mark.parametrize("name", UNUSUAL)
def test_a_sheet_written_in_an_unusual_way_is_read_like_any_other(name: str) -> None:
    contents = read(cells_xlsx(UNUSUAL[name], styles={"A1": "0%"}))
    found = contents.sheets[0].rows
    assert found == [["#N/A", 0.5], [None, 7]]
    assert types(found[0]) == [CellError, Percent]
    assert [note[:10] for note in contents.notes] == ["1 formula "]


def test_elements_may_have_a_prefix() -> None:
    def prefixed(xml: bytes) -> bytes:
        return (
            xml.replace(b"<", b"<x:").replace(b"<x:?", b"<?").replace(b"<x:/", b"</x:").replace(b"xmlns=", b"xmlns:x=")
        )

    data = altered(xlsx([["#N/A", 0.5]], formats={"B1": "0%"}), SHEET, prefixed)
    assert types(rows(data)[0]) == [CellError, Percent]


@st.composite
def sheet_xml(draw: st.DrawFn) -> bytes:
    kinds = st.sampled_from(["", ' t="e"', ' t="str"', ' s="1"', ' s="1" t="e"', ' s="10"'])
    inside = st.sampled_from(["", "<v>1</v>", "<v></v>", "<f>A1</f>", "<f>A1</f><v>2</v>", '<f t="shared"/><v/>'])
    lines = []
    for row in sorted(draw(st.sets(st.integers(1, 3000), max_size=4))):
        columns = sorted(draw(st.sets(st.sampled_from(["A", "B", "Z"]), max_size=3)))
        cells = (f'<c r="{column}{row}"{draw(kinds)}>{draw(inside)}</c>' for column in columns)
        lines.append(f'<row r="{row}">{"".join(cells)}</row>')
    return f"<worksheet><sheetData>{''.join(lines)}</sheetData></worksheet>".encode()


@given(sheet_xml())
def test_the_quick_search_finds_what_a_full_reading_finds(part: bytes) -> None:
    quick, exact = quick_marks(part, frozenset({1})), exact_marks(part, frozenset({1}))
    assert quick is not None
    assert (quick.errors, quick.unstored) == (exact.errors, exact.unstored)
    assert set(exact.percents) <= set(quick.percents)
    assert quick.rows >= exact.rows
    assert quick.columns >= exact.columns
