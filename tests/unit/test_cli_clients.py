"""Clients of the local cloud heed nothing of the caller's AWS and proxy settings; those of an account do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from feedback_cli.clients import account_session, direct_to_loopback, local_client
from feedback_cli.errors import StackError
from feedback_cli.stack import Stack
from tools.local_cloud.deploy import local_environment
from tools.local_cloud.servers import answers, ministack_environment

NOWHERE = "http://127.0.0.1:9"
"""A proxy that does not answer."""
PROXIES = ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy")


class _Server(BaseHTTPRequestHandler):
    """Knows one address, /health, and to any AWS call gives the same parameter."""

    def do_GET(self) -> None:
        self._answer(200 if self.path == "/health" else 404, b"")

    def do_POST(self) -> None:
        self._answer(200, b'{"Parameter": {"Name": "/a", "Value": "1"}}')

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Server) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def hostile(monkeypatch: pytest.MonkeyPatch) -> None:
    """A company's laptop: a proxy for everything, and a profile that this machine does not have."""
    for name in ("NO_PROXY", "no_proxy", "AWS_REGION", "AWS_DEFAULT_REGION"):
        monkeypatch.delenv(name, raising=False)
    for name in PROXIES:
        monkeypatch.setenv(name, NOWHERE)
    monkeypatch.setenv("AWS_PROFILE", "nobody")


@pytest.mark.usefixtures("hostile")
def test_a_client_of_the_local_cloud_reaches_it(endpoint: str) -> None:
    for client in (local_client("ssm", endpoint), Stack("feedback", endpoint).client("ssm")):
        assert client.get_parameter(Name="/a")["Parameter"]["Value"] == "1"


@pytest.mark.usefixtures("hostile")
def test_a_server_on_loopback_is_seen(endpoint: str) -> None:
    assert answers(f"{endpoint}/health")


@pytest.mark.usefixtures("hostile")
def test_the_api_of_the_local_cloud_is_asked_directly(endpoint: str) -> None:
    stack = Stack("feedback", endpoint)
    vars(stack).update(outputs={"ApiId": "a"}, api_key="k")

    assert stack.job("d1") is None


@pytest.mark.usefixtures("hostile")
@pytest.mark.parametrize("made", ["sam", "ministack"])
def test_child_processes_reach_loopback_and_use_the_proxy_for_the_rest(
    endpoint: str, made: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    environment = local_environment(1) if made == "sam" else ministack_environment(1, tmp_path_factory.mktemp("tmp"))
    code = (
        "import sys, urllib.request as u;"
        "print(u.urlopen(sys.argv[1]).status, u.getproxies()['https'], bool(u.proxy_bypass('example.com')))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code, f"{endpoint}/health"], env=environment, capture_output=True, text=True, check=True
    )

    assert told.stdout.split() == ["200", NOWHERE, "False"]


@pytest.mark.usefixtures("hostile")
def test_child_processes_get_nothing_of_the_callers_aws_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    for environment in (local_environment(1), ministack_environment(1, tmp_path_factory.mktemp("tmp"))):
        assert "AWS_PROFILE" not in environment


@pytest.mark.parametrize(
    ("told", "hosts"),
    [
        ({}, "127.0.0.1,localhost"),
        ({"NO_PROXY": "a.test, b.test"}, "a.test,b.test,127.0.0.1,localhost"),
        ({"NO_PROXY": "a.test", "no_proxy": "localhost"}, "localhost,127.0.0.1"),
        ({"no_proxy": "*"}, "*"),
    ],
)
def test_hosts_that_need_no_proxy_are_kept_in_both_spellings(told: dict[str, str], hosts: str) -> None:
    assert direct_to_loopback({"A": "b", **told}) == {"A": "b", "NO_PROXY": hosts, "no_proxy": hosts}


@pytest.mark.parametrize(
    ("told", "region", "found"),
    [
        ({"AWS_REGION": "eu-west-1"}, None, "eu-west-1"),
        ({"AWS_DEFAULT_REGION": "eu-west-2"}, None, "eu-west-2"),
        ({"AWS_REGION": "eu-west-1", "AWS_DEFAULT_REGION": "eu-west-2"}, "sa-east-1", "sa-east-1"),
    ],
)
def test_the_region_of_an_account_comes_from_the_flag_or_either_variable(
    monkeypatch: pytest.MonkeyPatch, told: dict[str, str], region: str | None, found: str
) -> None:
    _no_aws(monkeypatch)
    for name, value in told.items():
        monkeypatch.setenv(name, value)

    assert account_session(region, None).region_name == found


def test_without_any_region_the_stack_says_how_to_name_one(monkeypatch: pytest.MonkeyPatch) -> None:
    _no_aws(monkeypatch)

    with pytest.raises(StackError, match="--region"):
        Stack("feedback").client("cloudformation")


def _no_aws(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("AWS_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_CONFIG_FILE", os.devnull)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", os.devnull)
