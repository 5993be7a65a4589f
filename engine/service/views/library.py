"""The library of procedures: packs, their files, drafts and versions."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection

from engine.model.actor import Actor
from engine.model.errors import NotFound
from engine.model.findings import Finding
from engine.model.ids import Id
from engine.model.world import World
from engine.service import rights
from engine.service.assemble import assemble
from engine.service.candidates import as_drafted, scenario_files
from engine.service.manifest import read_manifest
from engine.service.reading import FORM, LETTER, read
from engine.service.rehearsals import is_running
from engine.service.surroundings import around
from engine.service.views.options import Choice, Options, options
from engine.store import cases, file_drafts, packs, people, scenario_runs
from engine.store.packs import VersionRow as Stored
from engine.store.scenario_runs import RunRow

__all__ = ["Choice", "Options", "PackPage", "PackRow", "check", "file", "library", "options", "pack"]


@dataclass(frozen=True, slots=True)
class ProcessRow:
    """One process of a pack; `running` counts the cases of every version; `released` is False while it is a draft."""

    process_id: str
    name: str
    path: str
    running: int
    released: bool = True
    #: Its diagram is being changed.
    drafted: bool = False


@dataclass(frozen=True, slots=True)
class PackRow:
    """One pack as it is released today; `version` 0 and no moment while it never was."""

    pack: str
    title_id: str
    title_en: str
    version: int
    released_at: datetime | None
    released_by: str
    origin: str
    drafts: int
    processes: tuple[ProcessRow, ...]
    #: The newest run of its scenarios: green, red, running, waived or "" (never); why none were needed.
    run_state: str = ""
    run_reason: str = ""
    run_count: int = 0
    run_at: datetime | None = None
    run_id: Id | None = None
    #: How many scenarios it has, drafted ones included.
    scenarios: int = 0


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file of a pack; `draft_version` 0 where it has no draft."""

    path: str
    kind: str
    size: int
    draft_version: int
    saved_by: str
    saved_at: datetime | None
    released: bool = True


@dataclass(frozen=True, slots=True)
class VersionRow:
    """One released version."""

    number: int
    released_at: datetime
    released_by: str
    note: str
    origin: str
    current: bool
    running: int
    #: What the scenarios said of exactly this content: green, waived or "" (shipped, or from before).
    run_state: str = ""
    run_reason: str = ""


@dataclass(frozen=True, slots=True)
class PackPage:
    """One pack with its files and versions, newest first."""

    row: PackRow
    files: tuple[FileRow, ...]
    versions: tuple[VersionRow, ...]


@dataclass(frozen=True, slots=True)
class PackFile:
    """One file, drafted or released."""

    pack: str
    path: str
    content: bytes
    draft_version: int
    base_number: int
    saved_by: str
    saved_at: datetime | None


def library(world: World, actor: Actor) -> tuple[PackRow, ...]:
    """Every pack, released or being made, by title."""
    rights.may_design(actor)
    with world.database.reading() as db:
        count, ran = cases.running(db), scenario_runs.newest(db)
        released = packs.currents(db)
        made = sorted(file_drafts.packs(db) - {row.pack for row in released})
        rows = [_pack_row(db, world, row, count, ran.get(row.pack)) for row in released]
        rows += [row for key in made if (row := _made_row(db, world, key, ran.get(key)))]
    return tuple(sorted(rows, key=lambda row: row.title_id))


def pack(world: World, actor: Actor, key: str) -> PackPage:
    """One pack; NotFound pack.unknown."""
    rights.may_design(actor)
    with world.database.reading() as db:
        ran = scenario_runs.newest(db).get(key)
        found = packs.current(db, key)
        row = _pack_row(db, world, found, cases.running(db), ran) if found else _made_row(db, world, key, ran)
        if row is None:
            raise _unknown(key)
        return PackPage(row, _files(db, key, found), _versions(db, key))


def _versions(db: Connection, key: str) -> tuple[VersionRow, ...]:
    versions, runs = packs.versions(db, key), scenario_runs.of_hashes(db, key)
    running = Counter[Id]()
    for (version, _), count in cases.running(db).items():
        running[version] += count
    named = people.names(db, [row.released_by for row in versions if row.released_by])
    return tuple(
        VersionRow(
            number=row.number,
            released_at=row.released_at,
            released_by=named.get(row.released_by, "") if row.released_by else "",
            note=row.note,
            origin=row.origin,
            current=row.current,
            running=running[row.id],
            run_state=runs[row.hash].state if row.hash in runs else "",
            run_reason=runs[row.hash].reason if row.hash in runs else "",
        )
        for row in versions
    )


def file(world: World, actor: Actor, key: str, path: str, *, number: int | None = None, draft: bool = True) -> PackFile:
    """The draft of a file, or the file as released (in version `number`); NotFound pack.file."""
    rights.may_design(actor)
    with world.database.reading() as db:
        row = packs.by_number(db, key, number) if number is not None else packs.current(db, key)
        saved = file_drafts.draft(db, key, path) if draft and number is None else None
        content = saved.content if saved else packs.files(db, row.id).get(path) if row else None
        if content is None:
            raise NotFound("pack.file", f"Expected a file {path} in {key}, but there is none", details={"path": path})
        by = people.names(db, [saved.saved_by]).get(saved.saved_by, "") if saved and saved.saved_by else ""
        version, saved_at = (saved.version, saved.saved_at) if saved else (0, None)
        return PackFile(key, path, bytes(content), version, row.number if row else 0, by, saved_at)


