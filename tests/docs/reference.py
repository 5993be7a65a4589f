"""The parts of docs/reference that are written from the code: `python -m tests.docs.reference` renews them."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

from fastapi import FastAPI
from fastapi.testclient import TestClient

from engine.api import mount
from engine.bpmn.lint.allowed import EXTENSION_ATTRIBUTES, HARMLESS, RULES, Rule
from engine.bpmn.lint.events import _ALLOWED as EVENTS
from engine.model.world import World

FOLDER = Path(__file__).parents[2] / "docs" / "reference"
EVERYWHERE = {"id", "name"}
NODES = re.compile(r".*(Event|[tT]ask|Gateway|[sS]ubProcess)|transaction|callActivity|process|lane|sequenceFlow")


def listed(names: Iterator[str] | set[str]) -> str:
    """Names as code, in order; a dash for none."""
    return ", ".join(f"`{name}`" for name in sorted(names)) or "–"


def dialect() -> Iterator[str]:
    """Every element the lint lets pass, with the attributes and zeebe extensions it may carry."""
    yield "| element | event definitions | attributes | extensions |"
    yield "|---|---|---|---|"
    for name, rule in RULES.items():
        if NODES.fullmatch(name):
            yield f"| `{name}` | {listed(set(EVENTS.get(name, ())))} | {attributes(rule)} | {extensions(rule)} |"
    yield ""
    yield "Attributes of the extensions:"
    yield ""
    for name, known in EXTENSION_ATTRIBUTES.items():
        yield f"- `zeebe:{name}`: {listed(set(known))}"
    yield ""
    yield f"Drawn and never looked into: {listed(set(HARMLESS))}."


def attributes(rule: Rule) -> str:
    """Attributes beside id and name; those with few values show them."""
    shown = [
        f"`{name}`" if values is None or len(values) > 2 else f"`{name}` = {'/'.join(sorted(values)) or '(empty)'}"
        for name, values in sorted(rule.attributes.items())
        if name not in EVERYWHERE
    ]
    return ", ".join(shown) or "–"


def extensions(rule: Rule) -> str:
    """Zeebe extension elements."""
    return listed({f"zeebe:{name}" for name in rule.extensions})


def described() -> Mapping[str, Any]:
    """The API as it describes itself."""
    face = FastAPI()
    mount(face, cast(World, None), version="1")
    with TestClient(face, client=("127.0.0.1", 4000)) as client:
        found: Mapping[str, Any] = client.get("/api/v1/openapi.json").json()
    return found


def acts() -> Iterator[str]:
    """Every act of the API."""
    yield "| act | what it does |"
    yield "|---|---|"
    for path, methods in described()["paths"].items():
        for method, act in methods.items():
            yield f"| `{method.upper()} /api/v1{path}` | {act['description'].splitlines()[0]} |"


PARTS: Mapping[str, tuple[str, Callable[[], Iterator[str]]]] = {
    "dialect": ("dialect.md", dialect),
    "acts": ("api.md", acts),
}


def renewed(text: str, name: str) -> str:
    """A page with one of its parts written anew."""
    part = "\n".join(PARTS[name][1]())
    written = f"<!-- {name}: from the code -->\n{part}\n<!-- end -->"
    return re.sub(rf"<!-- {name}: from the code -->.*?<!-- end -->", lambda _: written, text, flags=re.S)


def main() -> None:
    """Renew every part."""
    for name, (page, _) in PARTS.items():
        path = FOLDER / page
        path.write_text(renewed(path.read_text(encoding="utf-8"), name), encoding="utf-8")


if __name__ == "__main__":
    main()
