"""What the user's machine has for other purposes does not disturb the local cloud."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.integration.conftest import LocalStack
from tests.integration.drops import drop, write_csv
from tools.local_cloud.deploy import deploy_arguments, local_environment, template_parameters
from tools.local_cloud.paths import VENV_BIN

pytestmark = pytest.mark.stack

# As `sam deploy --guided` leaves it, to a question of which "no" is the answer that a closed stdin gives.
GUIDED = """
version = 0.1
[default.global.parameters]
stack_name = "another"
region = "eu-west-1"
[default.deploy.parameters]
stack_name = "another"
resolve_s3 = true
s3_prefix = "another"
confirm_changeset = true
capabilities = "CAPABILITY_IAM"
region = "eu-west-1"
profile = "nobody"
"""


def test_all_commands_work_behind_a_proxy_and_with_a_profile_that_is_not_there(
    stack: LocalStack, tmp_path: Path
) -> None:
    company = dict.fromkeys(("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"), "http://127.0.0.1:9")
    settings = {**company, "AWS_PROFILE": "nobody"}
    file = write_csv(tmp_path / "proxied.csv", [["10", "Great behind a proxy"], ["0", "Slow behind a proxy"]])
    done = stack.feedback("analyze", str(file), "--out", str(tmp_path / "out"), settings=settings)

    assert done.returncode == 0, done.stderr
    assert "2 analyzed" in done.stdout
    job = json.loads((tmp_path / "out" / "results.json").read_text())["job"]
    for command in (
        ("status", job),
        ("results", job, "--out", str(tmp_path / "again")),
        ("jobs",),
        ("doctor",),
        ("up",),
    ):
        again = stack.feedback(*command, settings=settings)
        assert again.returncode == 0, again.stderr
    assert (tmp_path / "again" / "results.csv").read_bytes() == (tmp_path / "out" / "results.csv").read_bytes()


def test_nothing_wants_loopback_from_the_proxy_behind_which_the_cloud_was_started(
    stack: LocalStack, tmp_path: Path
) -> None:
    if stack.proxy is None:
        pytest.skip("this machine is behind a proxy itself")
    drop(stack, write_csv(tmp_path / "functions.csv", [["10", "Great in a function"], ["0", "Slow in a function"]]))

    assert stack.proxy.refused == []


def test_answers_of_a_guided_deployment_do_not_change_a_local_one(stack: LocalStack, tmp_path: Path) -> None:
    guided = tmp_path / "samconfig.toml"
    guided.write_text(GUIDED)
    port = int(str(stack.stack.endpoint).rpartition(":")[2])
    template = stack.state_dir / "build" / "template.yaml"
    parameters = template_parameters(f"{stack.standin_url}/v1") | {"AiModel": "gpt-6-luna"}

    def deploy(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(VENV_BIN / "sam"), "deploy", "--config-file", str(guided), *arguments],
            cwd=tmp_path,
            env=local_environment(port),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    deployed = deploy(*deploy_arguments(template, parameters)[1:])
    assert deployed.returncode == 0, deployed.stdout + deployed.stderr
    assert "eu-west-1" not in deployed.stdout + deployed.stderr
    # The file is one that SAM follows where it is not told otherwise.
    followed = deploy("--template-file", str(template))
    assert followed.returncode != 0
    assert "nobody" in followed.stdout + followed.stderr


def test_jobs_are_listed_and_their_results_fetched_later(stack: LocalStack, tmp_path: Path) -> None:
    job = drop(stack, write_csv(tmp_path / "later.csv", [["10", "Great and later"], ["0", "Slow and later"]]))
    listed = stack.feedback("jobs", "--limit", "1")
    fetched = stack.feedback("results", job.job, "--out", str(tmp_path / "out"))

    heading, line = listed.stdout.splitlines()
    assert heading.split() == ["job", "state", "rows", "NPS", "begun", "file"]
    assert line.split()[:4] == [job.job, "completed", "2", "50"]
    assert line.endswith("later.csv")
    assert fetched.returncode == 0, fetched.stderr
    assert sorted(os.listdir(tmp_path / "out")) == sorted(job.results or {})  # noqa: PTH208 - names only


def test_a_job_that_is_not_there_has_no_results(stack: LocalStack) -> None:
    done = stack.feedback("results", "d" + "0" * 24)

    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no job" in done.stderr
