"""The built wheel, installed by itself: its commands work, and what needs a checkout says so. No network is asked."""

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from importlib.metadata import Distribution, distribution
from pathlib import Path

import boto3
import pytest
from moto.server import ThreadedMotoServer
from packaging.requirements import Requirement

from feedback.adapters.dynamodb_jobs import DynamoDbJobStore
from tests.builders import a_job
from tools.samples.labels import write_labelled

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program `feedback` in an environment of its own, with what the wheel says it needs and nothing else.

    That is linked from the environment of the tests, which has the locked versions of all of it.
    """
    folder = tmp_path_factory.mktemp("installed")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    (packages,) = folder.glob("lib/python*/site-packages")
    uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--quiet", "--offline", "--no-deps"]
    subprocess.run([*uv, "--python", str(folder / "bin" / "python"), str(wheel)], check=True)
    for needed in _needed_by(distribution_of(packages)):
        _link(needed, packages)
    return folder / "bin" / "feedback"


def distribution_of(packages: Path) -> Distribution:
    (found,) = Distribution.discover(name="feedback-pipeline", path=[str(packages)])
    return found


def _needed_by(start: Distribution) -> Iterator[Distribution]:
    """All that it requires, and what those require, each once."""
    waiting, seen = [(start, frozenset[str]())], set()
    while waiting:
        current, extras = waiting.pop()
        for line in current.requires or []:
            wanted = Requirement(line)
            asked = [{"extra": extra} for extra in extras] or [{"extra": ""}]
            if wanted.marker and not any(wanted.marker.evaluate(given) for given in asked):
                continue
            key = (wanted.name, frozenset(wanted.extras))
            if key not in seen:
                seen.add(key)
                found = distribution(wanted.name)
                waiting.append((found, key[1]))
                yield found


def _link(needed: Distribution, packages: Path) -> None:
    here = Path(str(needed.locate_file("")))
    for top in {file.parts[0] for file in needed.files or [] if file.parts[0] not in ("..", "__pycache__")}:
        if not (packages / top).exists() and (here / top).exists():
            (packages / top).symlink_to(here / top)


def run(program: Path, *arguments: str, folder: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    hidden = ("AWS_", "OPENAI_", "PYTHON", "VIRTUAL_ENV")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(hidden)}
    return subprocess.run(
        [str(program), *arguments],
        cwd=folder,
        env=environment | {"COLUMNS": "200", "NO_COLOR": "1"} | settings,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def survey(tmp_path: Path) -> Path:
    file = tmp_path / "survey.csv"
    file.write_text("NPS,Comment\n9,Great staff\n3,Too slow\n10,Fine\n")
    return file


def test_it_has_the_command_line_and_the_package_with_its_data_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()

    assert {name.split("/")[0] for name in names} == {"feedback", "feedback_cli", "feedback_pipeline-0.1.0.dist-info"}
    data = (ROOT / "layers" / "shared" / "feedback").rglob("*")
    kept = {path for path in data if path.is_file() and path.suffix not in (".py", ".pyc")}
    assert {path.relative_to(ROOT / "layers" / "shared").as_posix() for path in kept} <= set(names)


def test_it_asks_for_what_the_command_line_needs_only(installed: Path) -> None:
    (packages,) = installed.parents[1].glob("lib/python*/site-packages")
    required = {Requirement(line).name for line in distribution_of(packages).requires or []}

    assert {"boto3", "pydantic", "typer"} <= required
    assert required.isdisjoint({"aws-sam-cli", "pytest", "moto", "jinja2", "arro3-core", "uv"})


def test_help_names_all_commands(installed: Path, tmp_path: Path) -> None:
    shown = run(installed, "--help", folder=tmp_path)

    assert shown.returncode == 0, shown.stderr
    assert all(name in shown.stdout for name in ("up", "analyze", "inspect", "results", "jobs", "evaluate", "down"))


def test_a_file_is_inspected(installed: Path, survey: Path) -> None:
    shown = run(installed, "inspect", str(survey), folder=survey.parent)

    assert shown.returncode == 0, shown.stderr
    assert "standard NPS 33.33" in shown.stdout


def test_without_a_deployment_the_estimate_is_made_here(installed: Path, survey: Path) -> None:
    shown = run(installed, "estimate", str(survey), folder=survey.parent)

    assert shown.returncode == 0, shown.stderr
    assert "3 different comments" in shown.stdout


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("up",), "works only from a checkout"),
        (("down",), "works only from a checkout"),
        (("status", "d1"), "name a deployed stack with --stack"),
        (("analyze", "--sample", "9"), "--sample works only from a checkout"),
        (("evaluate", "--labels", "labels.csv"), "works only from a checkout"),
    ],
)
def test_what_needs_a_checkout_says_so_in_a_sentence(
    installed: Path, survey: Path, arguments: tuple[str, ...], words: str
) -> None:
    write_labelled(survey.parent / "labels.csv", 30, 7)
    shown = run(installed, *arguments, folder=survey.parent)

    assert shown.returncode == 1
    assert words in shown.stderr
    assert "Traceback" not in shown.stderr


@pytest.fixture
def account() -> Iterator[str]:
    """The address of an AWS account with a stack `prod` in eu-west-1, whose table has one job."""
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    session = boto3.Session(aws_access_key_id="a", aws_secret_access_key="b", region_name="eu-west-1")
    endpoint = f"http://{host}:{port}"
    key = {"AttributeName": "pk", "KeyType": "HASH"}
    table = {
        "KeySchema": [key],
        "AttributeDefinitions": [{"AttributeName": "pk", "AttributeType": "S"}],
        "BillingMode": "PAY_PER_REQUEST",
        "TableName": "jobs",
    }
    outputs = {"JobsTableName": {"Value": "jobs"}, "UploadBucketName": {"Value": "uploads"}}
    template = {"Resources": {"Jobs": {"Type": "AWS::DynamoDB::Table", "Properties": table}}, "Outputs": outputs}
    stacks = session.client("cloudformation", endpoint_url=endpoint)
    stacks.create_stack(StackName="prod", TemplateBody=json.dumps(template))
    dynamodb = session.client("dynamodb", endpoint_url=endpoint)
    DynamoDbJobStore(dynamodb, "jobs", ttl_days=1).create(a_job("d42"))
    yield endpoint
    server.stop()


def test_a_stack_of_an_account_is_reached_by_its_name_and_region(installed: Path, tmp_path: Path, account: str) -> None:
    keys = {"AWS_ACCESS_KEY_ID": "a", "AWS_SECRET_ACCESS_KEY": "b", "AWS_ENDPOINT_URL": account}
    by_flag = run(installed, "jobs", "--stack", "prod", "--region", "eu-west-1", folder=tmp_path, **keys)
    by_variable = run(installed, "jobs", "--stack", "prod", folder=tmp_path, AWS_REGION="eu-west-1", **keys)
    elsewhere = run(installed, "jobs", "--stack", "prod", folder=tmp_path, AWS_REGION="eu-west-2", **keys)

    assert "d42" in by_flag.stdout, by_flag.stderr
    assert by_variable.stdout == by_flag.stdout
    assert elsewhere.returncode == 1
    assert "does not exist" in elsewhere.stderr
    assert "Traceback" not in elsewhere.stderr


def test_a_folder_called_tools_where_it_runs_is_not_taken_for_the_checkout(installed: Path, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "tools", tmp_path / "tools")

    assert "works only from a checkout" in run(installed, "up", folder=tmp_path).stderr
