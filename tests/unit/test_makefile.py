"""make tells of a missing file before anything is installed or started."""

import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def made(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """make in a folder that has nothing but the Makefile, so that whatever it began would be an error of its own."""
    shutil.copy(ROOT / "Makefile", folder)
    command = ["make", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("target", ["run", "inspect"])
def test_a_missing_file_is_told_first(tmp_path: Path, target: str) -> None:
    done = made(tmp_path, target, "FILE=my (own) survey.xlsx")

    assert done.returncode == 2
    assert done.stderr.splitlines()[0] == "make: there is no file my (own) survey.xlsx"
    assert "setup" not in done.stdout + done.stderr


def test_inspect_says_how_to_name_a_file(tmp_path: Path) -> None:
    assert made(tmp_path, "inspect").stderr.startswith("make: say which file: make inspect FILE=survey.xlsx\n")


def test_a_file_that_is_there_leads_to_setup(tmp_path: Path) -> None:
    (tmp_path / "it's a $survey.csv").write_text("x")

    assert "tools/setup.sh" in made(tmp_path, "run", "FILE=it's a $$survey.csv").stderr
