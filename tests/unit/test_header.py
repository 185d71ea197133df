"""find_header: where a table begins, whatever stands above it, and how its columns are named."""

from collections.abc import Sequence
from typing import Any

import pytest

from feedback.domain.column_names import known_titles
from feedback.domain.header import find_header
from feedback.domain.models import Cell, CellError, Sheet

ANSWERS: list[list[Cell]] = [[1, 9, "All was fine with me", "ES"], [2, 3, "Too slow for my taste", "FR"]]


def sheet(rows: Sequence[Sequence[Cell]], merged: tuple[tuple[int, int, int, int], ...] = ()) -> Sheet:
    return Sheet([list(row) for row in rows], range(1, len(rows) + 1), "Data", merged=merged)


QUALTRICS = '{"ImportId":"QID1"}'
CASES: dict[str, tuple[list[Any], tuple[tuple[int, int, int, int], ...], list[str], int, int]] = {
    "first row": ([["id", "NPS", "Comment", "Country"], *ANSWERS], (), ["id", "NPS", "Comment", "Country"], 0, 1),
    "title and empty row above": (
        [["Survey of spring"], [], ["id", "NPS", "Comment", "Country"], *ANSWERS],
        (),
        ["id", "NPS", "Comment", "Country"],
        2,
        3,
    ),
    "pairs of what and value above": (
        [["Survey", "Customer NPS"], ["Period", "2026 Q1"], ["id", "NPS", "Comment", "Country"], *ANSWERS],
        (),
        ["id", "NPS", "Comment", "Country"],
        2,
        3,
    ),
    "pairs above a table of two columns": (
        [["Survey", "Customers"], ["Period", "2026 Q1"], ["NPS", "Comment"], [9, "Fine"], [3, "Slow"]],
        (),
        ["NPS", "Comment"],
        2,
        3,
    ),
    "numbers as titles": ([[2024, 2025.0, "NPS"], [1, 2, 9], [3, 4, 8]], (), ["2024", "2025", "NPS"], 0, 1),
    "merged groups over the header": (
        [["Customer", None, "Survey", None], ["id", "Country", "NPS", "Comment"], [1, "ES", 9, "Fine as it is"]],
        ((0, 0, 0, 1), (0, 2, 0, 3)),
        ["Customer – id", "Customer – Country", "Survey – NPS", "Survey – Comment"],
        0,
        2,
    ),
    "titles merged over two lines": (
        [["id", "Survey", None], [None, "NPS", "Comment"], [1, 9, "Fine as it is"], [2, 3, "Too slow"]],
        ((0, 0, 1, 0), (0, 1, 0, 2)),
        ["id", "Survey – NPS", "Survey – Comment"],
        0,
        2,
    ),
    "question and answer kind of survey tools": (
        [
            ["Respondent ID", "How likely are you to recommend us?", "Why?"],
            ["", "Response", "Open-Ended Response"],
            ["1", "9", "Fine as it is"],
            ["2", "3", "Too slow"],
        ],
        (),
        ["Respondent ID", "How likely are you to recommend us? – Response", "Why? – Open-Ended Response"],
        0,
        2,
    ),
    "three lines with import ids": (
        [
            ["StartDate", "Q1", "Q2"],
            ["Start Date", "How likely are you to recommend us?", "Why?"],
            [QUALTRICS] * 3,
            ["2026-01-02", "9", "Fine as it is"],
            ["2026-01-03", "3", "Too slow"],
        ],
        (),
        ["StartDate – Start Date", "Q1 – How likely are you to recommend us?", "Q2 – Why?"],
        0,
        3,
    ),
    "no header": ([["9", "All was fine with me"], ["3", "Too slow for my taste"]], (), ["", ""], 0, 0),
    "a word of an answer is no title": (
        [["Q1", "Q2"], *([n % 11, f"answer {n}"] for n in range(19)), [4, "Time"], [5, "Date"]],
        (),
        ["Q1", "Q2"],
        0,
        1,
    ),
    "a word of an answer with a labelled rating is no title": (
        [
            ["How likely?", "What could be better?"],
            *([f"{n} - so so", f"answer {n}"] for n in range(9)),
            ["9 - x", "Time"],
        ],
        (),
        ["How likely?", "What could be better?"],
        0,
        1,
    ),
    "no header over short answers": (
        [[9, "ok"], *([n % 11, f"answer {n}"] for n in range(20))],
        (),
        ["", ""],
        0,
        0,
    ),
    "no header over answers that hold names of columns": (
        [["1", "9", "I have no comment really, ok?"], *([str(n), str(n % 11), f"answer {n}"] for n in range(2, 9))],
        (),
        ["", "", ""],
        0,
        0,
    ),
    "numbers as titles over texts": (
        [[1, 2, 3], [9, "Great service, I love it", "N"], [3, "Slow", "S"], [8, "Fine", "N"]],
        (),
        ["1", "2", "3"],
        0,
        1,
    ),
    "an answer of texts under a merged title": (
        [
            ["Name", None, "How likely to recommend?", "Why?"],
            ["Ann", "Lee", "Extremely likely - 10", "Great"],
            ["Bob", "Ray", "8", "Fine"],
            ["Cy", "Poe", "3", "Slow"],
        ],
        ((0, 0, 0, 1),),
        ["Name", "", "How likely to recommend?", "Why?"],
        0,
        1,
    ),
    "an answer of texts under a gap": (
        [["NPS", "Comment", None], ["n/a", "no answer", "late"], [9, "Fine", None], [3, "Slow", None]],
        (),
        ["NPS", "Comment", ""],
        0,
        1,
    ),
    "a header that names one of two columns": ([["a", "", ""], ["1", "2", ""]], (), ["a", "", ""], 0, 1),
    "texts only": (
        [["City", "What happened"], ["Lima", "Great"], ["Cusco", "Time"], ["Lima", "Order"]],
        (),
        ["City", "What happened"],
        0,
        1,
    ),
    "an error value is no title": (
        [["NPS", "Comment", CellError("#REF!")], *ANSWERS],
        (),
        ["NPS", "Comment", ""],
        0,
        1,
    ),
    "only a header": ([["NPS", "Comment"]], (), ["NPS", "Comment"], 0, 1),
    "one column of comments": ([["Comment"], ["Fine as it is"], ["Slow"]], (), ["Comment"], 0, 1),
    "a first answer that is no rating": (
        [["NPS", "Comment"], ["n/a", "no answer"], [9, "Fine"], [3, "Slow"]],
        (),
        ["NPS", "Comment"],
        0,
        1,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_the_header_is_found(name: str) -> None:
    rows, merged, titles, first, end = CASES[name]

    header = find_header(sheet(rows, merged), known_titles)

    assert header is not None
    assert (header.titles, header.first, header.end) == (titles, first, end)


def test_a_sheet_without_a_filled_cell_has_no_header() -> None:
    assert find_header(sheet([[None, " "], []]), known_titles) is None


def test_a_table_that_begins_far_below_is_found() -> None:
    rows: list[list[Cell]] = [*([] for _ in range(3000)), ["NPS", "Comment"], [9, "Fine"]]

    header = find_header(sheet(rows), known_titles)

    assert header is not None
    assert header.first == 3000
