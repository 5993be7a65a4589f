"""The processes a person may start."""

from dataclasses import dataclass

from engine.model.actor import Actor
from engine.model.world import World
from engine.service import rights
from engine.store import drafts, packs


@dataclass(frozen=True, slots=True)
class Startable:
    """One process the actor may start in at least one position."""

    pack: str
    process_id: str
    name: str
    documentation: str
    pack_title: str
    has_draft: bool


def startable(world: World, actor: Actor) -> tuple[Startable, ...]:
    """The current version of every process that has a plain start for one of the actor's roles, by name."""
    with world.database.reading() as db:
        off = rights.switched_off(db)
        rows = [row for row in packs.currents(db) if row.pack not in off]
        saved = drafts.subjects(db, actor.person) if actor.person else set()
    found = [
        Startable(
            pack=row.pack,
            process_id=definition.process_id,
            name=definition.name or definition.process_id,
            documentation=definition.documentation,
            pack_title=row.title_id,
            has_draft=f"start:{row.pack}/{definition.process_id}" in saved,
        )
        for row in rows
        for definition in world.packs.version(row.id).definitions.values()
        if definition.none_start() and rights.starting_positions(actor, definition)
    ]
    return tuple(sorted(found, key=lambda one: one.name))
