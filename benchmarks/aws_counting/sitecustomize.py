"""Writes down what a deployed function asks of AWS and how long it runs, for benchmark_aws_cost.py.

Python loads a module of this name by itself. The benchmark names this folder in the functions' environment, so nothing
of what is deployed has to change. Each line of AWS_COUNT_FILE is one request or one invocation.
"""

import importlib.abc
import importlib.machinery
import json
import math
import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

_FILE = os.environ.get("AWS_COUNT_FILE", "")


def _note(**facts: Any) -> None:
    line = json.dumps({"function": os.environ.get("AWS_LAMBDA_FUNCTION_NAME", ""), "at": time.time(), **facts})
    with open(_FILE, "a") as file:  # noqa: PTH123 - pathlib would be one more import of every cold start
        file.write(line + "\n")


def _bytes(value: Mapping[str, Any]) -> int:
    """The size of an attribute, about as DynamoDB counts it."""
    ((kind, held),) = value.items()
    match kind:
        case "S":
            return len(held.encode())
        case "N":
            return len(held) // 2 + 2
        case "L" | "SS" | "NS":
            parts = held if kind == "L" else [{kind[0]: entry} for entry in held]
            return 3 + sum(1 + _bytes(part) for part in parts)
        case "M":
            return 3 + _item_bytes(held)
        case "B":
            return len(held)
        case _:
            return 1


def _item_bytes(item: Mapping[str, Any]) -> int:
    return sum(len(name) + _bytes(value) for name, value in item.items())


def _writes(item: Mapping[str, Any]) -> int:
    return max(1, math.ceil(_item_bytes(item) / 1024))


def _reads(items: Sequence[Mapping[str, Any]], *, consistent: bool) -> float:
    units = sum(max(1, math.ceil(_item_bytes(item) / 4096)) for item in items) or 1
    return units if consistent else units / 2


def _units(operation: str, asked: Mapping[str, Any], answer: Mapping[str, Any]) -> tuple[float, float]:
    """Read and write request units of a DynamoDB request. An update tells its item's size only where it returns it."""
    consistent = bool(asked.get("ConsistentRead"))
    match operation:
        case "GetItem":
            return _reads([answer.get("Item", {})], consistent=consistent), 0
        case "Query":
            return _reads(answer.get("Items", []), consistent=consistent), 0
        case "BatchGetItem":
            read = 0.0
            for table, wanted in asked["RequestItems"].items():
                found = answer.get("Responses", {}).get(table, [])
                missing: list[dict[str, Any]] = [{}] * (len(wanted["Keys"]) - len(found))
                read += _reads([*found, *missing], consistent=bool(wanted.get("ConsistentRead")))
            return read, 0
        case "PutItem":
            return 0, _writes(asked["Item"]) + ("open" in asked["Item"])  # the index of open jobs
        case "BatchWriteItem":
            puts = [put["PutRequest"]["Item"] for writes in asked["RequestItems"].values() for put in writes]
            return 0, sum(map(_writes, puts))
        case "UpdateItem":
            leaves_index = "REMOVE #open" in asked.get("UpdateExpression", "")
            return 0, _writes(answer.get("Attributes", {})) + leaves_index
        case _:
            return 0, 1


def _counted(call: Callable[..., Any]) -> Callable[..., Any]:
    def counting(client: Any, operation: str, asked: dict[str, Any]) -> Any:
        service = client.meta.service_model.service_name
        key = asked.get("Key", asked.get("Item", {})).get("pk", {}) if service == "dynamodb" else {}
        facts = {"service": service, "operation": operation, "kind": key.get("S", "").partition("#")[0]}
        try:
            answer = call(client, operation, asked)
        except Exception:
            _note(**facts, reads=0, writes=int(service == "dynamodb"), failed=True)  # a refused write is paid for too
            raise
        reads, writes = _units(operation, asked, answer) if service == "dynamodb" else (0, 0)
        _note(**facts, reads=reads, writes=writes)
        return answer

    return counting


def _timed(handler: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    def timing(event: Any, context: Any) -> Any:
        begun = time.perf_counter()
        try:
            return handler(event, context)
        finally:
            _note(service="lambda", operation="Invoke", seconds=time.perf_counter() - begun)

    return timing


class _Loader(importlib.abc.Loader):
    """Loads a module as it would have been, and then changes it."""

    def __init__(self, loader: importlib.abc.Loader) -> None:
        self._loader = loader

    def create_module(self, spec: ModuleSpec) -> ModuleType | None:
        return self._loader.create_module(spec)

    def exec_module(self, module: ModuleType) -> None:
        self._loader.exec_module(module)
        changed: Any = module
        if module.__name__ == "app":
            changed.handler = _timed(changed.handler)
        else:
            changed.BaseClient._make_api_call = _counted(changed.BaseClient._make_api_call)


class _Watch(importlib.abc.MetaPathFinder):
    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        if fullname not in ("app", "botocore.client"):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec and spec.loader:
            spec.loader = _Loader(spec.loader)
        return spec


if _FILE and "AWS_LAMBDA_FUNCTION_NAME" in os.environ:
    sys.meta_path.insert(0, _Watch())
