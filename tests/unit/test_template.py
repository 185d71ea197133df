"""What the embedded cloud ignores or can't show is checked in the template itself."""

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from samcli.yamlhelper import yaml_parse

from feedback.adapters.dynamodb_jobs import OPEN_INDEX
from feedback.domain.codebook_names import NAME_PATTERN
from feedback.settings import (
    AggregatorSettings,
    AnalyzerSettings,
    ApiSettings,
    DeadLetterSettings,
    ParserSettings,
    Settings,
    SweeperSettings,
)
from tools.local_cloud.deploy import SETTINGS, parameter_name

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = yaml_parse((ROOT / "template.yaml").read_text())
PARAMETERS: dict[str, Any] = TEMPLATE["Parameters"]
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]
FUNCTIONS = {name: r["Properties"] for name, r in RESOURCES.items() if r["Type"] == "AWS::Serverless::Function"}
QUEUES = {name: r["Properties"] for name, r in RESOURCES.items() if r["Type"] == "AWS::SQS::Queue"}
SETTINGS_OF: dict[str, type[Settings]] = {
    "ParserFunction": ParserSettings,
    "AnalyzerFunction": AnalyzerSettings,
    "AggregatorFunction": AggregatorSettings,
    "ApiFunction": ApiSettings,
    "DeadLetterFunction": DeadLetterSettings,
    "SweeperFunction": SweeperSettings,
}
NOT_GIVEN = {
    "ParserFunction": {"JOB_SECONDS"},
    "AnalyzerFunction": {"OPENAI_API_KEY"},
    "ApiFunction": {"OPENAI_BASE_URL"},
}
"""Settings that a deployment does not make: the time a job has, the key in plain, and what the API does not look at."""


def queue_events() -> list[tuple[str, str, dict[str, Any]]]:
    return [
        (name, event["Properties"]["Queue"]["Fn::GetAtt"][0], event["Properties"])
        for name, function in FUNCTIONS.items()
        for event in function.get("Events", {}).values()
        if event["Type"] == "SQS"
    ]


@pytest.mark.parametrize(("function", "queue", "event"), queue_events())
def test_a_queue_hides_a_message_six_times_as_long_as_its_consumer_may_take(
    function: str, queue: str, event: dict[str, Any]
) -> None:
    assert QUEUES[queue]["VisibilityTimeout"] == 6 * FUNCTIONS[function]["Timeout"]
    assert event["FunctionResponseTypes"] == ["ReportBatchItemFailures"]


def test_working_queues_have_a_dead_letter_queue_with_a_consumer() -> None:
    dead = {q["RedrivePolicy"]["deadLetterTargetArn"]["Fn::GetAtt"][0] for q in QUEUES.values() if "RedrivePolicy" in q}
    assert dead == {"BatchDeadLetterQueue", "CompletionDeadLetterQueue"}
    assert dead <= {queue for _, queue, _ in queue_events()}


def test_alarms_watch_what_lies_in_each_dead_letter_queue() -> None:
    alarms = [r["Properties"] for r in RESOURCES.values() if r["Type"] == "AWS::CloudWatch::Alarm"]
    watched = {
        alarm["Dimensions"][0]["Value"]["Fn::GetAtt"][0]
        for alarm in alarms
        if alarm["MetricName"] == "ApproximateNumberOfMessagesVisible"
    }
    assert watched == {"BatchDeadLetterQueue", "CompletionDeadLetterQueue", "ParserFailureQueue"}
    assert any(alarm["MetricName"] == "StageTotal" for alarm in alarms)


def test_as_many_analyzers_run_at_once_as_there_are_workers_and_that_is_a_number() -> None:
    (event,) = [event for function, _, event in queue_events() if function == "AnalyzerFunction"]
    assert event["ScalingConfig"]["MaximumConcurrency"]["Fn::FindInMap"][:2] == ["Workers", "Count"]
    counts = TEMPLATE["Mappings"]["Workers"]["Count"]
    assert list(counts) == TEMPLATE["Parameters"]["OpenAiConcurrentWorkers"]["AllowedValues"]
    assert all(int(text) == number for text, number in counts.items())


