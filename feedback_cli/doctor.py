"""feedback doctor: whether the model can be asked, how long there will be one, and how old its prices are."""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import ClientError
from rich.console import Console
from rich.markup import escape

from feedback.domain.model_catalog import PRICES_AS_OF, RETIREMENT_NOTICE, facts_of
from feedback.settings import PlanSettings
from feedback_cli.clients import direct_to_loopback
from feedback_cli.stack import Stack

if TYPE_CHECKING:
    from openai.types import Model

PRICES_GROW_OLD = timedelta(days=90)
LIST_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Asked:
    """Which model is asked, where and with which key. key is "" where there is none; place says where it is looked for.

    base_url None is OpenAI's own endpoint.
    """

    model: str
    base_url: str | None
    key: str
    place: str


@dataclass(frozen=True, slots=True)
class Listed:
    """What the provider says of the model. problem: why its list could not be read, "" where it could.

    shutdown: the day, as the provider writes it; None where it is in the list without one, or not in it.
    """

    found: bool = False
    shutdown: str | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report; ok is False for what somebody should see to."""

    ok: bool
    text: str


def checks(asked: Asked, listed: Listed, today: date) -> Iterator[Check]:
    """All that can be said, in the order in which it matters."""
    yield Check(bool(asked.key), f"key: {'read from' if asked.key else 'there is none in'} {asked.place}")
    if asked.key:
        yield _reachable(asked, listed)
    if not listed.problem and listed.found:
        yield _shutdown(asked.model, listed.shutdown, today)
    yield _prices(asked.model, today)


def _reachable(asked: Asked, listed: Listed) -> Check:
    where = asked.base_url or "OpenAI"
    if listed.problem:
        return Check(False, f"model: {where} could not be asked for its models: {listed.problem}")
    if not listed.found:
        return Check(False, f"model: {where} lists no model {asked.model}; set AI_MODEL to one of its models")
    return Check(True, f"model: {where} has {asked.model}")


def _shutdown(model: str, told: str | None, today: date) -> Check:
    """By what the provider says, and where it says nothing, by the table of known models."""
    facts = facts_of(model)
    by_table = facts.retires if facts else None
    try:
        day = date.fromisoformat(told) if told else by_table
    except ValueError:
        return Check(False, f"shutdown: the provider writes {told!r}, which is no day")
    if day is None:
        return Check(True, "shutdown: no day is announced")
    advice = f"; set AI_MODEL to {facts.replacement}" if facts and facts.replacement else "; choose another AI_MODEL"
    if day <= today:
        return Check(False, f"shutdown: {model} was shut down on {day.isoformat()}{advice}")
    if day - today <= RETIREMENT_NOTICE:
        return Check(False, f"shutdown: {model} will be shut down on {day.isoformat()}{advice}")
    return Check(True, f"shutdown: {model} is there until {day.isoformat()}")


def _prices(model: str, today: date) -> Check:
    facts = facts_of(model)
    if facts is None:
        return Check(False, f"prices: those of {model} are unknown, so costs are too, and BUDGET_USD can't hold")
    text = f"prices: ${facts.price_in} in and ${facts.price_out} out a million tokens, as of {PRICES_AS_OF.isoformat()}"
    if today - PRICES_AS_OF > PRICES_GROW_OLD:
        return Check(False, f"{text}, {(today - PRICES_AS_OF).days} days ago: compare them with the provider's page")
    return Check(True, text)


def listed_model(asked: Asked) -> Listed:
    """Ask the provider for its list of models."""
    # It takes half a second to import, which no other command should wait for.
    from openai import OpenAI, OpenAIError

    # Not through a proxy where it is on this machine, which a proxy could not reach.
    os.environ.update(direct_to_loopback(os.environ))
    try:
        with OpenAI(
            api_key=asked.key,
            base_url=asked.base_url or "https://api.openai.com/v1",
            max_retries=0,
            timeout=LIST_SECONDS,
        ) as client:
            named = [model for model in client.models.list() if model.id == asked.model]
    except OpenAIError as error:
        return Listed(problem=str(error))
    except (ValueError, AttributeError):  # the SDK lets other documents through as they are
        return Listed(problem="its answer is no list of models")
    return Listed(bool(named), _shutdown_of(named))


def _shutdown_of(named: "list[Model]") -> str | None:
    return named[0].shutdown_date if named else None


def deployed(stack: Stack) -> Asked:
    """What the analyzer of a deployed stack asks, with the key that it reads itself."""
    resource = stack.client("cloudformation").describe_stack_resource(
        StackName=stack.name, LogicalResourceId="AnalyzerFunction"
    )
    name = resource["StackResourceDetail"]["PhysicalResourceId"]
    found = stack.client("lambda").get_function_configuration(FunctionName=name)
    variables: dict[str, str] = found.get("Environment", {}).get("Variables", {})
    parameter = variables.get("OPENAI_API_KEY_PARAMETER", "")
    return Asked(
        variables.get("AI_MODEL", ""),
        variables.get("OPENAI_BASE_URL") or None,
        _secret(stack, parameter),
        f"the SSM parameter {parameter}",
    )


def _secret(stack: Stack, parameter: str) -> str:
    """The parameter's value; "" where there is none or it may not be read."""
    try:
        found = stack.client("ssm").get_parameter(Name=parameter, WithDecryption=True)
    except ClientError as error:
        if error.response["Error"]["Code"] in ("ParameterNotFound", "AccessDeniedException"):
            return ""
        raise
    return str(found["Parameter"]["Value"])


def _of_environment() -> Asked:
    settings = PlanSettings.load()
    base_url = os.environ.get("OPENAI_BASE_URL") or None
    return Asked(settings.ai_model, base_url, os.environ.get("OPENAI_API_KEY", ""), "OPENAI_API_KEY")


def examine(stack: Stack | None, console: Console) -> bool:
    """Ask the deployment, or where there is none, by the OPENAI_… variables; show all checks. True if all are well."""
    asked = _of_environment() if stack is None else deployed(stack)
    listed = listed_model(asked) if asked.key else Listed()
    found = list(checks(asked, listed, datetime.now(UTC).date()))
    for check in found:
        mark = "[green]ok[/green]  " if check.ok else "[red]see[/red] "
        console.print(f"{mark}{escape(check.text)}", highlight=False, soft_wrap=True)
    return all(check.ok for check in found)
