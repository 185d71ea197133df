"""feedback inspect: what is printed is what the file says, letter for letter."""

import io
from pathlib import Path

import pytest
from rich.console import Console

from feedback.domain.errors import InputError
from feedback.domain.options import NO_OPTIONS, parse_options
from feedback_cli.display import counted
from feedback_cli.inspect import inspected, show_inspected
from tools.local_cloud.deploy import SETTINGS


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the environment says, each test begins with the defaults."""
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


def printed(file: Path, **options: str) -> str:
    out = io.StringIO()
    found = inspected(file, None, parse_options(options) if options else NO_OPTIONS)
    show_inspected(found, file.name, Console(file=out, width=200))
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
    assert "3 different comments in about 1 call to gpt-6-luna" in shown


@pytest.mark.parametrize(
    ("settings", "calls"),
    [
        ({"OPTIMIZE_FOR": "calls", "SPOT_CHECK_PERCENT": "0"}, 1),
        ({"OPTIMIZE_FOR": "calls", "SPOT_CHECK_PERCENT": "50"}, 1),
        ({"OPTIMIZE_FOR": "calls", "SPOT_CHECK_PERCENT": "50", "BATCH_SIZE_OPTIMAL": "2"}, 2),
        ({"OPTIMIZE_FOR": "calls", "SPOT_CHECK_PERCENT": "0", "BATCH_SIZE_OPTIMAL": "1"}, 3),
    ],
)
def test_the_estimate_is_by_the_settings_of_the_environment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], calls: int
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(name, value)

    shown = printed(survey(tmp_path, "NPS,Comment\n9,Great\n3,Slow\n1,Rude\n"))

    assert f"3 different comments in about {counted(calls, 'call')} to" in shown


def test_the_estimate_counts_the_themes_of_the_codebook_that_is_given(tmp_path: Path) -> None:
    file = survey(tmp_path, "NPS,Comment\n9,Great\n3,Slow\n")
    codebook = survey(tmp_path, "themes: [Room]", "hotel.yaml")

    assert (
        inspected(file, codebook, NO_OPTIONS).estimate.tokens_in < inspected(file, None, NO_OPTIONS).estimate.tokens_in
    )


def test_a_codebook_file_that_can_not_be_used_is_an_error_with_its_name(tmp_path: Path) -> None:
    file, codebook = survey(tmp_path, "NPS,Comment\n9,Great\n"), survey(tmp_path, "themes: []", "hotel.yaml")

    with pytest.raises(InputError, match=r"hotel\.yaml"):
        inspected(file, codebook, NO_OPTIONS)


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