def test_both_tables_are_on_demand_and_forget_what_is_expired() -> None:
    tables = [r["Properties"] for r in RESOURCES.values() if r["Type"] == "AWS::DynamoDB::Table"]
    assert len(tables) == 2
    for table in tables:
        assert table["BillingMode"] == "PAY_PER_REQUEST"
        assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}


def test_the_parser_is_told_of_everything_under_uploads() -> None:
    (event,) = [event["Properties"] for event in FUNCTIONS["ParserFunction"]["Events"].values()]
    assert event["Filter"]["S3Key"]["Rules"] == [{"Name": "prefix", "Value": "uploads/"}]


def test_each_drop_is_a_version_of_its_own_and_old_versions_expire() -> None:
    bucket = RESOURCES["UploadBucket"]["Properties"]
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert any("NoncurrentVersionExpiration" in rule for rule in bucket["LifecycleConfiguration"]["Rules"])


def test_failed_invocations_of_the_parser_go_to_a_queue() -> None:
    config = FUNCTIONS["ParserFunction"]["EventInvokeConfig"]
    assert config["DestinationConfig"]["OnFailure"]["Type"] == "SQS"


def test_every_function_keeps_its_logs_for_a_limited_time() -> None:
    groups = [r["Properties"] for r in RESOURCES.values() if r["Type"] == "AWS::Logs::LogGroup"]
    assert len(groups) == len(FUNCTIONS)
    assert all(group["RetentionInDays"] == {"Ref": "LogRetentionDays"} for group in groups)


def test_a_function_that_sends_to_the_queue_it_reads_from_is_not_stopped_as_a_loop() -> None:
    for name in ("AnalyzerFunction", "DeadLetterFunction"):
        assert FUNCTIONS[name]["RecursiveLoop"] == "Allow"


def test_the_consumer_of_dead_letters_may_read_all_that_a_batch_has_stored() -> None:
    statements = [s for policy in FUNCTIONS["DeadLetterFunction"]["Policies"] for s in policy["Statement"]]
    (read,) = [s["Resource"] for s in statements if s["Action"] == "s3:GetObject"]

    assert {entry["Fn::Sub"].rpartition("/work/")[2] for entry in read} == {
        *("*/batches/*", "*/answers/*", "*/partial/*")
    }


def test_no_policy_allows_all_actions_or_all_resources() -> None:
    for function in FUNCTIONS.values():
        for statement in (s for policy in function["Policies"] for s in policy["Statement"]):
            assert "*" not in str(statement["Action"])
            assert statement["Resource"] != "*"


def test_every_setting_is_a_parameter_with_a_default() -> None:
    for setting in SETTINGS:
        assert "Default" in PARAMETERS[parameter_name(setting)], setting


def variables(function: str) -> dict[str, Any]:
    """A function's environment: what all have, and its own."""
    shared = TEMPLATE["Globals"]["Function"]["Environment"]["Variables"]
    return dict(shared | FUNCTIONS[function]["Environment"]["Variables"])


def load(function: str, **changes: str) -> Settings:
    """The function's settings, with these variables and some text in those that it can't do without."""
    required = {name.upper(): "x" for name, field in SETTINGS_OF[function].model_fields.items() if field.is_required()}
    return SETTINGS_OF[function].load(required | changes)


def parameters_of_settings() -> list[tuple[str, str, str]]:
    """Function, variable and parameter for each setting that a parameter of the template gives."""
    return [
        (function, name, value["Ref"])
        for function in FUNCTIONS
        for name, value in variables(function).items()
        if isinstance(value, dict) and value.get("Ref") in PARAMETERS
    ]


def test_every_function_has_settings_of_its_own() -> None:
    assert set(SETTINGS_OF) == set(FUNCTIONS)


@pytest.mark.parametrize("function", SETTINGS_OF)
def test_a_function_is_given_all_of_its_settings_and_nothing_else(function: str) -> None:
    given = set(variables(function)) - {"POWERTOOLS_METRICS_NAMESPACE"}
    read = {name.upper() for name in SETTINGS_OF[function].model_fields}

    assert read - NOT_GIVEN.get(function, set()) == given


