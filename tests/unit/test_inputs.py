"""Every file of the table is read as it says, in the child process that the parser uses."""

import pytest

from feedback.adapters.tabular.process import ChildReader
from feedback.domain.columns import ParserMode
from feedback.domain.errors import InputError
from feedback.domain.inspection import survey_notes
from feedback.domain.options import parse_options
from feedback.domain.reading import Reading
from feedback.domain.survey import read_survey
from tests.inputs import CASES, Case, Reads, Refused

READER = ChildReader(ParserMode.FLEXIBLE, max_rows=100_000)


def read(case: Case) -> Reading:
    return READER(case.data(), case.file, parse_options(case.options))


def test_the_table_holds_at_least_ninety_files() -> None:
    assert len(CASES) >= 90


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if isinstance(case.expected, Reads)])
def test_a_file_is_read_as_it_says(name: str) -> None:
    case = CASES[name]
    expected = case.expected
    assert isinstance(expected, Reads)

    reading = read(case)

    table, columns = reading.table, reading.columns
    survey, unique = read_survey(reading)
    assert (None if columns.rating is None else table.columns[columns.rating]) == expected.rating
    assert [table.columns[at] for at in columns.comments] == list(expected.comments)
    assert len(table.rows) == len(table.numbers) == len(survey.ratings)
    if expected.ratings is not None:
        assert survey.ratings == list(expected.ratings)
    if expected.texts is not None:
        assert [row[columns.comments[0]] for row in table.rows] == list(expected.texts)
    if expected.rows is not None:
        assert survey.rows == expected.rows
    if expected.unrated is not None and reading.ratings is not None:
        assert reading.ratings.unrated == expected.unrated
    if expected.columns is not None:
        assert table.columns == tuple(expected.columns)
    for seen, told in (
        (table.sheet, expected.sheet),
        (table.header_row, expected.header_row),
        (reading.encoding, expected.encoding),
        (reading.scale, expected.scale),
    ):
        assert told is None or seen == told
    if expected.note is not None:
        assert any(expected.note in note for note in survey_notes(reading, survey, unique))


@pytest.mark.parametrize("name", [name for name, case in CASES.items() if isinstance(case.expected, Refused)])
def test_a_file_that_can_not_be_used_is_refused_with_its_code_and_a_sentence(name: str) -> None:
    case = CASES[name]
    assert isinstance(case.expected, Refused)

    with pytest.raises(InputError) as caught:
        read(case)

    assert caught.value.code == case.expected.code
    assert case.expected.words in str(caught.value)
    assert str(caught.value).endswith((".", ")"))
