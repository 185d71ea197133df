"""What the embedded cloud ignores or can't show is checked in the template itself."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from samcli.yamlhelper import yaml_parse

from tools.local_cloud.deploy import SETTINGS, parameter_name

ROOT = Path(__file__).resolve().parents[2]
TEMPLATE = yaml_parse((ROOT / "template.yaml").read_text())
RESOURCES: dict[str, Any] = TEMPLATE["Resources"]
FUNCTIONS = {name: r["Properties"] for name, r in RESOURCES.items() if r["Type"] == "AWS::Serverless::Function"}
QUEUES = {name: r["Properties"] for name, r in RESOURCES.items() if r["Type"] == "AWS::SQS::Queue"}


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


def test_no_policy_allows_all_actions_or_all_resources() -> None:
    for function in FUNCTIONS.values():
        for statement in (s for policy in function["Policies"] for s in policy["Statement"]):
            assert "*" not in str(statement["Action"])
            assert statement["Resource"] != "*"


def test_every_setting_is_a_parameter_with_a_default() -> None:
    for setting in SETTINGS:
        assert "Default" in TEMPLATE["Parameters"][parameter_name(setting)], setting


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
