"""The ordinary `sam build` and `sam deploy`, pointed at the local cloud; skipped where nothing has changed."""

import hashlib
import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import yaml

from feedback_cli.clients import LOCAL_REGION, direct_to_loopback
from tools.local_cloud.paths import BUILD, LOCAL, LOGS, ROOT, VENV_BIN
from tools.local_cloud.processes import LocalCloudError

STACK = "feedback"
SOURCES = ("template.yaml", "functions", "layers")
# All that SAM needs is said here. samconfig.toml is for the stacks of real accounts, and `sam deploy --guided` writes
# its answers there; it has no environment of this name, so nothing of it is read.
OWN_CONFIG = ("--config-env", "local")
SETTINGS = (
    *("AI_MODEL", "MAX_RPS", "MAX_TPM", "MAX_BATCH_SIZE", "BATCH_SIZE_OPTIMAL", "OPENAI_CONCURRENT_WORKERS"),
    *("OPTIMIZE_FOR", "SPOT_CHECK_PERCENT", "CODEBOOK"),
    *("ENABLE_PARALLEL_PROCESSING", "ENABLE_COMMENT_CACHE", "CACHE_TTL_DAYS", "NPS_CALCULATION_METHOD"),
    *("NPS_PASSIVE_WEIGHT", "FILE_PARSER_MODE", "FILE_MAX_MB", "MAX_ROWS", "BUDGET_USD", "RESULTS_TTL_DAYS"),
    *("LOG_PERFORMANCE_METRICS", "ALERT_THRESHOLD_SECONDS"),
)


def local_environment(port: int) -> dict[str, str]:
    """What any AWS client needs in order to speak to the local cloud, and to nothing else."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return direct_to_loopback(inherited) | {
        "AWS_ENDPOINT_URL": f"http://127.0.0.1:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": LOCAL_REGION,
        "AWS_REGION": LOCAL_REGION,
        # Files of the caller's account are not for this one.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "SAM_CLI_TELEMETRY": "0",
        "PATH": f"{VENV_BIN}:{os.environ.get('PATH', '')}",
    }


def template_parameters(endpoint: str | None) -> dict[str, str]:
    """Settings named in the environment of `feedback up`, as parameters of the template.

    All are given, with the template's default where the environment names none: a deployment would otherwise keep the
    value of the one before.
    """
    defaults = _template()["Parameters"]
    names = {parameter_name(name): name for name in SETTINGS}
    chosen = {name: os.environ.get(setting) or str(defaults[name]["Default"]) for name, setting in names.items()}
    return chosen | {"OpenAiBaseUrl": endpoint or ""}


class _TemplateLoader(yaml.SafeLoader):
    """Reads past CloudFormation's own tags, such as !Ref, whose meaning nothing here asks for."""


_TemplateLoader.add_multi_constructor("!", lambda _loader, _tag, _node: None)


def _template() -> dict[str, Any]:
    loaded = yaml.load((ROOT / "template.yaml").read_text(), _TemplateLoader)  # noqa: S506 - a SafeLoader
    return dict(loaded)


def parameter_name(setting: str) -> str:
    """MAX_RPS is MaxRps, OPENAI_CONCURRENT_WORKERS is OpenAiConcurrentWorkers."""
    return "".join(word.capitalize() for word in setting.split("_")).replace("Openai", "OpenAi")


def fingerprint(parameters: Mapping[str, str]) -> str:
    """A hash over all that a deployment depends on."""
    digest = hashlib.sha256(repr(sorted(parameters.items())).encode())
    for source in SOURCES:
        path = ROOT / source
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file() and "__pycache__" not in file.parts:
                digest.update(str(file.relative_to(ROOT)).encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


def build_arguments(build: Path) -> list[str]:
    folders = ["--build-dir", str(build), "--cache-dir", str(LOCAL / "sam-cache")]
    return ["build", *OWN_CONFIG, "--cached", "--parallel", *folders]


def deploy_arguments(template: Path, parameters: Mapping[str, str]) -> list[str]:
    overrides = [f"ParameterKey={name},ParameterValue={json.dumps(value)}" for name, value in parameters.items()]
    return [
        *("deploy", *OWN_CONFIG, "--template-file", str(template)),
        *("--stack-name", STACK, "--region", LOCAL_REGION, "--capabilities", "CAPABILITY_IAM", "--resolve-s3"),
        *("--no-confirm-changeset", "--no-fail-on-empty-changeset", "--no-progressbar"),
        *("--parameter-overrides", *overrides),
    ]


def build(port: int) -> None:
    _sam(build_arguments(BUILD), port)


def deploy(port: int, parameters: Mapping[str, str]) -> None:
    """Deploy what was built."""
    _sam(deploy_arguments(BUILD / "template.yaml", parameters), port)


def _sam(arguments: Sequence[str], port: int) -> None:
    LOGS.mkdir(parents=True, exist_ok=True)
    log = LOGS / f"sam-{arguments[0]}.log"
    with log.open("wb") as output:
        done = subprocess.run(
            [str(VENV_BIN / "sam"), *arguments],
            cwd=ROOT,
            env=local_environment(port),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            check=False,
        )
    if done.returncode:
        tail = "\n  ".join(log.read_text(errors="replace").splitlines()[-12:])
        raise LocalCloudError(f"sam {arguments[0]} failed; its log: {log}\n  {tail}")
