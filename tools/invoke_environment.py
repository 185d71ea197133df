"""Run a command, such as `sam local invoke`, so that functions in containers reach the running local cloud.

    python -m tools.invoke_environment sam local invoke ApiFunction --event events/api_get_job.json \\
        --template .local/build/invoke.yaml --env-vars .local/env.json --skip-pull-image

Three things stand between, and are there while the command runs. SAM takes a !Ref in a function's environment for the
resource's name in the template: env.json has the deployed functions' own values. SAM hands on only variables that the
template declares: invoke.yaml is the built template with AWS_ENDPOINT_URL declared, and nothing else changed. And a
container's 127.0.0.1 is its own, whatever --docker-network says: a relay on Docker's bridge leads to the host's.
"""

import json
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlsplit

from feedback_cli.stack import Stack
from tools.docker_engine import Relay, docker_bridge
from tools.local_cloud.cloud import STACK, running
from tools.local_cloud.deploy import local_environment
from tools.local_cloud.paths import LOCAL
from tools.local_cloud.processes import LocalCloudError

TEMPLATE = LOCAL / "build" / "invoke.yaml"
VARIABLES = LOCAL / "env.json"
ENDPOINT_VARIABLE = "AWS_ENDPOINT_URL"
_LOOPBACK = re.compile(r"(?<=//)(?:127\.0\.0\.1|localhost)(?=:(\d+))")
_FIRST_VARIABLES = re.compile(r"^( +)Variables:\n", re.MULTILINE)


def deployed_variables(stack: Stack) -> dict[str, dict[str, str]]:
    """The environment of each deployed function, by its name in the template."""
    resources = stack.client("cloudformation").describe_stack_resources(StackName=stack.name)["StackResources"]
    functions = stack.client("lambda")
    return {
        resource["LogicalResourceId"]: functions.get_function_configuration(
            FunctionName=resource["PhysicalResourceId"]
        )["Environment"]["Variables"]
        for resource in resources
        if resource["ResourceType"] == "AWS::Lambda::Function"
    }


def seen_from_container(
    variables: Mapping[str, Mapping[str, str]], endpoint: str, gateway: str
) -> tuple[dict[str, dict[str, str]], set[int]]:
    """The variables with the host's address in place of loopback, and the ports that lead there."""
    ports: set[int] = set()

    def moved(value: str) -> str:
        ports.update(int(port) for port in _LOOPBACK.findall(value))
        return _LOOPBACK.sub(gateway, value)

    seen = {
        function: {name: moved(value) for name, value in (*own.items(), (ENDPOINT_VARIABLE, endpoint))}
        for function, own in variables.items()
    }
    return seen, ports


def invoke_template(built: str) -> str:
    """The template with the endpoint's variable declared in its Globals, where the first Variables are."""
    changed, count = _FIRST_VARIABLES.subn(rf'\g<0>\1  {ENDPOINT_VARIABLE}: ""\n', built, count=1)
    if not count or built.index("Variables:") > built.index("\nResources:"):
        raise LocalCloudError("the built template has no variables in its Globals")
    return changed


def run(command: Sequence[str]) -> int:
    """The command's exit status."""
    cloud = running()
    if cloud is None:
        raise LocalCloudError("The local cloud is not up: start it with `feedback up`.")
    bridge = docker_bridge()
    variables, ports = seen_from_container(deployed_variables(Stack(STACK, cloud.aws)), cloud.aws, bridge.gateway)
    VARIABLES.write_text(json.dumps(variables, indent=2))
    TEMPLATE.write_text(invoke_template(TEMPLATE.with_name("template.yaml").read_text()))
    with ExitStack() as relays:
        for port in ports:
            relays.enter_context(Relay(bridge, port))
        own_port = urlsplit(cloud.aws).port or 80
        return subprocess.run(command, env=local_environment(own_port), check=False).returncode


def main() -> None:
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        sys.exit(run(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except LocalCloudError as error:
        sys.exit(f"invoke_environment: {error}")
    except FileNotFoundError as error:
        sys.exit(f"invoke_environment: {Path(str(error.filename)).name} is not there")


if __name__ == "__main__":
    main()
