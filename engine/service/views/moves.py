"""Pages of moving running cases: what runs on an old version, what to choose, how a run went."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

from sqlalchemy import Connection

from engine.bpmn.expand import drawn
from engine.model.actor import Actor, Right
from engine.model.definition import Definition, Element
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.service import rights
from engine.service.moves import plans, preview
from engine.service.moves.carrying import SILENT
from engine.service.moves.preview import Judged
from engine.store import cases, counts, move_runs, packs, people
from engine.store.move_runs import MoveRow

#: Cases a page lists by name; the sentences are counted over all of them.
LISTED = 100


@dataclass(frozen=True, slots=True)
class OldRow:
    """Running cases on a version that is not in force."""

    pack: str
    pack_title: str
    process_id: str
    name: str
    number: int
    current: int
    running: int


@dataclass(frozen=True, slots=True)
class Gone:
    """A step of the old version without a place in the new one: how many stand there, and what might take it."""

    element: str
    name: str
    standing: int
    choices: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Changed:
    """An event of both versions that says otherwise in the new one."""

    element: str
    name: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything an admin chooses from before cases are judged."""

    pack: str
    process_id: str
    name: str
    source: int
    target: int
    running: int
    #: (version, running cases) there are to move from, and the versions to move to.
    versions: tuple[tuple[int, int], ...]
    targets: tuple[int, ...]
    gone: tuple[Gone, ...]
    changed: tuple[Changed, ...]


@dataclass(frozen=True, slots=True)
class RunRow:
    """One run in a list."""

    run_id: Id
    name: str
    source: int
    target: int
    row: MoveRow


@dataclass(frozen=True, slots=True)
class RunPage:
    """One run with what it found; `state` is running, lost (nothing done for long) or done."""

    row: MoveRow
    name: str
    source: int
    target: int
    by: str
    state: str
    #: (sentence in Indonesian, in English, way out in both, how many cases), the most frequent first.
    reasons: tuple[tuple[str, str, str, str, int], ...]
    refused: tuple[Judged, ...]
    noted: tuple[Judged, ...]
    may_move: bool


def old_versions(world: World, actor: Actor) -> tuple[OldRow, ...]:
    """Every process with cases on a version that is not in force, the newest version first; Forbidden."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        current = {row.pack: row.number for row in packs.currents(db)}
        rows = [_old(world, current, *key, count) for key, count in cases.running(db).items()]
    found = (row for row in rows if row.number != row.current)
    return tuple(sorted(found, key=lambda row: (row.pack_title, row.name, -row.number)))


def _old(world: World, current: Mapping[str, int], version_id: Id, process_id: str, count: int) -> OldRow:
    version = world.packs.version(version_id)
    title, name = version.title_id or version.pack, _name(version, process_id)
    return OldRow(version.pack, title, process_id, name, version.number, current.get(version.pack, 0), count)


def recent(world: World, actor: Actor) -> tuple[RunRow, ...]:
    """The last runs that moved cases; Forbidden."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        rows = move_runs.recent(db)
    return tuple(_run(world, row) for row in rows)


def _run(world: World, row: MoveRow) -> RunRow:
    source, target = (world.packs.version(one) for one in (row.from_id, row.to_id))
    return RunRow(row.id, _name(target, row.process_id), source.number, target.number, row)


