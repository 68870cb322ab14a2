"""Read YAML into records: fast when it is right, exact about file, line and field when it is wrong."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from knowledge.errors import FactsError

R = TypeVar("R", bound=BaseModel)

Parse = Callable[[bytes], Any]
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def parse_yaml(raw: bytes) -> Any:
    """The plain value; raises `yaml.YAMLError`."""
    return yaml.load(raw, Loader=LOADER)  # noqa: S506  (a safe loader)


def read_record(path: Path, record: type[R], parse: Parse = parse_yaml) -> R:
    """One file as one record. Raises `FactsError` naming file, line, field and the nearest valid name."""
    raw = _bytes(path)
    try:
        value = parse(raw)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise FactsError(_yaml_message(path, error)) from error
    if not isinstance(value, dict):
        raise FactsError(f"{path}: expected a mapping of {record.__name__} fields, found {_kind(value)}")
    try:
        return record.model_validate(value)
    except ValidationError as error:
        raise FactsError(_validation_message(path, raw, record, error)) from error


def nearest(name: str, known: Iterable[str]) -> str:
    """` (nearest: …)` for an error message, or nothing."""
    close = difflib.get_close_matches(name, list(known), n=1, cutoff=0.6)
    return f" (nearest: {close[0]})" if close else ""


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise FactsError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from error


def _kind(value: object) -> str:
    return "an empty file" if value is None else f"a {type(value).__name__}"


def _yaml_message(path: Path, error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f":{mark.line + 1}" if mark else ""
    return f"{path}{where}: not valid YAML: {getattr(error, 'problem', None) or error}"


def _validation_message(path: Path, raw: bytes, record: type[BaseModel], error: ValidationError) -> str:
    root = yaml.compose(raw, Loader=LOADER)
    return "\n".join(_one(path, root, record, item) for item in error.errors(include_url=False)[:10])


def _one(path: Path, root: Any, record: type[BaseModel], item: Any) -> str:
    loc = item["loc"]
    line = _line(root, loc)
    field = ".".join(str(part) for part in loc) or record.__name__
    found = f" (found {item['input']!r})" if isinstance(item["input"], str | int | float | bool) else ""
    hint = nearest(str(loc[-1]), _fields(record, loc[:-1])) if item["type"] == "extra_forbidden" else ""
    message = "unknown field" if item["type"] == "extra_forbidden" else item["msg"]
    return f"{path}:{line}: {field}: {message}{found if not hint else ''}{hint}"


def _line(node: Any, loc: Sequence[str | int]) -> int:
    """The line of the deepest part of `loc` that the file has."""
    line = int(node.start_mark.line) + 1 if node is not None else 1
    for part in loc:
        node, at = _step(node, part)
        if node is None:
            break
        line = at
    return line


def _step(node: Any, part: str | int) -> tuple[Any, int]:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        return child, int(child.start_mark.line) + 1
    for key, value in node.value if isinstance(node, yaml.MappingNode) else ():
        if key.value == str(part):
            return value, int(key.start_mark.line) + 1
    return None, 0


def _fields(record: type[BaseModel], loc: Sequence[str | int]) -> list[str]:
    """Field names of the record that `loc` leads to, as far as the annotations tell."""
    current: Any = record
    for part in loc:
        if isinstance(part, str) and part in getattr(current, "model_fields", {}):
            current = _inner(current.model_fields[part].annotation) or current
    return list(current.model_fields)


def _inner(annotation: Any) -> Any:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_inner, getattr(annotation, "__args__", ()))), None)
