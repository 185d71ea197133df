"""The server as a whole: many calls at once, its numbers, its controls, its life as a process."""

import json
import os
import signal
import subprocess
import sys
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from openai import RateLimitError

from tests.standin.client import Asker, fetch
from tools.standin import StandIn


def test_32_calls_at_once_are_all_answered(server: StandIn, asker: Asker) -> None:
    server.configure(timing="fixed:0.3")
    answers = asker.ask_at_once(32, "Good", "Bad")
    assert len({answer.id for answer in answers}) == 32
    assert len({answer.choices[0].message.content for answer in answers}) == 1
    assert server.stats()["most_at_once"] == 32


def test_stats_add_up_what_was_asked_and_answered(server: StandIn, asker: Asker) -> None:
    first, second = asker.ask("Good", "Bad").usage, asker.ask("Fine").usage
    server.configure(rps=1)
    asker.ask("Good")
    with pytest.raises(RateLimitError):
        asker.ask("Good")
    stats = fetch(server, "GET", "/stats")[1]
    assert first
    assert second
    assert (stats["calls"], stats["answered"], stats["rate_limited"], stats["comments"]) == (4, 3, 1, 4)
    assert stats["tokens_in"] > first.prompt_tokens + second.prompt_tokens
    assert stats["tokens_out"] > first.completion_tokens + second.completion_tokens
    assert sum(count for _, count in stats["requests_by_second"]) == 4
    assert (stats["most_at_once"], stats["in_flight"]) == (1, 0)


def test_stats_can_be_set_back(server: StandIn, asker: Asker) -> None:
    asker.ask("Good")
    assert fetch(server, "POST", "/stats/reset")[0] == 200
    assert server.stats()["calls"] == server.stats()["tokens_in"] == 0


def test_stats_hold_no_comment(server: StandIn, asker: Asker) -> None:
    server.configure(faults=[{"kind": "missing_ids", "match": "secret"}])
    asker.ask("a secret text")
    assert "secret" not in json.dumps(server.stats())


def test_control_changes_what_it_names_and_can_be_taken_back(server: StandIn, asker: Asker) -> None:
    assert fetch(server, "POST", "/control", {"faults": [{"kind": "not_json"}]})[0] == 200
    assert fetch(server, "POST", "/control", {"rps": 50})[0] == 200
    assert asker.answers("Good").problems
    assert fetch(server, "DELETE", "/control")[0] == 200
    assert not asker.answers("Good").problems


@pytest.mark.parametrize("wish", [{"timing": "soon"}, {"rps": -1}, {"speed": 1}, {"faults": [{"kind": "x"}]}, [1]])
def test_control_refuses_what_it_does_not_know(server: StandIn, wish: object) -> None:
    status, document = fetch(server, "POST", "/control", wish)
    assert status == 400
    assert document["error"]["type"] == "invalid_request_error"


def test_health_models_and_unknown_paths_answer(server: StandIn) -> None:
    assert fetch(server, "GET", "/health")[1]["system_fingerprint"] == "feedback-stand-in"
    assert fetch(server, "GET", "/v1/models")[0] == 401
    assert fetch(server, "GET", "/nothing")[0] == 404


def test_a_call_without_a_key_is_refused(server: StandIn) -> None:
    status, document = fetch(server, "POST", "/v1/chat/completions", {})
    assert status == 401
    assert set(document["error"]) == {"message", "type", "param", "code"}


def test_a_connection_is_kept_for_the_next_request(server: StandIn) -> None:
    address = urlsplit(server.root_url)
    connection = HTTPConnection(address.hostname or "", address.port, timeout=5)
    for _ in range(3):
        connection.request("GET", "/health")
        socket = connection.sock
        assert connection.getresponse().read()
        assert connection.sock is socket
    connection.close()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_the_process_tells_its_port_and_stops_cleanly(tmp_path: Path, number: signal.Signals) -> None:
    state = tmp_path / "state.json"
    command = [sys.executable, "-m", "tools.standin", "--timing", "tokens:0.1:500", "--state", str(state)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        line = json.loads(process.stdout.readline())
        assert line["pid"] == process.pid != os.getpid()
        assert json.loads(state.read_text()) == line
        connection = HTTPConnection("127.0.0.1", line["port"], timeout=5)
        connection.request("GET", "/health")
        assert connection.getresponse().status == 200
        process.send_signal(number)
        assert process.wait(10) == 0
    assert not state.exists()


def test_the_list_of_models_says_which_will_be_shut_down_and_when(server: StandIn, asker: Asker) -> None:
    found = {model.id: model.shutdown_date for model in asker.models()}
    assert (found["gpt-4o-mini"], found["gpt-6-luna"]) == ("2027-01-14", None)
