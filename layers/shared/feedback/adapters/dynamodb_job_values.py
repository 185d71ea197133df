"""Values of a job as attributes of a DynamoDB item. Numbers are whole, and sets hold either numbers or texts."""

from typing import Any


def to_attribute(value: Any) -> dict[str, Any]:
    match value:
        case bool():
            return {"BOOL": value}
        case int():
            return {"N": str(value)}
        case str():
            return {"S": str(value)}
        case None:
            return {"NULL": True}
        case list():
            return {"L": [to_attribute(entry) for entry in value]}
        case set() | frozenset():
            kind = "SS" if all(isinstance(entry, str) for entry in value) else "NS"
            return {kind: [str(entry) for entry in value]}
    raise TypeError(f"a job holds no {type(value).__name__}")


def from_attribute(attribute: dict[str, Any]) -> Any:
    ((kind, value),) = attribute.items()
    match kind:
        case "BOOL" | "S":
            return value
        case "N":
            return int(value)
        case "NULL":
            return None
        case "L":
            return [from_attribute(entry) for entry in value]
        case "NS":
            return {int(number) for number in value}
        case "SS":
            return set(value)
    raise TypeError(f"a job holds no attribute of type {kind}")