@pytest.mark.parametrize(("function", "name", "parameter"), parameters_of_settings())
def test_a_setting_comes_from_the_parameter_of_its_name_and_has_its_default(
    function: str, name: str, parameter: str
) -> None:
    assert parameter == parameter_name(name)
    if name == "OPENAI_API_KEY_PARAMETER":  # without a parameter there is the key in plain, for local use
        return
    assert getattr(load(function, **{name: str(PARAMETERS[parameter]["Default"])}), name.lower()) == getattr(
        load(function), name.lower()
    )


@pytest.mark.parametrize(("function", "name", "parameter"), parameters_of_settings())
def test_every_value_that_the_template_lets_through_is_taken_by_the_function(
    function: str, name: str, parameter: str
) -> None:
    known = PARAMETERS[parameter]
    for value in (*known.get("AllowedValues", ()), *(known[end] for end in ("MinValue", "MaxValue") if end in known)):
        load(function, **{name: str(value)})


def test_every_parameter_that_a_function_reads_can_be_set_locally() -> None:
    read = {parameter for _, _, parameter in parameters_of_settings()}

    assert read - {"OpenAiBaseUrl", "OpenAiApiKeyParameter"} <= {parameter_name(setting) for setting in SETTINGS}


def test_the_template_takes_the_names_of_codebooks_that_the_functions_take() -> None:
    assert PARAMETERS["Codebook"]["AllowedPattern"] == NAME_PATTERN


def readme_defaults() -> dict[str, str]:
    """Settings and their defaults as the README's table tells them; "" for those left open."""
    told: dict[str, str] = {}
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines():
        names, default = ([cell.strip() for cell in line.split("|")] + ["", "", ""])[1:3]
        if re.fullmatch(r"`[A-Z_]+`(, `[A-Z_]+`)*", names) and default:
            defaults = default.replace("`", "").replace("–", "").split(", ")
            told |= dict(zip(names.replace("`", "").split(", "), defaults, strict=True))
        told |= dict(re.findall(r"`([A-Z_]+)` \(([\d.]+)\)", line))  # a setting that is told in another's line
    return told


def test_the_readme_tells_every_setting_with_the_default_that_the_template_has() -> None:
    told = {name: default for name, default in readme_defaults().items() if name in SETTINGS}

    assert told == {name: str(PARAMETERS[parameter_name(name)]["Default"]) for name in SETTINGS}


def test_sam_finds_nothing_to_say_against_the_template() -> None:
    sam = shutil.which("sam", path=str(Path(sys.executable).parent))
    assert sam is not None
    done = subprocess.run(
        [sam, "validate", "--lint", "--template", str(ROOT / "template.yaml"), "--region", "us-east-1"],
        capture_output=True,
        text=True,
        check=False,
        env={"PATH": str(Path(sys.executable).parent), "SAM_CLI_TELEMETRY": "0", "HOME": str(Path.home())},
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_index_of_open_jobs_is_the_one_that_is_asked_and_holds_keys_only() -> None:
    """With more than keys each change of a job is written, and paid for, twice."""
    (index,) = RESOURCES["JobsTable"]["Properties"]["GlobalSecondaryIndexes"]

    assert index["IndexName"] == OPEN_INDEX
    assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}


@pytest.mark.parametrize("function", ["ParserFunction", "SweeperFunction"])
def test_who_looks_for_open_jobs_may_ask_the_index_and_read_what_it_names(function: str) -> None:
    allowed = {
        (action, json.dumps(statement["Resource"]))
        for policy in FUNCTIONS[function]["Policies"]
        for statement in policy["Statement"]
        for action in ([statement["Action"]] if isinstance(statement["Action"], str) else statement["Action"])
    }

    assert any(action == "dynamodb:Query" and f"/index/{OPEN_INDEX}" in resource for action, resource in allowed)
    assert any(action == "dynamodb:BatchGetItem" and "JobsTable" in resource for action, resource in allowed)
