"""The locks agree: `make run` installs what the tests were run with, and no lock names an address."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted((ROOT / "locks").glob("*.txt"))


def pins(lock: Path) -> dict[str, tuple[str, frozenset[str]]]:
    """Version and hashes of each package."""
    found = {}
    for entry in re.split(r"\n(?=\S)", "\n".join(_lines(lock))):
        name, _, version = entry.split(";")[0].split(" ")[0].partition("==")
        found[name] = version, frozenset(re.findall(r"--hash=(sha256:[0-9a-f]{64})", entry))
    return found


def _lines(lock: Path) -> list[str]:
    return [line for line in lock.read_text().splitlines() if line and not line.lstrip().startswith("#")]


def test_what_make_run_installs_is_part_of_what_the_tests_run_with() -> None:
    run, everything = pins(ROOT / "locks" / "run.txt"), pins(ROOT / "locks" / "project.txt")

    assert {name: everything.get(name) for name in run} == run


def test_make_run_installs_nothing_that_only_tests_need() -> None:
    run = pins(ROOT / "locks" / "run.txt")

    assert {"aws-sam-cli", "boto3", "uv", "typer", "tiktoken"} <= run.keys()
    assert run.keys().isdisjoint({"pytest", "mypy", "ruff", "moto", "pyarrow", "scipy", "statsmodels", "pandas"})


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_has_a_version_and_hashes_and_no_address(lock: Path) -> None:
    assert all(version and hashes for version, hashes in pins(lock).values())
    assert "://" not in "".join(_lines(lock))
