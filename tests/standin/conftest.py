"""One running stand-in for all tests, as new for each of them."""

from collections.abc import Iterator

import pytest

from tests.standin.client import Asker
from tools.standin import StandIn


@pytest.fixture(scope="session")
def running() -> Iterator[StandIn]:
    with StandIn() as server:
        yield server


@pytest.fixture
def server(running: StandIn) -> StandIn:
    running.restore()
    running.reset_stats()
    return running


@pytest.fixture(scope="session")
def session_asker(running: StandIn) -> Iterator[Asker]:
    asker = Asker(running)
    yield asker
    asker.close()


@pytest.fixture
def asker(server: StandIn, session_asker: Asker) -> Asker:
    return session_asker
