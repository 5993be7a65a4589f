"""The FEEL dialect a process states: `feelDialect` = `camunda` among the properties of the process.

The statement goes in front of every expression of the process, as the comment FEEL's compiler knows, so that each text
carries its own dialect wherever it is compiled: at the lint, in the runtime, on a page.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from engine.feel.program import CAMUNDA_MARK
from engine.model.definition import Definition

#: The property of the process that states it.
PROPERTY = "feelDialect"
#: Texts no one evaluates, whatever they begin with.
_PLAIN = frozenset({"id", "name", "documentation", "scope", "lane", "form"})


def stated(definition: Definition) -> Definition:
    """The definition with the dialect in front of its expressions, where it states one."""
    if definition.properties.get(PROPERTY) != "camunda":
        return definition
    elements = {key: _marked(one) for key, one in definition.elements.items()}
    flows = {key: _marked(one) for key, one in definition.flows.items()}
    lanes = {key: _marked(one) for key, one in definition.lanes.items()}
    properties = _marked(definition.properties)
    return replace(definition, elements=elements, flows=flows, lanes=lanes, properties=properties)


def _marked(held: Any) -> Any:  # noqa: ANN401 - whatever a definition is made of
    if isinstance(held, str):
        return f"={CAMUNDA_MARK}{held[1:]}" if held.startswith("=") and not held.startswith(("=$", "=#")) else held
    if isinstance(held, tuple):
        return tuple(_marked(one) for one in held)
    if isinstance(held, Mapping):
        return {key: _marked(one) for key, one in held.items()}
    if not is_dataclass(held) or isinstance(held, type):
        return held
    changed = {one.name: _marked(getattr(held, one.name)) for one in fields(held) if one.name not in _PLAIN}
    return replace(held, **changed)
