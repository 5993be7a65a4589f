"""The names of a moved case's earlier facts: they keep the elements of the version they happened on."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from engine.model.definition import Definition, Element
from engine.model.world import World
from engine.store import packs
from engine.store.cases import HistoryRow


def remembering(
    db: Connection, world: World, definition: Definition | None, facts: Sequence[HistoryRow]
) -> Definition | None:
    """The process with the elements it had in the versions the case was moved from, as far as `facts` tell."""
    moves = [row.data for row in facts if row.kind == "case.moved" and row.data]
    if definition is None or not moves:
        return definition
    elements: dict[str, Element] = {}
    for told in moves:
        row = packs.by_number(db, str(told["pack"]), int(told["from"]))
        old = world.packs.version(row.id).definitions.get(str(told["process"])) if row else None
        elements |= old.elements if old else {}
    return replace(definition, elements={**elements, **definition.elements})
