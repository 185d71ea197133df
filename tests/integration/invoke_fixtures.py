"""Fixtures of the tests that run functions in containers."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.conftest import LocalStack
from tests.integration.invoke_docker import Containers, deployed_functions_asleep, need_docker
from tests.integration.invoke_world import LiveWorld


@pytest.fixture(scope="session")
def docker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Before the stack, so that no stack is started for tests that are skipped; a folder for events."""
    folder = tmp_path_factory.mktemp("docker")
    need_docker(folder / "lambda-base-image.log")
    return folder


@pytest.fixture(scope="module")
def sleeping(docker: Path, running_stack: LocalStack) -> Iterator[Containers]:
    containers = Containers(running_stack, docker)
    with deployed_functions_asleep(running_stack):
        yield containers
        LiveWorld(running_stack, containers).forget()


@pytest.fixture
def world(sleeping: Containers, stack: LocalStack) -> LiveWorld:
    world = LiveWorld(stack, sleeping)
    world.forget()
    return world
