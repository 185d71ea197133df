"""Which deployment a command speaks to: the local cloud of a checkout, or a stack in an account."""

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from feedback_cli.errors import CommandError

if TYPE_CHECKING:
    from feedback_cli.stack import Stack

StackName = Annotated[
    str | None,
    typer.Option("--stack", help="A stack deployed in your AWS account; without it, the local cloud."),
]
Region = Annotated[str | None, typer.Option("--region", help="The stack's region; else as your AWS environment says.")]
Profile = Annotated[str | None, typer.Option("--profile", help="The AWS profile to use for the stack.")]


def of_checkout(module: str, what: str) -> Any:
    """A module of tools/, which the wheel does not have. what begins the sentence that says so."""
    try:
        return importlib.import_module(f"tools.{module}")
    except ModuleNotFoundError as error:
        # Also a stranger's package may be called tools.
        if error.name is None or error.name.split(".")[0] != "tools":
            raise
        raise CommandError(f"{what} works only from a checkout of the project; here is the installed package") from None


def local_cloud() -> Any:
    """The module that starts and stops the local cloud."""
    return of_checkout("local_cloud.cloud", "the local cloud")


def local_stack() -> "Stack | None":
    """The stack on the local cloud; None where that does not run."""
    from feedback_cli.stack import Stack

    cloud = local_cloud()
    endpoints = cloud.running()
    return None if endpoints is None else Stack(cloud.STACK, endpoints.aws)


def chosen_stack(name: str | None, region: str | None, profile: str | None) -> "Stack":
    from feedback_cli.stack import Stack

    if name is not None:
        return Stack(name, region=region, profile=profile)
    if region is not None or profile is not None:
        raise CommandError("--region and --profile go with --stack")
    try:
        found = local_stack()
    except CommandError as error:
        raise CommandError(f"{error}: name a deployed stack with --stack") from None
    if found is None:
        raise CommandError(
            f"the local cloud is not running: start it with `{program()} up`, or name a stack with --stack"
        )
    return found


def stack_if_any(name: str | None, region: str | None, profile: str | None) -> "Stack | None":
    """As chosen_stack; None where no stack is named and the local cloud does not run, or there is none to run."""
    if name is not None or region is not None or profile is not None:
        return chosen_stack(name, region, profile)
    try:
        return local_stack()
    except CommandError:
        return None


def stack_flags(stack: "Stack") -> str:
    """What a later command needs in order to find the same stack, with a space before it."""
    flags = (("stack", None if stack.endpoint else stack.name), ("region", stack.region), ("profile", stack.profile))
    return "".join(f" --{name} {value}" for name, value in flags if value)


def program() -> str:
    """How this program was called, so that a command it proposes can be typed in as it stands."""
    called = Path(sys.argv[0])
    if called.is_absolute() and called.is_relative_to(Path.cwd()):
        called = called.relative_to(Path.cwd())
    return str(called) if called.name == "feedback" else "feedback"
