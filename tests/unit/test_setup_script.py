"""tools/setup.sh with installers that only write down what they are asked: which lock is installed, and when."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
RUN, DEV = "locks/run.txt", "locks/project.txt"

# Stands for Python and for pip: makes an environment of itself, and prints what pip prints to people with settings.
PYTHON = """#!/usr/bin/env bash
case "$*" in
  "--version") echo "Python 3.13.0" ;;
  *"print(os.path.realpath"*) echo "$0" ;;
  "-c "*) ;;
  "-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
  "-m pip install"*)
    echo "WARNING: Location is ignored" >&2
    [ ! -e "$NO_NETWORK" ] || { echo "ERROR: no network" >&2; exit 1; }
    printf '%s\\n' '#!/usr/bin/env bash' '[ "$1" = --version ] && echo "uv 9.9.9" && exit' 'echo "$*" >>"$CALLS"' \\
      >.venv/bin/uv
    chmod +x .venv/bin/uv ;;
  *) exit 9 ;;
esac
"""


class Project:
    """A folder with nothing but what set-up reads."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "tools").mkdir()
        shutil.copy(ROOT / "tools" / "setup.sh", folder / "tools")
        (folder / "locks").mkdir()
        for lock in (RUN, DEV):
            (folder / lock).write_text("uv==9.9.9 \\\n    --hash=sha256:0\n")
        (folder / "pyproject.toml").write_text("")
        (folder / "python").write_text(PYTHON)
        (folder / "python").chmod(0o755)

    def set_up(self, level: str) -> subprocess.CompletedProcess[str]:
        names = {name: str(self.folder / name) for name in ("CALLS", "NO_NETWORK")}
        return subprocess.run(
            [str(self.folder / "tools" / "setup.sh"), level],
            env=os.environ | names | {"PYTHON": str(self.folder / "python")},
            capture_output=True,
            text=True,
            check=False,
        )

    def installed(self, level: str) -> list[str]:
        """The locks that this set-up installs."""
        calls = self.folder / "CALLS"
        calls.write_text("")
        done = self.set_up(level)
        assert done.returncode == 0, done.stderr
        return [line.split()[-1] for line in calls.read_text().splitlines() if line.startswith("pip sync")]


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


@pytest.mark.parametrize(
    ("levels", "locks"),
    [
        (["run", "run"], [[RUN], []]),
        (["dev", "dev"], [[DEV], []]),
        (["run", "dev", "run", "dev"], [[RUN], [DEV], [], []]),
        (["dev", "run", "dev"], [[DEV], [], []]),
    ],
)
def test_each_level_is_installed_once_in_any_order(project: Project, levels: list[str], locks: list[list[str]]) -> None:
    assert [project.installed(level) for level in levels] == locks


@pytest.mark.parametrize("changed", [RUN, "pyproject.toml", "tools/setup.sh"])
def test_what_has_changed_is_installed_again(project: Project, changed: str) -> None:
    project.installed("run")
    with (project.folder / changed).open("a") as file:
        file.write("# changed\n")

    assert project.installed("run") == [RUN]


def test_a_set_up_that_was_cut_off_is_done_again(project: Project) -> None:
    project.installed("run")
    (project.folder / ".venv" / ".ready-run").unlink()

    assert project.installed("run") == [RUN]
    shutil.rmtree(project.folder / ".venv")
    assert project.installed("dev") == [DEV]


def test_nothing_is_compiled_beforehand(project: Project) -> None:
    project.installed("dev")

    assert "--compile" not in (project.folder / "CALLS").read_text()


def test_each_step_is_told_with_its_seconds_and_pips_warnings_are_not(project: Project) -> None:
    done = project.set_up("run")

    assert done.stderr == ""
    assert [line.rsplit(" … ")[0] for line in done.stdout.splitlines()] == [
        "setup: making .venv with Python 3.13.0",
        "setup: getting uv, the installer",
        f"setup: installing what {RUN} names",
    ]
    assert all(line.endswith(" s") for line in done.stdout.splitlines())


def test_what_pip_says_is_shown_where_it_fails(project: Project) -> None:
    (project.folder / "NO_NETWORK").touch()
    failed = project.set_up("run")
    (project.folder / "NO_NETWORK").unlink()

    assert failed.returncode == 1
    assert "ERROR: no network" in failed.stderr
    assert project.installed("run") == [RUN]
