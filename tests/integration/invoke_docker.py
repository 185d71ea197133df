"""`sam local invoke` against the running local cloud, by the very command line that the README gives."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.integration.conftest import ROOT, LocalStack

EVENTS = ROOT / "events"
IMAGE = "lambda/python:3.13-x86_64"
IMAGE_TOOL = ROOT.parent / "shared" / "tools" / "lambda-base-image"
IMAGE_TIMEOUT = 400


def need_docker(log: Path) -> None:
    """Skips, and says why, where there is no Docker engine with the base image, and none can be made."""
    if _ready():
        return
    if not os.access(IMAGE_TOOL, os.X_OK):
        pytest.skip(f"NOT TESTED: no Docker engine with the image {IMAGE}; the functions were not run in containers")
    with log.open("wb") as output:
        try:
            subprocess.run([str(IMAGE_TOOL)], stdout=output, stderr=output, timeout=IMAGE_TIMEOUT, check=False)
        except subprocess.TimeoutExpired:
            output.write(f"\nended after {IMAGE_TIMEOUT} s\n".encode())
    if not _ready():
        tail = log.read_text(errors="replace").strip().splitlines()[-3:]
        pytest.skip(f"NOT TESTED: a Docker engine with {IMAGE} could not be made: {' / '.join(tail)}; the log: {log}")


def _ready() -> bool:
    try:
        images = ["docker", "images", "--quiet", "--filter", f"reference=*/{IMAGE}"]
        found = subprocess.run(images, capture_output=True, timeout=60, check=False)
        return found.returncode == 0 and bool(found.stdout.strip())
    except (OSError, subprocess.TimeoutExpired):
        return False


def event(name: str) -> Any:
    return json.loads((EVENTS / name).read_text(encoding="utf-8"))


@dataclass(frozen=True)
class Containers:
    """Runs functions in containers. folder is for events that a test has changed."""

    stack: LocalStack
    folder: Path

    def invoke(self, function: str, given: str | dict[str, Any]) -> Any:
        """The function's answer to an event, given by its name in events/ or whole."""
        path = EVENTS / given if isinstance(given, str) else self.folder / "event.json"
        if not isinstance(given, str):
            path.write_text(json.dumps(given), encoding="utf-8")
        local = self.stack.state_dir
        done = subprocess.run(
            [
                *(sys.executable, "-m", "tools.invoke_environment", "sam", "local", "invoke", function),
                *("--event", str(path), "--template", str(local / "build" / "invoke.yaml")),
                *("--env-vars", str(local / "env.json"), "--skip-pull-image"),
            ],
            cwd=ROOT,
            env=self.stack.environment,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-4000:]
        answer = json.loads(done.stdout or "null")
        assert not (isinstance(answer, dict) and "errorMessage" in answer), done.stderr[-4000:]
        return answer


@contextmanager
def deployed_functions_asleep(stack: LocalStack) -> Iterator[None]:
    """No event, message or schedule reaches a deployed function: what happens was done in a container."""
    functions, rules, buckets = (stack.stack.client(name) for name in ("lambda", "events", "s3"))
    upload_bucket = stack.stack.outputs["UploadBucketName"]
    notifications = buckets.get_bucket_notification_configuration(Bucket=upload_bucket)
    del notifications["ResponseMetadata"]
    mappings = [entry["UUID"] for entry in functions.list_event_source_mappings()["EventSourceMappings"]]
    schedules = [rule["Name"] for rule in rules.list_rules()["Rules"]]
    for mapping in mappings:
        functions.update_event_source_mapping(UUID=mapping, Enabled=False)
    for schedule in schedules:
        rules.disable_rule(Name=schedule)
    buckets.put_bucket_notification_configuration(Bucket=upload_bucket, NotificationConfiguration={})
    try:
        yield
    finally:
        buckets.put_bucket_notification_configuration(Bucket=upload_bucket, NotificationConfiguration=notifications)
        for schedule in schedules:
            rules.enable_rule(Name=schedule)
        for mapping in mappings:
            functions.update_event_source_mapping(UUID=mapping, Enabled=True)
