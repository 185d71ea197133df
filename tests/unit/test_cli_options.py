"""Options on the command line: --codebook takes a name or a file, and a command gets them apart."""

from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from feedback.domain.models import Detail
from feedback.domain.options import NO_OPTIONS, Options
from feedback_cli.options import takes_options

ENOUGH = {"COLUMNS": "400", "NO_COLOR": "1", "TERM": "dumb"}


class Command:
    """Two commands that keep what they got; the second one takes no files of codebooks."""

    def __init__(self) -> None:
        self.got: tuple[Options, Path | None] | None = None
        self.app = typer.Typer()

        @self.app.command()
        @takes_options
        def both(options: Options = NO_OPTIONS, codebook_file: Path | None = None) -> None:
            self.got = options, codebook_file

        @self.app.command()
        @takes_options
        def names_only(options: Options = NO_OPTIONS) -> None:
            self.got = options, None

    def run(self, *arguments: str) -> tuple[int, str]:
        result = CliRunner().invoke(self.app, arguments, env=ENOUGH)
        return result.exit_code, result.output


def test_a_name_is_an_option() -> None:
    command = Command()

    assert command.run("both", "--codebook", "hotel", "--detail", "full")[0] == 0
    assert command.got == (Options(codebook="hotel", detail=Detail.FULL), None)


@pytest.mark.parametrize("name", ["hotel.yaml", "hotel.JSON", "hotel"])
def test_a_file_is_given_apart_from_the_options(tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text("themes: [Room]")
    command = Command()

    assert command.run("both", "--codebook", str(file), "--lang", "es")[0] == 0
    assert command.got is not None
    assert (command.got[0].codebook, command.got[1]) == (None, file)


def test_without_the_flag_there_is_neither() -> None:
    command = Command()

    assert command.run("both")[0] == 0
    assert command.got == (NO_OPTIONS, None)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("both", "--codebook", "nowhere.yaml"), "there is no codebook file nowhere.yaml"),
        (("both", "--codebook", "a/b"), "must be the name of a codebook"),
        (("names-only", "--codebook", "nowhere.yaml"), "must be the name of a codebook"),
        (("both", "--detail", "all"), "one of scores, full"),
    ],
)
def test_what_is_neither_is_refused_with_a_sentence(arguments: tuple[str, ...], words: str) -> None:
    command = Command()
    code, output = command.run(*arguments)

    assert code == 2
    assert words in output
    assert command.got is None
