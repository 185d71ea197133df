"""Bringing the local cloud up and down."""

import os
from collections.abc import Callable
from dataclasses import dataclass

import boto3

from tools.local_cloud.deploy import (
    REGION,
    STACK,
    build_and_deploy,
    fingerprint,
    template_parameters,
)
from tools.local_cloud.processes import is_running, stop
from tools.local_cloud.servers import start_ministack, start_standin
from tools.local_cloud.state import State, load_state, only_one, save_state

API_KEY_PARAMETER = "/feedback/openai-api-key"
STAND_IN_KEY = "stand-in"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the local cloud and the model listen; standin is None where a real model is used."""

    aws: str
    standin: str | None


def up(say: Callable[[str], None]) -> Endpoints:
    """Start what does not run, deploy what has changed. say is told what takes time."""
    with only_one():
        state = load_state()
        if not is_running(state.ministack):
            say("starting the embedded AWS (ministack)")
            state.ministack, state.deployed = start_ministack(), ""
            save_state(state)
        standin = _model(state, say)
        assert state.ministack is not None  # noqa: S101 - for mypy: started above
        parameters = template_parameters(standin or os.environ.get("OPENAI_BASE_URL"))
        key = os.environ.get("OPENAI_API_KEY") or STAND_IN_KEY
        wanted = fingerprint(parameters | {"key": key})  # workers keep a key for a minute; new ones read it anew
        _put_api_key(state.ministack.port, key)
        if state.deployed != wanted:
            say("building and deploying template.yaml with SAM")
            build_and_deploy(state.ministack.port, parameters)
            state.deployed = wanted
            save_state(state)
        return Endpoints(f"http://127.0.0.1:{state.ministack.port}", standin)


def _model(state: State, say: Callable[[str], None]) -> str | None:
    """The stand-in's endpoint, started if needed; None where a key or another endpoint is named."""
    if os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_BASE_URL"):
        return None
    if not is_running(state.standin):
        say("no OPENAI_API_KEY is set: starting the model stand-in")
        state.standin = start_standin(state.standin.port if state.standin else None)
        save_state(state)
    assert state.standin is not None  # noqa: S101 - for mypy: started above
    return f"http://127.0.0.1:{state.standin.port}/v1"


def _put_api_key(port: int, key: str) -> None:
    ssm = boto3.client(
        "ssm",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",  # noqa: S106 - the embedded cloud takes any
    )
    ssm.put_parameter(Name=API_KEY_PARAMETER, Value=key, Type="SecureString", Overwrite=True)


def down() -> bool:
    """Stop both servers; what the embedded cloud held is gone. False where nothing was running."""
    with only_one():
        state = load_state()
        running = is_running(state.ministack) or is_running(state.standin)
        stop(state.ministack)
        stop(state.standin)
        # The stand-in's port is remembered, so that it comes back at the same address.
        save_state(State(standin=state.standin))
        return running


def running() -> Endpoints | None:
    """The local cloud if it is up and deployed."""
    state = load_state()
    if state.ministack is None or not is_running(state.ministack) or not state.deployed:
        return None
    standin = f"http://127.0.0.1:{state.standin.port}/v1" if is_running(state.standin) and state.standin else None
    return Endpoints(f"http://127.0.0.1:{state.ministack.port}", standin)


__all__ = ["STACK", "Endpoints", "down", "running", "up"]