def asking(world: World, actor: Actor, pack: str, process_id: str, source: int = 0, target: int = 0) -> Asking:
    """The choices before a move: from the newest old version with cases to the one in force, unless told otherwise."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        new = plans.numbered(db, world, pack, target)
        running = _running(db, world, pack, process_id)
        others = sorted((number for number in running if number != new.number), reverse=True)
        old = plans.numbered(db, world, pack, source or (others[0] if others else new.number))
        standing = counts.standing(db, old.id, process_id)
        numbers = [row.number for row in packs.versions(db, pack) if _has(world.packs.version(row.id), process_id)]
    was, now = _definition(old, process_id), _definition(new, process_id)
    return Asking(
        pack=pack,
        process_id=process_id,
        name=_name(new, process_id),
        source=old.number,
        target=new.number,
        running=running.get(old.number, 0),
        versions=tuple((number, running[number]) for number in others),
        targets=tuple(number for number in numbers if number != old.number),
        gone=tuple(_gone(was, now, standing)),
        changed=tuple(_changed(was, now)),
    )


def _running(db: Connection, world: World, pack: str, process_id: str) -> dict[int, int]:
    versions = {key: world.packs.version(key[0]) for key in cases.running(db) if key[1] == process_id}
    found = cases.running(db)
    return {one.number: found[key] for key, one in versions.items() if one.pack == pack}


def _gone(was: Definition, now: Definition, standing: Mapping[str, int]) -> Iterator[Gone]:
    """Steps that are gone, those with cases first; only what is of the same kind, and new, can take their place."""
    names = [name for name in was.elements if name not in now.elements and drawn(name) == name]
    for name in sorted(names, key=lambda one: -standing.get(one, 0)):
        old = was.elements[name]
        fresh = [one for one in now.elements.values() if one.id not in was.elements and drawn(one.id) == one.id]
        alike = tuple((one.id, one.name or one.id) for one in fresh if (one.kind, one.event) == (old.kind, old.event))
        if alike or standing.get(name):
            yield Gone(name, old.name or name, standing.get(name, 0), alike)


def _changed(was: Definition, now: Definition) -> Iterator[Changed]:
    for old in was.elements.values():
        new = now.elements.get(old.id)
        if new is None or (old.kind, old.event) != (new.kind, new.event):
            continue
        said, says = _waits_for(old), _waits_for(new)
        if said != says:
            yield Changed(new.id, new.name or new.id, said, says)


def _waits_for(element: Element) -> str:
    if element.timer is not None:
        return element.timer.text
    catches = element.kind in ("intermediateCatchEvent", "boundaryEvent", "receiveTask", "startEvent")
    return " ".join(filter(None, (element.message, element.correlation_key))) if catches else ""


def run_page(world: World, actor: Actor, run_id: Id) -> RunPage:
    """One run; Forbidden, NotFound move.unknown_run."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        row = move_runs.run(db, run_id)
        if row is None:
            raise NotFound("move.unknown_run", "Expected a run that moves cases, but none has this identifier")
        who = people.names(db, [row.started_by]).get(row.started_by, "") if row.started_by else ""
        noted = preview.some_outcomes(db, actor, row.id, "moved", None, LISTED)
    # The last word of a run of another server is all there is to know of it.
    lost = row.state == "running" and world.clock() - row.beat_at > SILENT
    listed = _run(world, row)
    every = _refused(world, actor, row) if row.state == "done" else []
    return RunPage(
        row=row,
        name=listed.name,
        source=listed.source,
        target=listed.target,
        by=who,
        state="lost" if lost else row.state,
        reasons=_reasons(every),
        refused=tuple(every[:LISTED]),
        noted=tuple(noted),
        may_move=Right.ADMINISTER in actor.rights,
    )


#: Refused cases whose sentences are counted.
_COUNTED = 10_000


def _refused(world: World, actor: Actor, row: MoveRow) -> list[Judged]:
    found = (one for one in preview.outcomes(world, actor, row) if one.verdict == "refused")
    return list(islice(found, min(row.refused, _COUNTED)))


def _reasons(refused: Sequence[Judged]) -> tuple[tuple[str, str, str, str, int], ...]:
    said = Counter(
        (one["message_id"], one["message_en"], one["hint_id"], one["hint_en"])
        for case in refused
        for one in case.findings
        if one["severity"] == "error"
    )
    return tuple((*words, count) for words, count in said.most_common(50))


def _has(version: PackVersion, process_id: str) -> bool:
    return process_id in version.definitions


def _name(version: PackVersion, process_id: str) -> str:
    definition = version.definitions.get(process_id)
    return definition.name if definition and definition.name else process_id


def _definition(version: PackVersion, process_id: str) -> Definition:
    found = version.definitions.get(process_id)
    if found is None:
        problem = f"Expected {process_id} in version {version.number} of {version.pack}, but it is not"
        raise NotFound("process.unknown", problem)
    return found
