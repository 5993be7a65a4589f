"""One process version with the number of cases at each of its steps: the diagram's figures, and the same as rows."""

from dataclasses import dataclass

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.definition import Definition, Element
from engine.model.errors import NotFound
from engine.model.ids import Id
from engine.model.pack import PackVersion
from engine.model.world import World
from engine.service import rights
from engine.store import cases, counts, packs
from engine.store.instances import RAHASIA

#: Steps that are listed even where nobody stands.
LISTED = frozenset(
    {
        "userTask",
        "serviceTask",
        "sendTask",
        "receiveTask",
        "callActivity",
        "adHocSubProcess",
        "intermediateCatchEvent",
    }
)
#: What else a case can stand at for longer than an instant.
STEPS = LISTED | {
    "scriptTask",
    "businessRuleTask",
    "subProcess",
    "transaction",
    "eventBasedGateway",
    "parallelGateway",
    "inclusiveGateway",
    "complexGateway",
}


@dataclass(frozen=True, slots=True)
class StepRow:
    """One step of the diagram with its figures."""

    element: str
    name: str
    lane: str
    open: int
    late: int
    failed: int


@dataclass(frozen=True, slots=True)
class RunningRow:
    """One process with running cases, newest version first."""

    pack: str
    pack_title: str
    process_id: str
    name: str
    version: int
    version_id: Id
    running: int


@dataclass(frozen=True, slots=True)
class CountsPage:
    """One version of a process; `steps` is empty for a secret one, whose steps would tell where a case stands."""

    pack: str
    process_id: str
    name: str
    version: int
    version_id: Id
    secret: bool
    running: int
    steps: tuple[StepRow, ...]
    versions: tuple[RunningRow, ...]
    #: The number of the version in force; 0 where there is none.
    current: int = 0


def running(world: World, actor: Actor) -> tuple[RunningRow, ...]:
    """Every process version that has running cases; Forbidden without oversight."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        return _running(db, world)


def process(world: World, actor: Actor, pack: str, process_id: str, number: int = 0) -> CountsPage:
    """The figures of one version, the newest with running cases where none is named; NotFound version.unknown."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        mine = tuple(row for row in _running(db, world) if (row.pack, row.process_id) == (pack, process_id))
        version = _version(db, world, pack, number or (mine[0].version if mine else 0))
        definition = version.definitions.get(process_id)
        if definition is None:
            raise NotFound("process.unknown", f"Expected a process of {pack}, but {process_id} is none")
        now = packs.current(db, pack)
        secret = RAHASIA in (definition.properties.get("classification", ""), version.classification)
        return CountsPage(
            pack=pack,
            process_id=process_id,
            name=definition.name or process_id,
            version=version.number,
            version_id=version.id,
            secret=secret,
            running=sum(row.running for row in mine if row.version_id == version.id),
            steps=() if secret else _steps(db, world, version, definition),
            versions=mine,
            current=now.number if now else 0,
        )


def diagram(world: World, actor: Actor, pack: str, process_id: str, number: int) -> bytes:
    """The BPMN of one version; NotFound version.unknown."""
    rights.may_watch(actor)
    with world.database.reading() as db:
        version = _version(db, world, pack, number)
    path = version.diagrams.get(process_id)
    if path is None:
        raise NotFound("process.unknown", f"Expected a process of {pack}, but {process_id} is none")
    return version.files[path]


def _version(db: Connection, world: World, pack: str, number: int) -> PackVersion:
    rows = packs.versions(db, pack)
    found = next((row for row in rows if row.number == number or (not number and row.current)), None)
    if found is None:
        raise NotFound("version.unknown", f"Expected version {number} of {pack}, but there is none")
    return world.packs.version(found.id)


def _running(db: Connection, world: World) -> tuple[RunningRow, ...]:
    found = []
    for (version_id, process_id), count in cases.running(db).items():
        version = world.packs.version(version_id)
        definition = version.definitions.get(process_id)
        name = definition.name if definition and definition.name else process_id
        title = version.title_id or version.pack
        found.append(RunningRow(version.pack, title, process_id, name, version.number, version_id, count))
    return tuple(sorted(found, key=lambda row: (row.pack_title, row.name, -row.version)))


def _steps(db: Connection, world: World, version: PackVersion, definition: Definition) -> tuple[StepRow, ...]:
    standing = counts.standing(db, version.id, definition.process_id)
    offers = counts.open_tasks(db, version.id, definition.process_id) if _has_offers(definition) else {}
    late = counts.late(db, version.id, definition.process_id, world.clock())
    failed = counts.failed(db, version.id, definition.process_id)
    return tuple(
        StepRow(
            element=step.id,
            name=step.name or step.id,
            lane=definition.lanes[step.lane].name if step.lane in definition.lanes else "",
            open=standing.get(step.id, 0) - (offers.get(step.id, 0) if step.ad_hoc else 0),
            late=late.get(step.id, 0),
            failed=failed.get(step.id, 0),
        )
        for step in definition.elements.values()
        if _is_listed(step, standing)
    )


def _has_offers(definition: Definition) -> bool:
    """True where people choose: each choice that is offered is a token beside that of its subprocess."""
    return any(step.ad_hoc for step in definition.elements.values())


def _is_listed(step: Element, standing: dict[str, int]) -> bool:
    return step.kind in LISTED or (step.kind in STEPS and step.id in standing)
