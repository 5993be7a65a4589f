"""Which variables of a case a form reads, so that a page loads those rows and no others."""

import json
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from engine import feel
from engine.model.definition import Definition
from engine.model.pack import PackVersion
from engine.service.reading import FORM

INSERTED = re.compile(r"\{\{\s*=(.*?)\}\}", re.S)


@lru_cache(maxsize=256)
def names_read(data: bytes) -> frozenset[str]:
    """Variables named by the FEEL of a form, by its option lists, and by its own keys (a fresh form shows them)."""
    return frozenset(_names(json.loads(data)))


def _names(node: Any) -> Iterator[str]:  # noqa: ANN401 - any JSON
    if isinstance(node, dict):
        for key, value in node.items():
            if key in {"key", "path", "valuesKey"} and isinstance(value, str):
                yield value
            else:
                yield from _names(value)
    elif isinstance(node, list):
        for value in node:
            yield from _names(value)
    elif isinstance(node, str):
        yield from _free(node)


def _free(text: str) -> Iterator[str]:
    expressions = [text[1:]] if text.startswith("=") else INSERTED.findall(text)
    for expression in expressions:
        try:
            yield from feel.compile(expression).free
        except feel.FeelError:
            continue


def names_of(definition: Definition, element: str) -> frozenset[str]:
    """What an element itself reads, but for `case`: its inputs, its script, the conditions of the ways on from it."""
    found = definition.elements.get(element)
    if found is None:
        return frozenset()
    flows = (definition.flows[flow].condition for flow in found.outgoing if flow in definition.flows)
    texts = (*(mapping.source for mapping in found.inputs), found.script, *flows)
    return frozenset(name for text in texts for name in _free(text)) - {"case"}


def reads_of(version: PackVersion, name: str) -> frozenset[str]:
    """What the form `name` of a version reads; `case` where there is no form."""
    data = version.files.get(f"forms/{name}{FORM}") if name else None
    return names_read(data) | {"case"} if data is not None else frozenset({"case"})


def expressions_of(version: PackVersion, name: str) -> frozenset[str]:
    """Every FEEL text of a form, each with its leading `=`."""
    data = version.files.get(f"forms/{name}{FORM}") if name else None
    return frozenset() if data is None else expressions_in(data)


@lru_cache(maxsize=256)
def expressions_in(data: bytes) -> frozenset[str]:
    """Every FEEL text of a form's file, each with its leading `=`; those inserted into a text are among them."""
    texts: list[str] = []

    def walk(node: Any) -> None:  # noqa: ANN401 - any JSON
        if isinstance(node, dict):
            node = list(node.values())
        if isinstance(node, list):
            for value in node:
                walk(value)
        elif isinstance(node, str):
            texts.extend([node] if node.startswith("=") else (f"={one}" for one in INSERTED.findall(node)))

    walk(json.loads(data))
    return frozenset(texts)
