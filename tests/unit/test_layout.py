"""find_table: rows of equal width below the header, in order, and the limits they keep."""

from collections.abc import Sequence

import pytest

from feedback.domain import layout
from feedback.domain.column_names import known_titles
from feedback.domain.errors import InputError
from feedback.domain.layout import column_names, find_table, listed
from feedback.domain.models import Cell, Sheet, Table


def table_of(
    rows: Sequence[Sequence[Cell]],
    *,
    placed: bool = True,
    numbers: Sequence[int] | None = None,
    header_row: int | None = None,
    max_rows: int = 100,
) -> Table:
    sheet = Sheet(
        [list(row) for row in rows], numbers or range(1, len(rows) + 1), "Data" if placed else None, placed=placed
    )
    table = find_table(sheet, "survey.xlsx", known_titles, max_rows=max_rows, header_row=header_row)
    assert table is not None
    return table


def refused(rows: Sequence[Sequence[Cell]], **how: object) -> InputError:
    with pytest.raises(InputError) as caught:
        table_of(rows, **how)  # type: ignore[arg-type]
    return caught.value


def test_rows_keep_their_order_their_numbers_and_their_cells() -> None:
    table = table_of([["NPS", "Comment"], [9, "Fine"], [3.5, None], ["x", " "]])

    assert table.columns == ("NPS", "Comment")
    assert table.rows == [[9, "Fine"], [3.5, None], ["x", " "]]
    assert list(table.numbers) == [2, 3, 4]
    assert (table.header_row, table.sheet) == (1, "Data")


def test_empty_rows_between_answers_are_kept_and_those_at_the_end_are_not() -> None:
    table = table_of([["NPS", "Comment"], [9, "Fine"], [], [None, None], [3, "Slow"], [], [None]])

    assert table.rows == [[9, "Fine"], [None, None], [None, None], [3, "Slow"]]


def test_columns_without_title_and_content_are_left_out_with_a_note() -> None:
    table = table_of([[None, "NPS", None, "Comment"], [None, 9, None, "Fine"], [None, 3, None, "Slow"]])

    assert table.columns == ("NPS", "Comment")
    assert table.rows == [[9, "Fine"], [3, "Slow"]]
    assert "2 empty columns were left out." in table.notes


def test_a_column_without_title_but_with_content_is_kept() -> None:
    table = table_of([["NPS", "Comment"], [9, "Fine", "extra"], [3, "Slow"]])

    assert table.columns == ("NPS", "Comment", "Column 3")
    assert table.rows == [[9, "Fine", "extra"], [3, "Slow", None]]


def test_missing_cells_of_a_text_file_are_empty_texts() -> None:
    assert table_of([["NPS", "Comment"], ["9"], ["3", "Slow"]], placed=False).rows == [["9", ""], ["3", "Slow"]]


def test_a_row_of_a_text_file_that_is_wider_than_the_header_names_its_line() -> None:
    error = refused([["NPS", "Comment"], ["9", "Fine"], ["3", "Slow", "very"]], placed=False, numbers=[1, 2, 7])

    assert error.code == "ragged_row"
    assert "Row 7 of survey.xlsx has 3 cells but the header (row 1) has 2" in str(error)


def test_empty_cells_beyond_the_header_are_no_wider_row() -> None:
    assert table_of([["NPS", "Comment"], ["9", "Fine", "", ""]], placed=False).rows == [["9", "Fine"]]


def test_rows_that_repeat_the_header_are_left_out_and_named() -> None:
    table = table_of([["NPS", "Comment"], [9, "Fine"], ["NPS", "Comment"], [3, "Slow"]])

    assert table.rows == [[9, "Fine"], [3, "Slow"]]
    assert list(table.numbers) == [2, 4]
    assert "Row 3: the header again, left out." in table.notes


def test_a_header_that_the_caller_names_is_taken() -> None:
    rows: list[list[Cell]] = [["NPS", "Comment"], ["a", "b"], [9, "Fine"]]

    assert table_of(rows, header_row=2).columns == ("a", "b")


def test_a_file_that_the_caller_says_has_no_header_has_numbered_columns() -> None:
    table = table_of([[9, "Fine"], [3, "Slow"]], header_row=0)

    assert table.columns == ("Column 1", "Column 2")
    assert table.rows == [[9, "Fine"], [3, "Slow"]]
    assert table.header_row == 0


@pytest.mark.parametrize(
    ("rows", "how", "code", "words"),
    [
        ([["NPS", "Comment"]], {}, "no_rows", "“Data”"),
        ([["NPS", "Comment"], *[[9, "Fine"]] * 4], {"max_rows": 3}, "too_many_rows", "more than 3 rows"),
        ([["NPS", "Comment"], [9, "Fine"]], {"header_row": 9}, "no_such_row", "no row 9"),
        ([[f"c{n}" for n in range(1001)], [1] * 1001], {}, "too_many_columns", "1,001 columns"),
    ],
)
def test_what_can_not_be_used_is_refused(rows: list[list[Cell]], how: dict[str, object], code: str, words: str) -> None:
    error = refused(rows, **how)

    assert error.code == code
    assert words in str(error)


def test_a_table_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(layout, "MAX_CELLS", 5)

    rows: list[list[Cell]] = [["NPS", "Comment"], [9, "Fine"], [3, "Slow"], [7, "So"]]

    assert refused(rows).code == "too_many_cells"


@pytest.mark.parametrize(
    ("titles", "names"),
    [
        (["a", "", "a", " "], ("a", "Column 2", "a (2)", "Column 4")),
        (["", "Column 1"], ("Column 1 (2)", "Column 1")),
        (["a", "a", "a (2)"], ("a", "a (3)", "a (2)")),
    ],
)
def test_columns_have_different_names_and_titles_stay_as_they_are(titles: list[str], names: tuple[str, ...]) -> None:
    assert column_names(titles) == names


@pytest.mark.parametrize(
    ("numbers", "text"),
    [([4], "Row 4"), ([4, 9], "Rows 4 and 9"), (list(range(1, 10)), "Rows 1, 2, 3, 4, 5 and 4 more")],
)
def test_rows_are_listed_shortly(numbers: list[int], text: str) -> None:
    assert listed(numbers) == text
