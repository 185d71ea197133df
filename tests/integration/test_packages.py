"""The packages as they are deployed, each alone in a bare interpreter: nothing that is needed was left out of them.

The embedded cloud's functions see its own packages too, and would not miss one.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks.benchmark_cold_start import ENVIRONMENT, FUNCTIONS, LAYER
from tests.integration.conftest import LocalStack
from tests.report_fixture import a_report

pytestmark = pytest.mark.stack

PATH = "import json, sys\nsys.path[:0] = sys.argv[1:3]\ngiven = json.loads(sys.argv[3])\n"
START = """
import app
files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
print(json.dumps([name for name, file in files.items() if "site-packages" in file]))
"""
ASK = """
import asyncio
from feedback.adapters.openai_analyzer import OpenAiAnalyzer
from feedback.domain.codebook import DEFAULT_CODEBOOK
from feedback.domain.errors import ModelError
from feedback.domain.prompts import ModelRequest

async def ask(key, timeout):
    try:
        reply = await OpenAiAnalyzer(key, "gpt-6-luna", given).ask(ModelRequest({4: "Good"}, DEFAULT_CODEBOOK), timeout)
        return reply.problem or "answered"
    except ModelError as error:
        return type(error).__name__

print(json.dumps([asyncio.run(ask(key, timeout)) for key, timeout in (("k", 10), ("bad-key", 10), ("k", 0.0001))]))
"""
WRITE = """
from feedback.adapters.report_csv import csv_bytes
from feedback.adapters.report_html.writer import report_html
from feedback.adapters.report_parquet import parquet_bytes
from feedback.adapters.report_xlsx.workbook import workbook_bytes
columns, rows = ["a", "b"], [["x", 1], [None, 2.5]]
tables = [csv_bytes(columns, rows), parquet_bytes(columns, rows)]
print(json.dumps([len(file) > 10 for file in (*tables, workbook_bytes(given, columns, rows), report_html(given))]))
"""
READ = """
from feedback.adapters.codebook_file import read_codebook
from feedback.adapters.tabular.process import ChildReader
from feedback.domain.columns import ParserMode
from feedback.domain.options import Options
reading = ChildReader(ParserMode.FLEXIBLE, 100)(given.encode("utf-16"), "a.csv", Options())
print(json.dumps([len(reading.table.rows), len(read_codebook(b"themes: [Rooms, Breakfast]", "a").themes)]))
"""
BROKEN = "from feedback.services.parse import ParseService\nParseService.parse(None, None, 0, '')"


def run(stack: LocalStack, function: str, code: str, given: Any = None) -> subprocess.CompletedProcess[str]:
    build = stack.state_dir / "build"
    path = [str(build / f"{function}Function"), str(build / LAYER / "python")]
    command = [sys.executable, "-I", "-S", "-c", PATH + code, *path, json.dumps(given)]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, text=True, check=False, timeout=60)


def said(stack: LocalStack, function: str, code: str, given: Any = None) -> Any:
    done = run(stack, function, code, given)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_starts_with_nothing_but_its_package_and_the_layer(stack: LocalStack, function: str) -> None:
    outside = (
        "[name for name, module in sys.modules.items() if 'site-packages' in (getattr(module, '__file__', '') or '')]"
    )

    assert said(stack, function, f"import app\nprint(json.dumps({outside}))") == []


@pytest.mark.parametrize("package", [*(f"{function}Function" for function in FUNCTIONS), LAYER])
def test_a_package_holds_compiled_modules_only(stack: LocalStack, package: str) -> None:
    folder = stack.state_dir / "build" / package
    files = [file for file in folder.rglob("*") if file.is_file()]

    assert any(file.suffix == ".pyc" for file in files)
    assert [file for file in files if file.suffix in (".py", ".pyi") or "__pycache__" in file.parts] == []


def test_the_model_is_asked_and_its_errors_are_told_apart(stack: LocalStack) -> None:
    answers = said(stack, "Analyzer", ASK, f"{stack.standin_url}/v1")

    assert answers == ["answered", "FatalModelError", "TransientModelError"]


def test_all_result_files_are_written(stack: LocalStack) -> None:
    assert said(stack, "Aggregator", WRITE, a_report()) == [True] * 4


def test_a_file_in_a_rare_encoding_and_a_codebook_are_read(stack: LocalStack) -> None:
    assert said(stack, "Parser", READ, "Nota,Comentario Final\n9,Bien\n3,Mal\n") == [2, 2]


def test_a_traceback_names_file_and_line(stack: LocalStack) -> None:
    done = run(stack, "Parser", BROKEN)
    source = Path("layers/shared/feedback/services/parse.py").read_text().splitlines()

    (line,) = [int(part.split(",")[0]) for part in done.stderr.split('"feedback/services/parse.py", line ')[1:]]
    assert "self._claim(source" in source[line - 1]
