"""ChildReader: reading happens in a process that may run out of memory or time, or die, and nothing else suffers."""

import json
import logging
import pickle

import pytest

from feedback.adapters.report_xlsx.table import xlsx_bytes
from feedback.adapters.tabular import process
from feedback.adapters.tabular.process import ChildReader
from feedback.adapters.tabular.reader import read_survey_file
from feedback.domain.columns import ParserMode
from feedback.domain.errors import InputError
from feedback.domain.models import Cell
from feedback.domain.options import Options, parse_options
from tests.inputs.case import ANSWERS, HEADER, ROWS, csv_of
from tests.workbooks import xlsx

CSV = csv_of()
_CODE = "import os, pickle, sys; sys.stdin.buffer.read(); "


def reader(**limits: int) -> ChildReader:
    return ChildReader(ParserMode.FLEXIBLE, 200_000, **limits)


def refused(data: bytes, **limits: int) -> InputError:
    with pytest.raises(InputError) as caught:
        reader(**limits)(data, "survey.csv", Options())
    return caught.value


def answers(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Have the child run this code in place of the reader."""
    monkeypatch.setattr(process, "_START", _CODE + code)


@pytest.mark.parametrize("data", [CSV, xlsx(ROWS)])
def test_the_child_reads_what_the_reader_reads(data: bytes) -> None:
    options = parse_options({"segment": "Comment", "rating_scale": "0-10"})

    here = read_survey_file(data, "survey", options, mode=ParserMode.FLEXIBLE, max_rows=100)

    assert reader()(data, "survey", options) == here


def test_what_the_reader_refuses_comes_with_its_code_and_its_sentence() -> None:
    error = refused(b"")

    assert error.code == "empty_file"
    assert str(error).startswith("survey.csv is empty.")


def test_base_mode_and_the_limit_of_rows_reach_the_child() -> None:
    with pytest.raises(InputError, match="FILE_PARSER_MODE=base"):
        ChildReader(ParserMode.BASE, 100)(CSV, "survey.csv", Options())
    with pytest.raises(InputError, match="more than 2 rows"):
        ChildReader(ParserMode.FLEXIBLE, 2)(CSV, "survey.csv", Options())


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_a_file_that_needs_more_memory_than_it_may_have_is_refused(kind: str) -> None:
    rows: list[tuple[Cell, ...]] = [(7, f"{n} {'x' * 900}") for n in range(80_000)]
    data = csv_of([HEADER, *rows]) if kind == "csv" else xlsx_bytes(HEADER, rows)

    assert refused(data, memory=80 * 2**20).code == "too_much_memory"


def test_a_file_that_takes_too_much_processor_time_is_refused() -> None:
    rows = [HEADER, *((rating, f"{text} {n}") for n in range(45_000) for rating, text in ANSWERS)]

    assert refused(csv_of(rows), cpu_seconds=0).code == "too_slow"


def test_a_child_that_hangs_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "import time; time.sleep(60)")

    assert refused(CSV, wall_seconds=1).code == "too_slow"


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("os.abort()", "unreadable_file"),
        ("os.kill(os.getpid(), 11)", "unreadable_file"),
        ("os._exit(7)", "unreadable_file"),
        (
            "sys.stderr.write('memory allocation of 999 bytes failed'); sys.stderr.flush(); os.abort()",
            "too_much_memory",
        ),
    ],
)
def test_a_child_that_dies_is_a_file_that_can_not_be_read(
    monkeypatch: pytest.MonkeyPatch, code: str, expected: str
) -> None:
    answers(monkeypatch, code)

    assert refused(CSV).code == expected


def test_the_log_says_where_our_own_code_failed_and_never_what_others_wrote(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answers(monkeypatch, "sys.stderr.write('KeyError at layout.py:7'); sys.exit(1)")
    refused(CSV)
    answers(monkeypatch, "sys.stderr.write('a comment of a customer'); sys.stderr.flush(); os.abort()")
    refused(CSV)

    said = [record.getMessage() for record in caplog.records if record.levelno == logging.ERROR]
    assert "KeyError at layout.py:7" in said[0]
    assert "customer" not in "".join(said)


def test_the_child_has_no_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("OPENAI_API_KEY", "secret")
    answers(monkeypatch, "import json; sys.stdout.buffer.write(pickle.dumps(('env', json.dumps(dict(os.environ)))))")

    seen = json.loads(str(refused(CSV)))

    assert "secret" not in seen.values()
    assert set(seen) <= {"LD_LIBRARY_PATH", "LC_CTYPE"}


@pytest.mark.parametrize(
    "answer",
    [
        "pickle.dumps(os.getcwd)",
        # Protocol 4 follows dots in names: from a module of ours to one that it imports, and on to eval.
        "b'\\x80\\x04\\x8c\\x17feedback.domain.options\\x8c\\x19json.codecs.builtins.eval\\x93.'",
        "pickle.dumps(('code', 7))",
        "pickle.dumps(None)",
    ],
)
def test_an_answer_that_is_neither_a_reading_nor_an_error_is_not_taken(
    monkeypatch: pytest.MonkeyPatch, answer: str
) -> None:
    answers(monkeypatch, f"sys.stdout.buffer.write({answer})")

    with pytest.raises(pickle.UnpicklingError, match=r"no part of a reading|neither a reading nor an error"):
        reader()(CSV, "survey.csv", Options())
