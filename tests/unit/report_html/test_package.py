"""The templates go where the code goes: into the Lambda layer, which is a copy of the package's folder, and a wheel."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import feedback
from feedback.adapters.report_html.writer import STYLES, TEMPLATES, make_ready, report_html
from tests.report_fixture import a_report

PACKAGE = Path(feedback.__file__).parent
ROOT = PACKAGE.parent.parent.parent
SCRIPT = """
import json, sys
from feedback.adapters.report_html.writer import report_html
assert sys.argv[1] in sys.modules["feedback"].__file__
sys.stdout.buffer.write(report_html(json.load(sys.stdin)))
"""


def test_every_template_and_style_sheet_is_used_and_there() -> None:
    templates = {path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()}
    styles = {f"styles/{name}.css" for name in STYLES}

    assert styles <= templates
    assert {name for name in templates - styles if not name.startswith("section_")} == {"page.html", "macros.html"}


def test_the_first_page_compiles_no_template_once_it_was_made_ready(monkeypatch: pytest.MonkeyPatch) -> None:
    make_ready()
    monkeypatch.setattr("jinja2.Environment.compile", None)

    assert report_html(a_report()).startswith(b"<!doctype html>")


def test_a_copy_of_the_package_writes_the_same_page(tmp_path: Path) -> None:

    report = a_report()
    shutil.copytree(PACKAGE, tmp_path / "python" / "feedback", ignore=shutil.ignore_patterns("__pycache__"))
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "python")}
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        input=json.dumps(report).encode(),
        capture_output=True,
        env=environment,
        cwd=tmp_path,
        check=True,
    )

    assert ran.stdout == report_html(report)


def test_the_wheel_holds_every_template(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())

    folder = TEMPLATES.relative_to(PACKAGE.parent).as_posix()
    files = [path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*") if path.is_file()]
    assert {f"{folder}/{name}" for name in files} <= names
