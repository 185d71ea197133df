"""feedback inspect: what is printed is what the file says, letter for letter."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from feedback.domain.errors import InputError
from feedback.domain.options import NO_OPTIONS, parse_options
from tools.cli.inspect import inspect_file


def printed(file: Path, **options: str) -> str:
    out = io.StringIO()
    inspect_file(file, parse_options(options) if options else NO_OPTIONS, Console(file=out, width=200))
    return out.getvalue()


def survey(folder: Path, text: str, name: str = "survey.csv") -> Path:
    file = folder / name
    file.write_text(text, encoding="utf-8")
    return file


def test_it_shows_columns_with_reasons_ratings_that_are_none_nps_and_the_estimate(tmp_path: Path) -> None:
    shown = printed(survey(tmp_path, "id,NPS,Comment\n1,9,Great staff\n2,3,Too slow\n3,n/a,Fine\n4,10,fine\n5,8,\n"))

    assert "text in UTF-8, header in row 1, 5 rows" in shown
    assert "named “nps”" in shown
    assert "Rating scale: 0-10. Rows: 1 without a comment, 1 with a comment seen before." in shown
    assert "Unrated: 1 words." in shown
    assert "row 4: “n/a” (words)" in shown
    assert "standard NPS 25" in shown
    assert "3 different comments in about 1 calls to gpt-6-luna" in shown


def test_square_brackets_of_a_file_are_no_markup(tmp_path: Path) -> None:
    shown = printed(survey(tmp_path, "NPS [/10],Comment [red]\n9,Great\n3,Slow\n", "[b]m.csv"))

    assert "[b]m.csv" in shown
    assert "NPS [/10]" in shown
    assert "“Comment [red]”" in shown


def test_what_can_not_be_read_is_an_error_with_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = survey(tmp_path, "stars,Comment\n5,Great\n4,Good\n1,Bad\n")
    with pytest.raises(InputError, match="rating_scale"):
        printed(file)
    assert "Rating scale: 1-5" in printed(file, rating_scale="1-5")
    monkeypatch.setenv("FILE_MAX_MB", "0.00001")
    with pytest.raises(InputError, match="FILE_MAX_MB"):
        printed(file)
