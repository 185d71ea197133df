"""The rules of the house, checked on the source: who may import whom, and how long things may be."""

import ast
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath

MAX_FILE_LINES = 400
MAX_FUNCTION_LINES = 45
FEEDBACK = PurePosixPath("layers/shared/feedback")
FUNCTIONS = PurePosixPath("functions")
MEASURED = ("layers", "functions", "tools", "feedback_cli")
OUTSIDE = frozenset({"tools", "tests", "benchmarks", "feedback_cli"})
"""What nothing that is deployed may import."""

_ADAPTER_FAMILIES = ("memory", "dynamodb_job")
"""Adapter modules whose names begin alike are one adapter in several files, as are those of one folder."""

_MAY_IMPORT: dict[str, tuple[str, ...]] = {
    "domain": ("feedback.domain",),
    "services": ("feedback.domain", "feedback.ports", "feedback.services"),
    "adapters": ("feedback.domain", "feedback.ports", "feedback.adapters"),
}
"""What of the product each layer may import."""

_THIRD_PARTY: dict[str, frozenset[str] | None] = {
    "domain": frozenset({"numpy"}),
    "services": frozenset(),
    "adapters": None,
}
"""Which packages from elsewhere a layer may import; None is any."""


@dataclass(frozen=True)
class Source:
    """A Python file: its path from the repository's root, and its text."""

    path: PurePosixPath
    text: str


def violations(source: Source, function_names: frozenset[str]) -> list[str]:
    """Every rule that the file breaks, each with its line. function_names are the folders under functions/."""
    tree = ast.parse(source.text)
    found = [
        f"{source.path}:{line}: {why}"
        for line, module in _imports(tree, source.path)
        if (why := _forbidden(source.path, module, function_names))
    ]
    if source.path.parts[0] in MEASURED:
        found += [f"{source.path}:{line}: {why}" for line, why in _too_long(tree, source.text)]
    return found


def _imports(tree: ast.Module, path: PurePosixPath) -> Iterator[tuple[int, str]]:
    """Line and full name of all that is imported anywhere in the file, in functions and under TYPE_CHECKING too.

    `from a import b` is read as a.b, which is right for modules and does no harm for names in them.
    """
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield node.lineno, alias.name
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield node.lineno, ".".join((*_package(node, path), alias.name))
        elif isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in ("import_module", "__import__"):
            named = node.args[0] if node.args else None
            yield node.lineno, str(named.value) if isinstance(named, ast.Constant) else "a name made at run time"


def _package(node: ast.ImportFrom, path: PurePosixPath) -> tuple[str, ...]:
    named = tuple((node.module or "").split(".")) if node.module else ()
    if node.level == 0:
        return named
    folder = path.relative_to(FEEDBACK.parent) if path.is_relative_to(FEEDBACK) else path
    return folder.parts[: -node.level] + named


def _forbidden(path: PurePosixPath, module: str, function_names: frozenset[str]) -> str | None:
    """Why the file at path may not import the module; None where it may."""
    top = module.split(".")[0]
    if path.parts[0] in ("layers", "functions") and top in OUTSIDE:
        return f"nothing that is deployed imports {module}"
    if path.is_relative_to(FUNCTIONS):
        # An app's own folder is its root, so another app is reached by its folder's name or through `functions`.
        own = path.relative_to(FUNCTIONS).parts[0]
        other = top == "functions" or (top in function_names and top != own)
        return f"a function imports another: {module}" if other else None
    if not path.is_relative_to(FEEDBACK):
        return None
    if top == "functions":
        return f"the layer imports a function: {module}"
    return _forbidden_in_layer(path.relative_to(FEEDBACK), module)


def _forbidden_in_layer(path: PurePosixPath, module: str) -> str | None:
    layer = path.parts[0]
    if layer not in _MAY_IMPORT:
        return None
    if module.split(".")[0] != "feedback":
        allowed = _THIRD_PARTY[layer]
        top = module.split(".")[0]
        if allowed is None or top in allowed or top in sys.stdlib_module_names:
            return None
        return f"{layer} imports {module}"
    if not any(module == prefix or module.startswith(f"{prefix}.") for prefix in _MAY_IMPORT[layer]):
        return f"{layer} imports {module}"
    if module.startswith("feedback.adapters") and not _same_adapter(PurePosixPath(path.parts[1]).stem, module):
        return f"an adapter imports another: {module}"
    return None


def _same_adapter(own: str, module: str) -> bool:
    other = [*module.split("."), ""][2]
    return own == other or any(own.startswith(family) and other.startswith(family) for family in _ADAPTER_FAMILIES)


def _too_long(tree: ast.Module, text: str) -> Iterator[tuple[int, str]]:
    lines = len(text.splitlines())
    if lines > MAX_FILE_LINES:
        yield 1, f"{lines} lines in a file; {MAX_FILE_LINES} at most"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            if length > MAX_FUNCTION_LINES:
                yield node.lineno, f"{length} lines in {node.name}; {MAX_FUNCTION_LINES} at most"
