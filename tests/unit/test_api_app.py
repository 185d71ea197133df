"""The API function: what a request says of its codebook is checked before anything is begun."""

import importlib
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from feedback.domain.codebook_document import load_codebook
from tests.world import World

EVENTS = Path(__file__).resolve().parents[2] / "events"
CONTEXT: Any = SimpleNamespace(
    function_name="api", memory_limit_in_mb=512, invoked_function_arn="arn:aws:lambda:x", aws_request_id="r1"
)


@pytest.fixture
def world(monkeypatch: pytest.MonkeyPatch) -> World:
    """The product in memory, behind the API."""
    environment = ("JOBS_TABLE", "UPLOAD_BUCKET", "DATA_BUCKET", "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    for name in environment:
        monkeypatch.setenv(name, "test")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    world = World()
    monkeypatch.setattr(importlib.import_module("functions.api.app"), "service", world.status())
    return world


def posted(event: str, body: Any) -> tuple[int, dict[str, Any]]:
    request = json.loads((EVENTS / event).read_text()) | {"body": json.dumps(body)}
    answer = importlib.import_module("functions.api.app").handler(request, CONTEXT)
    return answer["statusCode"], json.loads(answer["body"])


@pytest.mark.parametrize(
    ("event", "inspect"), [("api_post_job.json", {}), ("api_post_inspect.json", {"inspect": True})]
)
def test_a_codebook_beside_the_options_becomes_the_jobs(world: World, event: str, inspect: dict[str, Any]) -> None:
    body = {"file_name": "a.csv", "options": {"lang": "es"}, "codebook": {"themes": ["Room", "Baño"]}}
    status, reply = posted(event, body)

    assert status == 201
    ((key, stored),) = world.uploads.objects.items()
    options = json.loads(reply["fields"]["x-amz-meta-options"])
    assert key == f"codebooks/{options['codebook']}.json"
    assert options == {"lang": "es", "codebook": options["codebook"]} | inspect
    assert [theme.key for theme in load_codebook(stored).themes] == ["room", "bano"]


@pytest.mark.parametrize("body", [{"file_name": "a.csv"}, {"file_name": "a.csv", "codebook": None}])
def test_without_a_codebook_none_is_stored(world: World, body: Any) -> None:
    status, _ = posted("api_post_job.json", body)

    assert status == 201
    assert world.uploads.objects == {}


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"codebook": {"themes": ["Room", {"label": "Bed", "key": "BED"}]}}, "Theme 2, key: “BED” must be of"),
        ({"codebook": "hotel"}, "It must be an object with a list named themes"),
        ({"codebook": []}, "It must be an object with a list named themes"),
        ({"codebook": {"themes": ["Room"]}, "options": {"codebook": "hotel"}}, "not both"),
        ({"options": {"codebook": "hotel.yaml"}}, "The option codebook must be the name of a codebook"),
    ],
)
def test_a_wrong_codebook_is_answered_400_with_its_sentence(world: World, more: Any, words: str) -> None:
    status, reply = posted("api_post_job.json", {"file_name": "a.csv"} | more)

    assert status == 400
    assert words in reply["message"]
    assert (world.uploads.objects, world.memory_jobs.open_jobs()) == ({}, [])
