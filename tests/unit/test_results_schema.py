"""results.json: its schema in docs/ is that of the models, and what the product writes fits both."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from feedback.results import Results
from tests.report_fixture import VARIANTS, a_report
from tests.unit.test_aggregate_service import JOB, analysed_world
from tools.results_schema import schema_text

SCHEMA = Path(__file__).parents[2] / "docs" / "results.schema.json"


def check(report: dict[str, Any]) -> None:
    Results.model_validate(report)
    jsonschema.validate(report, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_schema_in_the_docs_is_that_of_the_models() -> None:
    """python -m tools.results_schema > docs/results.schema.json"""
    assert SCHEMA.read_text(encoding="utf-8") == schema_text()


def test_what_the_aggregator_writes_fits_the_schema() -> None:
    world = analysed_world()
    world.aggregator().aggregate(JOB)

    check(world.report(JOB))


@pytest.mark.parametrize("make", [a_report, *VARIANTS.values()], ids=["ordinary", *VARIANTS])
def test_the_reports_that_writers_are_tested_with_fit_the_schema(make: Callable[[], dict[str, Any]]) -> None:
    check(make())


def test_a_field_that_the_schema_does_not_know_is_refused() -> None:
    with pytest.raises(jsonschema.ValidationError, match="surprise"):
        jsonschema.validate(a_report(surprise=1), json.loads(SCHEMA.read_text(encoding="utf-8")))
