"""Two versions of a pack side by side: any released one, or what is drafted now."""

from dataclasses import dataclass

from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.world import World
from engine.service import rights
from engine.service.candidates import as_drafted
from engine.service.comparing import Comparison, compare
from engine.store import packs

#: The name of what is drafted now.
DRAFT = "draf"


@dataclass(frozen=True, slots=True)
class ComparisonPage:
    """What differs, the diagrams both have, and every version there is to choose from."""

    pack: str
    before: str
    after: str
    found: Comparison
    #: Diagrams of both that are drawn differently, or mean something else.
    diagrams: tuple[str, ...]
    versions: tuple[int, ...]


def comparison(world: World, actor: Actor, key: str, before: str, after: str) -> ComparisonPage:
    """The differences from one version to another; NotFound version.unknown."""
    rights.may_design(actor)
    old, new = files_of(world, actor, key, before), files_of(world, actor, key, after)
    with world.database.reading() as db:
        numbers = tuple(row.number for row in packs.versions(db, key))
    drawn = tuple(path for path in sorted(old.keys() & new.keys()) if path.endswith(".bpmn") and old[path] != new[path])
    return ComparisonPage(key, before, after, compare(old, new), drawn, numbers)


def files_of(world: World, actor: Actor, key: str, which: str) -> dict[str, bytes]:
    """The files of a version by its number, or with every draft over those in force."""
    rights.may_design(actor)
    with world.database.reading() as db:
        if which == DRAFT:
            return dict(as_drafted(db, world, key).files)
        number = int(which) if which.isascii() and which.isdigit() and len(which) < 9 else 0
        row = packs.by_number(db, key, number)
        if row is None:
            raise NotFound("version.unknown", f"Expected a version {which} of {key}, but there is none")
        return packs.files(db, row.id)
