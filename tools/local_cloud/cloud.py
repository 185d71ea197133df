"""Bringing the local cloud up and down."""

import os
from dataclasses import dataclass
from pathlib import Path

from feedback_cli.clients import local_client
from feedback_cli.stack import Stack
from feedback_cli.steps import Step
from tools.local_cloud import deploy, servers
from tools.local_cloud.deploy import STACK
from tools.local_cloud.processes import is_running, stop
from tools.local_cloud.scratch import new_scratch, remove_scratch
from tools.local_cloud.state import State, load_state, only_one, save_state
from tools.local_cloud.warm import warm

API_KEY_PARAMETER = "/feedback/openai-api-key"
STAND_IN_KEY = "stand-in"


@dataclass(frozen=True, slots=True)
class Endpoints:
    """Where the local cloud and the model listen; standin is None where a real model is used."""

    aws: str
    standin: str | None


def up(step: Step) -> Endpoints:
    """Start what does not run, deploy what has changed, and start the workers last. step is told what takes time."""
    with only_one():
        state = load_state()
        port = _ministack(state, step)
        standin = _model(state, step)
        parameters = deploy.template_parameters(standin or os.environ.get("OPENAI_BASE_URL"))
        key = os.environ.get("OPENAI_API_KEY") or STAND_IN_KEY
        wanted = deploy.fingerprint(parameters | {"key": key})  # workers keep a key for a minute; new ones read it anew
        endpoint = f"http://127.0.0.1:{port}"
        _put_api_key(endpoint, key)
        if state.deployed != wanted:
            with step("building template.yaml with SAM"):
                deploy.build(port)
            with step("deploying it to the embedded AWS"):
                deploy.deploy(port, parameters)
            state.deployed = wanted
            save_state(state)
        if state.warmed != wanted:
            with step("starting the workers, so that the first file finds them ready") as remark:
                if not warm(Stack(STACK, endpoint), int(parameters["OpenAiConcurrentWorkers"])):
                    remark("some are still starting")
            state.warmed = wanted
            save_state(state)
        return Endpoints(endpoint, standin)


def _ministack(state: State, step: Step) -> int:
    """Its port."""
    if state.ministack is None or not is_running(state.ministack):
        if not servers.has_ministack_environment():
            with step("installing the embedded AWS (ministack)"):
                servers.make_ministack_environment()
        with step("starting the embedded AWS"):
            _forget_scratch(state)  # of one that was not stopped by `down`
            scratch = new_scratch()
            state.temporary, state.deployed, state.warmed = str(scratch), "", ""
            save_state(state)
            state.ministack = servers.start_ministack(scratch)
            save_state(state)
    return state.ministack.port


def _model(state: State, step: Step) -> str | None:
    """The stand-in's endpoint, started if needed; None where a key or another endpoint is named."""
    if os.environ.get("OPENAI_API_KEY") or os.environ.get("OPENAI_BASE_URL"):
        return None
    if state.standin is None or not is_running(state.standin):
        with step("starting the model stand-in, since no OPENAI_API_KEY is set"):
            state.standin = servers.start_standin(state.standin.port if state.standin else None)
        save_state(state)
    return f"http://127.0.0.1:{state.standin.port}/v1"


def _put_api_key(endpoint: str, key: str) -> None:
    ssm = local_client("ssm", endpoint)
    ssm.put_parameter(Name=API_KEY_PARAMETER, Value=key, Type="SecureString", Overwrite=True)


def _forget_scratch(state: State) -> None:
    if state.temporary:
        remove_scratch(Path(state.temporary))
        state.temporary = ""


def down() -> bool:
    """Stop both servers; what the embedded cloud held is gone. False where nothing was running."""
    with only_one():
        state = load_state()
        running = is_running(state.ministack) or is_running(state.standin)
        stop(state.ministack)
        stop(state.standin)
        _forget_scratch(state)
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
