"""Compares raw bodies of responses with the models of the package, and with each other.

The package decodes leniently: it drops unknown values and converts quoted numbers. A program that reads the raw
body would notice a difference to the service, so only values of the models are accepted here.
"""

from __future__ import annotations

import re
from types import ModuleType
from typing import Any, Iterator

ENVELOPE = {"error_code", "error_msg", "request_id"}

_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")

_PLAIN = {"str": str, "int": int, "bool": bool, "float": (int, float)}


def differences(body: Any, model: str, models: ModuleType) -> list[str]:
    """Returns the differences between a body and its model, each with its path."""
    return list(_object(body, model, models, ""))


def _object(body: Any, model: str, models: ModuleType, where: str) -> Iterator[str]:
    if not isinstance(body, dict):
        yield f"{where or 'body'}: expected an object ({model}), got {body!r}"
        return
    klass = getattr(models, model)
    names = {wire: name for name, wire in klass.attribute_map.items()}
    for wire, value in body.items():
        place = f"{where}.{wire}".lstrip(".")
        if wire not in names:
            yield f"{place}: expected no such key in {model}, got {value!r}"
        elif value is not None:
            yield from _value(value, klass.openapi_types[names[wire]], models, place)


def _value(value: Any, kind: str, models: ModuleType, where: str) -> Iterator[str]:
    if kind in _PLAIN:
        if not isinstance(value, _PLAIN[kind]) or (isinstance(value, bool) and kind != "bool"):
            yield f"{where}: expected {kind}, got {value!r}"
    elif kind == "datetime":
        if not isinstance(value, str) or (value and not _TIME.fullmatch(value)):
            yield f"{where}: expected a time such as 2020-07-07T09:33:43.000Z, got {value!r}"
    elif kind.startswith("list["):
        yield from _list(value, kind[len("list[") : -1], models, where)
    elif kind.startswith("dict("):
        yield from _map(value, kind[len("dict(") : -1].split(", ")[1], models, where)
    elif kind != "object":
        yield from _object(value, kind, models, where)


def _list(value: Any, kind: str, models: ModuleType, where: str) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{where}: expected a list, got {value!r}"
        return
    for at, item in enumerate(value):
        yield from _value(item, kind, models, f"{where}[{at}]")


def _map(value: Any, kind: str, models: ModuleType, where: str) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: expected an object, got {value!r}"
        return
    for key, item in value.items():
        yield from _value(item, kind, models, f"{where}.{key}")


def changes(before: Any, after: Any, where: str = "") -> list[str]:
    """Returns the differences between two readings of the same data."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = [*before, *(key for key in after if key not in before)]
        return [line for key in keys for line in changes(before.get(key), after.get(key), f"{where}.{key}".lstrip("."))]
    if isinstance(before, (list, tuple)) and isinstance(after, (list, tuple)) and len(before) == len(after):
        return [
            line for at, (old, new) in enumerate(zip(before, after)) for line in changes(old, new, f"{where}[{at}]")
        ]
    return [] if before == after else [f"{where or 'it'}: {before!r}, then {after!r}"]
