"""survey: rows are told apart into ratings and comments, and come back from storage as they were."""

import gzip
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.domain.columns import Columns
from feedback.domain.models import Cell, CellError, Percent, Table
from feedback.domain.survey import MAX_LEAD, Survey, UniqueComment, dump_survey, load_survey, read_survey
from tests.builders import a_reading
from tests.unit.strategies import any_text

zones = st.none() | st.just(UTC) | st.integers(-1439, 1439).map(lambda n: timezone(timedelta(minutes=n)))
cells: st.SearchStrategy[Cell] = st.one_of(
    any_text,
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False),
    st.floats(allow_nan=False).map(Percent),
    any_text.map(CellError),
    st.dates(),
    st.times(timezones=st.none() | st.just(UTC)).map(lambda moment: moment.replace(fold=0)),
    st.datetimes(timezones=zones).map(lambda moment: moment.replace(fold=0)),
)


@st.composite
def surveys(draw: st.DrawFn) -> Survey:
    width = draw(st.integers(2, 4))
    columns = tuple(draw(st.lists(any_text, min_size=width, max_size=width)))
    rows = draw(st.lists(st.lists(cells, min_size=width, max_size=width), max_size=6))
    survey, _ = read_survey(a_reading(rows, columns))
    header_row, sheet = draw(st.integers(1, 9)), draw(st.none() | any_text)
    chosen = Columns(0, (1,), draw(st.none() | st.just(1)), None, tuple(range(2, width)))
    return replace(survey, table=Table(columns, rows, header_row, sheet), columns=chosen)


@given(surveys())
def test_a_survey_comes_back_from_storage_as_it_was(survey: Survey) -> None:
    loaded = load_survey(dump_survey(survey))

    assert loaded == survey
    # Equal is not enough: 1, 1.0 and True are equal.
    assert repr(loaded) == repr(survey)


@pytest.mark.parametrize(
    "cell",
    [
        *(date(1900, 1, 1), time(23, 59, 59, 999_999), datetime(2026, 5, 1, 12, 30, tzinfo=UTC)),
        *("\ud800", "\udfff\ud800", "a\nb\r\nc\u2028d", '"', "\\", "\x00", "🙂", '{"date": "2026-01-01"}'),
        *(1, 1.0, True, 10**300, -0.0, float("inf"), Percent(0.9), Percent(9), CellError("#N/A")),
    ],
)
def test_every_kind_of_cell_comes_back_as_it_was(cell: Cell) -> None:
    survey, _ = read_survey(a_reading([[9, "text", cell]], ("NPS", "Comment", "other")))

    (row,) = load_survey(dump_survey(survey)).table.rows
    assert repr(row) == repr([9, "text", cell])
    assert type(row[2]) is type(cell)


def test_a_cell_of_another_type_is_an_error_and_not_lost() -> None:
    survey, _ = read_survey(a_reading([[9, b"bytes"]]))  # type: ignore[list-item]

    with pytest.raises(TypeError, match="bytes can't be stored"):
        dump_survey(survey)


def test_a_stored_survey_has_a_line_for_each_row_after_the_first() -> None:
    survey, _ = read_survey(a_reading([[9, "a\nb"], [3, "c"]]))

    assert gzip.decompress(dump_survey(survey)).count(b"\n") == 2


def test_comments_that_differ_only_in_case_and_space_share_a_number_and_the_first_text() -> None:
    rows: list[list[Cell]] = [[9, "Great"], [3, None], [7, " GREAT "], [1, "Slow"], [2, "great"], ["x", ""]]
    survey, unique = read_survey(a_reading(rows))

    assert survey.comments == [0, None, 0, 1, 0, None]
    assert survey.ratings == [9, 3, 7, 1, 2, None]
    assert unique == [UniqueComment("Great", "great"), UniqueComment("Slow", "slow")]
    assert survey.rows_by_comment() == [3, 1]


def test_comments_that_mean_the_opposite_are_two() -> None:
    survey, unique = read_survey(a_reading([[1, "no lo recomiendo"], [9, "lo recomiendo"]]))

    assert survey.comments == [0, 1]
    assert len(unique) == 2


def test_a_number_in_the_comment_column_is_a_comment() -> None:
    survey, unique = read_survey(a_reading([[9, 10], [9, 0]]))

    assert survey.comments == [0, 1]
    assert [comment.text for comment in unique] == ["10", "0"]


def test_a_survey_without_comments_has_none() -> None:
    survey, unique = read_survey(a_reading([[9, ""], [3, None]]))

    assert (survey.rows, survey.rows_by_comment(), unique) == (2, [], [])


@given(st.lists(st.sampled_from(["a", "A ", "b", "", None, "c"])))
def test_every_row_with_a_comment_is_counted_under_exactly_one(texts: list[str | None]) -> None:
    survey, unique = read_survey(a_reading([[9, text] for text in texts]))

    assert sum(survey.rows_by_comment()) == sum(bool(text) for text in texts)
    assert all(count > 0 for count in survey.rows_by_comment())
    assert len(survey.rows_by_comment()) == len(unique)
    assert len(survey.comments) == len(survey.ratings) == len(texts)


def test_several_comments_of_a_row_are_one_text_led_by_their_titles() -> None:
    titles = ("NPS", "What did you like?", "What should we improve?")
    rows: list[list[Cell]] = [
        [9, "Staff", "Prices"],
        [3, None, "Prices"],
        [7, " ", "-"],
        [8, "Staff", CellError("#N/A")],
    ]
    survey, unique = read_survey(a_reading(rows, titles, comments=(1, 2)))

    assert survey.comments == [0, 1, None, 2]
    assert unique[0].text == "What did you like?: Staff\nWhat should we improve?: Prices"
    assert unique[1].text == "What should we improve?: Prices"


def test_a_long_title_leads_only_by_its_beginning_so_that_texts_stay_apart() -> None:
    titles = ("NPS", "Why? " * 2000, "What else? " * 2000)
    survey, unique = read_survey(a_reading([[9, "Staff", "a"], [3, "Staff", "b"]], titles, comments=(1, 2)))

    assert survey.comments == [0, 1]
    assert len(unique[0].text) < 2 * MAX_LEAD + 20


def test_long_comments_that_differ_only_at_their_end_are_two() -> None:
    long = "word " * 2000
    survey, _ = read_survey(a_reading([[9, long + "great"], [1, long + "awful"]]))

    assert survey.comments == [0, 1]


def test_an_error_value_is_no_comment() -> None:
    survey, unique = read_survey(a_reading([[9, CellError("#N/A")], [9, "#N/A"]]))

    assert survey.comments == [None, 0]
    assert unique[0].text == "#N/A"
