"""Import rules and sizes hold for every file, and the checker finds what breaks them."""

from pathlib import Path, PurePosixPath

import pytest

from tests.architecture import FEEDBACK, MAX_FILE_LINES, MAX_FUNCTION_LINES, MEASURED, Source, violations

ROOT = Path(__file__).resolve().parent.parent
NAMES = frozenset({"parser", "analyzer", "api"})
DOMAIN, SERVICE = "layers/shared/feedback/domain/nps.py", "layers/shared/feedback/services/parse.py"
ADAPTER, APP = "layers/shared/feedback/adapters/s3.py", "functions/parser/app.py"


def sources() -> list[Source]:
    return [
        Source(PurePosixPath(path.relative_to(ROOT).as_posix()), path.read_text(encoding="utf-8"))
        for top in MEASURED
        for path in sorted((ROOT / top).rglob("*.py"))
    ]


def function_names() -> frozenset[str]:
    return frozenset(path.name for path in (ROOT / "functions").iterdir() if path.is_dir())


def found(path: str, text: str) -> list[str]:
    return violations(Source(PurePosixPath(path), text), NAMES)


def test_every_layer_is_looked_at() -> None:
    paths = {source.path for source in sources()}

    assert {PurePosixPath(path) for path in (DOMAIN, SERVICE, ADAPTER, APP)} <= paths
    assert FEEDBACK / "ports.py" in paths


@pytest.mark.parametrize("source", sources(), ids=lambda source: str(source.path))
def test_the_file_keeps_the_rules_of_the_house(source: Source) -> None:
    assert violations(source, function_names()) == []


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (DOMAIN, "import boto3"),
        (DOMAIN, "import pydantic.fields"),
        (DOMAIN, "from feedback.ports import JobStore"),
        (DOMAIN, "from feedback import ports"),
        (DOMAIN, "from ..services import parse"),
        (DOMAIN, "from .. import adapters"),
        (DOMAIN, "import feedback.settings"),
        (DOMAIN, "def late() -> None:\n    import openai"),
        (DOMAIN, "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    import boto3"),
        (DOMAIN, "import importlib\nimportlib.import_module('boto3')"),
        (DOMAIN, "__import__('boto3')"),
        (DOMAIN, "from importlib import import_module\nname = 'x'\nimport_module(name)"),
        (SERVICE, "import boto3"),
        (SERVICE, "import numpy"),
        (SERVICE, "from feedback.adapters.s3 import S3ObjectStore"),
        (SERVICE, "from feedback.settings import ParserSettings"),
        (SERVICE, "from feedback.contracts import BatchMessage"),
        (ADAPTER, "from feedback.services.parse import ParseService"),
        (ADAPTER, "from feedback.adapters.sqs import SqsBatchQueue"),
        (ADAPTER, "from feedback.adapters import sqs"),
        (ADAPTER, "from . import sqs"),
        (ADAPTER, "from .sqs import SqsBatchQueue"),
        (ADAPTER, "import feedback.adapters.sqs"),
        (ADAPTER, "from feedback.settings import ParserSettings"),
        ("layers/shared/feedback/adapters/tabular/text.py", "from feedback.adapters.memory import MemoryJobStore"),
        ("layers/shared/feedback/settings.py", "import functions.parser.app"),
        ("layers/shared/feedback/clock.py", "from tools.standin import app"),
        (SERVICE, "from tests.builders import NOW"),
        (APP, "import benchmarks"),
        (APP, "from tools import cli"),
        (APP, "import tests.fakes"),
        (APP, "from functions.analyzer import app"),
        (APP, "from functions import api"),
        (APP, "import analyzer.app"),
        (APP, "from ..api import app"),
    ],
)
def test_a_forbidden_import_is_found(path: str, text: str) -> None:
    (violation,) = found(path, text)

    line = len(text.splitlines())
    assert violation.startswith(f"{path}:{line}: ")


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (DOMAIN, "import math\nfrom collections.abc import Sequence"),
        (DOMAIN, "import numpy as np"),
        (DOMAIN, "from feedback.domain.models import Cell"),
        (DOMAIN, "from .models import Cell"),
        (SERVICE, "import asyncio\nfrom feedback.domain import job"),
        (SERVICE, "from feedback.ports import JobStore\nfrom feedback.services.ask import Asker"),
        (
            ADAPTER,
            "import boto3\nfrom feedback.ports import ObjectStore\nfrom feedback.domain.errors import InputError",
        ),
        ("layers/shared/feedback/adapters/tabular/text.py", "from feedback.adapters.tabular.source import TextSource"),
        ("layers/shared/feedback/adapters/memory.py", "from feedback.adapters.memory_jobs import MemoryJobStore"),
        ("layers/shared/feedback/settings.py", "import pydantic\nfrom feedback.domain.nps import NpsMethod"),
        (APP, "import boto3\nfrom feedback.services.parse import ParseService\nfrom feedback.settings import Settings"),
        (APP, "import reading"),
        ("feedback_cli/main.py", "import tools.standin\nfrom feedback.adapters import s3"),
    ],
)
def test_an_allowed_import_is_not_found(path: str, text: str) -> None:
    assert found(path, text) == []


@pytest.mark.parametrize("top", MEASURED)
def test_a_file_is_too_long_from_its_201st_line(top: str) -> None:
    assert found(f"{top}/x/y.py", "pass\n" * MAX_FILE_LINES) == []
    assert len(found(f"{top}/x/y.py", "pass\n" * (MAX_FILE_LINES + 1))) == 1


@pytest.mark.parametrize("opening", ["def f():", "async def f():", "class C:\n  def f(self):"])
def test_a_function_is_too_long_from_its_46th_line(opening: str) -> None:
    body = "    pass\n"

    assert found(DOMAIN, f"{opening}\n{body * (MAX_FUNCTION_LINES - 1)}") == []
    assert len(found(DOMAIN, f"{opening}\n{body * MAX_FUNCTION_LINES}")) == 1


def test_tests_may_be_longer() -> None:
    assert found("tests/unit/test_x.py", "pass\n" * 500) == []
