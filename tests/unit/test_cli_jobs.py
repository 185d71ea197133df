"""Watching a job and fetching its results: what is said where, and with which exit code the command ends."""

import io
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from feedback.contracts import JobReply
from feedback_cli import jobs
from feedback_cli.display import follow
from feedback_cli.errors import CommandError, PlainErrors, StackError
from feedback_cli.main import app
from feedback_cli.stack import Stack
from tests.replies import a_reply


class ToldStack(Stack):
    """Answers the given replies one after the other, the last one again and again. An exception is raised."""

    def tell(self, *replies: JobReply | BaseException | None) -> "ToldStack":
        vars(self)["replies"] = list(replies)
        return self

    def job(self, job_id: str) -> JobReply | None:
        replies: list[Any] = vars(self)["replies"]
        told = replies.pop(0) if len(replies) > 1 else replies[0]
        if isinstance(told, BaseException):
            raise told
        return told  # type: ignore[no-any-return] # a reply or None, as tell takes them

    def download(self, job: JobReply, folder: Path) -> list[Path]:
        return [folder / name for name in job.results or {}]


def a_console() -> tuple[Console, io.StringIO]:
    out = io.StringIO()
    return Console(file=out, width=60), out


def lines(replies: Sequence[JobReply | None]) -> list[str]:
    console, out = a_console()
    told = iter(replies)
    follow(lambda: next(told), console, pause=0)
    return [line.rpartition(" (")[0] for line in out.getvalue().splitlines()]


def test_off_a_terminal_each_state_is_one_line() -> None:
    states = [None, None, a_reply("parsing"), *[a_reply("analyzing", 850)] * 3, a_reply("aggregating", 850), a_reply()]

    assert lines(states) == [
        "feedback: waiting for the parser",
        "feedback: reading the file",
        "feedback: analysing comments, 850 rows",
        "feedback: writing results, 850 rows",
        "feedback: completed",
    ]


def test_on_a_terminal_there_is_a_bar_that_is_gone_at_the_end() -> None:
    out = io.StringIO()
    console = Console(file=out, width=100, force_terminal=True)
    told = iter([a_reply("analyzing", 850), a_reply()])

    assert follow(lambda: next(told), console, pause=0).state == "completed"
    assert "850" in out.getvalue()
    assert "feedback: " not in out.getvalue()


@pytest.mark.parametrize(
    ("stack", "flags"),
    [
        (ToldStack("feedback", "http://127.0.0.1:1"), ""),
        (ToldStack("prod", region="eu-west-1", profile="team"), " --stack prod --region eu-west-1 --profile team"),
    ],
)
def test_ctrl_c_ends_the_watching_and_says_how_to_get_the_results(stack: ToldStack, flags: str) -> None:
    console, out = a_console()

    with pytest.raises(typer.Exit) as ended:
        jobs.watch(stack.tell(a_reply("parsing"), KeyboardInterrupt()), "d1", Path("my results"), console)

    assert ended.value.exit_code == 130
    assert "the job goes on" in out.getvalue()
    assert f"feedback results d1 --out 'my results'{flags}\n" in out.getvalue()


def test_a_job_that_no_parser_takes_ends_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "START_SECONDS", 0.0)

    with pytest.raises(StackError, match="did not take the file"):
        jobs.watch(ToldStack("feedback").tell(None), "d1", None, a_console()[0])


def fetched(job: JobReply, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    """Exit code, what was asked for, and what stands on stderr."""
    console, out = a_console()
    code = 0
    try:
        jobs.fetch(ToldStack("feedback"), job, Path("out"), console)
    except typer.Exit as ended:
        code = ended.exit_code
    return code, out.getvalue(), " ".join(capsys.readouterr().err.split())


def test_all_results_are_exit_code_0(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = fetched(a_reply(results={"results.csv": "link"}), capsys)

    assert (code, said) == (0, "")
    assert out.endswith("  out/results.csv\n")


def test_failed_rows_are_exit_code_3_with_a_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    ledger = {"analyzed": 8, "failed": 2}
    job = a_reply("completed_with_errors", 10, ledger=ledger, results={"results.csv": "link"})
    code, out, said = fetched(job, capsys)

    assert code == 3
    assert out.endswith("  out/results.csv\n")
    assert "2 of 10 rows failed" in said
    assert "Exit code 3" in said


def test_no_results_are_exit_code_1(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, said = fetched(a_reply("failed", error={"code": "empty", "message": "The file is empty."}), capsys)

    assert code == 1
    assert "The file is empty." in out
    assert "no results" in said


def test_the_line_of_usage_is_not_wrapped(capsys: pytest.CaptureFixture[str]) -> None:
    out = fetched(a_reply(results={}), capsys)[1]

    assert any(line.startswith("Model:") and line.endswith("0 misses") for line in out.splitlines())


@pytest.mark.parametrize("arguments", [("analyze", "wrong.csv"), ("inspect", "wrong.csv"), ("estimate", "wrong.csv")])
def test_a_file_that_is_not_there_is_said_on_stderr(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = CliRunner().invoke(app, arguments)

    assert (ended.exit_code, ended.stdout) == (1, "")
    assert "there is no file wrong.csv" in ended.stderr


def test_region_and_profile_are_for_a_stack_only() -> None:
    ended = CliRunner().invoke(app, ["jobs", "--region", "eu-west-1"])

    assert ended.exit_code == 1
    assert "--region and --profile go with --stack" in ended.stderr


def test_a_sample_is_gone_after_the_command() -> None:
    with ExitStack() as cleanup:
        file = jobs.survey_file(None, 5, cleanup)
        assert file.name == "sample-5.xlsx"
        assert file.stat().st_size > 0
    assert not file.parent.exists()


@pytest.mark.parametrize(("file", "sample"), [(None, None), (Path("a.csv"), 5)])
def test_a_file_or_a_sample_is_needed(file: Path | None, sample: int | None) -> None:
    with ExitStack() as cleanup, pytest.raises(CommandError, match="name a FILE"):
        jobs.survey_file(file, sample, cleanup)


def test_errors_of_our_own_making_are_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError), PlainErrors():
        print(1 // 0)
