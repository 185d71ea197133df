"""A job's values as DynamoDB attributes: as boto3 writes and reads them."""

from typing import Any

import pytest
from boto3.dynamodb.types import TypeDeserializer, TypeSerializer

from feedback.adapters.dynamodb_job_values import from_attribute, to_attribute
from feedback.domain.job import JobState

VALUES = [True, False, 0, -7, 10**15, "", "text", "ñ 😀", None, [], ["a", 1, None, [True]], {1}, {3, 20, 100}]


@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_a_value_is_written_as_boto3_writes_it_and_read_back(value: Any) -> None:
    attribute: Any = to_attribute(value)

    expected: Any = TypeSerializer().serialize(value)
    assert attribute.keys() == expected.keys()
    assert TypeDeserializer().deserialize(attribute) == value
    assert from_attribute(expected) == value
    assert type(from_attribute(expected)) is type(value)


def test_a_state_is_written_as_its_text() -> None:
    assert to_attribute(JobState.FAILED) == {"S": "failed"}


@pytest.mark.parametrize("value", [1.5, b"x", {"a": 1}, (1,)], ids=repr)
def test_what_no_job_holds_is_refused(value: Any) -> None:
    with pytest.raises(TypeError, match=type(value).__name__):
        to_attribute(value)


def test_an_attribute_that_no_job_holds_is_refused() -> None:
    with pytest.raises(TypeError, match="type B"):
        from_attribute({"B": b"x"})