def roles(world: World, actor: Actor, key: str) -> Mapping[str, str]:
    """The roles of a pack as drafted, by key."""
    manifest, _ = read_manifest(file(world, actor, key, "pack.toml").content)
    return manifest.roles if manifest else {}


def with_scenarios(world: World, actor: Actor, key: str, paths: Sequence[str]) -> tuple[str, ...]:
    """Some drafts with the drafted scenarios beside them: a changed diagram is played by its changed scenarios."""
    rights.may_design(actor)
    with world.database.reading() as db:
        drafted = scenario_files(_drafted(db, key))
    return tuple(dict.fromkeys((*paths, *drafted))) if paths else ()


def check(world: World, actor: Actor, key: str, path: str, content: bytes) -> tuple[Finding, ...]:
    """What a check says of one file, beside the pack's released files and saved drafts."""
    rights.may_design(actor)
    with world.database.reading() as db:
        files = {**as_drafted(db, world, key).files, path: content}
        surroundings = around(db, world, key)
    return tuple(finding for finding in assemble(files, surroundings).findings if finding.file == path)


def kind_of(path: str) -> str:
    """bpmn, dmn, form, letter, register, scenario, test or other."""
    endings = {
        ".bpmn": "bpmn",
        ".dmn": "dmn",
        FORM: "form",
        LETTER: "letter",
        ".test.yaml": "test",
        ".yaml": "scenario",
    }
    found = next((kind for ending, kind in endings.items() if path.endswith(ending)), "other")
    return "register" if path == "registers.toml" else found


def _drafted(db: Connection, key: str) -> dict[str, bytes]:
    return {row.path: row.content for row in file_drafts.drafts(db, key)}


def _unknown(key: str) -> NotFound:
    return NotFound("pack.unknown", f"Expected a pack {key}, but there is none", details={"pack": key})


def _pack_row(
    db: Connection, world: World, row: Stored, count: Mapping[tuple[Id, str], int], ran: RunRow | None
) -> PackRow:
    version = world.packs.version(row.id)
    ids = {one.id for one in packs.versions(db, row.pack)}
    running = Counter[str]()
    for (of, process), cases_of in count.items():
        running[process] += cases_of if of in ids else 0
    named = people.names(db, [row.released_by]) if row.released_by else {}
    drafts = _drafted(db, row.pack)
    released = [
        ProcessRow(name, definition.name or name, version.diagrams[name], running[name])
        for name, definition in version.definitions.items()
    ]
    return PackRow(
        pack=row.pack,
        title_id=row.title_id,
        title_en=row.title_en,
        version=row.number,
        released_at=row.released_at,
        released_by=named.get(row.released_by, "") if row.released_by else "",
        origin=row.origin,
        drafts=len(drafts),
        processes=_processes(released, drafts),
        scenarios=len(scenario_files({**version.files, **drafts})),
        **_ran(ran, world),
    )


def _made_row(db: Connection, world: World, key: str, ran: RunRow | None) -> PackRow | None:
    """A pack that was never released; None where there is not even a manifest."""
    drafts = _drafted(db, key)
    manifest, _ = read_manifest(drafts.get("pack.toml"))
    if "pack.toml" not in drafts:
        return None
    title = (manifest.title_id, manifest.title_en) if manifest else (key, "")
    made = _processes([], drafts)
    count = len(scenario_files(drafts))
    return PackRow(key, *title, 0, None, "", "browser", len(drafts), made, scenarios=count, **_ran(ran, world))


def _processes(released: list[ProcessRow], drafts: Mapping[str, bytes]) -> tuple[ProcessRow, ...]:
    """The released processes, then those that only drafts have."""
    known = {row.process_id for row in released}
    found = [replace(row, drafted=row.path in drafts) for row in released]
    for path, one in read({path: data for path, data in drafts.items() if path.endswith(".bpmn")}).processes.items():
        found += [
            ProcessRow(name, definition.name or name, path, 0, released=False, drafted=True)
            for name, definition in one.items()
            if name not in known
        ]
    return tuple(found)


def _ran(ran: RunRow | None, world: World) -> dict[str, Any]:
    if ran is None:
        return {}
    lost = ran.state == "running" and not is_running(ran, world.clock())
    return {
        "run_state": "lost" if lost else ran.state,
        "run_reason": ran.reason,
        "run_count": len(ran.reports or ()),
        "run_at": ran.started_at,
        "run_id": ran.id,
    }


def _files(db: Connection, key: str, row: Stored | None) -> tuple[FileRow, ...]:
    files = packs.files(db, row.id) if row else {}
    drafts = {draft.path: draft for draft in file_drafts.drafts(db, key)}
    named = people.names(db, [draft.saved_by for draft in drafts.values() if draft.saved_by])
    made = []
    for path in sorted(files.keys() | drafts.keys()):
        draft = drafts.get(path)
        size = len(draft.content if draft else files[path])
        by = named.get(draft.saved_by, "") if draft and draft.saved_by else ""
        version, saved_at = (draft.version, draft.saved_at) if draft else (0, None)
        made.append(FileRow(path, kind_of(path), size, version, by, saved_at, released=path in files))
    return tuple(made)
