"""What is given to SAM, and the parameters read from the template."""

from pathlib import Path

import pytest

from tools.local_cloud.deploy import SETTINGS, deploy_arguments, fingerprint, template_parameters


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)


def test_the_templates_defaults_are_given_and_settings_of_the_environment_before_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("MAX_RPS", "3.5")
    parameters = template_parameters("http://127.0.0.1:1/v1")

    assert parameters["MaxRps"] == "3.5"
    assert parameters["OpenAiConcurrentWorkers"] == "4"
    assert parameters["NpsPassiveWeight"] == "0.5"
    assert parameters["EnableCommentCache"] == "true"
    assert parameters["OpenAiBaseUrl"] == "http://127.0.0.1:1/v1"


def test_a_deployment_depends_on_its_parameters() -> None:
    assert fingerprint({"MaxRps": "8"}) == fingerprint({"MaxRps": "8"}) != fingerprint({"MaxRps": "9"})


def test_values_of_parameters_are_quoted(tmp_path: Path) -> None:
    arguments = deploy_arguments(tmp_path / "template.yaml", {"SpotCheckPercent": "", "AiModel": "a b"})

    assert 'ParameterKey=AiModel,ParameterValue="a b"' in arguments
    assert 'ParameterKey=SpotCheckPercent,ParameterValue=""' in arguments
